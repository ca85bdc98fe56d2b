"""Reading bulletins and letters: their pages (`pages`, `paper`, `letters`), their print (`sheets`), what may get one
(`periods`), which words (`wordings`); and for writing one the rows of some days (`facts`) and their words (`printed`).
"""

from lianchuang.bulletins.queries.letters import (
    LetterPage,
    count_letters,
    in_state,
    letter_number,
    letters_of,
    lines_of,
    open_letters_for,
    wanted_letters,
)
from lianchuang.bulletins.queries.pages import (
    BulletinPage,
    Row,
    behind,
    bulletins_of,
    correction_number,
    count_kinds,
    for_week,
    latest_draft,
    latest_published,
    number_words,
)
from lianchuang.bulletins.queries.paper import Paper
from lianchuang.bulletins.queries.periods import Period, bulletin_of, moment_of, periods_without
from lianchuang.bulletins.queries.printed import pair_candidates
from lianchuang.bulletins.queries.sheets import FORMATS, MEDIA_TYPES, bulletin_sheet, letter_sheet
from lianchuang.bulletins.queries.wordings import shipped, versions_of, wording_in_use

__all__ = [
    "FORMATS",
    "MEDIA_TYPES",
    "BulletinPage",
    "LetterPage",
    "Paper",
    "Period",
    "Row",
    "behind",
    "bulletin_of",
    "bulletin_sheet",
    "bulletins_of",
    "correction_number",
    "count_kinds",
    "count_letters",
    "for_week",
    "in_state",
    "latest_draft",
    "latest_published",
    "letter_number",
    "letter_sheet",
    "letters_of",
    "lines_of",
    "moment_of",
    "number_words",
    "open_letters_for",
    "pair_candidates",
    "periods_without",
    "shipped",
    "versions_of",
    "wanted_letters",
    "wording_in_use",
]
