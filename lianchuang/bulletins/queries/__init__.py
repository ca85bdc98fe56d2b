"""Reading bulletins: what their pages show (`pages`), and the counting of a week (`counting`)."""

from lianchuang.bulletins.queries.pages import (
    bulletins_list,
    latest_draft,
    latest_published,
    rows_behind,
    sheet_of,
    weeks_without,
)

__all__ = ["bulletins_list", "latest_draft", "latest_published", "rows_behind", "sheet_of", "weeks_without"]
