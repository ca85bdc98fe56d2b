"""A sheet as PDF, by way of a typst source: real text, its outline, embedded fonts."""

from collections.abc import Iterator, Sequence

from lianchuang.bulletins.documents import layout
from lianchuang.bulletins.documents.sheet import (
    Annex,
    Block,
    Bullets,
    Figures,
    Heading,
    Note,
    Pairs,
    Sheet,
    Table,
)
from lianchuang.common.typesetting import family, to_pdf


def to_pdf_bytes(sheet: Sheet) -> bytes:
    """Set the sheet. Raises MissingFont when the machine has no Chinese font."""
    files: dict[str, bytes] = {}
    source = "".join(_source(sheet, files))
    return to_pdf(source, files=files, root=None)


def _source(sheet: Sheet, files: dict[str, bytes]) -> Iterator[str]:
    yield _frame(sheet)
    yield from _head(sheet)
    for block in sheet.blocks:
        yield _block(block, files)
    yield from _tail(sheet)
    for mark, annex in zip(sheet.annex_marks, sheet.annexes, strict=True):
        yield from _annex(mark, annex, files)
    yield from _imprint(sheet)


def text(words: str) -> str:
    """Words as a typst string: nothing in them is taken for a command."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'#"{escaped}"'


def _frame(sheet: Sheet) -> str:
    faces = {name: family(name) for name in ("fangsong", "sans", "title", "serif", "kai")}
    lang = 'lang: "zh", region: "cn"' if sheet.is_chinese else 'lang: "en"'
    size = layout.BODY if sheet.is_chinese else 12.0
    pitch = layout.LINE_PITCH if sheet.is_chinese else 19.0
    leading = pitch - size
    indent = f"(amount: {layout.INDENT}em, all: true)" if sheet.is_chinese else "0em"
    tracking = layout.TRACKING if sheet.is_chinese else 0
    descent = layout.NUMBER_BELOW_TEXT - layout.SMALL / layout.POINTS / 2
    header = f'align(right, text(size: 10.5pt, fill: rgb("#62666A"), tracking: 0pt)[{text(sheet.warning)}])'
    return f"""
#let fangsong = "{faces["fangsong"]}"
#let hei = "{faces["sans"]}"
#let biaosong = "{faces["title"]}"
#let song = "{faces["serif"]}"
#let red = rgb("#{layout.RED}")
#set document(title: "{_plain(sheet.title)}", author: "{_plain(sheet.office)}")
#set page(width: {layout.PAGE_WIDTH}mm, height: {layout.PAGE_HEIGHT}mm,
  margin: (top: {layout.TOP}mm, bottom: {layout.BOTTOM}mm, left: {layout.LEFT}mm, right: {layout.RIGHT}mm),
  header: {header if sheet.warning else "none"},
  footer-descent: {descent:.2f}mm,
  footer: context {{
    let n = counter(page).get().first()
    set text(font: song, size: {layout.SMALL}pt, tracking: 0pt)
    let words = "— " + str(n) + " —"
    if calc.odd(n) {{ align(right, pad(right: 1em, words)) }} else {{ align(left, pad(left: 1em, words)) }}
  }})
#set text(font: fangsong, size: {size}pt, {lang}, tracking: {tracking:.3f}pt, top-edge: 0.88em, bottom-edge: -0.12em)
#set par(justify: true, leading: {leading:.3f}pt, spacing: {leading:.3f}pt, first-line-indent: {indent})
#set block(spacing: {leading:.3f}pt)
#show heading.where(level: 1): it => block(below: {leading:.3f}pt, above: {leading:.3f}pt,
  sticky: true, par(text(font: hei, size: {size}pt, weight: "regular", it.body)))
#show heading.where(level: 2): it => align(center, par(justify: false, first-line-indent: 0em,
  text(font: biaosong, size: {layout.TITLE}pt, weight: "bold", it.body)))
#let small(body) = par(first-line-indent: 0em, leading: 5pt, text(size: 10.5pt, tracking: 0pt, font: hei, body))
"""


def _plain(words: str) -> str:
    return words.replace("\\", "").replace('"', "'")


def _head(sheet: Sheet) -> Iterator[str]:
    """版头: the name of the office in red, the number, the red line; then the title and to whom."""
    wide = 48 if sheet.is_chinese and len(sheet.masthead) <= 6 else 34
    yield f"""
#v({layout.MASTHEAD_TOP}mm)
#align(center, par(first-line-indent: 0em, text(font: biaosong, size: {layout.TITLE}pt, weight: "bold", fill: red)[
{text(sheet.office)}]))
#v(6pt)
#align(center, par(first-line-indent: 0em, text(font: biaosong, size: {wide}pt, weight: "bold", fill: red,
  tracking: {"0.25em" if sheet.is_chinese else "0em"})[{text(sheet.masthead)}]))
#v({2 * layout.LINE_PITCH - 20:.2f}pt)
#align(center, par(first-line-indent: 0em)[{text(sheet.number)}])
#v({layout.RULE_BELOW_NUMBER}mm - {layout.LINE_PITCH - layout.BODY:.2f}pt)
#line(length: 100%, stroke: 1.2pt + red)
#v({layout.LINE_PITCH:.2f}pt)
== {text(sheet.title)}
#v({layout.LINE_PITCH - 12:.2f}pt)
"""
    for words in sheet.corrections:
        yield f"#block(stroke: 0.7pt, inset: 6pt, width: 100%, small[{text(words)}])\n"
    yield f"#par(first-line-indent: 0em)[{text(sheet.addressee)}]\n\n"


def _block(block: Block, files: dict[str, bytes]) -> str:
    if isinstance(block, Figures):
        return _figures(block)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Pairs):
        return _pairs(block, files)
    if isinstance(block, Heading):
        return f"= {text(block.text)}\n\n"
    if isinstance(block, Note):
        return f"#small[{text(block.text)}]\n\n"
    lines = block.lines if isinstance(block, Bullets) else [block.text]
    return "".join(f"{text(line)}\n\n" for line in lines)


def _figures(block: Figures) -> str:
    cells = ", ".join(
        f'[#text(size: 18pt, font: song, weight: "bold")[{text(value)}] \\ {text(name)} \\ '
        f"#text(size: 9pt)[{text(base)}]]"
        for value, name, base in block.columns
    )
    return f"""#block(above: 12pt, below: 16pt, breakable: false, {{
set text(size: 10.5pt, font: hei, tracking: 0pt)
set par(first-line-indent: 0em, leading: 5pt, justify: false)
table(columns: {len(block.columns)} * (1fr,), stroke: (x, y) => (top: 0.7pt, bottom: 0.7pt), inset: 6pt, {cells})
}})
"""


def _table(block: Table) -> str:
    columns = ", ".join(f"{share}fr" for share in block.widths)
    align = ", ".join("right" if place in block.numbers else "left" for place in range(len(block.widths)))
    rows = []
    for group in block.groups:
        if group.label:
            label = f'[#text(weight: "bold")[{text(group.label)}]]'
            cell = f"table.cell(colspan: {len(block.widths)}, fill: luma(244), align: left){label}"
            rows.append(f"table.header(level: 2, repeat: false, {cell})")
        rows += [", ".join(f"[{text(cell)}]" for cell in row) for row in group.rows]
    head = ", ".join(f'[#text(weight: "bold")[{text(cell)}]]' for cell in block.head)
    body = ",\n".join(rows)
    return f"""#block(above: 12pt, below: 12pt, {{
set text(size: 10.5pt, font: hei, tracking: 0pt)
set par(first-line-indent: 0em, leading: 5pt, justify: false)
table(columns: ({columns},), align: ({align},), inset: (x: 4pt, y: 5pt), stroke: (x, y) => (bottom: 0.4pt + luma(150)),
table.header({head}, table.hline(stroke: 0.9pt)), {body}{"," if rows else ""} table.hline(stroke: 0.9pt))
}})
"""


def _pairs(block: Pairs, files: dict[str, bytes]) -> str:
    parts = []
    for pair in block.pairs:
        number = len(files) // 2 + 1
        sides = []
        for side, content, words in (("a", pair.before, pair.before_words), ("b", pair.after, pair.after_words)):
            name = f"{number}{side}.jpg"
            files[name] = content
            image = f'image("{name}", width: {layout.PHOTO_WIDTH}mm, height: {layout.PHOTO_HEIGHT}mm, fit: "cover")'
            sides.append(f"{{ {image}; v(-7pt); [{text(words)}] }}")
        parts.append(
            f"#block(breakable: false, above: 9pt, {{ set text(size: 9pt, font: hei, tracking: 0pt)\n"
            f"set par(first-line-indent: 0em, leading: 4pt, justify: false)\n"
            f"grid(columns: (1fr, 1fr), column-gutter: 4mm, row-gutter: 4pt, {', '.join(sides)}, "
            f"grid.cell(colspan: 2)[#text(size: 10.5pt)[{text(pair.caption)}]]) }})\n"
        )
    return "".join(parts)


def _tail(sheet: Sheet) -> Iterator[str]:
    """附件说明, 署名, 成文日期; room for the seal."""
    if sheet.annexes:
        listed = _annex_list(sheet.annex_word, [one.title for one in sheet.annexes])
        yield f"#block(sticky: true)[\n#v({layout.LINE_PITCH:.2f}pt)\n{listed}]\n"
    yield f"""#block(breakable: false, width: 100%)[
#v({2 * layout.LINE_PITCH:.2f}pt)
#align(right, pad(right: {layout.DATE_INDENT}em, {{
set par(first-line-indent: 0em, justify: false)
box(grid(align: center, row-gutter: {layout.LINE_PITCH - layout.BODY:.2f}pt, [{text(sheet.office)}], [{text(sheet.date)}]))
}}))]
"""


def _annex_list(word: str, titles: Sequence[str]) -> str:
    if len(titles) == 1:
        return f"{text(f'{word}：{titles[0]}')}\n\n"
    lines = [f"{text(f'{word}：1. {titles[0]}')}\n\n"]
    lines += [f"#h(3em){text(f'{number}. {title}')}\n\n" for number, title in enumerate(titles[1:], start=2)]
    return "".join(lines)


def _annex(mark: str, annex: Annex, files: dict[str, bytes]) -> Iterator[str]:
    yield f"""#pagebreak()
#par(first-line-indent: 0em, text(font: hei)[{text(mark)}])
#v({layout.LINE_PITCH - 13:.2f}pt)
== {text(annex.title)}
#v(8pt)
"""
    for block in annex.blocks:
        yield _block(block, files)


def _imprint(sheet: Sheet) -> Iterator[str]:
    """版记 at the foot of the last page: to whom copies go, who issued it and when."""
    if not (sheet.copies or sheet.issued):
        return
    lines = [f"pad(x: 1em)[{text(sheet.copies)}]"] if sheet.copies else []
    issued = f"pad(x: 1em, grid(columns: (1fr, auto), [{text(sheet.office)}], [{text(sheet.issued)}]))"
    thick, thin = f"line(length: 100%, stroke: {layout.THICK}mm)", f"line(length: 100%, stroke: {layout.THIN}mm)"
    middle = f"\n{thin}\n".join([*lines, issued])
    yield f"""#v(1fr)
#block(breakable: false, width: 100%, {{
set text(size: {layout.SMALL}pt)
set par(first-line-indent: 0em, justify: false)
set block(spacing: 6pt)
{thick}
{middle}
{thick}
}})
"""
