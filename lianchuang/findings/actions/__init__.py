"""Every write to findings. Opening in `opening`, the life after that in `moving`."""

from lianchuang.findings.actions.importing import import_cases
from lianchuang.findings.actions.moving import (
    accept_finding,
    ask_deferral,
    assign_finding,
    close_finding,
    dispatch_finding,
    extend_finding,
    grant_deferral,
    merge_finding,
    reassign_finding,
    refuse_deferral,
    reopen_finding,
    resume_finding,
    return_finding,
    rule_on_ownership,
    start_rectification,
    submit_rectification,
    verify_rectification,
    void_finding,
)
from lianchuang.findings.actions.opening import REPORTERS, Origin, open_finding, set_time_limit, unseal_finding
from lianchuang.findings.actions.reminding import Reminded, remind_of_deadlines

__all__ = [
    "REPORTERS",
    "Origin",
    "Reminded",
    "accept_finding",
    "ask_deferral",
    "assign_finding",
    "close_finding",
    "dispatch_finding",
    "extend_finding",
    "grant_deferral",
    "import_cases",
    "merge_finding",
    "open_finding",
    "reassign_finding",
    "refuse_deferral",
    "remind_of_deadlines",
    "reopen_finding",
    "resume_finding",
    "return_finding",
    "rule_on_ownership",
    "set_time_limit",
    "start_rectification",
    "submit_rectification",
    "unseal_finding",
    "verify_rectification",
    "void_finding",
]
