"""Reading findings: what is asked for (`selection`), `rows`, the list (`listing`, `facets`), one finding (`page`), the
`pool` of deferred ones, what is `due`, what keeps `recurring`, the `limits` in force and the `county`'s figures.
"""

from lianchuang.findings.queries.county import loop_rules
from lianchuang.findings.queries.due import Due, DueList, due_list
from lianchuang.findings.queries.hints import HintPage, hint_page, judgements_of, photo_before
from lianchuang.findings.queries.limits import Comparison, comparison, comparisons, limits_in_force
from lianchuang.findings.queries.listing import FindingList, download, finding_list, known_case_numbers
from lianchuang.findings.queries.page import FindingPage, finding_page, other_findings, pairs_of
from lianchuang.findings.queries.pool import Pool, pool_of
from lianchuang.findings.queries.recurring import Failing, decided_places, failing_places
from lianchuang.findings.queries.rows import deadline, is_overdue, loop_shape, place_words, rows_of
from lianchuang.findings.queries.selection import Moment, Selection

__all__ = [
    "Comparison",
    "Due",
    "DueList",
    "Failing",
    "FindingList",
    "FindingPage",
    "HintPage",
    "Moment",
    "Pool",
    "Selection",
    "comparison",
    "comparisons",
    "deadline",
    "decided_places",
    "download",
    "due_list",
    "failing_places",
    "finding_list",
    "finding_page",
    "hint_page",
    "is_overdue",
    "judgements_of",
    "known_case_numbers",
    "limits_in_force",
    "loop_rules",
    "loop_shape",
    "other_findings",
    "pairs_of",
    "photo_before",
    "place_words",
    "pool_of",
    "rows_of",
]
