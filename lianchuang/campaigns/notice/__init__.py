"""Draft from a notice: a mobilisation notice in, a charter's draft out. Pure: no database, no clock; docs/rules/notice.md."""

from lianchuang.campaigns.notice.draft import (
    Draft,
    DraftedCampaign,
    DraftedDate,
    DraftedDemand,
    MendedPlace,
    Mending,
    draft_notice,
)
from lianchuang.campaigns.notice.reading import UnreadableNotice, read_notice, text_of

__all__ = [
    "Draft",
    "DraftedCampaign",
    "DraftedDate",
    "DraftedDemand",
    "MendedPlace",
    "Mending",
    "UnreadableNotice",
    "draft_notice",
    "read_notice",
    "text_of",
]
