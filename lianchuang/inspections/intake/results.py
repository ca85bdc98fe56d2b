"""The results of our own XLSForm, as ODK Central or Kobo exports them: a CSV, or a ZIP of it with the photos."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor, actors_of
from lianchuang.accounts.models import Appointment, Post
from lianchuang.common.columns import BadCell
from lianchuang.common.intake import RefusedRow, require_sound
from lianchuang.common.tablefile import Table, TableRow, UnreadableTable, read_content
from lianchuang.common.unreadable import ZIP_FAULTS
from lianchuang.inspections.intake.shapes import Ground, ToldAnswer, ToldVisit, Unclear, VisitTable, day_of
from lianchuang.inspections.models import Round
from lianchuang.sites import xlsform
from lianchuang.sites.models import CheckItem, Grading, Site
from lianchuang.sites.queries.forms import inspecting_posts

IDS = ("instanceID", "KEY", "_uuid")
NEEDED = (xlsform.INSPECTOR, xlsform.SITE, xlsform.STARTED, xlsform.ENDED)
SEPARATORS = re.compile(r"[-/.:]")
MOST_FILES = 20_000
MOST_UNPACKED = 400 * 1024 * 1024
MOST_TABLE = 50 * 1024 * 1024
MOST_PHOTO = 15 * 1024 * 1024
MOST_REMARK = 2000
MOST_COUNT = 32767


@dataclass(frozen=True)
class _Packed:
    """A ZIP: its one table, and its other files by name (a name that stands twice: by the folder it lies in too)."""

    table: bytes
    photos: Mapping[str, bytes]
    double: frozenset[str] = frozenset()


def read_results(content: bytes, ground: Ground, *, without_photos: bool = False) -> VisitTable:
    """The visits that the results tell. Raises UnreadableTable; wrong rows are in the result.

    A row whose photos are not in the file is refused, unless `without_photos`.
    """
    is_zip = content.startswith(b"PK\x03\x04") and not _is_workbook(content)
    packed = _unpack(content) if is_zip else _Packed(content, {})
    table = read_content(packed.table)
    names = _names(table)
    lacking = [name for name in NEEDED if name not in names]
    if not any(name in names for name in IDS):
        lacking.append(IDS[0])
    if lacking:
        words = {"names": ", ".join(lacking)}
        fault = _("These are not the results of our XLSForm: %(names)s is missing. Another table needs a map.") % words
        return VisitTable(len(table.rows), faults=(fault,))
    reader = _Reader(names, ground, packed, without_photos)
    visits: list[ToldVisit] = []
    refused: list[RefusedRow] = []
    first: dict[UUID, int] = {}
    for row in table.rows:
        try:
            require_sound(row)
            visit = reader.visit(row)
            if visit.id in first:
                words_twice = _("the same visit as row %(row)s") % {"row": first[visit.id]}
                raise BadCell("", str(visit.id), words_twice)
            first[visit.id] = row.number
            visits.append(visit)
        except BadCell as fault_in_row:
            refused.append(RefusedRow.of(row, fault_in_row))
    notes = (_("Photos were left out, as asked."),) if without_photos else ()
    return VisitTable(len(table.rows), tuple(visits), tuple(refused), notes=notes, photos=reader.taken)


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _unpack(content: bytes) -> _Packed:
    """The table and the photos of a ZIP. Raises UnreadableTable; never more than MOST_UNPACKED is held."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [each for each in archive.infolist() if not each.is_dir() and "__MACOSX" not in each.filename]
            if len(members) > MOST_FILES or sum(each.file_size for each in members) > MOST_UNPACKED:
                raise UnreadableTable(_("The ZIP file holds too much. Export fewer results at once."))
            tables = [each for each in members if each.filename.lower().endswith(".csv")]
            if len(tables) != 1:
                words = {"number": len(tables)}
                raise UnreadableTable(_("The ZIP file must hold one CSV table; it holds %(number)s.") % words)
            if tables[0].file_size > MOST_TABLE:
                raise UnreadableTable(_("The ZIP file holds too much. Export fewer results at once."))
            others = [each for each in members if each is not tables[0] and each.file_size <= MOST_PHOTO]
            photos = {}
            for each in others:
                path = _path(each)
                photos[path.name] = photos[f"{path.parent.name}/{path.name}"] = archive.read(each)
            names = Counter(_path(each).name for each in others)
            return _Packed(archive.read(tables[0]), photos, frozenset(name for name in names if names[name] > 1))
    except ZIP_FAULTS as fault:
        raise UnreadableTable(_("The ZIP file is damaged or protected by a password.")) from fault


def _path(member: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(member.filename.replace("\\", "/"))


def _names(table: Table) -> dict[str, str]:
    """Our field names → the columns: exports put the groups before them, joined by - or /."""
    found: dict[str, str] = {}
    for column in table.header:
        found.setdefault(SEPARATORS.split(column)[-1] or column, column)
        found.setdefault(column, column)
    return found


class _Reader:
    """Rows to visits; posts and who holds them are looked up once."""

    def __init__(self, names: Mapping[str, str], ground: Ground, packed: _Packed, without: bool) -> None:
        self.names = names
        self.ground = ground
        self.photos, self.double = packed.photos, packed.double
        self.without_photos = without
        self.taken: dict[str, bytes] = {}
        self.posts = {post.code: post for post in inspecting_posts(ground.actor)}
        self._holders: dict[tuple[int, date], Actor | str] = {}

    def visit(self, row: TableRow) -> ToldVisit:
        """One row as a visit. Raises BadCell."""
        site = self._site(row)
        started, ended = self._moment(xlsform.STARTED, row), self._moment(xlsform.ENDED, row)
        id = self._id(row)
        return ToldVisit(
            rows=(row.number,),
            id=id,
            round=self._round(site, ended),
            site=site,
            started_at=min(started, ended),
            finished_at=ended,
            answers=tuple(self._answers(site, row, id)),
            by=self._inspector(row, day_of(ended)),
            remark=self._cell(xlsform.REMARK, row)[:MOST_REMARK],
        )

    def _cell(self, name: str, row: TableRow) -> str:
        return row.cells.get(self.names.get(name, ""), "")

    def _bad(self, name: str, value: str, sentence: str) -> BadCell:
        return BadCell(self.names.get(name, name), value, sentence)

    def _id(self, row: TableRow) -> UUID:
        name = next((each for each in IDS if self._cell(each, row)), IDS[0])
        said = self._cell(name, row)
        try:
            return UUID(said.removeprefix("uuid:"))
        except ValueError:
            raise self._bad(name, said, _("no id of a result")) from None

    def _site(self, row: TableRow) -> Site:
        code = self._cell(xlsform.SITE, row)
        if code not in self.ground.sites:
            raise self._bad(xlsform.SITE, code, _("no site with this code"))
        return self.ground.sites[code]

    def _moment(self, name: str, row: TableRow) -> datetime:
        said = self._cell(name, row)
        try:
            at = datetime.fromisoformat(said)
        except ValueError:
            raise self._bad(name, said, _("not a date of the expected form")) from None
        return at if at.tzinfo else timezone.make_aware(at)

    def _round(self, site: Site, ended: datetime) -> Round:
        try:
            return self.ground.round_for(site, day_of(ended), drawn=True)
        except Unclear as fault:
            raise self._bad(xlsform.SITE, site.code, str(fault)) from fault

    def _inspector(self, row: TableRow, day: date) -> Actor:
        """Whoever held the post on that day."""
        code = self._cell(xlsform.INSPECTOR, row)
        post = self.posts.get(code)
        if post is None:
            raise self._bad(xlsform.INSPECTOR, code, _("no inspecting post with this code"))
        held = self._holders.get((post.pk, day))
        if held is None:
            held = self._holders[post.pk, day] = _holder(post, day)
        if isinstance(held, str):
            raise self._bad(xlsform.INSPECTOR, code, held)
        return held

    def _answers(self, site: Site, row: TableRow, id: UUID) -> list[ToldAnswer]:
        """The items that the row answers; what the form did not know is found missing later."""
        items = self.ground.items.get(site.site_type_id, {}).values()
        told = [(item, self._cell(xlsform.field_of(xlsform.VERDICT, item.code), row)) for item in items]
        answers = [self._answer(item, verdict, row, id) for item, verdict in told if verdict]
        if not answers:
            raise self._bad(xlsform.SITE, site.code, _("the form was not that of this type of site"))
        return answers

    def _answer(self, item: CheckItem, verdict: str, row: TableRow, id: UUID) -> ToldAnswer:
        if verdict == xlsform.RIGHT:
            return ToldAnswer(item)
        if verdict == xlsform.NOT_APPLICABLE:
            return ToldAnswer(item, not_applicable=True)
        if verdict != xlsform.WRONG:
            raise self._bad(xlsform.field_of(xlsform.VERDICT, item.code), verdict, _("no verdict of the form"))
        return ToldAnswer(
            item,
            count=1 if item.grading == Grading.YES_NO else self._count(item, row),
            note=self._cell(xlsform.field_of(xlsform.NOTE, item.code), row),
            fixed_on_spot=self._cell(xlsform.field_of(xlsform.FIXED, item.code), row) == xlsform.YES,
            photos=self._photos(item, row, id),
        )

    def _count(self, item: CheckItem, row: TableRow) -> int:
        name = xlsform.field_of(xlsform.COUNT, item.code)
        said = self._cell(name, row)
        if not said.removesuffix(".0").isdecimal() or not 1 <= int(float(said)) <= MOST_COUNT:
            raise self._bad(name, said, _("not a whole number from 1 up"))
        return int(float(said))

    def _photos(self, item: CheckItem, row: TableRow, id: UUID) -> tuple[str, ...]:
        """The name of the photo among those that came with the table. Raises BadCell when it did not come."""
        name = xlsform.field_of(xlsform.PHOTO, item.code)
        said = self._cell(name, row)
        if not said or self.without_photos:
            return ()
        file = PurePosixPath(said.replace("\\", "/")).name
        # Kobo keeps each result's files in a folder of its own, named by the result.
        found = next((each for each in (f"{id}/{file}", file) if each in self.photos), None)
        if found is None:
            raise self._bad(name, said, _("this photo is not in the file; send the ZIP with the photos"))
        if found == file and file in self.double:
            raise self._bad(name, said, _("several photos in the file have this name"))
        self.taken[found] = self.photos[found]
        return (found,)


def _holder(post: Post, day: date) -> Actor | str:
    """Whoever held the post on that day, in this post; or why that cannot be said."""
    there = Appointment.objects.filter(post=post, since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))
    people = [appointment.person for appointment in there.select_related("person")]
    if len(people) != 1:
        return _("several people held this post on that day") if people else _("nobody held this post on that day")
    return next(actor for actor in actors_of(people[0], day) if actor.post is not None and actor.post.pk == post.pk)
