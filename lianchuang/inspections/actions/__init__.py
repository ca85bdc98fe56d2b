"""Every write to rounds and visits. Rounds in `rounds`, the sample in `drawing`, visits in `visits`, files in `importing`."""

from lianchuang.inspections.actions.drawing import draw_sample
from lianchuang.inspections.actions.importing import import_visits, keep_visit_file
from lianchuang.inspections.actions.rounds import finish_round, plan_round, release_round, start_round
from lianchuang.inspections.actions.visits import record_outside_visit, record_visit
from lianchuang.inspections.recording import GivenAnswer, Outside

__all__ = [
    "GivenAnswer",
    "Outside",
    "draw_sample",
    "finish_round",
    "import_visits",
    "keep_visit_file",
    "plan_round",
    "record_outside_visit",
    "record_visit",
    "release_round",
    "start_round",
]
