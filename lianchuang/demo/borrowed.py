"""A few units hand in a photo that they used before, cropped and brightened: so that the demo has something to look at.

The demo's photos are few drawings seen from many sides, so that their prints would say "used before" of nearly all; only those that
are lent and borrowed here have one.
"""

import io
import zlib
from uuid import UUID

from PIL import ExifTags, Image, ImageEnhance

from lianchuang.demo.darkroom import Photo
from lianchuang.evidence.rules import read_picture
from lianchuang.evidence.traces import Trace, read_trace
from lianchuang.findings.models import Finding

DRAWN = Trace(software="Lianchuang demo", has_notes=True)
LENDERS, ONE_IN = 8, 50


class Borrowed:
    """Keeps one photo of each of a few kinds of trouble, and hands out altered copies of it."""

    def __init__(self) -> None:
        self._lent: dict[str, tuple[UUID, bytes]] = {}
        self._did: set[UUID] = set()

    def instead(self, finding: Finding, drawn: Photo) -> tuple[Photo, Trace, bool]:
        """The photo that is handed in, its trace, and whether it was used before."""
        kind = finding.category.code
        if kind not in self._lent and len(self._lent) < LENDERS:
            self._lent[kind] = finding.pk, drawn.content
            return drawn, read_trace(drawn.content, drawn.picture.thumb), False
        owner, content = self._lent.get(kind, (finding.pk, b""))
        number = zlib.crc32(str(finding.pk).encode())
        if owner == finding.pk or number % ONE_IN or finding.pk in self._did:
            return drawn, DRAWN, False
        self._did.add(finding.pk)
        altered = _altered(content, number)
        photo = Photo(altered, read_picture(altered))
        return photo, read_trace(altered, photo.picture.thumb), True


def _altered(content: bytes, number: int) -> bytes:
    """Nine tenths of it, a little brighter, written by an editing program or passed on by a messenger."""
    with Image.open(io.BytesIO(content)) as image:
        width, height = image.size
        left, top = number // 7 % (width // 10), number // 11 % (height // 10)
        picture = image.crop((left, top, left + width * 9 // 10, top + height * 9 // 10))
    out, exif = io.BytesIO(), Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "Drawn picture of the invented demo county, handed in twice"
    if number // ONE_IN % 2:
        exif[ExifTags.Base.Software] = "Snapseed 2.21"
    ImageEnhance.Brightness(picture).enhance(1.1).save(out, "JPEG", quality=70, exif=exif)
    return out.getvalue()
