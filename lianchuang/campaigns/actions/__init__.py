"""Every write to the joint campaign, its campaigns and its charter."""

from lianchuang.campaigns.actions.calendar import close_feed, open_feed
from lianchuang.campaigns.actions.commitments import (
    make_commitment,
    postpone_commitment,
    report_on_commitment,
    settle_commitment,
    withdraw_commitment,
)
from lianchuang.campaigns.actions.complaints import answer_complaint, complain
from lianchuang.campaigns.actions.demands import SaidOfCampaign, accept_notice, answer_demand, reopen_demand
from lianchuang.campaigns.actions.founding import adopt_edition, found_joint_campaign, move_target_date
from lianchuang.campaigns.actions.honours import (
    add_honour,
    add_honour_evidence,
    change_honour,
    remove_honour_evidence,
)
from lianchuang.campaigns.actions.phases import add_phase, change_phase, remove_phase
from lianchuang.campaigns.actions.rectification import add_item, add_source, change_source, link_item
from lianchuang.campaigns.actions.topics import (
    add_topic,
    advance_topic,
    change_topic,
    end_topic,
    report_on_topic,
    set_back_topic,
)

__all__ = [
    "SaidOfCampaign",
    "accept_notice",
    "add_honour",
    "add_honour_evidence",
    "add_item",
    "add_phase",
    "add_source",
    "add_topic",
    "adopt_edition",
    "advance_topic",
    "answer_complaint",
    "answer_demand",
    "change_honour",
    "change_phase",
    "change_source",
    "change_topic",
    "close_feed",
    "complain",
    "end_topic",
    "found_joint_campaign",
    "link_item",
    "make_commitment",
    "move_target_date",
    "open_feed",
    "postpone_commitment",
    "remove_honour_evidence",
    "remove_phase",
    "reopen_demand",
    "report_on_commitment",
    "report_on_topic",
    "set_back_topic",
    "settle_commitment",
    "withdraw_commitment",
]
