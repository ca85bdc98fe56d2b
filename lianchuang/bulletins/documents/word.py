"""A sheet as DOCX, written piece by piece: sizes in twentieths of a point, lengths in twips, as the format wants them."""

import io
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as Doc
from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.shape import CT_Inline
from docx.parts.image import ImagePart
from docx.shared import Mm

from lianchuang.bulletins.documents import layout
from lianchuang.bulletins.documents.sheet import (
    Annex,
    Block,
    Bullets,
    Figures,
    Heading,
    Note,
    Pairs,
    Paragraph,
    PrintedPair,
    Sheet,
    Table,
)

ENGLISH_SIZE, ENGLISH_PITCH = 12.0, 19.0
W = nsdecls("w")
FREE = '<w:snapToGrid w:val="0"/>'  # a line in small type does not take a whole line of the grid


def twips(mm: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(mm * layout.POINTS * 20)


def points(value: float) -> int:
    """Points as twentieths of a point."""
    return round(value * 20)


def to_docx_bytes(sheet: Sheet) -> bytes:
    """Write the sheet."""
    document = Document()
    _clear(document)
    _Writer(document, sheet).write()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _clear(document: Doc) -> None:
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)


def run(
    words: str, face: str, size: float, *, bold: bool = False, color: str = "", spacing: float = 0, latin: str = ""
) -> str:
    """A run in one face, with the East Asian face named, or Word takes its own."""
    more = ("<w:b/>" if bold else "") + (f'<w:color w:val="{color}"/>' if color else "")
    more += f'<w:spacing w:val="{points(spacing)}"/>' if spacing else ""
    fonts = f'w:ascii="{latin or face}" w:hAnsi="{latin or face}" w:eastAsia="{face}" w:cs="{latin or face}"'
    half = round(size * 2)
    sizes = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in words.split("\n"))
    return f'<w:r><w:rPr><w:rFonts {fonts}/>{more}{sizes}</w:rPr><w:t xml:space="preserve">{lines}</w:t></w:r>'


def paragraph(runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


class _Writer:
    """One document under way."""

    def __init__(self, document: Doc, sheet: Sheet) -> None:
        self.document, self.sheet = document, sheet
        self.size = layout.BODY if sheet.is_chinese else ENGLISH_SIZE
        self.pitch = layout.LINE_PITCH if sheet.is_chinese else ENGLISH_PITCH
        self.tracking = layout.TRACKING - 0.04 if sheet.is_chinese else 0.0  # a hair less: 28 stay on the line
        self.face = layout.BODY_FACE[0]
        self.photos = 0

    def write(self) -> None:
        sheet = self.sheet
        self._set_styles()
        self._set_section()
        self._set_faces()
        self._head()
        for block in sheet.blocks:
            self._block(block)
        self._tail()
        for mark, annex in zip(sheet.annex_marks, sheet.annexes, strict=True):
            self._annex(mark, annex)
        self._imprint()
        core = self.document.core_properties
        core.title, core.author, core.comments = sheet.title, sheet.office, ""

    # --- the page ---

    def _set_styles(self) -> None:
        normal = self.document.styles["Normal"].element
        properties = normal.get_or_add_rPr()
        for child in list(properties):
            properties.remove(child)
        fonts = f'w:ascii="{self.face}" w:hAnsi="{self.face}" w:eastAsia="{self.face}" w:cs="{self.face}"'
        half = round(self.size * 2)
        lang = "zh-CN" if self.sheet.is_chinese else "en-GB"
        for xml in (
            f"<w:rFonts {W} {fonts}/>",
            f'<w:sz {W} w:val="{half}"/>',
            f'<w:szCs {W} w:val="{half}"/>',
            f'<w:lang {W} w:val="{lang}" w:eastAsia="zh-CN"/>',
        ):
            properties.append(parse_xml(xml))
        for lang_of in self.document.styles.element.iter(qn("w:lang")):
            lang_of.set(qn("w:eastAsia"), "zh-CN")
        for name in ("Heading 1", "Heading 2"):
            heading = self.document.styles[name].element
            for tag in ("w:rPr", "w:pPr"):
                if (old := heading.find(qn(tag))) is not None:
                    heading.remove(old)
            level = name[-1]
            inner = f'<w:keepNext/><w:outlineLvl w:val="{2 - int(level)}"/>'
            heading.append(parse_xml(f"<w:pPr {W}>{inner}</w:pPr>"))

    def _set_section(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
        section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
        section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
        section.header_distance = Mm(15)
        half_line = layout.SMALL / layout.POINTS / 2
        section.footer_distance = Mm(layout.BOTTOM - layout.NUMBER_BELOW_TEXT - half_line)
        pitch = points(self.pitch)
        # Lines on the grid; characters by their spacing, as LibreOffice makes the grid's cells too wide.
        grid = f'<w:docGrid {W} w:type="lines" w:linePitch="{pitch}"/>'
        properties = section._sectPr
        for old in properties.findall(qn("w:docGrid")):
            properties.remove(old)
        properties.append(parse_xml(grid))
        self.document.settings.odd_and_even_pages_header_footer = True
        self._footer(section.footer._element, "right")
        self._footer(section.even_page_footer._element, "left")
        if self.sheet.warning:
            for header in (section.header, section.even_page_header):
                words = run(self.sheet.warning, layout.HEADING_FACE[0], 10.5, color="62666A")
                self._fill(header._element, paragraph(words, '<w:jc w:val="right"/>'))

    def _footer(self, element: object, side: str) -> None:
        face, size = layout.SONG_FACE[0], layout.SMALL
        field = "".join(
            f'<w:r><w:rPr><w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}"/>'
            f'<w:sz w:val="{round(size * 2)}"/></w:rPr>{inner}</w:r>'
            for inner in (
                '<w:fldChar w:fldCharType="begin"/>',
                '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
                "<w:t>1</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
            )
        )
        dash = run("— ", face, size), run(" —", face, size)
        indent = f'{FREE}{self._line(size)}<w:ind w:{side}="{points(size)}"/><w:jc w:val="{side}"/>'
        self._fill(element, paragraph(f"{dash[0]}{field}{dash[1]}", indent))

    def _fill(self, element: object, xml: str) -> None:
        for child in list(element):  # type: ignore[call-overload]  # an lxml element
            element.remove(child)  # type: ignore[attr-defined]
        element.append(parse_xml(xml.replace("<w:p>", f"<w:p {W}>", 1)))  # type: ignore[attr-defined]

    def _set_faces(self) -> None:
        """Name what stands in for each face where it is not installed."""
        serif = (layout.TITLE_FACE, layout.BODY_FACE, layout.KAI_FACE, layout.SONG_FACE)
        families = [(face, "roman") for face in serif] + [(layout.HEADING_FACE, "swiss")]
        fonts = "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
            f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
            for (name, others), family in families
        )
        table = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {W}>{fonts}</w:fonts>'
        for relation in self.document.part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
                relation.target_part._blob = table.encode()

    # --- its parts ---

    def _add(self, xml: str) -> None:
        body = self.document.element.body
        end = xml.index(" ") if " " in xml[: xml.index(">")] else xml.index(">")
        body.insert(len(body) - 1, parse_xml(f"{xml[:end]} {W}{xml[end:]}"))

    def _line(self, exact: float | None = None) -> str:
        height = points(exact or self.pitch)
        return f'<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/>'

    def _blank(self, lines: int, *, keep: bool = False) -> None:
        for _line in range(lines):
            self._add(paragraph("", f"{'<w:keepNext/>' if keep else ''}{self._line()}"))

    def _text(self, words: str, face: str = "", size: float = 0, **more: object) -> str:
        return run(words, face or self.face, size or self.size, spacing=self.tracking, **more)  # type: ignore[arg-type]

    def _head(self) -> None:
        sheet, title = self.sheet, layout.TITLE_FACE[0]
        office = run(sheet.office, title, layout.TITLE, color=layout.RED)
        above = f'{FREE}<w:spacing w:before="{twips(layout.MASTHEAD_TOP)}" w:after="120"/><w:jc w:val="center"/>'
        self._add(paragraph(office, above))
        size = 48 if sheet.is_chinese and len(sheet.masthead) <= 6 else 34
        name = run(sheet.masthead, title, size, color=layout.RED, spacing=12 if sheet.is_chinese else 0)
        self._add(paragraph(name, f'{FREE}<w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/>'))
        self._blank(2)
        gap = round(layout.RULE_BELOW_NUMBER * layout.POINTS)
        rule = f'<w:pBdr><w:bottom w:val="single" w:sz="10" w:space="{gap}" w:color="{layout.RED}"/></w:pBdr>'
        self._add(paragraph(self._text(sheet.number), f'{rule}{self._line()}<w:jc w:val="center"/>'))
        self._blank(2)
        self._title(sheet.title)
        self._blank(1)
        for words in sheet.corrections:
            border = "".join(
                f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="auto"/>'
                for side in ("top", "left", "bottom", "right")
            )
            inner = run(words, layout.HEADING_FACE[0], 10.5)
            self._add(paragraph(inner, f'<w:pBdr>{border}</w:pBdr>{FREE}<w:spacing w:before="60" w:after="120"/>'))
        self._add(paragraph(self._text(sheet.addressee), self._line()))

    def _title(self, words: str) -> None:
        inner = run(words, layout.TITLE_FACE[0], layout.TITLE)
        style = '<w:pStyle w:val="Heading2"/>'
        self._add(paragraph(inner, f'{style}{self._line(layout.TITLE * 1.5)}<w:jc w:val="center"/>'))

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                inner = self._text(block.text, layout.HEADING_FACE[0])
                self._add(paragraph(inner, f'<w:pStyle w:val="Heading1"/>{self._line()}{self._indent()}'))
            case Paragraph():
                self._body(block.text)
            case Note():
                inner = run(block.text, layout.HEADING_FACE[0], 10.5)
                self._add(paragraph(inner, f'{FREE}<w:spacing w:before="60" w:after="120"/><w:jc w:val="both"/>'))
            case Bullets():
                for line in block.lines:
                    self._body(line)
            case Figures():
                self._add(_figures(block))
                self._small_gap()
            case Table():
                self._add(_table(block))
                self._small_gap()
            case Pairs():
                self._pairs(block.pairs)

    def _indent(self) -> str:
        if not self.sheet.is_chinese:
            return ""
        length = points(layout.INDENT * self.size)
        return f'<w:ind w:firstLineChars="{layout.INDENT * 100}" w:firstLine="{length}"/>'

    def _body(self, words: str, *, keep: bool = False) -> None:
        place = f'<w:overflowPunct w:val="0"/>{self._line()}{self._indent()}<w:jc w:val="both"/>'
        self._add(paragraph(self._text(words), ("<w:keepNext/>" if keep else "") + place))

    def _small_gap(self) -> None:
        self._add(paragraph("", f"{FREE}{self._line(8)}"))

    def _pairs(self, pairs: Iterable[PrintedPair]) -> None:
        for pair in pairs:
            pictures = "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{twips(layout.TEXT_WIDTH / 2)}" w:type="dxa"/></w:tcPr>'
                f'<w:p><w:pPr><w:keepNext/>{FREE}<w:spacing w:before="0" w:after="0"/></w:pPr>{self._picture(content)}'
                f"{run(chr(10) + words, layout.HEADING_FACE[0], 9)}</w:p></w:tc>"
                for content, words in ((pair.before, pair.before_words), (pair.after, pair.after_words))
            )
            caption = paragraph(run(pair.caption, layout.HEADING_FACE[0], 10.5), f'{FREE}<w:spacing w:after="60"/>')
            self._add(
                f"<w:tbl>{_table_properties(0)}{_grid((1, 1))}"
                f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{pictures}</w:tr>"
                f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{caption}</w:tc></w:tr></w:tbl>'
            )
            self._small_gap()

    def _picture(self, content: bytes) -> str:
        """A run with the picture; its part is made here, as python-docx would compare each with all before."""
        self.photos += 1
        image = Image.from_blob(content)
        part = ImagePart.from_image(image, PackURI(f"/word/media/photo{self.photos}.{image.ext}"))
        relation = self.document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        width, height = Mm(layout.PHOTO_WIDTH), Mm(layout.PHOTO_HEIGHT)
        inline = CT_Inline.new_pic_inline(self.photos, relation, f"photo{self.photos}", width, height)
        return f"<w:r><w:drawing>{_xml(inline)}</w:drawing></w:r>"

    def _tail(self) -> None:
        sheet = self.sheet
        titles = [annex.title for annex in sheet.annexes]
        if titles:
            self._blank(1, keep=True)
            self._body(f"{sheet.annex_word}：{titles[0] if len(titles) == 1 else '1. ' + titles[0]}", keep=True)
            for number, title in enumerate(titles[1:], start=2):
                inner = self._text(f"{number}. {title}")
                self._add(paragraph(inner, f'<w:keepNext/>{self._line()}<w:ind w:left="{points(5 * self.size)}"/>'))
        self._blank(2, keep=True)  # room for the seal, which lies over the office and the date
        right = points(layout.DATE_INDENT * self.size)
        # Both lines are centred over each other, the longer one four characters from the edge.
        width = (max(len(sheet.office), len(sheet.date)) + 1) * self.size
        left = points(max(layout.TEXT_WIDTH * layout.POINTS - layout.DATE_INDENT * self.size - width, 0))
        place = (
            f'<w:keepNext/><w:keepLines/>{self._line()}<w:ind w:left="{left}" w:right="{right}"/><w:jc w:val="center"/>'
        )
        self._add(paragraph(self._text(sheet.office), place))
        self._add(paragraph(self._text(sheet.date), place.replace("<w:keepNext/>", "")))

    def _annex(self, mark: str, annex: Annex) -> None:
        self._add(paragraph(self._text(mark, layout.HEADING_FACE[0]), f"<w:pageBreakBefore/>{self._line()}"))
        self._blank(1)
        self._title(annex.title)
        self._small_gap()
        for block in annex.blocks:
            self._block(block)

    def _imprint(self) -> None:
        sheet = self.sheet
        if not (sheet.copies or sheet.issued):
            return
        rows = [[sheet.copies]] if sheet.copies else []
        rows.append([sheet.office, sheet.issued])
        self._add(_imprint(rows))
        self._add(paragraph("", f"{FREE}{self._line(1)}"))


def _xml(element: CT_Inline) -> str:
    return str(element.xml)


def _table_properties(border: int) -> str:
    width = twips(layout.TEXT_WIDTH)
    margins = '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
    lines = (
        f'<w:tblBorders><w:top w:val="single" w:sz="{border + 4}"/><w:bottom w:val="single" w:sz="{border + 4}"/>'
        f'<w:insideH w:val="single" w:sz="{border}" w:color="969696"/></w:tblBorders>'
        if border
        else ""
    )
    return f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>{lines}<w:tblLayout w:type="fixed"/>{margins}</w:tblPr>'


def _grid(widths: Iterable[float]) -> str:
    widths = list(widths)
    whole = twips(layout.TEXT_WIDTH)
    columns = "".join(f'<w:gridCol w:w="{round(whole * width / sum(widths))}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _cell(inner: str, *, right: bool = False, span: int = 1, fill: str = "", keep: bool = False) -> str:
    more = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    more += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    place = '<w:jc w:val="right"/>' if right else ""
    return (
        f"<w:tc><w:tcPr>{more}</w:tcPr>"
        f'<w:p><w:pPr>{"<w:keepNext/>" if keep else ""}{FREE}<w:spacing w:before="40" w:after="40"/>{place}</w:pPr>{inner}</w:p></w:tc>'
    )


def _table(block: Table) -> str:
    face = layout.HEADING_FACE[0]
    head = "".join(
        _cell(run(words, face, 10.5, bold=True), right=place in block.numbers) for place, words in enumerate(block.head)
    )
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>", *_rows(block, face)]
    return f"<w:tbl>{_table_properties(4)}{_grid(block.widths)}{''.join(rows)}</w:tbl>"


def _rows(block: Table, face: str) -> Iterator[str]:
    for group in block.groups:
        if group.label:
            label = _cell(run(group.label, face, 10.5, bold=True), span=len(block.widths), fill="F4F4F4")
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{label}</w:tr>"
        for row in group.rows:
            cells = "".join(
                _cell(run(words, face, 10.5), right=place in block.numbers) for place, words in enumerate(row)
            )
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _figures(block: Figures) -> str:
    hei, song = layout.HEADING_FACE[0], layout.SONG_FACE[0]
    cells = "".join(
        _cell(f"{run(value, song, 18, bold=True)}{run(chr(10) + name, hei, 10.5)}{run(chr(10) + base, hei, 9)}")
        for value, name, base in block.columns
    )
    return f"<w:tbl>{_table_properties(4)}{_grid([1] * len(block.columns))}<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"


def _imprint(rows: list[list[str]]) -> str:
    """The imprint, ruled thick, thin, thick: a table that Word sets at the foot of the last page (7.4).

    LibreOffice sets it after the last line instead; its rows stay together either way.
    """
    face, size = layout.BODY_FACE[0], layout.SMALL
    thick, thin = round(layout.THICK * layout.POINTS * 8), round(layout.THIN * layout.POINTS * 8)
    place = '<w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpX="0" w:tblpYSpec="bottom"/>'
    lines = (
        f'<w:tblBorders><w:top w:val="single" w:sz="{thick}"/><w:bottom w:val="single" w:sz="{thick}"/>'
        f'<w:insideH w:val="single" w:sz="{thin}"/></w:tblBorders>'
    )
    properties = (
        f'<w:tblPr>{place}<w:tblW w:w="{twips(layout.TEXT_WIDTH)}" w:type="dxa"/>{lines}<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{points(size)}" w:type="dxa"/><w:right w:w="{points(size)}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr>"
    )
    body = ""
    for row in rows:
        cells = "".join(
            _cell(run(words, face, size), right=number == 1, span=2 if len(row) == 1 else 1, keep=True)
            for number, words in enumerate(row)
        )
        body += f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    return f"<w:tbl>{properties}{_grid((3, 2))}{body}</w:tbl>"
