"""Reading findings: what is asked for (`selection`), `rows`, the list (`listing`, `facets`), one finding (`page`)."""

from lianchuang.findings.queries.hints import HintPage, hint_page, judgements_of, photo_before
from lianchuang.findings.queries.listing import FindingList, download, finding_list, known_case_numbers
from lianchuang.findings.queries.page import FindingPage, finding_page, other_findings, pairs_of
from lianchuang.findings.queries.rows import deadline, is_overdue, loop_shape, place_words, rows_of
from lianchuang.findings.queries.selection import Moment, Selection

__all__ = [
    "FindingList",
    "FindingPage",
    "HintPage",
    "Moment",
    "Selection",
    "deadline",
    "download",
    "finding_list",
    "finding_page",
    "hint_page",
    "is_overdue",
    "judgements_of",
    "known_case_numbers",
    "loop_shape",
    "other_findings",
    "pairs_of",
    "photo_before",
    "place_words",
    "rows_of",
]
