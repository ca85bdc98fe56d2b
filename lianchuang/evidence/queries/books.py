"""Books that were made, and where they lie."""

from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse

from lianchuang.campaigns.models import Campaign
from lianchuang.common import clock
from lianchuang.evidence.book.building import TREE, ZIP
from lianchuang.evidence.book.shapes import Book
from lianchuang.evidence.models import ArchiveBook
from lianchuang.evidence.queries.files import LOCKED
from lianchuang.evidence.rules import MOST_BYTES_AT_ONCE, MOST_FILES_AT_ONCE

MOST_SHOWN = 12
FORMS = {"pdf": "application/pdf", "zip": "application/zip"}


def books_home() -> Path:
    """Where books lie that can be taken away from their page."""
    return Path(settings.HOME) / "books"


def fresh_folder(campaign: Campaign, at: datetime) -> tuple[str, Path]:
    """A folder for a new book, named by campaign and moment."""
    name = f"{campaign.code}-{clock.local(at):%Y%m%d-%H%M%S}"
    return name, books_home() / name


def folder_of(out: Path) -> str:
    """The name of a folder of books, when `out` is one; else empty."""
    return out.name if out.resolve().parent == books_home().resolve() else ""


def is_small(book: Book) -> bool:
    """Whether the book is made within seconds."""
    return len(book.files) <= MOST_FILES_AT_ONCE and book.size <= MOST_BYTES_AT_ONCE


def books_of(campaign: Campaign) -> list[ArchiveBook]:
    """The books made so far, newest first, each with whether it still lies here (`lies_here`)."""
    books = list(campaign.archive_books.select_related("made_by__unit")[:MOST_SHOWN])
    for book in books:
        book.lies_here = bool(book.folder) and (books_home() / book.folder / ZIP).is_file()
    return books


def book_response(book: ArchiveBook, form: str) -> FileResponse | None:
    """A book's pages ("pdf") or all of it ("zip") as a download; None when it no longer lies there."""
    folder = books_home() / book.folder
    inside = folder.resolve().is_relative_to(books_home().resolve())
    found = [*(folder / TREE).glob("*.pdf")] if form == "pdf" else [folder / ZIP]
    if not inside or not found or not found[0].is_file():
        return None
    response = FileResponse(found[0].open("rb"), content_type=FORMS[form])
    name = f"{book.campaign.code}-{book.as_of:%Y%m%d}.{form}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = LOCKED
    return response
