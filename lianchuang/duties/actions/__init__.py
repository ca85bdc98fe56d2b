"""Every write to rules, sponsorships and lists of what goes over with a post."""

from lianchuang.duties.actions.handing import confirm_giving, confirm_taking, hand_over_post
from lianchuang.duties.actions.ruling import add_rule, retire_rule
from lianchuang.duties.actions.sponsoring import begin_sponsorship, end_sponsorship

__all__ = [
    "add_rule",
    "begin_sponsorship",
    "confirm_giving",
    "confirm_taking",
    "end_sponsorship",
    "hand_over_post",
    "retire_rule",
]
