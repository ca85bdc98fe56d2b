"""Files of visits that others recorded: an outside inspection through a map (`outside`), results of our XLSForm (`results`)."""

from datetime import datetime

from lianchuang.common.columns import map_of
from lianchuang.common.tablefile import read_content
from lianchuang.inspections.intake.outside import KNOWN, REQUIRED, SETTINGS, read_outside
from lianchuang.inspections.intake.results import read_results
from lianchuang.inspections.intake.shapes import Ground, ToldAnswer, ToldVisit, VisitTable

__all__ = ["Ground", "ToldAnswer", "ToldVisit", "VisitTable", "read_outside", "read_results", "read_visits"]


def read_visits(
    content: bytes, map_text: str, ground: Ground, now: datetime, *, map_name: str = "", without_photos: bool = False
) -> VisitTable:
    """What the file tells: through the map, or without one as results of our XLSForm. Raises BadMap, UnreadableTable."""
    if not map_text:
        return read_results(content, ground, without_photos=without_photos)
    columns = map_of(map_text.encode(), map_name, required=REQUIRED, known=KNOWN, settings=SETTINGS)
    table = read_content(content, encoding=columns.setting("encoding"), sheet=columns.setting("sheet"))
    return read_outside(table, columns, ground, now)
