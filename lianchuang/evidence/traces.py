"""What a picture file says of itself besides time and place, and its print. No ORM, no clock; pixels are those of the small
picture, so that no file is unpacked twice.
"""

import io
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import ExifTags, Image

from lianchuang.evidence.files.pictures import BROKEN
from lianchuang.kernels.photoprint import Gray, print_of

MOST_WORDS = 80
_XMP_READ = 256 * 1024
# Programs that change what a picture shows; a camera's or a phone's own firmware is not among them.
EDITORS = (
    "photoshop", "lightroom", "gimp", "snapseed", "meitu", "美图", "beautycam", "faceu", "picsart", "pixlr", "affinity",
    "paint.net", "ms paint", "canva", "醒图", "photogrid", "vsco", "pixelmator", "acdsee", "photoscape", "krita", "光影魔术手",
    "稿定", "facetune", "afterlight", "polarr", "inpaint", "touchretouch", "photodirector", "capture one", "darktable",
)  # fmt: skip
# What programs that make pictures must write (IPTC's digital source types; China's implicit label of 2025).
_SYNTHETIC = re.compile(r"trainedAlgorithmicMedia|compositeWithTrainedAlgorithmicMedia|algorithmicMedia|\bAIGC\b")
_TOOL = re.compile(r"CreatorTool\s*(?:=\s*\"([^\"]{1,80})\"|>\s*([^<]{1,80})<)")
_AGENT = re.compile(r"softwareAgent\s*(?:=\s*\"([^\"]{1,80})\"|>\s*([^<]{1,80})<)")


@dataclass(frozen=True)
class Trace:
    """`print`: None when there is none to tell it by. `camera`, `software`: as written, empty when nothing is.

    `has_notes`: whether anything of a camera is there at all (its name, an exposure, a time, a place).
    """

    print: int | None = None
    camera: str = ""
    software: str = ""
    has_notes: bool = False
    is_synthetic: bool = False


def editor_in(software: str) -> str:
    """The program named there that changes pictures; empty when none is."""
    lowered = software.lower()
    return software if any(name in lowered for name in EDITORS) else ""


def read_trace(content: bytes, thumb: bytes) -> Trace:
    """The trace of a photo that was taken in: notes from its content, the print from its small picture."""
    print_, (camera, software, has_notes, is_synthetic) = _print(thumb), _notes(content)
    return Trace(print_, camera, software, has_notes, is_synthetic)


def _print(thumb: bytes) -> int | None:
    try:
        return print_of(gray_of(thumb))
    except BROKEN:
        return None


def gray_of(thumb: bytes) -> Gray:
    """The grey levels of a small picture. Raises what Pillow raises on a broken one."""
    with Image.open(io.BytesIO(thumb), formats=["WEBP", "JPEG"]) as image:
        return np.asarray(image.convert("L"))


def _notes(content: bytes) -> tuple[str, str, bool, bool]:
    """Camera, programs, whether a camera wrote anything, whether a program says that it made it. Nothing is unpacked."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            exif = image.getexif()
            inner, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
            xmp = _xmp(image)
            camera = " ".join(_word(exif.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model)).strip()
            software = [_word(exif.get(ExifTags.Base.Software)), *_tools(xmp)]
            if "photoshop" in image.info:
                software.append("Photoshop")
            exposure = any(inner.get(tag) for tag in (ExifTags.Base.DateTimeOriginal, ExifTags.Base.ExposureTime))
            has_notes = bool(camera or exposure or gps)
    except (*BROKEN, Image.DecompressionBombWarning, Image.DecompressionBombError):
        return "", "", False, False
    words = "; ".join(dict.fromkeys(word for word in software if word))
    return camera[:MOST_WORDS], words[:MOST_WORDS], has_notes, bool(_SYNTHETIC.search(xmp))


def _word(value: Any) -> str:
    """A text of the camera without what cannot be shown; UTF-8, which phones write where EXIF knows ASCII alone, is read."""
    text = value if isinstance(value, str) else ""
    if not text.isascii():
        with suppress(UnicodeError):
            text = text.encode("latin-1").decode("utf-8")
    return "".join(char for char in text if char.isprintable()).strip()[:MOST_WORDS]


def _xmp(image: Image.Image) -> str:
    """The picture's XMP and comments as text, only to look for words in."""
    parts = [image.info.get(key) for key in ("xmp", "XML:com.adobe.xmp", "comment", "AIGC")]
    texts = [part.decode("utf-8", "ignore") if isinstance(part, bytes) else str(part or "") for part in parts]
    if image.info.get("AIGC"):
        texts.append("AIGC")
    return " ".join(text[:_XMP_READ] for text in texts)


def _tools(xmp: str) -> list[str]:
    found = [*_TOOL.findall(xmp)[:3], *_AGENT.findall(xmp)[:3]]
    return [_word(first or second) for first, second in found]
