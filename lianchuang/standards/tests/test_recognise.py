"""A file is known by what is in it; hostile ones get a clear refusal and cost little."""

import gzip
import io
import zipfile
from collections.abc import Iterator

import pytest
from django.utils import translation

from lianchuang.common import tablefile
from lianchuang.standards.exchange import recognise
from lianchuang.standards.exchange.recognise import read_file
from lianchuang.standards.exchange.shapes import UnreadableFile
from lianchuang.standards.exchange.sheets import write_sheets
from lianchuang.standards.tests.trees import small


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in parts.items():
            held.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def with_macro() -> bytes:
    buffer = io.BytesIO(write_sheets(small(), chinese=True))
    with zipfile.ZipFile(buffer, "a") as held:
        held.writestr("xl/vbaProject.bin", b"macro")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "password"),
        (with_macro(), "macros"),
        (archive(**{"word__document.xml": b"<w/>"}), "no workbook"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"<catalog/>", "XML"),
        (b'{"system-security-plan": {}}', "system-security-plan"),
        (b"[1, 2]", "no OSCAL"),
        ('{"catalog": "中文"}'.encode("gb18030"), "UTF-8"),
        (b"just some words", "none of the known forms"),
        (b"a,b,c,d,e,f,g,h\n1,2,3,4,5,6,7,8\n", "none of the known forms"),
        (gzip.compress(b"x", mtime=0)[:-4], "damaged"),
        (b"\x00\x01\x02\x03", "neither"),
    ],
)
def test_a_clear_refusal(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_file(content, "file.xlsx")


def test_bombs_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognise, "MOST_UNPACKED", 2**20)
    monkeypatch.setattr(tablefile, "MOST_BYTES", 2**20)
    with pytest.raises(UnreadableFile, match="unpacks"):
        read_file(gzip.compress(b"[" * 2**24, mtime=0), "a.gz")
    big = archive(**{"xl__workbook.xml": b"<x/>", "xl__worksheets__sheet1.xml": b" " * 2**22})
    with pytest.raises(UnreadableFile, match="larger"):
        read_file(big, "a.xlsx")


def test_the_name_says_nothing() -> None:
    assert read_file(write_sheets(small(), chinese=False), "catalog.json").kind == "xlsx"
    assert read_file(b"WS-1,YL-1,=\n", "workbook.xlsx").kind == "pairs"
    assert read_file(b'{"profile":{"metadata":{},"imports":[{"href":"x"}]}}', "x.yaml").kind == "profile"
    assert (
        read_file(gzip.compress(b'\xef\xbb\xbf{"catalog":{"metadata":{},"controls":[{"id":"a"}]}}', mtime=0), "x").kind
        == "catalog"
    )
