"""Pure decisions about standards: scoring as data, the states of an edition, its tree, two editions side by side."""

from lianchuang.standards.rules.scoring import plain, rule_of, scoring_data, window_data, window_of, worked
from lianchuang.standards.rules.states import change_faults, publish_faults, review_faults, send_back_faults

__all__ = [
    "change_faults",
    "plain",
    "publish_faults",
    "review_faults",
    "rule_of",
    "scoring_data",
    "send_back_faults",
    "window_data",
    "window_of",
    "worked",
]
