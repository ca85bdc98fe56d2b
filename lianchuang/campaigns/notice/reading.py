"""The text of a file somebody hands in: plain text in any usual encoding, DOCX, or HTML."""

import io
import re
import zipfile
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from lianchuang.campaigns.notice.patterns import words_of
from lianchuang.campaigns.notice.scripts import is_common, is_hanzi

MOST_BYTES = 5 * 2**20
MOST_CHARACTERS = 200_000
MOST_UNPACKED = 60 * 2**20
MOST_PARTS = 3000
ENCODINGS = ("utf-8-sig", "gb18030", "big5hkscs")
MOST_RARE = 0.1
MARKS_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
IS_HTML = re.compile(r"<!doctype\s+html|<(?:html|head|body|p|div|br|table|span|h[1-6])\b[^>]*>", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
BLOCKS = words_of(
    "p div br li tr h1 h2 h3 h4 h5 h6 section article header ul ol table blockquote dd dt pre title hr main"
)
UNSEEN = words_of("script style noscript template nav footer aside button select option form iframe svg rt rp")


# What a damaged DOCX makes the libraries raise.
FAULTS = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


class UnreadableNotice(ValueError):
    """The file cannot be read; the message is a sentence in the reader's language."""


def read_notice(path: Path) -> str:
    """The text of a file. Raises UnreadableNotice."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as fault:
        words = {"name": path.name, "fault": fault.strerror}
        raise UnreadableNotice(_("The file %(name)s cannot be opened: %(fault)s.") % words) from fault
    return text_of(content)


def text_of(content: bytes) -> str:
    """The text of a file's bytes (as an upload brings them). Raises UnreadableNotice."""
    if len(content) > MOST_BYTES:
        raise UnreadableNotice(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 2**20})
    if content.startswith(b"PK\x03\x04"):
        text = _docx_text(content)
    else:
        _refuse_other_kinds(content)
        text = _decode(content)
        if IS_HTML.search(text[:20_000]):
            text = _html_text(text)
    if len(text) > MOST_CHARACTERS:
        words = {"most": MOST_CHARACTERS}
        raise UnreadableNotice(_("The text is longer than %(most)s characters: this is no notice.") % words)
    return text


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if ENCRYPTED in content:
            raise UnreadableNotice(_("The document is protected by a password. Save it without one."))
        raise UnreadableNotice(_("This is an old Office file. Save it as DOCX."))
    if content.startswith(b"%PDF"):
        raise UnreadableNotice(_("PDF files are not read. Save the notice as DOCX or text, or paste it."))
    if content.startswith(b"{\\rtf"):
        raise UnreadableNotice(_("RTF files are not read. Save the notice as DOCX or text, or paste it."))


def _decode(content: bytes) -> str:
    declared = CHARSET.search(content[:4096])
    named = declared[1].decode("ascii", "ignore").lower() if declared else ""
    named = "gb18030" if named in {"gb2312", "gbk"} else named
    choices = ("utf-16",) if content.startswith(MARKS_UTF_16) else tuple(filter(None, (named, *ENCODINGS)))
    for choice in choices:
        try:
            text = content.decode(choice).removeprefix("\ufeff")
        except (LookupError, UnicodeError):
            continue
        if _is_text(text) and (choice in {"utf-8-sig", "utf-8", "utf-16"} or _is_plausible(text)):
            return text
    if text := _without_mark(content):
        return text
    raise UnreadableNotice(_("This is no text: neither UTF-8, GB 18030, UTF-16 nor Big5, and no DOCX file."))


def _without_mark(content: bytes) -> str:
    """UTF-16 that does not say which of the two it is."""
    for choice in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(choice)
        except UnicodeError:
            continue
        if _is_text(text) and _is_plausible(text):
            return text
    return ""


def _is_text(text: str) -> bool:
    controls = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    return "\x00" not in text and controls * 100 <= len(text)


def _is_plausible(text: str) -> bool:
    """Whether a guessed encoding gives Chinese: nearly all foreign characters are usual ones."""
    foreign = [character for character in text if not character.isascii()]
    usual = sum(
        is_common(character) if is_hanzi(character) else "\u2000" <= character <= "\uffef" for character in foreign
    )
    return len(foreign) - usual <= MOST_RARE * len(foreign)


def _docx_text(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile as fault:
        raise UnreadableNotice(_("The document is damaged.")) from fault
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableNotice(_("The document is protected by a password. Save it without one."))
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise UnreadableNotice(_("The document unpacks to more than any notice holds; it is not opened."))
    if "word/document.xml" not in {part.filename for part in parts}:
        raise UnreadableNotice(_("This archive is no DOCX document."))
    try:
        return "\n".join(_docx_lines(docx.Document(io.BytesIO(content))))
    except FAULTS as fault:
        raise UnreadableNotice(_("The document is damaged.")) from fault


def _docx_lines(document: Document) -> list[str]:
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            lines += _run_text(block._p).split("\n")
        else:
            lines += _table_lines(_cells(block))
    return lines


def _run_text(element: Any) -> str:
    """The text of a paragraph as accepted: insertions count, deletions do not; a text box is told once."""
    parts: list[str] = []
    for node in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
        if any(parent.tag.endswith("}Fallback") for parent in node.iterancestors()):
            continue
        parts.append((node.text or "") if node.tag == qn("w:t") else "\n" if node.tag != qn("w:tab") else " ")
    return "".join(parts)


def _cells(table: Table) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in table.rows:
        seen: list[Any] = []
        cells: list[str] = []
        for cell in row.cells:
            cells.append("" if cell._tc in seen else "".join(_run_text(cell._tc).split("\n")).strip())
            seen.append(cell._tc)
        rows.append(cells)
    return rows


def _table_lines(rows: list[list[str]]) -> list[str]:
    """A table as lines "heading：cell；heading：cell", so that each cell can be told by its heading."""
    if len(rows) < 2:
        return [" ".join(filter(None, row)) for row in rows]
    header, *body = rows
    lines: list[str] = []
    for row in body:
        named = [f"{name}：{cell}" if name else cell for name, cell in zip(header, row, strict=False) if cell]
        lines.append("；".join(named) + "。" if named else "")
    return lines


class _Page(HTMLParser):
    """The visible text of a page, its tables as lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.unseen: list[str] = []
        self.tables: list[list[list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the parser calls it
        if tag in UNSEEN:
            self.unseen.append(tag)
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self.tables and self.tables[-1]:
            self.tables[-1][-1].append("")
        elif tag in BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unseen:
            while self.unseen.pop() != tag:
                pass
        elif tag == "table" and self.tables:
            self.lines += [*_table_lines(self.tables.pop()), ""]
        elif tag in BLOCKS and not self.tables:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        text = re.sub(r"\s*\n\s*", "", data)
        if self.tables and self.tables[-1] and self.tables[-1][-1]:
            self.tables[-1][-1][-1] += text.strip()
        elif not self.tables:
            self.lines[-1] += text

    def text(self) -> str:
        return "\n".join(self.lines)


def _html_text(text: str) -> str:
    page = _Page()
    page.feed(text)
    page.close()
    return page.text()
