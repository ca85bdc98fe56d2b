"""On paper: the measures of GB/T 9704-2012 in the DOCX, and as LibreOffice and typst set them; real text in the PDF."""

import io
import re
import shutil
import subprocess
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image

from lianchuang.bulletins.documents import (
    Annex,
    Figures,
    Group,
    Heading,
    Note,
    Pairs,
    Paragraph,
    PrintedPair,
    Sheet,
    Table,
    layout,
    photos,
    to_docx_bytes,
    to_pdf_bytes,
)
from lianchuang.common.typesetting import MissingFont, fonts, to_pdf

FULL = "一二三四五六七八九十" * 12


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (72, 48), "#888").save(buffer, "JPEG")
    return buffer.getvalue()


def sheet(**changes: object) -> Sheet:
    pair = PrintedPair(jpeg(), jpeg(), "整改前 11-03", "整改后 11-12", "柳荫巷：电线入槽 (03176)")
    table = Table(["单位", "应销"], [Group("街道组", [["桂亭街道", "41"]])], (3, 1), frozenset({1}))
    values: dict[str, object] = {
        "office": "四城联创指挥部办公室",
        "masthead": "督查通报",
        "number": "莲联创通〔2026〕13号",
        "title": "关于第46周日常督查情况的通报",
        "addressee": "各街道、乡镇，县直各单位：",
        "blocks": [
            Paragraph('说 "引号" \\ 反斜杠 #[x] $y$ @z <a> & 尖角'),
            Heading("一、总体情况"),
            Paragraph(FULL),
            Figures([("118", "走访点位", "应走 120")]),
            table,
            Note("本表不作排名。"),
        ],
        "date": "2026年11月16日",
        "copies": "抄送：县四个班子办公室。",
        "issued": "2026年11月16日印发",
        "annexes": [Annex("问题清单", [table]), Annex("前后对照", [Pairs([pair])])],
        "corrections": ["更正（莲联创更〔2026〕1号）：原印“95.5%”，应为“90.9%”。"],
    }
    return Sheet(**{**values, **changes})


def mm(twips: str | int) -> float:
    return int(twips) / 20 / layout.POINTS


@pytest.fixture(scope="module")
def docx() -> bytes:
    return to_docx_bytes(sheet())


def test_the_docx_has_the_measures_of_the_standard(docx: bytes) -> None:
    """5.1 A4; 5.2.1 margins 37 and 28, text area 156 × 225; 5.2.3 22 lines of 28 characters; 7.5 page numbers."""
    document = Document(io.BytesIO(docx))
    section = document.sections[0]._sectPr
    size, margin = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    width, height = (mm(size.get(qn(f"w:{name}"))) for name in ("w", "h"))
    top, left, bottom, right = (mm(margin.get(qn(f"w:{name}"))) for name in ("top", "left", "bottom", "right"))
    assert (round(width), round(height), round(top), round(left)) == (210, 297, 37, 28)
    assert width - left - right == pytest.approx(156, abs=0.1)
    assert height - top - bottom == pytest.approx(225, abs=0.1)
    pitch = int(section.find(qn("w:docGrid")).get(qn("w:linePitch"))) / 20
    assert int(225 * layout.POINTS / pitch + 0.01) == 22
    body = next(one for one in document.paragraphs if FULL in one.text)
    assert body.paragraph_format.line_spacing.pt == pytest.approx(pitch, abs=0.05)
    run = body.runs[0]._r.rPr
    assert run is not None
    assert run.find(qn("w:sz")).get(qn("w:val")) == "32"  # 三号, in half points
    spacing = int(run.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (16 + spacing) <= 156 * layout.POINTS < 29 * (16 + spacing)
    assert document.settings.odd_and_even_pages_header_footer


def test_every_run_names_its_east_asian_face_and_each_has_free_stand_ins(docx: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        xml, table = (parts.read(f"word/{name}.xml").decode() for name in ("document", "fontTable"))
        footers = [parts.read(name).decode() for name in parts.namelist() if "footer" in name]
    runs = re.findall(r"<w:r>.*?</w:r>", xml)
    written = [one for one in runs if "<w:t" in one]
    assert len(written) > 20
    faces = {face for one in written for face in re.findall(r'w:eastAsia="([^"]+)"', one)}
    assert all("w:eastAsia" in one for one in written)
    assert faces == {"方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"}
    for face in faces:
        assert re.search(rf'<w:font w:name="{face}"><w:altName w:val="[^"]*(Noto|Source Han)', table), face
    assert len(footers) == 2
    assert all("宋体" in one and "PAGE" in one and 'w:sz w:val="28"' in one and "— " in one for one in footers)
    sides = sorted(side for one in footers for side in re.findall(r'<w:jc w:val="(\w+)"', one))
    assert sides == ["left", "right"]


def test_the_red_line_and_the_head(docx: bytes) -> None:
    document = Document(io.BytesIO(docx))
    head = document.paragraphs[0]
    assert head.paragraph_format.space_before.mm == pytest.approx(35, abs=0.1)
    assert str(head.runs[0].font.color.rgb) == layout.RED
    number = next(one for one in document.paragraphs if one.text.startswith("莲联创通"))
    properties = number._p.pPr
    assert properties is not None
    line = properties.find(f"{qn('w:pBdr')}/{qn('w:bottom')}")
    assert line.get(qn("w:color")) == layout.RED
    assert int(line.get(qn("w:space"))) / layout.POINTS == pytest.approx(4, abs=0.2)
    titles = [one for one in document.paragraphs if one.style is not None and one.style.name == "Heading 2"]
    assert [one.text for one in titles] == ["关于第46周日常督查情况的通报", "问题清单", "前后对照"]
    assert {one.runs[0].font.size for one in titles} == {Pt(22)}


def test_what_is_no_document_yet_says_so_on_every_page(docx: bytes) -> None:
    warned = Document(io.BytesIO(to_docx_bytes(sheet(warning="草稿，未印发"))))
    assert "草稿" in warned.sections[0].header.paragraphs[0].text
    assert "草稿" in warned.sections[0].even_page_header.paragraphs[0].text
    assert "草稿" not in Document(io.BytesIO(docx)).sections[0].header.paragraphs[0].text


needs_font = pytest.mark.skipif(not fonts(), reason="no Chinese font here (fonts-noto-cjk): typst cannot set a page")


@needs_font
def test_the_pdf_has_bookmarks_embedded_fonts_and_no_page_of_boxes() -> None:
    pdf = to_pdf_bytes(sheet())
    assert pdf.startswith(b"%PDF-")
    assert b"/Outlines" in pdf
    assert pdf.count(b"/FontFile3") + pdf.count(b"/FontFile2") >= 2
    assert b"/ToUnicode" in pdf
    assert b"/Subtype /Image" in pdf or b"/Subtype/Image" in pdf


@needs_font
def test_an_unknown_font_is_refused_and_not_printed_as_boxes() -> None:
    with pytest.raises(MissingFont):
        to_pdf('#set text(font: "Nobody Has This")\n字')


def test_photos_are_shrunk_once_and_kept_beside_the_original(settings: object, tmp_path: Path) -> None:
    big = io.BytesIO()
    Image.new("RGB", (3000, 2000), "#4a7").save(big, "JPEG")
    small = photos.shrink(big.getvalue())
    with Image.open(io.BytesIO(small)) as image:
        assert image.size == (photos.WIDTH, photos.HEIGHT)
    assert len(small) < 60_000


office = shutil.which("soffice")
reads = shutil.which("pdftotext")


@pytest.mark.slow
@pytest.mark.skipif(
    not (office and reads), reason="LibreOffice and pdftotext are not here: the DOCX is measured in its XML only"
)
def test_libreoffice_sets_it_within_the_text_area(docx: bytes, tmp_path: Path) -> None:
    """28 characters a line at 15.8 pt, lines 10.2 mm apart, nothing outside the text area but the page number."""
    (tmp_path / "a.docx").write_bytes(docx)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [str(office), profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "a.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    subprocess.run([str(reads), "-bbox-layout", tmp_path / "a.pdf", tmp_path / "a.html"], check=True, timeout=30)
    lines = [line for line in lines_of((tmp_path / "a.html").read_text(encoding="utf-8")) if line.words]
    full = [line for line in lines if len(line.words) == 28 and set(line.words) <= set(FULL)]
    assert len(full) >= 3, [line.words for line in lines]
    for line in full:
        assert line.left == pytest.approx(28, abs=0.5)
        assert line.right == pytest.approx(184, abs=1.0)
    assert all(after.top - before.top == pytest.approx(225 / 22, abs=0.1) for before, after in pairwise(full))
    numbers = [line for line in lines if re.fullmatch(r"—\d+—", line.words)]
    assert len(numbers) >= 3
    for place, line in enumerate(numbers, start=1):
        assert (line.top + line.bottom) / 2 - 37 - 225 == pytest.approx(7, abs=1.5)
        edge, expected = (line.right, 184 - 4.9) if place % 2 else (line.left, 28 + 4.9)
        assert edge == pytest.approx(expected, abs=1.5)


class Set(NamedTuple):
    """A line as it was set, in millimetres from the corner of its page."""

    left: float
    top: float
    right: float
    bottom: float
    words: str


def lines_of(text: str) -> list[Set]:
    """What pdftotext says of where each line stands."""
    shape = r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">\s*(.*?)</line>'
    found = re.findall(shape, text, re.DOTALL)
    return [
        Set(in_mm(left), in_mm(top), in_mm(right), in_mm(bottom), re.sub(r"<[^>]+>|\s", "", inner))
        for left, top, right, bottom, inner in found
    ]


def in_mm(points: str) -> float:
    return float(points) / layout.POINTS
