"""Reading a task table (任务分解表) as counties write them: XLSX or DOCX in, rows with a confidence for every cell out.

No tables of the database here: the known units come in as plain values.
"""

from lianchuang.duties.tasktable.reading import read_task_table
from lianchuang.duties.tasktable.shapes import CELLS, UNIT_CELLS, Cell, KnownUnit, Piece, Reading, Row, Why
from lianchuang.duties.tasktable.unitbook import bare

__all__ = ["CELLS", "UNIT_CELLS", "Cell", "KnownUnit", "Piece", "Reading", "Row", "Why", "bare", "read_task_table"]
