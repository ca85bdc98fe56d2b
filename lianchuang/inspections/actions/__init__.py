"""Every write to rounds and visits. Rounds in `rounds`, the sample in `drawing`, closed sites in `replacing`, visits in
`visits`, findings that wait for a second look in `holding`, what is done under seal in `undercover`, files of visits in
`importing`.
"""

from lianchuang.inspections.actions.drawing import draw_sample, move_stop
from lianchuang.inspections.actions.holding import open_held_findings
from lianchuang.inspections.actions.importing import import_visits, keep_visit_file
from lianchuang.inspections.actions.replacing import close_site
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
    "close_site",
    "declare_conflict",
    "draw_sample",
    "finish_round",
    "import_visits",
    "keep_visit_file",
    "move_stop",
    "open_assignment",
    "open_held_findings",
    "plan_round",
    "reassign_stop",
    "record_outside_visit",
    "record_visit",
    "release_round",
    "report_in_round",
    "start_round",
]
