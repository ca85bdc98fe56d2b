"""Files made to harm are refused with a reason, and the program that looked at them goes on."""

import io
import resource
import struct
import sys
import time
import zipfile
import zlib

import pytest
from PIL import Image

from lianchuang.common.refusals import Invalid
from lianchuang.evidence.files import looking, pdf
from lianchuang.evidence.files.bounded import Helper
from lianchuang.evidence.files.door import look_at_document, look_at_photo
from lianchuang.evidence.files.looking import look_at
from lianchuang.evidence.files.shapes import MB, PDF, Unfit
from lianchuang.evidence.rules import unfit_sentence
from lianchuang.evidence.tests.samples import (
    a_docx,
    a_heic,
    a_locked_pdf,
    a_pdf,
    a_picture,
    a_xlsx,
    bare_png,
    docx_with,
    packed,
    pdf_of,
)

ZEROS = b"\0" * (40 * MB)


def lying_zip() -> bytes:
    """A DOCX whose part says it is tiny and unpacks to 40 MB."""
    content = docx_with({"word/media/image1.bin": ZEROS})
    small = struct.pack("<I", 100)
    size = struct.pack("<I", len(ZEROS))
    return content.replace(size, small)


def hidden_program() -> bytes:
    """A PDF whose script lies in packed objects, where no search of the plain bytes finds it."""
    inside = b"6 0 << /S /JavaScript /JS (app.alert(1)) >>"
    stream = zlib.compress(inside)
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(stream)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>"
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page]
    return pdf_of([*parts, head + b"\nstream\n" + stream + b"\nendstream"])


def macro_types() -> bytes:
    kind = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    with zipfile.ZipFile(io.BytesIO(a_docx())) as archive:
        types = archive.read("[Content_Types].xml")
    return types.replace(b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", kind)


TEMPLATE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://elsewhere.example/x.dotm" TargetMode="External"/></Relationships>'
)
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'

HOSTILE = {
    "empty": (b"", "empty"),
    "program": (b"MZ\x90\x00", "program_file"),
    "svg-with-script": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "code"),
    "svg-after-a-prolog": (b'\xef\xbb\xbf<?xml version="1.0"?><svg onload="x()"/>', "code"),
    "page": (b"<!DOCTYPE html><script>1</script>", "code"),
    "text": (b"nothing of it", "unknown"),
    "gif": (a_picture("GIF"), "unknown"),
    "png-60000": (bare_png(60_000, 60_000), "too_many_pixels"),
    "png-of-two-billion": (bare_png(2**31 - 1, 2**31 - 1), "too_many_pixels"),
    "cut-jpeg": (a_picture(size=(400, 300))[:900], "no_photo"),
    "cut-heic": (a_heic()[:300], "no_photo"),
    "jpeg-and-zip": (a_picture() + packed({"a.txt": b"x"}), "two_in_one"),
    "jpeg-and-page": (a_picture() + b"<html><script>alert(1)</script></html>", "two_in_one"),
    "jpeg-and-drawing": (a_picture() + b'<SVG/onload="x()"/>', "two_in_one"),
    "png-and-pdf": (a_picture("PNG")[:33] + b"%PDF-1.4" + a_picture("PNG")[33:], "no_photo"),
    "webp-and-php": (a_picture("WEBP") + b"<?php system(1);", "two_in_one"),
    "pdf-and-zip": (a_pdf() + packed({"a.txt": b"x"}), "two_in_one"),
    "pdf-and-page": (a_pdf(head=b"%PDF-1.4\n<html><script>1</script>\n"), "two_in_one"),
    "zip-and-pdf": (b"PK\x03\x04" + a_pdf(), "damaged"),
    "docx-behind-a-page": (b"<html>" + a_docx(), "code"),
    "docx-with-a-tail": (a_docx()[:-2] + struct.pack("<H", 12) + b"%PDF-1.4 %%a", "two_in_one"),
    "pdf-with-script": (a_pdf(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "program"),
    "pdf-with-escaped-script": (a_pdf(catalog=b"/OpenAction << /S /J#61vaScript /J#53 (x) >>"), "program"),
    "pdf-with-packed-script": (hidden_program(), "program"),
    "pdf-that-starts-something": (a_pdf(catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >>"), "program"),
    "pdf-with-a-password": (a_locked_pdf(), "protected"),
    "cut-pdf": (a_pdf()[:-60], "cut_short"),
    "pdf-without-pages": (a_pdf(pages=0), "damaged"),
    "pdf-of-nothing": (b"%PDF-1.7\n%%EOF\n", "damaged"),
    "old-office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old or locked one", "old_or_protected"),
    "macros": (docx_with({"word/vbaProject.bin": b"x"}), "macros"),
    "macros-by-type": (docx_with({"[Content_Types].xml": macro_types()}), "macros"),
    "macro-sheet": (docx_with({"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros"),
    "template-from-elsewhere": (docx_with({"word/_rels/settings.xml.rels": TEMPLATE}), "program"),
    "laughing-entities": (docx_with({"word/document.xml": LAUGHS}), "code"),
    "zip-bomb": (docx_with({"word/media/image1.bin": ZEROS}), "unpacks_too_large"),
    "lying-zip-bomb": (lying_zip(), "damaged"),
    "nested-zip": (docx_with({"word/media/more.zip": packed({"a": b"x"})}), "nested"),
    "nested-in-embedded": (
        docx_with({"word/embeddings/a.docx": docx_with({"word/embeddings/b.docx": a_docx()})}),
        "nested",
    ),
    "packaged-object": (
        docx_with({"word/embeddings/o.bin": b"\xd0\xcf\x11\xe0" + "Ole10Native".encode("utf-16-le")}),
        "nested",
    ),
    "program-inside": (docx_with({"word/media/image1.png": b"MZ\x90"}), "nested"),
    "many-parts": (docx_with({f"word/media/{number}.xml": b"" for number in range(5001)}), "too_many_parts"),
    "no-xml": (docx_with({"word/document.xml": b"<w:document"}), "damaged"),
    "plain-zip": (packed({"a.pdf": a_pdf()}), "archive"),
    "zip-of-a-program": (packed({"[Content_Types].xml": b"<x/>", "a.exe": b"MZ"}), "archive"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "archive"),
    "broken-zip": (b"PK\x03\x04 broken", "damaged"),
    "cut-docx": (a_docx()[:-100], "damaged"),
}


def test_bytes_that_spell_a_tag_by_chance_are_no_page() -> None:
    for chance in (b"\x9f<SvG\x81\x02", b"<svg \x90\xfe\x01", b"<?pHp\n\x00\x80"):
        assert look_at(a_picture() + chance + bytes(40), photo=True).width == 48


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_its_reason(name: str) -> None:
    content, code = HOSTILE[name]
    with pytest.raises(Unfit) as refused:
        look_at(content)
    assert refused.value.code == code
    assert "%" not in unfit_sentence(refused.value)


def test_what_is_sound_is_taken() -> None:
    kinds = [look_at(content).media_type for content in (a_pdf(), a_docx(), a_xlsx(), a_heic(), a_picture("WEBP"))]
    assert kinds == [
        PDF,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "image/heic",
        "image/webp",
    ]
    chart = docx_with({"word/embeddings/Microsoft_Excel_Sheet.xlsx": a_xlsx()})
    assert look_at(chart).media_type == kinds[1]
    film = a_picture() + b"\x00\x00\x00\x18ftypmp42" + bytes(500)  # what a phone puts behind a moving photo
    assert look_at(film).media_type == "image/jpeg"


def test_a_heic_has_a_view_that_every_browser_shows() -> None:
    look = look_at(a_heic(), photo=True)
    with Image.open(io.BytesIO(look.view)) as view:
        assert (view.format, view.size, look.width) == ("JPEG", (64, 48), 64)


def test_a_pdf_shows_its_first_page_and_has_so_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    look = look_at(a_pdf(pages=3))
    assert look.pages == 3
    with Image.open(io.BytesIO(look.thumb)) as thumb:
        assert (thumb.format, max(thumb.size)) == ("WEBP", 320)
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    with pytest.raises(Unfit, match="too_many_pages"):
        look_at(a_pdf(pages=3))


def test_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST_DOCUMENT", 100)
    with pytest.raises(Unfit, match="too_large"):
        look_at(a_pdf())


def test_a_photo_is_a_picture_and_nothing_else() -> None:
    for content in (a_pdf(), a_docx(), b"x"):
        with pytest.raises(Unfit, match="no_photo"):
            look_at(content, photo=True)


# --- the helper ---


def test_the_door_says_why_not_and_the_helper_stays() -> None:
    for content in (HOSTILE["png-60000"][0], HOSTILE["zip-bomb"][0], HOSTILE["svg-with-script"][0]):
        with pytest.raises(Invalid) as refused:
            look_at_document(content)
        assert set(refused.value.fields) == {"file"}
    assert look_at_document(a_pdf()).pages == 1
    assert look_at_photo(a_picture()).width == 48


STALLS = "import sys, time; sys.stdin.buffer.read(9); time.sleep(60)"
DIES = "import sys; sys.stdin.buffer.read(9); raise SystemExit(3)"
BABBLES = "import sys; sys.stdin.buffer.read(9); sys.stdout.buffer.write(bytes([255]) * 4); sys.stdout.flush()"
EATS = "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\x02{}' * 9)"


@pytest.mark.parametrize(
    "program", [STALLS, DIES, BABBLES, EATS], ids=["stalls", "dies", "babbles", "answers-nonsense"]
)
def test_whatever_becomes_of_the_helper_an_answer_comes_in_time(program: str) -> None:
    helper = Helper(seconds=0.4, command=(sys.executable, "-S", "-c", program))
    started = time.monotonic()
    with pytest.raises(Unfit, match="too_hard"):
        helper.look_at(a_pdf())
    assert time.monotonic() - started < 30, "long before the one that stalls would have gone on"
    assert helper.process is None


def test_a_helper_that_was_killed_is_replaced() -> None:
    helper = Helper()
    try:
        assert helper.look_at(a_pdf()).pages == 1
        assert helper.process is not None
        helper.process.kill()
        assert helper.look_at(a_pdf()).pages == 1
        limits = resource.prlimit(helper.process.pid, resource.RLIMIT_AS)
        assert limits[0] < 2048 * MB
    finally:
        helper.stop()
