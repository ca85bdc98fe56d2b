"""Every write to rounds and visits. Rounds in `rounds`, the sample in `drawing`, visits in `visits`, what is done under
seal in `undercover`, files of visits in `importing`.
"""

from lianchuang.inspections.actions.drawing import draw_sample
from lianchuang.inspections.actions.importing import import_visits, keep_visit_file
from lianchuang.inspections.actions.rounds import finish_round, plan_round, release_round, start_round
from lianchuang.inspections.actions.undercover import (
    declare_conflict,
    open_assignment,
    reassign_stop,
    report_in_round,
)
from lianchuang.inspections.actions.visits import record_outside_visit, record_visit
from lianchuang.inspections.recording import GivenAnswer, Outside

__all__ = [
    "GivenAnswer",
    "Outside",
    "declare_conflict",
    "draw_sample",
    "finish_round",
    "import_visits",
    "keep_visit_file",
    "open_assignment",
    "plan_round",
    "reassign_stop",
    "record_outside_visit",
    "record_visit",
    "release_round",
    "report_in_round",
    "start_round",
]
