"""Every write of bulletins and supervisory letters."""

from lianchuang.bulletins.actions.correcting import sign_correction, withdraw_correction, write_correction
from lianchuang.bulletins.actions.deciding import publish_bulletin, send_back_bulletin, sign_bulletin
from lianchuang.bulletins.actions.drafting import (
    MOST_OUTLOOK,
    choose_pairs,
    draft_bulletin,
    redraft_bulletin,
    set_outlook,
)
from lianchuang.bulletins.actions.letters import (
    accept_reply,
    decline_letter,
    propose_letters,
    reject_reply,
    reply_to_letter,
    sign_letter,
)
from lianchuang.bulletins.actions.templates import save_template

__all__ = [
    "MOST_OUTLOOK",
    "accept_reply",
    "choose_pairs",
    "decline_letter",
    "draft_bulletin",
    "propose_letters",
    "publish_bulletin",
    "redraft_bulletin",
    "reject_reply",
    "reply_to_letter",
    "save_template",
    "send_back_bulletin",
    "set_outlook",
    "sign_bulletin",
    "sign_correction",
    "sign_letter",
    "withdraw_correction",
    "write_correction",
]
