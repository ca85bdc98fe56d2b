"""What a file is, found by looking into it; its name only appears in what is said about it."""

import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lianchuang.common.tablefile import UnreadableTable, is_formula, read_lines
from lianchuang.common.unreadable import ZIP_FAULTS
from lianchuang.standards.exchange import oscal, oscal_mapping, oscal_profile, pairs, sheets, yaml_pack
from lianchuang.standards.exchange.jsontext import layout_of, read_json
from lianchuang.standards.exchange.shapes import EditionFile, Refused, UnreadableFile

CATALOG, PROFILE, MAPPING, XLSX, YAML, PAIRS = "catalog", "profile", "mapping", "xlsx", "yaml", "pairs"
MOST_BYTES = 20 * 2**20
MOST_UNPACKED = 64 * 2**20
MOST_PAIR_COLUMNS = 6


@dataclass(frozen=True)
class ReadFile:
    """A file that was read: its kind, and the one part that fits the kind."""

    kind: str
    edition: EditionFile | None = field(default=None, repr=False)
    profile: oscal_profile.ProfileFile | None = field(default=None, repr=False)
    mappings: tuple[oscal_mapping.MappingFile, ...] = field(default=(), repr=False)
    table: pairs.PairTable | None = field(default=None, repr=False)


def read_file(content: bytes, name: str) -> ReadFile:
    """Read a file of any of the known forms. Raises UnreadableFile, saying why to a person."""
    content = _unpacked(content)
    if not content.strip():
        raise UnreadableFile(_("The file is empty."))
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise UnreadableFile(
            _("The file is an old or password-protected workbook. Save it as XLSX without a password.")
        )
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start in {b"{", b"["}:
        return _json(_text(content))
    if start == b"<":
        raise UnreadableFile(_("The file is XML or a page. OSCAL is read as JSON; other tables as XLSX or CSV."))
    if _looks_like_pack(content):
        return ReadFile(YAML, edition=yaml_pack.read_yaml(_text(content), name))
    return _pairs(content)


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            held = packed.read(MOST_UNPACKED + 1)
    except (EOFError, OSError, zlib.error) as fault:
        raise UnreadableFile(_("The compressed file is damaged.")) from fault
    if len(held) > MOST_UNPACKED:
        raise UnreadableFile(_("The file unpacks to more than %(most)s MB.") % {"most": MOST_UNPACKED // 2**20})
    return held


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise UnreadableFile(_("The text is not in UTF-8. Save it as UTF-8 and send it again.")) from fault


def _workbook(content: bytes) -> ReadFile:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (*ZIP_FAULTS, ValueError) as fault:
        raise UnreadableFile(_("The workbook cannot be read: it is damaged, or protected by a password.")) from fault
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableFile(_("The workbook holds macros. Save it as XLSX without macros and send it again."))
    if "xl/workbook.xml" not in names:
        raise UnreadableFile(_("The archive is no workbook."))
    try:
        head = next(iter(read_lines(content).lines), [])
    except UnreadableTable as fault:
        raise UnreadableFile(str(fault)) from fault
    if sheets.is_sheet(cell.strip() for cell in head):
        return ReadFile(XLSX, edition=sheets.read_sheets(content))
    return _pairs(content)


def _json(text: str) -> ReadFile:
    document = read_json(text)
    layout = layout_of(text)
    if not isinstance(document, dict):
        raise UnreadableFile(_("The JSON is no OSCAL document."))
    if "catalog" in document:
        return ReadFile(CATALOG, edition=oscal.read_catalog(document, layout))
    if "profile" in document:
        return ReadFile(PROFILE, profile=oscal_profile.read_profile(document, layout))
    if "mapping-collection" in document:
        return ReadFile(MAPPING, mappings=oscal_mapping.read_mappings(document))
    known = "catalog, profile, mapping-collection"
    words = {"found": next(iter(document), "–")[:60], "known": known}
    raise UnreadableFile(_("The JSON holds “%(found)s”. Read are, of OSCAL: %(known)s.") % words)


def _looks_like_pack(content: bytes) -> bool:
    """Whether it has the two keys of a pack at the start of a line."""
    lines = {line.split(b":")[0] for line in content.removeprefix(b"\xef\xbb\xbf").splitlines() if b":" in line}
    return {b"standard", b"requirements"} <= lines or {b"edition", b"requirements"} <= lines


def _pairs(content: bytes) -> ReadFile:
    try:
        held = read_lines(content)
        lines = [list(line) for line in held.lines]
    except UnreadableTable as fault:
        raise UnreadableFile(str(fault)) from fault
    widest = max((sum(1 for cell in line if cell.strip()) for line in lines), default=0)
    if not 2 <= widest <= MOST_PAIR_COLUMNS:
        raise UnreadableFile(
            _(
                "This is none of the known forms: OSCAL as JSON, a YAML pack, an exported workbook, or a table of pairs "
                "with source, target and relation."
            )
        )
    table = pairs.read_pairs(lines)
    if not table.pairs:
        raise UnreadableFile(
            _(
                "No row of this table names two ids and a known relation (=, ⊂, ⊃, ∩, or equal, subset, superset, intersects)."
            )
        )
    suspects = [
        Refused(_("a formula; put the value there"), number)
        for number, line in enumerate(lines, start=1)
        if held.formulas.get(number) or any(is_formula(cell.strip()) for cell in line)
    ]
    return ReadFile(PAIRS, table=pairs.PairTable(table.pairs, (*table.refused, *suspects)))
