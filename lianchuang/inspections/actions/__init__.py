"""Every write to rounds and visits. Rounds in `rounds`, the sample in `drawing`, closed sites in `replacing`, visits in `visits`,
findings that wait for a second look in `holding`.
"""

from lianchuang.inspections.actions.drawing import draw_sample, move_stop
from lianchuang.inspections.actions.holding import open_held_findings
from lianchuang.inspections.actions.replacing import close_site
from lianchuang.inspections.actions.rounds import finish_round, plan_round, release_round, start_round
from lianchuang.inspections.actions.visits import GivenAnswer, record_visit

__all__ = [
    "GivenAnswer",
    "close_site",
    "draw_sample",
    "finish_round",
    "move_stop",
    "open_held_findings",
    "plan_round",
    "record_visit",
    "release_round",
    "start_round",
]
