"""Every write to findings. Opening in `opening`, the life after that in `moving`, the honest exits in `exits`, the parts of
several units in `parts`, what comes again in `recurring`, the county's figures in `limits`, what is due in `noting`.
"""

from lianchuang.findings.actions.exits import (
    ask_deferral,
    ask_extension,
    extend_finding,
    grant_deferral,
    grant_extension,
    refuse_deferral,
    refuse_extension,
    resume_finding,
    return_finding,
    review_deferral,
    rule_on_ownership,
)
from lianchuang.findings.actions.importing import import_cases
from lianchuang.findings.actions.judging import judge_photo
from lianchuang.findings.actions.limits import adopt_limits, set_loop_rules, set_time_limit
from lianchuang.findings.actions.moving import (
    accept_finding,
    assign_finding,
    close_finding,
    dispatch_finding,
    merge_finding,
    reassign_finding,
    reopen_finding,
    start_rectification,
    submit_rectification,
    verify_rectification,
    void_finding,
)
from lianchuang.findings.actions.noting import note_due_findings
from lianchuang.findings.actions.opening import REPORTERS, Origin, open_finding, unseal_finding
from lianchuang.findings.actions.parts import add_part, drop_part, give_part, hand_in_part, redo_part, return_part
from lianchuang.findings.actions.recurring import accept_topic, decline_topic

__all__ = [
    "REPORTERS",
    "Origin",
    "accept_finding",
    "accept_topic",
    "add_part",
    "adopt_limits",
    "ask_deferral",
    "ask_extension",
    "assign_finding",
    "close_finding",
    "decline_topic",
    "dispatch_finding",
    "drop_part",
    "extend_finding",
    "give_part",
    "grant_deferral",
    "grant_extension",
    "hand_in_part",
    "import_cases",
    "judge_photo",
    "merge_finding",
    "note_due_findings",
    "open_finding",
    "reassign_finding",
    "redo_part",
    "refuse_deferral",
    "refuse_extension",
    "reopen_finding",
    "resume_finding",
    "return_finding",
    "return_part",
    "review_deferral",
    "rule_on_ownership",
    "set_loop_rules",
    "set_time_limit",
    "start_rectification",
    "submit_rectification",
    "unseal_finding",
    "verify_rectification",
    "void_finding",
]
