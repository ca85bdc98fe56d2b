"""What keeps a row from becoming a task, and what it becomes."""

from collections.abc import Mapping

from lianchuang.duties.tasktable.shapes import UNIT_CELLS, Cell


def leads_of(cell: Cell) -> list[str]:
    """The units that lead: one; or all of a group (各街道), each in its own area; else none."""
    if len(cell.value) == 1:
        return list(cell.value)
    named = [piece for piece in cell.pieces if piece.units]
    is_group = len(named) == 1 and named[0].is_group and not cell.open_pieces
    return list(cell.value) if is_group else []


def reasons_not_ready(cells: Mapping[str, Cell]) -> list[str]:
    """Codes of `tasktable.reasons`; none when the row may become a task."""
    reasons = []
    if not cells["task"].value or cells["task"].confidence == "unsure":
        reasons.append("task_unsure")
    if not leads_of(cells["lead"]):
        reasons.append("lead_not_one")
    if any(cells[name].confidence == "unsure" for name in UNIT_CELLS if name != "lead" or leads_of(cells["lead"])):
        reasons.append("units_unsure")
    if cells["deadline"].confidence == "unsure":
        reasons.append("deadline_unsure")
    return reasons
