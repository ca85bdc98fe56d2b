"""Every write to rules, task tables and the remembered names of units."""

from lianchuang.duties.actions.ruling import add_rule, retire_rule
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
    "accept_table",
    "add_rule",
    "discard_table",
    "draft_table",
    "leave_out_row",
    "mend_row",
    "remember_unit",
    "retire_rule",
    "take_back_row",
]
