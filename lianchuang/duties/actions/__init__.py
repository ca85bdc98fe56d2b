"""Every write to rules, sponsorships, task tables, remembered names, and lists of what goes over with a post."""

from lianchuang.duties.actions.handing import confirm_giving, confirm_taking, hand_over_post
from lianchuang.duties.actions.proposing import accept_proposal, decline_proposal, propose_rule
from lianchuang.duties.actions.ruling import add_rule, retire_rule
from lianchuang.duties.actions.sponsoring import begin_sponsorship, end_sponsorship
from lianchuang.duties.actions.tables import (
    accept_table,
    discard_table,
    draft_table,
    leave_out_row,
    mend_row,
    remember_unit,
    take_back_row,
)

__all__ = [
    "accept_proposal",
    "accept_table",
    "add_rule",
    "begin_sponsorship",
    "confirm_giving",
    "confirm_taking",
    "decline_proposal",
    "discard_table",
    "draft_table",
    "end_sponsorship",
    "hand_over_post",
    "leave_out_row",
    "mend_row",
    "propose_rule",
    "remember_unit",
    "retire_rule",
    "take_back_row",
]
