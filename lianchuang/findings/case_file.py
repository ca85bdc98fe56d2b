"""A case export of another system, read through a map into cases: every row understood, or refused with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from lianchuang.accounts.models import Post
from lianchuang.campaigns.models import Campaign
from lianchuang.common import clock
from lianchuang.common.columns import BadCell, BadMap, Column, ColumnMap, read_map
from lianchuang.common.intake import (
    RefusedRow,
    absent_columns,
    missing_columns,
    require_known,
    require_sound,
    targets_of,
)
from lianchuang.common.tablefile import Table, TableRow, read_table
from lianchuang.findings.models import Finding
from lianchuang.findings.queries.importing import CaseRow
from lianchuang.sites.models import Category, Severity

REQUIRED = ("number", "found_at", "title", "category", "place", "state")
KNOWN = (*REQUIRED, "severity", "detail", "lon", "lat", "settled_at", "responsible")
SETTINGS = ("system", "words", "campaigns", "encoding", "sheet")
OPEN, SETTLED = "open", "settled"
# Clocks of two systems differ; what is dated later than this was typed wrongly.
AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class CaseFile:
    """A file as read: its cases, its refused rows; `faults` concern the file as a whole (then there are no cases).

    `notes` are what somebody should know though nothing is wrong.
    """

    read: int
    system: str
    words: str
    cases: tuple[CaseRow, ...]
    refused: tuple[RefusedRow, ...]
    faults: tuple[str, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    notes: tuple[str, ...] = ()


def read_case_file(path: Path, map_path: Path) -> CaseFile:
    """Read a case export. Raises BadMap and UnreadableTable; wrong rows and missing columns are in the result."""
    columns = read_map(map_path, required=REQUIRED, known=KNOWN, settings=SETTINGS)
    system = columns.setting("system")
    if not system:
        raise BadMap(_("The map does not name the “system” the cases come from."))
    if len(system) > _most("external_system"):
        words = {"name": "system", "most": _most("external_system")}
        raise BadMap(_("In the map, “%(name)s” is longer than %(most)s characters.") % words)
    words_of_system = columns.setting("words") or system
    table = read_table(path, encoding=columns.setting("encoding"), sheet=columns.setting("sheet"))
    if faults := missing_columns(columns, table):
        return CaseFile(len(table.rows), system, words_of_system, (), (), faults)
    return _understand(table, columns, system, words_of_system)


def _understand(table: Table, columns: ColumnMap, system: str, words: str) -> CaseFile:
    reader = _Reader(columns, table, clock.now())
    cases: list[CaseRow] = []
    refused: list[RefusedRow] = []
    for row in table.rows:
        try:
            cases.append(reader.case(row))
        except BadCell as fault:
            refused.append(RefusedRow.of(row, fault))
    notes = absent_columns(columns, table)
    campaigns = tuple(reader.campaigns)
    return CaseFile(len(table.rows), system, words, tuple(cases), tuple(refused), (), campaigns, notes)


class _Reader:
    """Rows to cases; what the map names in our own words (categories, posts, campaigns) is looked up once."""

    def __init__(self, columns: ColumnMap, table: Table, now: datetime) -> None:
        self.columns = columns.columns
        self.latest = now + AHEAD
        self.categories = {category.code: category for category in Category.objects.all()}
        self.campaigns = _campaigns(columns.settings.get("campaigns", []))
        for fact, known in (
            ("category", self.categories),
            ("severity", Severity.values),
            ("state", (OPEN, SETTLED)),
        ):
            require_known(fact, self.columns.get(fact), known)
        self.posts = self._posts(table)

    def _posts(self, table: Table) -> dict[str, Post]:
        """The posts named by the map (which must exist), and those that the rows name directly."""
        column = self.columns.get("responsible")
        if column is None:
            return {}
        wanted = targets_of(column)
        direct = set() if column.values else {column.raw(row) for row in table.rows}
        posts = {post.code: post for post in Post.objects.filter(code__in=wanted | direct).select_related("unit")}
        if unknown := sorted(wanted - set(posts)):
            raise BadMap(_("The map names posts that do not exist: %(codes)s.") % {"codes": ", ".join(unknown)})
        return posts

    def case(self, row: TableRow) -> CaseRow:
        """One row as a case. Raises BadCell."""
        require_sound(row)
        found_at, settled_at = self._times(row)
        title, place = self._text("title", row), self._text("place", row)
        lon, lat = self._place(row)
        return CaseRow(
            row=row.number,
            number=self._number(row),
            found_at=found_at,
            category=self._category(row),
            severity=self._severity(row),
            title=_short(title, "title"),
            place=_short(place, "place"),
            detail=_with_rest(self._text("detail", row), title=title, place=place),
            lon=lon,
            lat=lat,
            settled_at=settled_at,
            state_there=self.columns["state"].raw(row),
            responsible=self._responsible(row),
        )

    def _text(self, fact: str, row: TableRow) -> str:
        column = self.columns.get(fact)
        return column.text(row) if column else ""

    def _number(self, row: TableRow) -> str:
        column = self.columns["number"]
        number = column.text(row)
        if len(number) > _most("external_id"):
            raise column.bad(number, _("longer than %(most)s characters") % {"most": _most("external_id")})
        return number

    def _times(self, row: TableRow) -> tuple[datetime, datetime | None]:
        """When it was found, and when it was settled if it is."""
        found = self.columns["found_at"]
        found_at = self._past(found, row)
        if found_at is None:
            raise found.bad("", _("empty"))
        state = self.columns["state"]
        said = state.text(row)
        if said not in {OPEN, SETTLED}:
            raise state.bad(said, _("the map must send this to open or settled"))
        if said == OPEN:
            return found_at, None
        settled = self.columns.get("settled_at") or Column("settled_at")
        settled_at = self._past(settled, row) if settled.columns or settled.value else None
        if settled_at is None:
            raise settled.bad("", _("settled, but without a date"))
        if settled_at < found_at:
            raise settled.bad(settled.raw(row), _("settled before it was found"))
        return found_at, settled_at

    def _past(self, column: Column, row: TableRow) -> datetime | None:
        moment = column.moment(row)
        if moment is not None and moment > self.latest:
            raise column.bad(column.raw(row), _("lies in the future"))
        return moment

    def _category(self, row: TableRow) -> Category:
        column = self.columns["category"]
        code = column.text(row)
        if code not in self.categories:
            raise column.bad(code, _("no such category"))
        return self.categories[code]

    def _severity(self, row: TableRow) -> Severity:
        column = self.columns.get("severity")
        text = column.text(row) if column else ""
        if column is None or not text:
            return Severity.ORDINARY
        if text not in Severity.values:
            raise column.bad(text, _("no such severity"))
        return Severity(text)

    def _responsible(self, row: TableRow) -> Post | None:
        column = self.columns.get("responsible")
        code = column.text(row) if column else ""
        if column is None or not code:
            return None
        if code not in self.posts:
            raise column.bad(code, _("no such post"))
        return self.posts[code]

    def _place(self, row: TableRow) -> tuple[float | None, float | None]:
        columns = [self.columns[fact] for fact in ("lon", "lat") if fact in self.columns]
        numbers = [column.number(row) for column in columns]
        given = [number for number in numbers if number is not None]
        if not given:
            return None, None
        where = " / ".join(column.where for column in columns)
        value = ", ".join("" if number is None else f"{number}" for number in numbers)
        if len(given) == 1:
            raise BadCell(where, value, _("one of the two coordinates is missing"))
        lon, lat = given
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise BadCell(where, value, _("not a place on earth"))
        return lon, lat


def _most(column: str) -> int:
    """How many characters a column of a finding holds."""
    return int(getattr(Finding._meta.get_field(column), "max_length", None) or 0)


def _short(text: str, column: str) -> str:
    """The text, cut to what the column holds."""
    most = _most(column)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _with_rest(detail: str, **texts: str) -> str:
    """The detail, preceded by every text that had to be cut: nothing that was told is lost."""
    return "\n".join(filter(None, [*(text for name, text in texts.items() if len(text) > _most(name)), detail]))


def _campaigns(codes: str | Sequence[str]) -> list[Campaign]:
    codes = [codes] if isinstance(codes, str) else codes
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise BadMap(_("In the map, “%(name)s” must be a text or a list of texts.") % {"name": "campaigns"})
    wanted = [code for code in dict.fromkeys(codes) if code]
    found = {campaign.code: campaign for campaign in Campaign.objects.filter(code__in=wanted)}
    if unknown := sorted(set(wanted) - set(found)):
        raise BadMap(_("The map names campaigns that do not exist: %(codes)s.") % {"codes": ", ".join(unknown)})
    return [found[code] for code in wanted]
