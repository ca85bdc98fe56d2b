"""Reading findings: what is asked for (`selection`), rows (`rows`), the list (`listing`), one finding (`story`)."""

from lianchuang.findings.queries.listing import downloadable, finding_list, known_case_numbers, other_findings
from lianchuang.findings.queries.rows import deadline, loop_shape, rows_of
from lianchuang.findings.queries.story import finding_page

__all__ = [
    "deadline",
    "downloadable",
    "finding_list",
    "finding_page",
    "known_case_numbers",
    "loop_shape",
    "other_findings",
    "rows_of",
]
