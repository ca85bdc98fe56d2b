"""Telling a file by its bytes, whatever its name says, and looking at it."""

import io
import re
import zipfile

from lianchuang.evidence.files.office import look_at_office
from lianchuang.evidence.files.pdf import look_at_pdf
from lianchuang.evidence.files.pictures import look_at_picture
from lianchuang.evidence.files.shapes import MB, MOST_DOCUMENT, MOST_PHOTO, Look, Unfit

PACKED = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x05\x06")
PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
CODE = (b"<svg", b"<html", b"<!doctype", b"<script", b"<?xml", b"<?php")
SCRIPT = b"<script"
# The four bytes of "<svg" stand by chance in one photo of some 8,000; a page goes on in readable signs.
PAGE = re.compile(rb"<svg[\s>/][\t\n\r -~]{8}|<\?php\s[\t\n\r -~]{4}|<!doctype", re.IGNORECASE)


def look_at(content: bytes, *, photo: bool = False) -> Look:
    """What is known of a photo (JPEG, PNG, WebP, HEIC) or a document (those, PDF, DOCX, XLSX, PPTX). Raises Unfit."""
    most = MOST_PHOTO if photo else MOST_DOCUMENT
    if len(content) > most:
        raise Unfit("too_large", most=most // MB)
    kind = kind_of(content)
    if not kind or (photo and kind != "picture"):
        raise Unfit(_why_not(content, photo))
    look = LOOKS[kind](content)
    if hides_more(content, kind):
        raise Unfit("two_in_one")
    return look


LOOKS = {"picture": look_at_picture, "pdf": look_at_pdf, "office": look_at_office}


def kind_of(content: bytes) -> str:
    """How it is to be read; empty for what is not taken."""
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or is_webp(content) or is_heic(content):
        return "picture"
    if content.lstrip(b"\xef\xbb\xbf\r\n\t ")[:5] == b"%PDF-":
        return "pdf"
    return "office" if content.startswith(b"PK\x03\x04") else ""


def is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


def is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS


def _why_not(content: bytes, photo: bool) -> str:
    head = content[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if not content:
        return "empty"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "old_or_protected"
    if content.startswith(PROGRAMS):
        return "program_file"
    if head.startswith(CODE):
        return "code"
    if photo:
        return "no_photo"
    return "archive" if content.startswith(PACKED) else "unknown"


def hides_more(content: bytes, kind: str) -> bool:
    """Whether the bytes are also something else: a page with script, a PDF, an archive behind the picture.

    What phones put behind a picture (a short film, a second picture) is none of these.
    """
    if kind != "office" and _is_archive(content):
        return True
    head = content[:1024].lower()
    if kind != "pdf" and b"%pdf-" in head:
        return True
    if kind == "picture":
        return SCRIPT in content.lower() or any(PAGE.search(part) for part in (head, content[-65_536:]))
    return kind == "pdf" and (b"<html" in head or SCRIPT in head)


def _is_archive(content: bytes) -> bool:
    if b"PK\x05\x06" not in content[-66_000:]:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.infolist())
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is no archive that anything opens
        return False
