"""Every write to units, posts, people and who holds what."""

from lianchuang.accounts.actions.oneself import (
    act_as,
    note_sign_in,
    note_sign_out,
    set_language,
    set_theme,
)
from lianchuang.accounts.actions.people import (
    add_person,
    appoint,
    deactivate_person,
    end_appointment,
    hand_over,
    reactivate_person,
    set_password,
)
from lianchuang.accounts.actions.structure import (
    add_post,
    add_post_kind,
    add_unit,
    grant_role,
    rename_unit,
    revoke_role,
)

__all__ = [
    "act_as",
    "add_person",
    "add_post",
    "add_post_kind",
    "add_unit",
    "appoint",
    "deactivate_person",
    "end_appointment",
    "grant_role",
    "hand_over",
    "note_sign_in",
    "note_sign_out",
    "reactivate_person",
    "rename_unit",
    "revoke_role",
    "set_language",
    "set_password",
    "set_theme",
]
