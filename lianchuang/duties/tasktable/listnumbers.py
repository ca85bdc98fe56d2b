"""The text of a document's paragraphs, with the numbers that the word processor counts by itself."""

from collections import defaultdict
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

HAN = "零一二三四五六七八九十"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
HAN_FORMATS = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"})


def han_number(number: int) -> str:
    """1 to 99 as 一 … 九十九."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if tens == 0:
        return HAN[ones]
    return ("" if tens == 1 else HAN[tens]) + "十" + (HAN[ones] if ones else "")


class ListNumbers:
    """Counts the numbered paragraphs of one document in their order."""

    def __init__(self, document: Document) -> None:
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._levels: dict[str, dict[int, tuple[str, str]]] = {}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        self._styles = {
            style.style_id: found
            for style in document.styles
            if (found := style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")) is not None
        }
        if part is not None:
            self._read(part.element)

    def _read(self, root: Any) -> None:
        """Per list, what each level looks like: format and pattern (decimal, "%1.")."""
        abstract: dict[str, dict[int, tuple[str, str]]] = {}
        for element in root.iter(qn("w:abstractNum")):
            levels = {}
            for level in element.iter(qn("w:lvl")):
                kind, pattern = level.find(qn("w:numFmt")), level.find(qn("w:lvlText"))
                if kind is not None and pattern is not None:
                    levels[int(level.get(qn("w:ilvl"), "0"))] = (kind.get(qn("w:val")), pattern.get(qn("w:val"), ""))
            abstract[element.get(qn("w:abstractNumId"))] = levels
        for number in root.iter(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            if link is not None:
                self._levels[number.get(qn("w:numId"))] = abstract.get(link.get(qn("w:val")), {})

    def text_of(self, element: Any) -> str:
        """The text of a paragraph or a cell; paragraphs stand in lines. What is marked as deleted is left out."""
        paragraphs = [element] if element.tag == qn("w:p") else element.iter(qn("w:p"))
        lines = [f"{self._number(paragraph)}{_plain(paragraph)}".strip() for paragraph in paragraphs]
        return "\n".join(line for line in lines if line)

    def _number(self, paragraph: Any) -> str:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if found is None:
            style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            found = self._styles.get(style.get(qn("w:val"))) if style is not None else None
        link = found.find(qn("w:numId")) if found is not None else None
        if found is None or link is None:
            return ""
        identity, at = link.get(qn("w:val")), found.find(qn("w:ilvl"))
        level = int(at.get(qn("w:val"), "0")) if at is not None else 0
        levels = self._levels.get(identity, {})
        if level not in levels or levels[level][0] in {"bullet", "none"}:
            return ""
        counts = self._counts[identity]
        counts[level] = counts.get(level, 0) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        words = levels[level][1]
        for each in range(level + 1):
            words = words.replace(f"%{each + 1}", _as(levels.get(each, ("", ""))[0], counts.get(each, 1)))
        return words


def _as(kind: str, number: int) -> str:
    if kind in HAN_FORMATS:
        return han_number(number)
    if kind in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"} and 0 < number <= len(CIRCLED):
        return CIRCLED[number - 1]
    return str(number)


def _plain(paragraph: Any) -> str:
    said = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n"}
    elements = paragraph.iter(qn("w:t"), *said)
    return "".join(said.get(element.tag) or element.text or "" for element in elements)
