"""Every write to rounds and visits. Rounds in `rounds`, the sample in `drawing`, visits in `visits`."""

from lianchuang.inspections.actions.drawing import draw_sample
from lianchuang.inspections.actions.rounds import finish_round, plan_round, release_round, start_round
from lianchuang.inspections.actions.visits import GivenAnswer, record_visit

__all__ = [
    "GivenAnswer",
    "draw_sample",
    "finish_round",
    "plan_round",
    "record_visit",
    "release_round",
    "start_round",
]
