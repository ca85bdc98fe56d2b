"""Looking at DOCX, XLSX and PPTX: packed parts, counted while they are unpacked, without macros or other archives."""

import io
import struct
import zipfile
from dataclasses import dataclass
from xml.parsers import expat

from lianchuang.common.unreadable import ZIP_FAULTS
from lianchuang.evidence.files.shapes import MB, MOST_PARTS, MOST_RATIO, MOST_UNPACKED, OFFICE, Look, Unfit

TYPES = "[Content_Types].xml"
CHUNK = 64 * 1024
DAMAGED = (
    *ZIP_FAULTS,
    struct.error,
    expat.ExpatError,
    KeyError,
    IndexError,
    UnicodeError,
    ValueError,
)
MACROS = ("vbaproject.bin", "vbadata.xml")
RUNS = ("/macrosheets/", "/activex/", "/dialogsheets/")
NESTED = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"\xfd7zXZ", b"MZ")
EMBEDDED = "/embeddings/"
OLE, PACKAGE = b"\xd0\xcf\x11\xe0", "Ole10Native".encode("utf-16-le")


@dataclass
class _Budget:
    """What may still be unpacked; counted in what really comes out, whatever the archive says."""

    left: int = MOST_UNPACKED
    parts: int = MOST_PARTS
    depth: int = 0

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Unfit("unpacks_too_large", most=MOST_UNPACKED // MB)


def look_at_office(content: bytes) -> Look:
    """Look at a DOCX, XLSX or PPTX. Raises Unfit."""
    return Look(media_type=_type_of(content, _Budget()))


def _type_of(content: bytes, budget: _Budget) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _checked(archive, budget)
    except DAMAGED as fault:
        raise Unfit("damaged") from fault


def _checked(archive: zipfile.ZipFile, budget: _Budget) -> str:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    budget.parts -= len(parts)
    if budget.parts < 0:
        raise Unfit("too_many_parts", most=MOST_PARTS)
    kind = next((kind for main, kind in OFFICE.items() if main in names), "")
    if not kind or TYPES not in names:
        raise Unfit("archive")
    if archive.comment or len(set(names)) != len(names) or min(part.header_offset for part in parts):
        raise Unfit("two_in_one")
    if any(name.lower().endswith(MACROS) or any(one in f"/{name.lower()}" for one in RUNS) for name in names):
        raise Unfit("macros")
    main = next(name for name in OFFICE if name in names)
    for part in parts:
        _read(archive, part, budget, must_parse=part.filename in {TYPES, main} or part.filename.endswith(".rels"))
    return kind


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: _Budget, *, must_parse: bool) -> None:
    """Unpack one part piece by piece: nothing of it is kept but what must be looked into."""
    if part.flag_bits & 1:
        raise Unfit("protected")
    embedded = EMBEDDED in f"/{part.filename.lower()}"
    kept, size, parser = bytearray(), 0, _Parser() if must_parse else None
    with archive.open(part) as stream:
        while piece := stream.read(CHUNK):
            if not size and piece.startswith(NESTED) and not (embedded and piece.startswith(b"PK\x03\x04")):
                raise Unfit("nested")
            size += len(piece)
            budget.take(len(piece))
            if size > MB and size > MOST_RATIO * max(1, part.compress_size):
                raise Unfit("unpacks_too_large", most=MOST_UNPACKED // MB)
            if parser is not None:
                parser.feed(piece)
            if embedded:
                kept += piece
    if parser is not None:
        parser.finish()
    if embedded:
        _look_inside(bytes(kept), budget)


def _look_inside(content: bytes, budget: _Budget) -> None:
    """A chart keeps its own workbook; anything deeper, and anything packaged as an object, is refused."""
    if content.startswith(OLE) and PACKAGE in content:
        raise Unfit("nested")
    if content.startswith(b"PK\x03\x04"):
        budget.depth += 1
        if budget.depth > 1:
            raise Unfit("nested")
        try:
            _type_of(content, budget)
        except Unfit as fault:
            raise Unfit("nested" if fault.code == "archive" else fault.code, **fault.facts) from fault
        budget.depth -= 1


class _Parser:
    """Reads XML piece by piece: well-formed, no document type, no macro content, no template from elsewhere."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._element

    def feed(self, piece: bytes) -> None:
        self.parser.Parse(piece, False)

    def finish(self) -> None:
        self.parser.Parse(b"", True)

    def _doctype(self, *_declared: object) -> None:
        raise Unfit("code")

    def _element(self, _name: str, attributes: dict[str, str]) -> None:
        if "macroenabled" in attributes.get("ContentType", "").lower():
            raise Unfit("macros")
        outside = attributes.get("TargetMode") == "External"
        if outside and attributes.get("Type", "").endswith(
            ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")
        ):
            raise Unfit("program")
