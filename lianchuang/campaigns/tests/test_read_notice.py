"""Reading a notice: any usual encoding, DOCX, HTML; a clear refusal for anything else."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from django.utils import translation
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from lianchuang.campaigns.notice import UnreadableNotice, draft_notice, read_notice, text_of
from lianchuang.campaigns.tests.mirror import to_traditional
from lianchuang.campaigns.tests.notices import FIVE_CITIES, THREE_CITIES

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx_bytes(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_usual_encodings_are_told_apart(encoding: str) -> None:
    assert text_of(THREE_CITIES.text.encode(encoding)) == THREE_CITIES.text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_traditional_text_too(encoding: str) -> None:
    text = to_traditional("青槐縣召開國家衛生縣城創建動員大會，要求各單位限期整改。" * 5)
    assert text_of(text.encode(encoding)) == text


def test_a_page_gives_its_text_without_navigation_and_scripts() -> None:
    body = "".join(f"<p>{line}</p>\n" for line in THREE_CITIES.text.split("\n"))
    page = (
        "<!DOCTYPE html><html><head><meta charset='gbk'><title>新闻</title><style>p{color:red}</style></head><body>"
        "<nav>首页 | <a href='#'>学习强国</a> | 创建国家森林城市专栏</nav><script>var 创建 = '国家园林城市';</script>"
        f"<div class=main>{body}&nbsp;</div><footer>版权所有 承办：网信办</footer></body></html>"
    )
    draft = draft_notice(text_of(page.encode("gb18030")))
    assert {campaign.name: campaign.lead_post for campaign in draft.campaigns} == THREE_CITIES.campaigns
    assert draft.date == THREE_CITIES.date
    assert "学习强国" not in draft.text


def test_pinyin_as_ruby_is_left_out() -> None:
    assert text_of("<html><p><ruby>創<rt>chuàng</rt></ruby>建</p></html>".encode()).strip() == "創建"


TABLE = (
    ("创建项目", "牵头领导", "牵头单位"),
    ("国家卫生县城创建", "副县长", "县卫健委"),
    ("国家园林县城创建", "县委常委、副县长", "县住建局"),
)


def assert_leads_of_table(text: str) -> None:
    draft = draft_notice(text)
    assert {campaign.name: campaign.lead_post for campaign in draft.campaigns} == {
        "国家卫生县城": "副县长",
        "国家园林县城": "县委常委、副县长",
    }


def test_a_table_of_a_page_is_read_row_by_row() -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE)
    assert_leads_of_table(text_of(f"<html><body><p>关于创建工作的通知</p><table>{rows}</table></body></html>".encode()))


def test_a_document_with_a_table() -> None:
    document = docx.Document()
    document.add_paragraph("关于创建工作的通知")
    table = document.add_table(rows=len(TABLE), cols=3)
    for row, cells in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    assert_leads_of_table(text_of(docx_bytes(document)))


def test_a_document_with_merged_cells_and_tracked_changes() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("要创建")
    space = nsdecls("w")
    paragraph._p.append(parse_xml(f'<w:ins {space} w:id="1" w:author="x"><w:r><w:t>国家卫生县城</w:t></w:r></w:ins>'))
    paragraph._p.append(
        parse_xml(f'<w:del {space} w:id="2" w:author="x"><w:r><w:delText>森林</w:delText></w:r></w:del>')
    )
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "任务"
    table.cell(1, 0).text, table.cell(1, 1).text = "督查", "通报"
    assert text_of(docx_bytes(document)).split("\n") == ["要创建国家卫生县城", "任务：督查；通报。"]


def test_a_whole_notice_as_document() -> None:
    document = docx.Document()
    for line in FIVE_CITIES.text.split("\n"):
        document.add_paragraph(line)
    draft = draft_notice(text_of(docx_bytes(document)))
    assert {campaign.name: campaign.lead_post for campaign in draft.campaigns} == FIVE_CITIES.campaigns


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bytes(range(256)) * 40, "This is no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "This is no text"),
        (("ß\x80é" * 301).encode("latin-1"), "This is no text"),
        (b"%PDF-1.7 ...", "PDF files are not read"),
        (b"{\\rtf1 hello}", "RTF files are not read"),
        (OLD_OFFICE, "old Office file"),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"x" * (5 * 2**20 + 1), "larger than 5 MB"),
        ("创" * 200_001, "longer than 200000 characters"),
        (packed({"a.txt": b"x"}), "no DOCX document"),
        (packed({"word/document.xml": b"<broken"}), "damaged"),
        (packed({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<Types/>"}), "damaged"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (packed({"word/document.xml": b"0" * (61 * 2**20)}), "unpacks to more than any notice holds"),
        (packed({f"{number}.xml": b"" for number in range(3001)}), "unpacks to more than any notice holds"),
    ],
)
def test_other_files_are_refused_with_the_reason(content: bytes | str, sentence: str) -> None:
    with pytest.raises(UnreadableNotice, match=sentence):
        text_of(content.encode() if isinstance(content, str) else content)


def test_an_encrypted_archive_is_refused() -> None:
    content = bytearray(packed({"word/document.xml": b"<a/>"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the flag of an encrypted part
    with pytest.raises(UnreadableNotice, match="protected by a password"):
        text_of(bytes(content))


@pytest.mark.parametrize("cut", [100, 1000, 5000, -200, -40])
def test_a_cut_document_is_refused(cut: int) -> None:
    document = docx.Document()
    document.add_paragraph("要创建国家卫生县城")
    with pytest.raises(UnreadableNotice):
        text_of(docx_bytes(document)[:cut])


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UnreadableNotice, match="cannot be opened"):
        read_notice(tmp_path)
