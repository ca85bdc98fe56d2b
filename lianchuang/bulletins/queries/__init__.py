"""Reading bulletins: their pages (`pages`), and for writing one the week's rows (`facts`) and words (`wording`)."""

from lianchuang.bulletins.queries.pages import (
    BulletinPage,
    Row,
    behind,
    bulletins_of,
    for_week,
    latest_draft,
    latest_published,
    number_words,
    weeks_without,
)

__all__ = [
    "BulletinPage",
    "Row",
    "behind",
    "bulletins_of",
    "for_week",
    "latest_draft",
    "latest_published",
    "number_words",
    "weeks_without",
]
