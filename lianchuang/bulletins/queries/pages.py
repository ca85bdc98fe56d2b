"""What the pages of bulletins show, from what is frozen with each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.bulletins.access import visible_bulletins
from lianchuang.bulletins.models import Bulletin, BulletinState, FigureRow
from lianchuang.bulletins.rules import BY_KEY, LEAGUES, ORIGINS, Figure, change_in_points, split_key
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common import clock
from lianchuang.common.words import in_reader_language
from lianchuang.findings.access import visible_findings
from lianchuang.findings.models import Finding
from lianchuang.findings.queries.rows import place_words
from lianchuang.findings.rules import STATE_LABELS, State
from lianchuang.inspections.access import visible_visits
from lianchuang.inspections.models import Visit

WEEKS_OFFERED = 8
STRIP = ("visited", "new", "due_closed", "on_time", "repeat")
OPENABLE = ("due", "due_closed", "on_time", "closed", "rework", "repeat", "deferred", "returned", "left_out", "veto")
NUMERALS = (
    pgettext_lazy("section", "1"),
    pgettext_lazy("section", "2"),
    pgettext_lazy("section", "3"),
    pgettext_lazy("section", "4"),
    pgettext_lazy("section", "5"),
)


@dataclass(frozen=True)
class Shown:
    """A frozen figure with its words: `value`, and for a rate its `denominator`."""

    key: str
    figure: Figure
    value: int
    denominator: int | None = None


@dataclass(frozen=True)
class FrozenCampaign:
    """A campaign as it was called then: enough for its seal."""

    seal: str
    slot: int
    name: str
    name_en: str

    @property
    def label(self) -> str:
        return in_reader_language(self.name, self.name_en)


@dataclass(frozen=True)
class Counted:
    """For a row of seals: the campaign, wholly."""

    campaign: FrozenCampaign
    fill: str = "full"
    is_veto: bool = False


@dataclass(frozen=True)
class Line:
    """A line of a table: its name, its counts, and the tail of its cells' keys."""

    cell: str
    label: str
    counts: dict[str, int]
    units: int = 1
    rates: bool = True


@dataclass(frozen=True)
class CampaignLine(Line):
    """The line of a campaign, with its seal."""

    campaign: FrozenCampaign = field(kw_only=True)
    code: str = field(kw_only=True)


@dataclass(frozen=True)
class League:
    """Units that compare: their name and lines, in name order."""

    label: Promise
    lines: Sequence[Line]


@dataclass(frozen=True)
class Matter:
    """A finding in the words it had then: one with a veto, or one that is shown before and after."""

    words: dict[str, Any]
    order: int
    seals: Sequence[Counted] = ()

    @property
    def title(self) -> str:
        return in_reader_language(self.words["title"], self.words["title_en"])


class BulletinPage:
    """Everything on a bulletin's page. Reads only the issues beside it; all else is frozen."""

    def __init__(self, actor: Actor, bulletin: Bulletin) -> None:
        self.actor = actor
        self.bulletin = bulletin
        self.tables: dict[str, Any] = bulletin.tables

    @property
    def number(self) -> str:
        return number_words(self.bulletin)

    @property
    def office(self) -> str:
        head = self.tables["head"]
        return in_reader_language(head["office"], head["office_en"])

    @property
    def rounds(self) -> int:
        return int(self.tables["head"]["rounds"])

    @property
    def week(self) -> int:
        """The ISO week."""
        return self.bulletin.period_from.isocalendar().week

    @property
    def is_interim(self) -> bool:
        """Whether it was counted before the last day of its week."""
        return clock.local(self.bulletin.as_of).date() < self.bulletin.period_to

    def shown(self, key: str) -> Shown:
        """A frozen figure."""
        frozen = self.bulletin.figures[key]
        return Shown(key, BY_KEY[key], frozen["value"], frozen["denominator"])

    @property
    def strip(self) -> list[Shown]:
        """The five figures at the head."""
        return [self.shown(key) for key in STRIP]

    @property
    def openable(self) -> list[Shown]:
        """The figures listed beside the paper."""
        return [self.shown(key) for key in OPENABLE]

    def value(self, key: str) -> int:
        return self.shown(key).value

    @property
    def figures(self) -> dict[str, int]:
        """The bare counts, for sentences that depend on one."""
        return {key: frozen["value"] for key, frozen in self.bulletin.figures.items()}

    @property
    def with_left_out(self) -> int:
        """The denominator if deferred and returned ones were counted as due."""
        return self.value("due") + self.value("left_out")

    @property
    def changes(self) -> dict[str, float]:
        """By how many percentage points rates changed against the week before, where both have a base."""
        before = self.tables["before"]
        found = {key: change_in_points(self.bulletin.figures[key], before[key]) for key in before}
        return {key: points for key, points in found.items() if points is not None}

    @property
    def rework_fell(self) -> float:
        """By how many percentage points less there was of rework than in the week before."""
        return abs(self.changes["rework"])

    @property
    def outlook(self) -> list[str]:
        """What is planned next, a paragraph a line."""
        return [line.strip() for line in self.bulletin.outlook.splitlines() if line.strip()]

    @cached_property
    def campaigns(self) -> list[CampaignLine]:
        return [
            CampaignLine(row["cell"], campaign.label, row, campaign=campaign, code=row["code"])
            for row in self.tables["campaigns"]
            for campaign in [FrozenCampaign(row["seal"], row["slot"], row["name"], row["name_en"])]
        ]

    @property
    def leagues(self) -> list[League]:
        lines = [(row["league"], _unit_line(row)) for row in self.tables["units"]]
        found = [(label, [line for its, line in lines if its == league]) for league, label in LEAGUES.items()]
        return [League(label, some) for label, some in found if some]

    @property
    def origins(self) -> list[Line]:
        """New findings by where they came from."""
        return [
            Line(f"origin-{row['origin']}", str(ORIGINS.get(row["origin"], row["origin"])), {"new": row["new"]})
            for row in self.tables["origins"]
        ]

    @property
    def types(self) -> list[str]:
        return [in_reader_language(row["name"], row["name_en"]) for row in self.tables["types"]]

    @property
    def type_words(self) -> str:
        """The kinds of place with most new findings, as part of a sentence."""
        return pgettext("between kinds of place", ", ").join(self.types)

    @property
    def vetoes(self) -> list[Matter]:
        return [Matter(words, order) for order, words in enumerate(self.tables["vetoes"])]

    @property
    def more_vetoes(self) -> int:
        return self.value("veto") - len(self.tables["vetoes"])

    @property
    def pairs(self) -> list[Matter]:
        return [
            Matter(words, order, [Counted(line.campaign) for line in self.campaigns if line.code in words["campaigns"]])
            for order, words in enumerate(self.tables["pairs"])
        ]

    @property
    def numerals(self) -> dict[str, Promise]:
        """The numbers of the sections that are there."""
        there = ["vetoes", "whole", "units"]
        there += ["pairs"] if self.tables["pairs"] else []
        there += ["outlook"] if self.bulletin.outlook or self.bulletin.is_draft else []
        return dict(zip(there, NUMERALS, strict=False))

    @cached_property
    def neighbours(self) -> dict[str, Bulletin | None]:
        """The issue before and the one after, among those this reader may read."""
        others = visible_bulletins(self.actor).filter(joint=self.bulletin.joint).only("year", "issue")
        return {
            "before": others.filter(period_from__lt=self.bulletin.period_from).order_by("-period_from").first(),
            "after": others.filter(period_from__gt=self.bulletin.period_from).order_by("period_from").first(),
        }


def number_words(bulletin: Bulletin) -> str:
    """The number as it is printed: 莲联创通〔2026〕13 号."""
    symbol = bulletin.tables["head"]["symbol"]
    return f"{symbol}通〔{bulletin.year}〕{bulletin.issue} 号"


def _unit_line(row: dict[str, Any]) -> Line:
    label = in_reader_language(row["name"], row["name_en"])
    return Line(row["cell"], label, row, units=row["units"], rates=row["rates"])


@dataclass(frozen=True)
class Behind:
    """What stands behind a figure or a cell: its words, where (`scope`), and the rows this reader may see."""

    shown: Shown
    scope: str
    rows: QuerySet[FigureRow]
    total: int
    seen: int

    @property
    def hidden(self) -> int:
        """Rows outside what this reader may see."""
        return self.total - self.seen


def behind(actor: Actor, page: BulletinPage, key: str) -> Behind | None:
    """The rows behind a figure, frozen with it; None when the bulletin has no such figure or cell."""
    base, cell = split_key(key)
    if base not in BY_KEY or base not in page.bulletin.figures or key.endswith("-"):
        return None
    scope = _scope(page, base, cell)
    if cell and scope is None:
        return None
    frozen = FigureRow.objects.filter(bulletin=page.bulletin, key=key)
    if base == "visited":
        seen = frozen.filter(visit__in=visible_visits(actor)).select_related("visit__site__site_type", "visit__round")
        seen = seen.order_by("visit__finished_at", "pk")
    else:
        seen = frozen.filter(finding__in=visible_findings(actor)).order_by("pk")
        seen = seen.select_related("finding__site", "finding__item", "finding__responsible_unit")
        seen = seen.prefetch_related("finding__finding_campaigns__campaign")
    total = frozen.count()
    shown = page.shown(base) if not cell else Shown(key, BY_KEY[base], total)
    return Behind(shown, scope or "", seen, total, seen.count())


def _scope(page: BulletinPage, base: str, cell: str) -> str | None:
    """Whose cell it is, in words; None when there is no such cell."""
    lines: list[Line] = [line for league in page.leagues for line in league.lines]
    lines += [*page.campaigns, *page.origins]
    for line in lines:
        if line.cell == cell and base in line.counts:
            return line.label or "…"
    return None


@dataclass(frozen=True)
class Row:
    """A row behind a figure as its page shows it: the finding then and now, or the visit."""

    frozen: FigureRow

    @property
    def finding(self) -> Finding | None:
        return self.frozen.finding

    @property
    def visit(self) -> Visit | None:
        return self.frozen.visit

    @property
    def title(self) -> str:
        """The item's words in the reader's language; a finding of its own words as it was written."""
        finding = self.frozen.finding
        if finding is None:
            return ""
        is_items = finding.item is not None and finding.item.finding == finding.title
        return finding.item.finding_label if finding.item is not None and is_items else finding.title

    @property
    def place(self) -> str:
        return place_words(self.frozen.finding) if self.frozen.finding else ""

    @property
    def unit(self) -> str:
        """The unit that has it now."""
        unit = self.frozen.finding.responsible_unit if self.frozen.finding else None
        return unit.short_label if unit else "–"

    @property
    def then(self) -> str:
        return str(STATE_LABELS[State(self.frozen.state)]) if self.frozen.state else ""

    @property
    def now(self) -> str:
        return str(STATE_LABELS[State(self.frozen.finding.state)]) if self.frozen.finding else ""


def bulletins_of(actor: Actor) -> QuerySet[Bulletin]:
    """All that this actor may read, newest week first."""
    return visible_bulletins(actor).select_related("joint", "published_by__unit").order_by("-period_from", "-pk")


def latest_draft(actor: Actor) -> Bulletin | None:
    """The newest draft that waits for this actor's signature; None for whoever does not sign."""
    if not actor.has(Role.OFFICE):
        return None
    drafts = bulletins_of(actor).filter(state=BulletinState.DRAFT).select_related("joint__place")
    return next((draft for draft in drafts if actor.has_over(draft.joint.place.path, Role.OFFICE)), None)


def latest_published(actor: Actor) -> Bulletin | None:
    """The newest published bulletin that this actor may read."""
    return bulletins_of(actor).filter(state=BulletinState.PUBLISHED).first()


def for_week(actor: Actor, day: date) -> Bulletin | None:
    """The bulletin of the week in which the day lies, if this actor may read it; a draft counts."""
    return bulletins_of(actor).filter(period_from__lte=day, period_to__gte=day).first()


@dataclass(frozen=True)
class Week:
    """A week that has no bulletin yet."""

    monday: date
    is_running: bool

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week


def weeks_without(joint: JointCampaign, today: date) -> list[Week]:
    """The last weeks without a bulletin, newest full week first; the running one comes last."""
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=number) for number in range(1, WEEKS_OFFERED + 1)] + [monday]
    taken = set(Bulletin.objects.filter(joint=joint, period_from__in=weeks).values_list("period_from", flat=True))
    return [Week(week, week == monday) for week in weeks if week not in taken]
