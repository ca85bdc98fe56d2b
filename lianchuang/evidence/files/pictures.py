"""Looking at pictures: type, size before anything is unpacked, what the camera wrote, the small picture."""

import io
import struct
import warnings
import zlib
from typing import Any

import pi_heif
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from lianchuang.evidence.files.shapes import HEIC, MOST_PIXELS, PICTURES, THUMB_SIDE, VIEW_SIDE, Look, Unfit

pi_heif.register_heif_opener()
LYING = frozenset({5, 6, 7, 8})  # orientations that swap width and height
GPS_LAT_REF, GPS_LAT, GPS_LON_REF, GPS_LON = 1, 2, 3, 4
# What Pillow may raise on a file that is broken or made to harm.
BROKEN = (
    UnidentifiedImageError,
    OSError,
    EOFError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    SyntaxError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    zlib.error,
)


def look_at_picture(content: bytes) -> Look:
    """Look at a JPEG, PNG, WebP or HEIC picture. Raises Unfit."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the camera's notes; too many pixels are counted here
            with Image.open(io.BytesIO(content), formats=list(PICTURES)) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Unfit("too_many_pixels", most=MOST_PIXELS // 10**6)
                return _decode(image)
    except Image.DecompressionBombError as fault:
        raise Unfit("too_many_pixels", most=MOST_PIXELS // 10**6) from fault
    except BROKEN as fault:
        raise Unfit("no_photo") from fault


def small_picture(image: Image.Image) -> bytes:
    """At most THUMB_SIDE wide and high, as WebP."""
    image.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return _saved(image, "WEBP", quality=70, method=0)


def _saved(image: Image.Image, form: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, form, **options)
    return buffer.getvalue()


def _decode(image: Image.Image) -> Look:
    """What is known of the picture. It is made small before it is turned, which spares memory."""
    notes = _exif(image)
    exif = notes or Image.Exif()
    media_type = PICTURES[str(image.format)]
    width, height = image.size
    if exif.get(ExifTags.Base.Orientation) in LYING:
        width, height = height, width
    view = b""
    if media_type == HEIC:  # turned already when it was opened
        image.thumbnail((VIEW_SIDE, VIEW_SIDE))
        view = _saved(image, "JPEG", quality=85)
    image.thumbnail((THUMB_SIDE, THUMB_SIDE))
    thumb = small_picture(image if notes is None else ImageOps.exif_transpose(image))
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    taken, offset = inner.get(ExifTags.Base.DateTimeOriginal), inner.get(ExifTags.Base.OffsetTimeOriginal)
    lon, lat = _place(exif)
    return Look(
        media_type=media_type,
        width=width,
        height=height,
        taken=taken if isinstance(taken, str) else "",
        offset=offset if isinstance(offset, str) else "",
        lon=lon,
        lat=lat,
        thumb=thumb,
        view=view,
    )


def _exif(image: Image.Image) -> Image.Exif | None:
    """What the camera wrote; None when it is broken, and the photo is still a photo."""
    try:
        exif = image.getexif()
        exif.get_ifd(ExifTags.IFD.Exif)
        exif.get_ifd(ExifTags.IFD.GPSInfo)
    except BROKEN:
        return None
    return exif


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
