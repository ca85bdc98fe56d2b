"""Every write to rounds and visits. Rounds in `rounds`, the sample in `drawing`, visits in `visits`, what is
done under seal in `undercover`.
"""

from lianchuang.inspections.actions.drawing import draw_sample
from lianchuang.inspections.actions.rounds import finish_round, plan_round, release_round, start_round
from lianchuang.inspections.actions.undercover import (
    declare_conflict,
    open_assignment,
    reassign_stop,
    report_in_round,
)
from lianchuang.inspections.actions.visits import GivenAnswer, record_visit

__all__ = [
    "GivenAnswer",
    "declare_conflict",
    "draw_sample",
    "finish_round",
    "open_assignment",
    "plan_round",
    "reassign_stop",
    "record_visit",
    "release_round",
    "report_in_round",
    "start_round",
]
