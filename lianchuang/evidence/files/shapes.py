"""What is known of a file, why one is not taken, and how much of anything is too much."""

from dataclasses import dataclass

MB = 1024 * 1024
MOST_PHOTO = 15 * MB
MOST_DOCUMENT = 30 * MB
MOST_PIXELS = 60_000_000
MOST_PAGES = 2000
MOST_PARTS = 5000  # of a packed document
MOST_UNPACKED = 300 * MB
MOST_RATIO = 200  # unpacked to packed, for parts over a megabyte
THUMB_SIDE = 320
VIEW_SIDE = 2048

PDF = "application/pdf"
HEIC = "image/heic"
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "HEIF": HEIC}
_OPEN = "application/vnd.openxmlformats-officedocument."
OFFICE = {
    "word/document.xml": f"{_OPEN}wordprocessingml.document",
    "xl/workbook.xml": f"{_OPEN}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OPEN}presentationml.presentation",
}
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    HEIC: "heic",
    PDF: "pdf",
    **dict(zip(OFFICE.values(), ("docx", "xlsx", "pptx"), strict=True)),
}


class Unfit(Exception):
    """Why a file is not taken: a stable code (`rules.unfit_sentence` says it), and figures for its sentence."""

    def __init__(self, code: str, **facts: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Look:
    """What is known of a file by its bytes.

    `taken` and `offset` are what the camera wrote. `thumb` is a small WebP (pictures, and a PDF's first page), `view` a
    JPEG of a picture that not every browser shows.
    """

    media_type: str
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    taken: str = ""
    offset: str = ""
    lon: float | None = None
    lat: float | None = None
    thumb: bytes = b""
    view: bytes = b""
