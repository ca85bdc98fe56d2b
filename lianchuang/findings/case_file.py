"""A case export of another system, read through a map into cases: every row understood, or refused with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from lianchuang.accounts.models import Post
from lianchuang.campaigns.models import Campaign
from lianchuang.common.columns import BadCell, BadMap, ColumnMap, read_map
from lianchuang.common.tablefile import Table, TableRow, read_table
from lianchuang.findings.actions import CaseRow
from lianchuang.sites.models import Category, Severity

REQUIRED = ("number", "found_at", "title", "category", "place", "state")
KNOWN = (*REQUIRED, "severity", "detail", "lon", "lat", "settled_at", "responsible")
OPEN, SETTLED = "open", "settled"


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not understood: where, what stands there, why."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class CaseFile:
    """A file as read: its cases, its refused rows; `faults` concern the file as a whole (then there are no cases)."""

    read: int
    system: str
    words: str
    cases: tuple[CaseRow, ...]
    refused: tuple[RefusedRow, ...]
    faults: tuple[str, ...] = ()
    campaigns: tuple[Campaign, ...] = ()


def read_case_file(path: Path, map_path: Path) -> CaseFile:
    """Read a case export. Raises BadMap and UnreadableTable; wrong rows and missing columns are in the result."""
    columns = read_map(map_path, required=REQUIRED, known=KNOWN)
    system = str(columns.settings.get("system", "")).strip()
    if not system:
        raise BadMap(_("The map does not name the “system” the cases come from."))
    words = str(columns.settings.get("words", system))
    table = read_table(
        path, encoding=str(columns.settings.get("encoding", "")), sheet=str(columns.settings.get("sheet", ""))
    )
    missing = columns.missing_in(table)
    if missing:
        found = ", ".join(table.header)
        faults = tuple(
            _("Column “%(name)s” is missing. The file has: %(found)s.") % {"name": name, "found": found}
            for name in missing
        )
        return CaseFile(len(table.rows), system, words, (), (), faults)
    return _understand(table, columns, system, words)


def _understand(table: Table, columns: ColumnMap, system: str, words: str) -> CaseFile:
    reader = _Reader(columns)
    cases: list[CaseRow] = []
    refused: list[RefusedRow] = []
    for row in table.rows:
        if row.formulas:
            refused += [
                RefusedRow(row.number, name, row.cells.get(name, ""), _("a formula; give its value instead"))
                for name in row.formulas[:1]
            ]
            continue
        try:
            cases.append(reader.case(row))
        except BadCell as fault:
            refused.append(RefusedRow(row.number, fault.column, fault.value[:80], fault.sentence))
    return CaseFile(len(table.rows), system, words, tuple(cases), tuple(refused), (), tuple(reader.campaigns))


class _Reader:
    """Rows to cases; what the map names in our own words (categories, posts, campaigns) is looked up once."""

    def __init__(self, columns: ColumnMap) -> None:
        self.columns = columns.columns
        self.categories = {category.code: category for category in Category.objects.all()}
        self.campaigns = _campaigns(columns.settings.get("campaigns", []))
        self._require("category", set(self.categories))
        self._require("severity", set(Severity.values))
        self._require("state", {OPEN, SETTLED})
        self.posts = self._posts()

    def _targets(self, fact: str) -> set[str]:
        column = self.columns.get(fact)
        if column is None:
            return set()
        return {each for each in (*column.values.values(), column.default, column.value) if each}

    def _require(self, fact: str, known: set[str]) -> None:
        if unknown := sorted(self._targets(fact) - known):
            raise BadMap(
                _("The map sends “%(fact)s” to unknown values: %(unknown)s. Known are: %(known)s.")
                % {"fact": fact, "unknown": ", ".join(unknown), "known": ", ".join(sorted(known)) or "–"}
            )

    def _posts(self) -> dict[str, Post]:
        wanted = self._targets("responsible")
        posts = {post.code: post for post in Post.objects.filter(code__in=wanted).select_related("unit")}
        if unknown := sorted(wanted - set(posts)):
            raise BadMap(_("The map names posts that do not exist: %(codes)s.") % {"codes": ", ".join(unknown)})
        return posts

    def _text(self, fact: str, row: TableRow) -> str:
        column = self.columns.get(fact)
        return column.text(row) if column else ""

    def case(self, row: TableRow) -> CaseRow:
        """One row as a case. Raises BadCell."""
        columns = self.columns
        found_at = columns["found_at"].moment(row)
        if found_at is None:
            raise BadCell("found_at", "", _("empty"))
        category = self.categories.get(columns["category"].text(row))
        if category is None:
            raise BadCell("category", columns["category"].text(row), _("no such category"))
        settled_at = columns["settled_at"].moment(row) if "settled_at" in columns else None
        is_settled = self._state(row) == SETTLED
        if is_settled and settled_at is None:
            raise BadCell("settled_at", "", _("settled, but without a date"))
        if is_settled and settled_at and settled_at < found_at:
            raise BadCell("settled_at", settled_at.isoformat(), _("settled before it was found"))
        lon, lat = self._place(row)
        return CaseRow(
            row=row.number,
            number=columns["number"].text(row)[:80],
            found_at=found_at,
            category=category,
            severity=self._severity(row),
            title=columns["title"].text(row),
            place=columns["place"].text(row),
            detail=self._text("detail", row),
            lon=lon,
            lat=lat,
            settled_at=settled_at if is_settled else None,
            state_there=self._state_there(row),
            responsible=self.posts.get(self._text("responsible", row)),
        )

    def _state(self, row: TableRow) -> str:
        state = self.columns["state"].text(row)
        if state not in {OPEN, SETTLED}:
            raise BadCell(
                " / ".join(self.columns["state"].columns),
                state,
                _("the map must send this to open or settled"),
            )
        return state

    def _state_there(self, row: TableRow) -> str:
        return next((row.cells[name] for name in self.columns["state"].columns if row.cells.get(name)), "")

    def _severity(self, row: TableRow) -> Severity:
        text = self._text("severity", row) or Severity.ORDINARY.value
        try:
            return Severity(text)
        except ValueError:
            raise BadCell("severity", text, _("no such severity")) from None

    def _place(self, row: TableRow) -> tuple[float | None, float | None]:
        lon = self.columns["lon"].number(row) if "lon" in self.columns else None
        lat = self.columns["lat"].number(row) if "lat" in self.columns else None
        if lon is None or lat is None:
            return None, None
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise BadCell("lon / lat", f"{lon}, {lat}", _("not a place on earth"))
        return lon, lat


def _campaigns(codes: Sequence[str]) -> list[Campaign]:
    found = {campaign.code: campaign for campaign in Campaign.objects.filter(code__in=codes)}
    if unknown := sorted(set(codes) - set(found)):
        raise BadMap(_("The map names campaigns that do not exist: %(codes)s.") % {"codes": ", ".join(unknown)})
    return [found[code] for code in codes]
