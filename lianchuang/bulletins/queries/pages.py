"""What the pages of bulletins show, from what is frozen with each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import pgettext

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.bulletins.access import signs_bulletins, visible_bulletins
from lianchuang.bulletins.models import Bulletin, BulletinState, Correction, FigureRow
from lianchuang.bulletins.queries.wordings import wording_of
from lianchuang.bulletins.rules import (
    BY_KEY,
    CORRECTION_SIGN,
    LEAGUES,
    ORIGINS,
    SIGNS,
    Figure,
    Kind,
    change_in_points,
    number_of,
    signing_faults,
    split_key,
)
from lianchuang.bulletins.rules.wording import Wording
from lianchuang.common import clock
from lianchuang.common.refusals import Reason
from lianchuang.common.words import in_reader_language
from lianchuang.findings.access import visible_findings
from lianchuang.findings.models import Finding
from lianchuang.findings.queries.rows import place_words
from lianchuang.findings.rules import STATE_LABELS, State
from lianchuang.inspections.access import visible_visits
from lianchuang.inspections.models import Visit

STRIP = ("visited", "new", "due_closed", "on_time", "repeat")
OPENABLE = ("due", "due_closed", "on_time", "closed", "rework", "repeat", "deferred", "returned", "left_out", "veto")


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


@dataclass(frozen=True)
class Listed:
    """A finding in the annex."""

    words: dict[str, Any]

    @property
    def title(self) -> str:
        return in_reader_language(self.words["title"], self.words["title_en"])

    @property
    def unit(self) -> str:
        return in_reader_language(self.words["unit"], self.words["unit_en"]) or "–"

    @property
    def state(self) -> str:
        return str(STATE_LABELS[State(self.words["state"])])


class BulletinPage:
    """Everything on a bulletin's page. Reads only the issues beside it; all else is frozen."""

    def __init__(self, actor: Actor, bulletin: Bulletin, wording: Wording | None = None) -> None:
        """`wording`: other words than those frozen with it, for looking at them beforehand."""
        self.actor = actor
        self.bulletin = bulletin
        self.tables: dict[str, Any] = bulletin.tables
        self.wording = wording or wording_of(bulletin)

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
    def why_not_sign(self) -> list[Reason]:
        """Why this reader cannot sign the draft now; empty when they can."""
        return why_not_sign(self.actor, self.bulletin)

    @cached_property
    def corrections(self) -> list[Correction]:
        """Signed corrections; to those who see drafts also the one that waits."""
        rows = self.bulletin.corrections.select_related("signed_by__unit", "written_by__unit").filter(
            is_withdrawn=False
        )
        signed = [one for one in rows if one.is_signed]
        return list(rows) if signs_bulletins(self.actor, self.bulletin.joint) else signed

    @property
    def signed_corrections(self) -> list[Correction]:
        return [one for one in self.corrections if one.is_signed]

    @property
    def listed(self) -> list[Listed]:
        """The findings of the annex, in the words they had then."""
        return [Listed(words) for words in self.tables.get("list", [])]

    @cached_property
    def neighbours(self) -> dict[str, Bulletin | None]:
        """The issue before and the one after, among those this reader may read."""
        mine = (self.bulletin.year, self.bulletin.issue)
        others = visible_bulletins(self.actor).filter(joint=self.bulletin.joint, kind=self.bulletin.kind)
        others = others.only("kind", "year", "issue").order_by("year", "issue")
        before, after = Q(year=mine[0], issue__lt=mine[1]), Q(year=mine[0], issue__gt=mine[1])
        return {
            "before": others.filter(Q(year__lt=mine[0]) | before).last(),
            "after": others.filter(Q(year__gt=mine[0]) | after).first(),
        }


def number_words(bulletin: Bulletin) -> str:
    """The number as it is printed: 莲联创通〔2026〕13 号."""
    symbol = bulletin.tables["head"]["symbol"]
    return number_of(symbol, SIGNS[Kind(bulletin.kind)], bulletin.year, bulletin.issue)


def correction_number(correction: Correction) -> str:
    """The number of a signed correction: 莲联创更〔2026〕1 号."""
    symbol = correction.bulletin.tables["head"]["symbol"]
    return number_of(symbol, CORRECTION_SIGN, correction.year or 0, correction.issue or 0)


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
    """All that this actor may read, newest days first."""
    rows = visible_bulletins(actor).select_related("joint", "published_by__unit", "signed_by__unit")
    return rows.order_by("-period_to", "-period_from", "-pk")


def count_kinds(bulletins: QuerySet[Bulletin]) -> dict[str, int]:
    """How many there are of each kind."""
    counted = bulletins.order_by().values_list("kind").annotate(number=Count("pk"))
    found = dict(counted)
    return {kind.value: found.get(kind, 0) for kind in Kind}


def why_not_sign(actor: Actor, bulletin: Bulletin) -> list[Reason]:
    """Why this person of the office or this leader cannot sign the draft now; empty when they can."""
    is_interim = clock.local(bulletin.as_of).date() < bulletin.period_to
    drafter = str(bulletin.drafter_id or "")
    return signing_faults(signer=actor.person_id, drafter=drafter, is_interim=is_interim)


def latest_draft(actor: Actor) -> Bulletin | None:
    """The newest one that waits for this actor. The office brings it on, to be signed or, signed, to be published; a
    leader signs what they may. None for others.
    """
    if not actor.has(Role.OFFICE, Role.LEADER):
        return None
    waiting = [BulletinState.DRAFT, BulletinState.SIGNED]
    drafts = bulletins_of(actor).filter(state__in=waiting).select_related("joint__place")
    return next((draft for draft in drafts if _waits_for(actor, draft)), None)


def _waits_for(actor: Actor, bulletin: Bulletin) -> bool:
    place = bulletin.joint.place.path
    if actor.has_over(place, Role.OFFICE):
        return True
    return bulletin.is_draft and actor.has_over(place, Role.LEADER) and not why_not_sign(actor, bulletin)


def latest_published(actor: Actor) -> Bulletin | None:
    """The newest published bulletin that this actor may read."""
    return bulletins_of(actor).filter(state=BulletinState.PUBLISHED).first()


def for_week(actor: Actor, day: date) -> Bulletin | None:
    """The bulletin of the week in which the day lies, if this actor may read it; a draft counts."""
    weekly = bulletins_of(actor).filter(kind=Kind.WEEKLY)
    return weekly.filter(period_from__lte=day, period_to__gte=day).first()
