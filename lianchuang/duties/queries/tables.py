"""Reading task tables: what is known beforehand, drafts with their counts, rows and cells in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Grant, Post, Role, Unit, UnitKind
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.campaigns.queries import joint_campaign_for
from lianchuang.common.refusals import Invalid
from lianchuang.common.unreadable import UnreadableTable
from lianchuang.duties.models import RowState, Task, TaskRow, TaskTable, UnitAlias
from lianchuang.duties.tasktable import CELLS, UNIT_CELLS, Cell, KnownUnit, Reading, read_task_table
from lianchuang.duties.tasktable.matching import KnownRequirement, Requirements
from lianchuang.duties.tasktable.readiness import reasons_not_ready
from lianchuang.duties.tasktable.reasons import sentence_of, sentences_of
from lianchuang.duties.tasktable.shapes import Why
from lianchuang.duties.tasktable.unitbook import UnitBook
from lianchuang.duties.words import CELL_LABELS, deadline_words, joined, said_units
from lianchuang.standards.models import Requirement


def county_for(actor: Actor) -> Unit | None:
    """The place whose units a task table names: that of the joint campaign, else the top of the tree."""
    joint: JointCampaign | None = joint_campaign_for(actor)
    if joint is not None:
        return joint.place
    path = actor.unit_path.split(".")[0]
    tops = Unit.objects.filter(parent__isnull=True)
    return (tops.filter(path=f"{path}.") if path else tops).first()


def units_of(county: Unit) -> QuerySet[Unit]:
    """All units of a place, and the place itself."""
    return Unit.objects.filter(path__startswith=county.path).order_by("path")


def known_units(county: Unit) -> list[KnownUnit]:
    """The units as plain values."""
    return [
        KnownUnit(unit.code, unit.name, unit.short_name, "county" if unit.pk == county.pk else unit.kind)
        for unit in units_of(county)
    ]


def remembered_names(county: Unit) -> dict[str, str]:
    """Words that people said mean a unit: bare words → code."""
    return dict(UnitAlias.objects.filter(county=county).values_list("text", "unit__code"))


def book_of(county: Unit) -> UnitBook:
    """What resolves names of units in this place."""
    return UnitBook(known_units(county), remembered_names(county))


def read_table_file(*, content: bytes, name: str, county: Unit, on: date) -> Reading:
    """What would be understood of a file; writes nothing. Raises Invalid with the reason when it is no task table."""
    try:
        return read_task_table(content, name, units=known_units(county), remembered=remembered_names(county), on=on)
    except UnreadableTable as fault:
        raise Invalid({"file": [str(fault)]}, code="unreadable_table") from fault


def requirements_of(campaign: Campaign | None) -> Requirements:
    """The requirements of the campaign's edition, for suggestions."""
    rows = Requirement.objects.filter(edition=campaign.edition_id) if campaign else Requirement.objects.none()
    return Requirements([KnownRequirement(row.pk, row.code, f"{row.name} {row.text}") for row in rows])


def coordinator_posts(codes: Iterable[str]) -> dict[str, Post]:
    """The post that coordinates for each unit (by code): the first that carries the role over that unit."""
    grants = Grant.objects.filter(role=Role.COORDINATOR, scope__code__in=set(codes), post__unit=F("scope"))
    posts: dict[str, Post] = {}
    for grant in grants.select_related("post__unit", "scope").order_by("post__code"):
        posts.setdefault(grant.scope.code, grant.post)
    return posts


@dataclass(frozen=True)
class TableLine:
    """A task table with how many of its rows are ready, open, left out, accepted."""

    table: TaskTable
    rows: int
    ready: int
    open: int
    accepted: int
    left_out: int

    @property
    def understood(self) -> int:
        """Rows that are tasks, or may become some as they are."""
        return self.ready + self.accepted


def tables_with_counts(tables: QuerySet[TaskTable]) -> list[TableLine]:
    """The tables, the newest first. Two queries."""
    held = list(tables.select_related("campaign"))
    counts: dict[int, dict[str, int]] = {table.pk: {} for table in held}
    rows = TaskRow.objects.filter(table__in=counts).order_by().values_list("table_id", "state")
    for table_id, state, number in rows.annotate(number=Count("pk")):
        counts[table_id][state] = number
    return [
        TableLine(
            table,
            rows=sum(counts[table.pk].values()),
            **{state.value: counts[table.pk].get(state, 0) for state in RowState},
        )
        for table in held
    ]


@dataclass(frozen=True)
class CellInWords:
    """A cell as a page or an answer shows it."""

    name: str
    words: str
    confidence: str
    why: str
    text: str

    @property
    def label(self) -> str:
        return str(CELL_LABELS[self.name])

    @property
    def adds_text(self) -> bool:
        """Whether the words as written say more than what was understood and why."""
        return bool(self.text) and self.text != self.words and self.text not in self.why

    @property
    def is_doubtful(self) -> bool:
        return self.confidence != "sure"


@dataclass(frozen=True)
class RowInWords:
    """A row with its cells in words, what is still in the way, and the further columns."""

    row: TaskRow
    cells: Mapping[str, CellInWords]
    reasons: tuple[str, ...]

    @property
    def in_order(self) -> list[CellInWords]:
        """The cells as columns stand."""
        return [self.cells[name] for name in CELLS]

    @property
    def may_be_mended(self) -> bool:
        return self.row.state in {RowState.OPEN, RowState.READY}


def cells_of(row: TaskRow) -> dict[str, Cell]:
    """The cells of a row."""
    return {name: Cell.from_json(data) for name, data in row.cells.items()}


def reasons_of(row: TaskRow, has_post: bool) -> list[str]:
    """Why a row cannot become a task yet, as codes."""
    reasons = reasons_not_ready(cells_of(row))
    return reasons if has_post or "lead_not_one" in reasons else [*reasons, "no_post"]


def rows_in_words(rows: Sequence[TaskRow], county: Unit) -> list[RowInWords]:
    """Rows (with their lead posts loaded) as lines. Two queries."""
    names = {unit.code: unit for unit in units_of(county)}
    leads = {code for row in rows for code in row.cells["lead"]["value"]}
    posts = coordinator_posts(leads)
    return [_in_words(row, names, posts) for row in rows]


def _in_words(row: TaskRow, names: Mapping[str, Unit], posts: Mapping[str, Post]) -> RowInWords:
    cells = cells_of(row)
    has_post = row.lead_post_id is not None or all(code in posts for code in cells["lead"].value)
    reasons = tuple(sentence_of(Why(code)) for code in reasons_of(row, has_post))
    shown = {
        name: CellInWords(name, words_of(name, cell, names), cell.confidence, sentences_of(cell.why), cell.text)
        for name, cell in cells.items()
    }
    return RowInWords(row, shown, reasons if row.state == RowState.OPEN else ())


def words_of(name: str, cell: Cell, names: Mapping[str, Unit]) -> str:
    """What a cell was understood as, in words."""
    if name in UNIT_CELLS:
        return said_units(cell, names)
    if name == "deadline":
        return deadline_words(cell.value)
    return " / ".join(cell.value) if name == "chapter" else str(cell.value)


def rows_to_show(table: TaskTable) -> QuerySet[TaskRow]:
    """The rows of a table: what was not understood first, then what is ready, then the rest."""
    loaded = table.rows.select_related("lead_post__unit", "requirement")
    first = {RowState.OPEN: 0, RowState.READY: 1, RowState.ACCEPTED: 2, RowState.LEFT_OUT: 3}
    return loaded.annotate(rank=_rank(first)).order_by("rank", "order")


def _rank(first: Mapping[RowState, int]) -> Any:
    return Case(*(When(state=state, then=Value(rank)) for state, rank in first.items()), output_field=IntegerField())


@dataclass(frozen=True)
class TaskInWords:
    """A task with its units and its deadline in words."""

    task: Task
    responsible: str
    supporting: str
    deadline: str


def tasks_of(table: TaskTable, most: int) -> list[TaskInWords]:
    """The first tasks that came of a table. Three queries."""
    loaded = Task.objects.filter(row__table=table).select_related("lead_unit", "lead_post__unit", "requirement")
    return [
        TaskInWords(
            task,
            joined(unit.short_label for unit in task.responsible.all()),
            joined(unit.short_label for unit in task.supporting.all()),
            deadline_words({"date": task.due_on.isoformat()} if task.due_on else task.rhythm),
        )
        for task in loaded.prefetch_related("responsible", "supporting")[:most]
    ]


def bureaus_and_places(county: Unit) -> QuerySet[Unit]:
    """The units that may be meant by a name, in name order."""
    return units_of(county).exclude(pk=county.pk).exclude(kind=UnitKind.COUNTY).order_by("sort_key")


def posts_to_choose(row: TaskRow) -> QuerySet[Post]:
    """The posts of the units that lead, or may lead, a row."""
    lead = row.cells["lead"]
    codes = {*lead["value"], *(code for piece in lead["pieces"] for code in piece["candidates"])}
    posts = Post.objects.filter(unit__code__in=codes, unit__path__startswith=row.table.county.path)
    return posts.select_related("unit").order_by("unit__path", "code")


def notes_in_words(table: TaskTable) -> list[str]:
    """What was left aside, each in a sentence."""
    return [sentence_of(Why(note["code"], note["words"])) for note in table.notes]
