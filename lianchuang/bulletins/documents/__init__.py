"""Official documents on paper: a `Sheet` of plain values → DOCX or PDF in the layout of GB/T 9704-2012."""

from lianchuang.bulletins.documents.pdf import to_pdf_bytes
from lianchuang.bulletins.documents.sheet import (
    Annex,
    Block,
    Bullets,
    Figures,
    Group,
    Heading,
    Note,
    Pairs,
    Paragraph,
    PrintedPair,
    Sheet,
    Table,
)
from lianchuang.bulletins.documents.word import to_docx_bytes

__all__ = [
    "Annex",
    "Block",
    "Bullets",
    "Figures",
    "Group",
    "Heading",
    "Note",
    "Pairs",
    "Paragraph",
    "PrintedPair",
    "Sheet",
    "Table",
    "to_docx_bytes",
    "to_pdf_bytes",
]
