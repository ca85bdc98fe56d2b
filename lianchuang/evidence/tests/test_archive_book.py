"""The archive book: what it holds and misses, built file by file, gone on with after a kill, verified from outside."""

import json
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lianchuang.common import clock
from lianchuang.common.typesetting import MissingFont, family, to_pdf
from lianchuang.config.cli import main
from lianchuang.evidence import actions
from lianchuang.evidence.actions import GivenFile, GivenReference, Validity
from lianchuang.evidence.book.building import CannotBuild, begin, build
from lianchuang.evidence.book.contents import contents_of
from lianchuang.evidence.book.names import Names, safe_name
from lianchuang.evidence.book.shapes import Book, BookFile, Made
from lianchuang.evidence.files.shelf import shelve
from lianchuang.evidence.models import ArchiveBook, StoredFile
from lianchuang.evidence.tests.books import Folder, small_book
from lianchuang.evidence.tests.samples import a_pdf
from lianchuang.standards.actions import link_measure
from lianchuang.standards.models import Measure, Sharing
from tests.cast import Cast, make_requirement

TODAY = date(2026, 9, 1)
AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def has_font() -> bool:
    try:
        return bool(family("serif"))
    except MissingFont:
        return False


needs_font = pytest.mark.skipif(not has_font(), reason="no Chinese font on this machine (fonts-noto-cjk)")


def verified(folder: Path) -> bool:
    """Whether the real sha256sum agrees with the manifest, and the manifest names every file."""
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("no sha256sum on this machine")
    said = subprocess.run([tool, "-c", "--strict", "manifest.sha256"], cwd=folder, capture_output=True, check=False)
    named = {line[66:] for line in (folder / "manifest.sha256").read_text(encoding="utf-8").splitlines()}
    found = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()} - {"manifest.sha256"}
    return said.returncode == 0 and named == found


def made_at(out: Path, book: Book, store: Folder) -> Made:
    held, _goes_on = begin(out, book)
    return build(out, held, store)


# --- building ---


@needs_font
def test_it_is_built_verifies_and_is_the_same_twice(tmp_path: Path) -> None:
    book = small_book(tmp_path / "store")
    made = made_at(tmp_path / "one", book, Folder(tmp_path / "store"))
    assert verified(tmp_path / "one" / "book")
    with zipfile.ZipFile(made.zip) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(2026, 9, 1, 0, 0, 0)}
        archive.extractall(tmp_path / "unpacked")
    assert verified(tmp_path / "unpacked")
    again = made_at(tmp_path / "two", book, Folder(tmp_path / "store"))
    assert again.zip.read_bytes() == made.zip.read_bytes()
    assert made_at(tmp_path / "one", book, Folder(tmp_path / "store")).resumed == 12


@needs_font
def test_its_pages_have_real_text_bookmarks_and_no_markup_from_outside(tmp_path: Path) -> None:
    made = made_at(tmp_path / "out", small_book(tmp_path / "store"), Folder(tmp_path / "store"))
    pdf = pypdfium2.PdfDocument(made.pdf)
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "街面 #strong[无垃圾]" in text.replace("\r\n", "")
    assert "$x$ *不是标记*" in text
    assert any("2.1" in item.get_title() for item in pdf.get_toc())
    pdf.close()
    assert b"FontFile" in made.pdf.read_bytes()


CHILD = """
import sys, time
from pathlib import Path
from lianchuang.evidence.book.building import build
from lianchuang.evidence.book.shapes import Book
from lianchuang.evidence.tests.books import Folder
out = Path(sys.argv[1])
build(out, Book.read(out / ".state" / "plan.json"), Folder(Path(sys.argv[2]), 0.05), lambda n: print(n, flush=True))
"""


@needs_font
@pytest.mark.slow
def test_killed_in_the_middle_it_goes_on_and_becomes_the_same_book(tmp_path: Path) -> None:
    book, store, out = small_book(tmp_path / "store"), tmp_path / "store", tmp_path / "out"
    begin(out, book)
    process = subprocess.Popen([sys.executable, "-c", CHILD, str(out), str(store)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _file in range(5):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    copied = list((out / "book").rglob("*.pdf"))
    assert 5 <= len(copied) < 12
    copied[0].write_bytes(b"altered meanwhile")
    with (out / ".state" / "done.jsonl").open("a") as log:
        log.write('{"path": "half a li')
    held, goes_on = begin(out, replace(book, as_of="2027-01-01"))  # the book that was begun is finished
    assert (goes_on, held.as_of) == (True, "2026-09-01")
    made = build(out, held, Folder(store))
    assert 4 <= made.resumed < 12
    assert verified(out / "book")
    whole = made_at(tmp_path / "whole", book, Folder(store))
    assert made.zip.read_bytes() == whole.zip.read_bytes()


@needs_font
def test_where_a_book_is_whole_the_next_takes_its_place(tmp_path: Path) -> None:
    book, store, out = small_book(tmp_path / "store"), tmp_path / "store", tmp_path / "out"
    made_at(out, book, Folder(store))
    gone, kept = book.files[0], book.files[1:]
    sheets = tuple(
        replace(one, pieces=tuple(piece for piece in one.pieces if piece.path != gone.path)) for one in book.sheets
    )
    later = replace(book, as_of="2026-10-01", sheets=sheets, files=kept)
    held, goes_on = begin(out, later)
    assert (goes_on, held) == (False, later)
    assert begin(out, book) == (later, True), "begun and not finished"
    made = build(out, held, Folder(store))
    assert (made.as_of, made.resumed) == (date(2026, 10, 1), len(kept))
    assert not (out / "book" / gone.path).exists()
    assert verified(out / "book")
    assert made.zip.read_bytes() == made_at(tmp_path / "fresh", later, Folder(store)).zip.read_bytes()


@needs_font
def test_a_zip_that_was_broken_off_is_gone_on_with(tmp_path: Path) -> None:
    book, out = small_book(tmp_path / "store"), tmp_path / "out"
    whole = made_at(tmp_path / "whole", book, Folder(tmp_path / "store")).zip.read_bytes()
    held, _goes_on = begin(out, book)
    packed = 0

    def dies(steps: int) -> None:
        nonlocal packed
        packed += (out / "book.zip.part").exists()
        if packed == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(out, held, Folder(tmp_path / "store"), dies)
    [log] = (out / ".state").glob("zip-*.jsonl")
    assert len(log.read_text(encoding="utf-8").splitlines()) == 6
    assert build(out, held, Folder(tmp_path / "store")).zip.read_bytes() == whole


@needs_font
def test_what_the_store_has_lost_is_named_and_not_invented(tmp_path: Path) -> None:
    book, store = small_book(tmp_path / "store"), tmp_path / "store"
    (store / book.files[0].sha256).unlink()
    (store / book.files[1].sha256).write_bytes(b"something else")
    made = made_at(tmp_path / "out", book, Folder(store))
    assert set(made.lost) == {book.files[0].path, book.files[1].path}
    assert made.files == 10
    assert verified(tmp_path / "out" / "book")


def test_where_it_cannot_be_built(tmp_path: Path) -> None:
    book = small_book(tmp_path / "store")
    with pytest.raises(CannotBuild, match="not_empty"):
        begin(tmp_path / "store", book)
    begin(tmp_path / "out", book)
    with pytest.raises(CannotBuild, match="other_campaign"):
        begin(tmp_path / "out", replace(book, campaign="weisheng"))
    with pytest.raises(CannotBuild, match="disk_full"):
        begin(tmp_path / "big", replace(book, files=(BookFile("0" * 64, "x", 2**60, False),)))


def test_a_font_that_is_not_there_is_no_page_of_boxes() -> None:
    with pytest.raises(MissingFont):
        to_pdf('#set text(font: "No Such Font")\n字')


# --- names ---


@given(st.text(max_size=300), st.sampled_from(["", "pdf", "docx"]))
def test_any_name_is_safe(words: str, ending: str) -> None:
    name = safe_name(words, ending)
    assert 0 < len(name.encode()) <= 121
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f]', name)
    assert not name.startswith((".", "-", " ", "~"))
    assert not name.endswith((".", " "))
    assert safe_name(name, ending) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("../../etc/passwd", "_.._etc_passwd.pdf"),
        ("CON", "_CON.pdf"),
        ("计划\u202efdp.PDF", "计划fdp.pdf"),
        ("", "_.pdf"),
    ],
)
def test_names_made_to_harm(words: str, name: str) -> None:
    assert safe_name(words, "pdf") == name


def test_two_of_one_name_differ() -> None:
    names = Names()
    assert [names.fresh("1", name) for name in ("a.pdf", "A.PDF", "a.pdf")] == ["1/a.pdf", "1/A-2.PDF", "1/a-3.pdf"]


# --- what it holds ---


@pytest.fixture
def county(cast: Cast) -> Cast:
    """One document that two requirements share, one held elsewhere, one only asked for; a requirement without anything."""
    shared, secret, late = (
        Measure.objects.create(code=code, name=name, sharing=Sharing.DOCUMENT, source="示例")
        for code, name in (("M15", "计划"), ("M90", "军事材料"), ("M91", "总结"))
    )
    office, unit = cast.office.actor, cast.coordinator.actor
    codes = {"A1": (shared,), "A2": (shared,), "A3": (secret, late), "A4": ()}
    for code, measures in codes.items():
        requirement = make_requirement(edition=cast.wenming.edition, code=code, name=f"要求 {code}")
        for measure in measures:
            words = {"relation": "equal", "reuse": "document", "reason": "x", "by": office, "at": AT}
            link_measure(measure=measure, requirement=requirement, **words)
    answers: dict[Measure, dict[str, Any] | None] = {
        shared: {
            "files": [GivenFile(shelve(a_pdf("plan")), "计划.pdf")],
            "validity": Validity(TODAY, date(2026, 10, 1)),
        },
        secret: {"reference": GivenReference("军字 12 号", "县人武部", "3 柜")},
        late: None,
    }
    for measure, answer in answers.items():
        request = actions.ask_for_document(
            measure=measure, place=cast.county, unit=cast.street, what=f"{measure.name}文件", due_on=TODAY, by=office,
            period_from=date(2026, 1, 1), period_to=TODAY, at=AT, is_offline=measure == secret,
        )  # fmt: skip
        if answer:
            actions.supply_document(request=request, **answer, expected_version=1, by=unit, at=AT)
            actions.accept_document(request=request, expected_version=2, by=office, at=AT)
    cast.wenming.target_date = date(2026, 12, 1)
    cast.wenming.save()
    return cast


def test_a_file_stands_once_and_every_gap_is_said(county: Cast) -> None:
    book = contents_of(county.wenming, TODAY)
    sheets = {one.code: one for one in book.sheets}
    assert [one.path for one in book.files] == ["A1 要求 A1/计划.pdf"]
    assert [piece.path for code in ("A1", "A2") for piece in sheets[code].pieces] == ["A1 要求 A1/计划.pdf"] * 2
    [held] = sheets["A3"].pieces
    assert (held.path, held.name, held.held) == ("", "军字 12 号", "县人武部 · 3 柜")
    assert any("2026-10-01" in gap for gap in sheets["A1"].gaps)
    assert any("总结文件" in gap for gap in sheets["A3"].gaps)
    assert len(sheets["A4"].gaps) == 2  # no lead, no measure
    assert "文明" in sheets["1"].text or sheets["1"].gaps


def test_a_book_whose_place_another_took_lies_here_no_longer(county: Cast, tmp_path: Path) -> None:
    made = Made(
        as_of=TODAY, requirements=5, files=1, size=9, gaps=2, manifest_sha256="0" * 64, pdf=tmp_path, zip=tmp_path
    )
    words = {"campaign": county.wenming, "made": made, "by": county.office.actor, "at": AT}
    first, other, second = (actions.note_book(**words, folder=folder) for folder in ("one", "two", "one"))
    for book, folder in ((first, ""), (other, "two"), (second, "one")):
        book.refresh_from_db()
        assert book.folder == folder


# --- the page and the command ---


@pytest.fixture
def books_gone() -> Iterator[None]:
    yield
    shutil.rmtree(Path(settings.HOME) / "books", ignore_errors=True)


@needs_font
def test_the_office_makes_it_on_its_page(county: Cast, client_of: Callable[..., Client], books_gone: None) -> None:
    office = client_of(county.office.person)
    page, make = (reverse(f"evidence:{name}", args=["wenming"]) for name in ("book", "make_book"))
    assert "军字 12 号" in office.get(page).content.decode()
    assert office.post(make, {"as_of": "2020-01-01"}).status_code == 409  # the page is an old one
    assert office.post(make, {"as_of": clock.today().isoformat()}).status_code == 302
    book = ArchiveBook.objects.get()
    assert (book.files, book.made_by) == (1, county.office.post)
    for form, begins in (("pdf", b"%PDF"), ("zip", b"PK")):
        loaded = office.get(reverse(f"evidence:book_{form}", args=["wenming", book.pk]))
        assert loaded["Content-Disposition"].startswith("attachment")
        assert b"".join(loaded.streaming_content).startswith(begins)  # type: ignore[attr-defined]
    assert client_of(county.leader.person).post(make, {"as_of": "2026-09-01"}).status_code == 403
    assert client_of(county.coordinator.person).get(page).status_code == 403
    assert client_of(county.stranger.person).get(page).status_code == 404


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(one) for one in arguments])
    with suppress(ValueError):
        json.loads(result.stdout)
    return result.exit_code, result.stdout


@needs_font
def test_the_command_says_makes_and_goes_on(county: Cast, tmp_path: Path) -> None:
    assert "wenming" in run("evidence", "book", "--list")[1]
    assert run("evidence", "book")[0] == 2
    assert run("evidence", "book", "nothing", "--out", tmp_path / "x")[0] == 1
    code, said = run("evidence", "book", "wenming", "--dry-run", "--json")
    assert (code, json.loads(said)["files"], json.loads(said)["held_elsewhere"]) == (0, 1, 1)
    assert not ArchiveBook.objects.exists()
    out = tmp_path / "out"
    code, said = run("evidence", "book", "wenming", "--out", out, "--json")
    assert (code, json.loads(said)["went_on"]) == (0, False)
    assert verified(out / "book")
    assert ArchiveBook.objects.get().folder == ""
    code, said = run("evidence", "book", "wenming", "--out", out, "--json")
    assert (code, json.loads(said)["resumed"], json.loads(said)["went_on"]) == (0, 1, False)
    assert run("evidence", "book", "weisheng", "--out", out)[0] == 1
    stored = StoredFile.objects.get()
    shutil.rmtree(out)
    Path(default_storage.path(stored.path)).write_bytes(b"rotten")
    code, said = run("evidence", "book", "wenming", "--out", out, "--json")
    assert (code, len(json.loads(said)["lost"])) == (1, 1)
