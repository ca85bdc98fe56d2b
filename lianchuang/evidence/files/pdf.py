"""Looking at PDFs: whole, open to everybody, without programs; the first page as a small picture."""

import re
import zlib
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from lianchuang.evidence.files.pictures import small_picture
from lianchuang.evidence.files.shapes import MB, MOST_PAGES, PDF, THUMB_SIDE, Look, Unfit

MOST_INFLATED = 64 * MB
STREAM = re.compile(rb"(?<!end)stream\r?\n")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
PROGRAM = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|XFA)(?=[\s/<>\[\]()%]|$)")
FILTER = re.compile(rb"/Filter\s*(?:\[\s*)?/(\w+)\s*(\]|/|>|$)")
MOST_HEAD = 2048  # of the dictionary before a stream


def look_at_pdf(content: bytes) -> Look:
    """Look at a PDF. Raises Unfit: cut short, damaged, protected, with a program in it, too many pages."""
    if b"%%EOF" not in content[-2048:]:
        raise Unfit("cut_short")
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        is_protected = fault.err_code == pdfium.FPDF_ERR_PASSWORD and b"/Encrypt" in content  # it remembers old faults
        raise Unfit("protected" if is_protected else "damaged") from fault
    try:
        return _look(document, content)
    except (pypdfium2.PdfiumError, ValueError, OverflowError) as fault:
        raise Unfit("damaged") from fault
    finally:
        document.close()


def _look(document: pypdfium2.PdfDocument, content: bytes) -> Look:
    if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
        raise Unfit("protected")
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0 or has_program(content):
        raise Unfit("program")
    pages = len(document)
    if not pages:
        raise Unfit("damaged")
    if pages > MOST_PAGES:
        raise Unfit("too_many_pages", most=MOST_PAGES)
    return Look(media_type=PDF, pages=pages, thumb=_first_page(document))


def _first_page(document: pypdfium2.PdfDocument) -> bytes:
    page = document[0]
    width, height = page.get_size()
    if not (0 < width < 10**6 and 0 < height < 10**6 and max(width, height) < 100 * min(width, height)):
        raise Unfit("damaged")
    picture = page.render(scale=THUMB_SIDE / max(width, height)).to_pil()
    return small_picture(picture)


def has_program(content: bytes) -> bool:
    """Whether the document runs or starts something: looked for outside of streams, and in packed objects."""
    return any(PROGRAM.search(ESCAPED.sub(_character, part)) for part in _objects(content))


def _character(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _objects(content: bytes) -> Iterator[bytes]:
    """Everything that is no picture, font or text of a page. Raises Unfit when it cannot be read."""
    place, budget = 0, MOST_INFLATED
    for found in STREAM.finditer(content):
        if found.start() < place:
            continue
        head = content[place : found.start()]
        yield head
        end = content.find(b"endstream", found.end())
        end = len(content) if end < 0 else end
        if b"/ObjStm" in head[-MOST_HEAD:]:
            packed = _unpacked(content[found.end() : end], head[-MOST_HEAD:], budget)
            budget -= len(packed)
            yield packed
        place = end
    yield content[place:]


def _unpacked(data: bytes, head: bytes, budget: int) -> bytes:
    """The objects packed in a stream."""
    kind = FILTER.search(head[max(0, head.rfind(b" obj")) :])
    if kind is None:
        return data
    if kind[1] not in {b"FlateDecode", b"Fl"} or (kind[2] == b"/" and b"[" in kind[0]):
        raise Unfit("unchecked")
    unpack = zlib.decompressobj()
    try:
        unpacked = unpack.decompress(data, max(1, budget))
    except zlib.error as fault:
        raise Unfit("damaged") from fault
    if unpack.unconsumed_tail:
        raise Unfit("unpacks_too_large", most=MOST_INFLATED // MB)
    return unpacked
