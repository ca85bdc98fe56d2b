"""Reading campaigns and their charter."""

from lianchuang.campaigns.queries.calendar import Dated, add_source, charter_of, dated_things, feed_things, open_feed_of
from lianchuang.campaigns.queries.campaigns import CampaignLine, campaigns_of, joint_campaign_for
from lianchuang.campaigns.queries.charter import (
    charter_page,
    choosable_campaigns,
    choosable_commitments,
    choosable_demands,
    choosable_posts,
    choosable_topics,
    commitment_page,
    commitments_page,
    honour_line,
    months_of,
    notice_lines,
    source_line,
    topic_page,
)

__all__ = [
    "CampaignLine",
    "Dated",
    "add_source",
    "campaigns_of",
    "charter_of",
    "charter_page",
    "choosable_campaigns",
    "choosable_commitments",
    "choosable_demands",
    "choosable_posts",
    "choosable_topics",
    "commitment_page",
    "commitments_page",
    "dated_things",
    "feed_things",
    "honour_line",
    "joint_campaign_for",
    "months_of",
    "notice_lines",
    "open_feed_of",
    "source_line",
    "topic_page",
]
