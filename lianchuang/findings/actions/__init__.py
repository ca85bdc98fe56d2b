"""Every write to findings. Opening in `opening`, the life after that in `moving`."""

from lianchuang.findings.actions.importing import import_cases
from lianchuang.findings.actions.judging import judge_photo
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

__all__ = [
    "REPORTERS",
    "Origin",
    "accept_finding",
    "ask_deferral",
    "assign_finding",
    "close_finding",
    "dispatch_finding",
    "extend_finding",
    "grant_deferral",
    "import_cases",
    "judge_photo",
    "merge_finding",
    "open_finding",
    "reassign_finding",
    "refuse_deferral",
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
