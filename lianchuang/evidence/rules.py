"""What is known of a photo from its bytes alone. No ORM, no clock."""

import io
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from lianchuang.common.refusals import Invalid
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
