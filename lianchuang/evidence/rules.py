"""What is known of a file from its bytes alone, and what may be done with a request for one. No ORM, no clock."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from lianchuang.common.refusals import Invalid, Reason
from lianchuang.common.workdays import calendar

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 60_000_000
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
THUMB_SIDE = 320
LYING = frozenset({5, 6, 7, 8})  # orientations that swap width and height
# What Pillow may raise on a file that is broken or made to harm.
BROKEN = (
    UnidentifiedImageError,
    OSError,
    EOFError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    SyntaxError,
    OverflowError,
    struct.error,
    zlib.error,
)
MOST_DOCUMENT = 30 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024
PDF = "application/pdf"
OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PICTURE_MARKS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
HIGHEST_CAP = 50
GPS_LAT_REF, GPS_LAT, GPS_LON_REF, GPS_LON = 1, 2, 3, 4


@dataclass(frozen=True)
class Picture:
    """What is known of a picture's content."""

    media_type: str
    width: int
    height: int
    taken_at: datetime | None
    lon: float | None
    lat: float | None
    thumb: bytes


def read_picture(content: bytes, field: str = "photos") -> Picture:
    """Look at a photo: what is known of it, and its small picture. Raises Invalid as `store_photo`; writes nothing."""
    if len(content) > MOST_BYTES:
        raise Invalid({field: [_("The photo is larger than %(most)s MB.") % {"most": MOST_BYTES // 2**20}]})
    too_many = _("The photo has more than %(most)s million pixels.") % {"most": MOST_PIXELS // 10**6}
    try:
        with Image.open(io.BytesIO(content), formats=list(MEDIA_TYPES)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Invalid({field: [too_many]})
            return _decode(image)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as fault:
        raise Invalid({field: [too_many]}) from fault
    except BROKEN as fault:
        sentence = _("This file is not a photo that can be read (JPEG, PNG or WebP).")
        raise Invalid({field: [sentence]}) from fault


def _decode(image: Image.Image) -> Picture:
    """What is known of the picture. It is made small before it is turned, which spares memory."""
    notes = _exif(image)
    exif = notes or Image.Exif()
    media_type = MEDIA_TYPES[str(image.format)]
    width, height = image.size
    if exif.get(ExifTags.Base.Orientation) in LYING:
        width, height = height, width
    image.thumbnail((THUMB_SIDE, THUMB_SIDE))
    buffer = io.BytesIO()
    upright = image if notes is None else ImageOps.exif_transpose(image)
    upright.convert("RGB").save(buffer, "WEBP", quality=70, method=0)
    lon, lat = _place(exif)
    return Picture(media_type, width, height, _taken_at(exif), lon, lat, buffer.getvalue())


def _exif(image: Image.Image) -> Image.Exif | None:
    """What the camera wrote; None when it is broken, and the photo is still a photo."""
    try:
        exif = image.getexif()
        exif.get_ifd(ExifTags.IFD.Exif)
        exif.get_ifd(ExifTags.IFD.GPSInfo)
    except BROKEN:
        return None
    return exif


def _taken_at(exif: Image.Exif) -> datetime | None:
    """The camera's time; without an offset it is taken as the county's own time."""
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    text, offset = inner.get(ExifTags.Base.DateTimeOriginal), inner.get(ExifTags.Base.OffsetTimeOriginal)
    if not isinstance(text, str):
        return None
    try:
        if isinstance(offset, str):
            return datetime.strptime(f"{text} {offset}", "%Y:%m:%d %H:%M:%S %z")
        return datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=calendar().zone)
    except ValueError:
        return None


def _place(exif: Image.Exif) -> tuple[float | None, float | None]:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    lon, lat = (
        _degrees(gps.get(GPS_LON), gps.get(GPS_LON_REF)),
        _degrees(gps.get(GPS_LAT), gps.get(GPS_LAT_REF)),
    )
    inside = lon is not None and lat is not None and abs(lon) <= 180 and abs(lat) <= 90
    return (lon, lat) if inside else (None, None)


def _degrees(value: Any, reference: Any) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return (degrees + minutes / 60 + seconds / 3600) * (-1 if reference in {"S", "W"} else 1)


def document_type(content: bytes, field: str = "file") -> str:
    """The type of a document by its bytes, whatever its name says. Raises Invalid as `store_document`."""
    if len(content) > MOST_DOCUMENT:
        raise Invalid({field: [_("The file is larger than %(most)s MB.") % {"most": MOST_DOCUMENT // 2**20}]})
    if content.startswith(PICTURE_MARKS):
        return read_picture(content, field).media_type
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content, field)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid({field: [_("The file is an old or password-protected one. Save it as DOCX, XLSX or PDF.")]})
    raise Invalid({field: [_("Hand in a PDF, DOCX, XLSX or a picture.")]})


def _office_type(content: bytes, field: str) -> str:
    """The type of a packed document; nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, struct.error, ValueError, EOFError, OSError, NotImplementedError) as fault:
        raise Invalid({field: [_("The file is damaged.")]}) from fault
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Invalid({field: [_("The file holds macros. Save it without them.")]})
    kind = next((kind for start, kind in OFFICE.items() if any(name.startswith(start) for name in names)), "")
    if not kind or "[Content_Types].xml" not in names or size > MOST_UNPACKED:
        raise Invalid({field: [_("Hand in a PDF, DOCX, XLSX or a picture.")]})
    return kind


def supply_faults(*, state: str, has_file: bool, reference: str, note: str) -> list[Reason]:
    """Why a request cannot be answered this way now; empty when it can."""
    if state not in {"asked", "returned"}:
        return [Reason("not_waiting", _("This request does not wait for a document."))]
    if not has_file and not (reference.strip() and note.strip()):
        sentence = _("Hand in a file; or give the reference number and say where the document is kept.")
        return [Reason("nothing_given", sentence)]
    return []


def decision_faults(*, state: str, is_supplier: bool) -> list[Reason]:
    """Why a document cannot be accepted or returned by this actor now; empty when it can."""
    faults = []
    if state != "supplied":
        faults.append(Reason("not_supplied", _("No document waits for a decision here.")))
    if is_supplier:
        faults.append(Reason("own_document", _("Whoever supplied the document does not accept it; another post does.")))
    return faults


def cap_faults(*, unit: str, asked: int, cap: int, urgent_reason: str) -> list[Reason]:
    """Why a unit cannot be asked for one more document this week; empty when it can, or when an urgent reason is given."""
    if asked < cap or urgent_reason.strip():
        return []
    sentence = _(
        "%(unit)s has been asked for %(asked)s documents this week, the cap is %(cap)s. Wait until Monday; or write down "
        "why it is urgent, which stays in the history."
    )
    return [Reason("cap_reached", sentence % {"unit": unit, "asked": asked, "cap": cap})]
