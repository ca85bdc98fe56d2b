"""Counting a week: which findings and visits stand behind each figure, as of a moment. Sealed work never enters."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from lianchuang.accounts.models import Unit, UnitKind
from lianchuang.bulletins.rules import BY_KEY, FIGURES, SMALL_NUMBER
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.common.workdays import calendar
from lianchuang.findings.models import Finding, FindingCampaign, FindingPhoto, PhotoRole, Step
from lianchuang.findings.rules import State, Verb
from lianchuang.inspections.models import Visit

UNIT_KEYS = ("due", "due_closed", "closed", "closed_in_time", "rework", "recurring")
LEAGUES = (UnitKind.STREET, UnitKind.TOWN, UnitKind.BUREAU, UnitKind.COMMUNITY, UnitKind.VILLAGE)
MOST_PAIRS = 4


@dataclass
class Count:
    """The ids behind each figure."""

    findings: dict[str, list[UUID]] = field(default_factory=dict)
    visits: dict[str, list[UUID]] = field(default_factory=dict)

    def figures(self) -> dict[str, dict[str, int | None]]:
        """Each figure as value with its denominator; `value` is the count itself."""
        values = {key: len(self.findings.get(key, self.visits.get(key, []))) for key in BY_KEY}
        return {
            figure.key: {"value": values[figure.key], "of": values[figure.base] if figure.base else None}
            for figure in FIGURES
        }


@dataclass(frozen=True)
class Period:
    """The days from one to another (both included) as moments, and the cut-off."""

    start: datetime
    end: datetime
    as_of: datetime

    @classmethod
    def of(cls, first: date, last: date, as_of: datetime) -> "Period":
        """Midnight to midnight in the county's time, not beyond the cut-off."""
        zone = calendar().zone
        end = datetime.combine(last + timedelta(days=1), time(), zone)
        return cls(datetime.combine(first, time(), zone), min(end, as_of), as_of)

    def holds(self, name: str) -> Q:
        """A filter: the moment in this column lies in the period."""
        return Q(**{f"{name}__gte": self.start, f"{name}__lt": self.end})


def ours(joint: JointCampaign) -> QuerySet[Finding]:
    """The findings of the joint campaign's place: not sealed, not another system's settled cases."""
    units = Unit.objects.filter(path__startswith=joint.place.path).values("pk")
    place = Q(place_unit__in=units) | Q(place_unit__isnull=True, responsible_unit__in=units)
    return Finding.objects.filter(place, is_sealed=False).exclude(state=State.ELSEWHERE)


def count_period(joint: JointCampaign, period: Period) -> Count:
    """Everything a bulletin counts, a handful of queries whatever the week."""
    every = ours(joint)
    out = [State.MERGED, State.VOID]
    steps = Step.objects.filter(period.holds("at"), finding__in=every.values("pk"))
    by_verb: dict[str, list[UUID]] = defaultdict(list)
    for verb, pk in steps.values_list("verb", "finding").order_by("id"):
        by_verb[verb].append(pk)
    verdicts = by_verb[Verb.PASS] + by_verb[Verb.REJECT]
    due = _due(every, period)
    new = _ids(every.filter(period.holds("found_at")).exclude(state__in=out))
    closed = list(every.filter(period.holds("ended_at"), state=State.CLOSED).values_list("pk", "was_late"))
    again = _once(by_verb["see_again"] + by_verb[Verb.REOPEN])
    return Count(
        findings={
            "new": new,
            "due": [pk for pk, _closed in due],
            "due_closed": [pk for pk, is_closed in due if is_closed],
            "closed": [pk for pk, _late in closed],
            "closed_in_time": [pk for pk, late in closed if not late],
            "verified": _once(verdicts),
            "rework": _once(by_verb[Verb.REJECT]),
            "recurring": again,
            "deferred": _ids(every.filter(state=State.DEFERRED)),
            "returned": _once(by_verb[Verb.RETURN]),
            "veto_open": _ids(every.filter(is_open=True, has_veto=True)),
        },
        visits={"sites_visited": _visits(joint, period)},
    )


def _due(every: QuerySet[Finding], period: Period) -> list[tuple[UUID, bool]]:
    """Findings whose first limit ran out in the period, and whether they are closed by the cut-off."""
    aside = [State.MERGED, State.VOID, State.DEFERRED, State.DEFERRAL_ASKED, State.RETURNED]
    rows = every.filter(period.holds("first_due_at")).exclude(state__in=aside)
    return [
        (pk, state == State.CLOSED and ended is not None and ended <= period.as_of)
        for pk, state, ended in rows.values_list("pk", "state", "ended_at").order_by("found_at", "pk")
    ]


def _visits(joint: JointCampaign, period: Period) -> list[UUID]:
    """One visit a site: the last one in the period."""
    sealed = Q(round__kind="undercover", round__released_at__isnull=True)
    visits = Visit.objects.filter(period.holds("finished_at"), round__joint=joint).exclude(sealed)
    later = visits.filter(site=OuterRef("site"), finished_at__gt=OuterRef("finished_at"))
    return _ids(visits.filter(~Exists(later)))


def _ids(rows: QuerySet[Any]) -> list[UUID]:
    return list(rows.values_list("pk", flat=True).order_by("pk"))


def _once(ids: Iterable[UUID]) -> list[UUID]:
    return list(dict.fromkeys(ids))


def unit_table(count: Count) -> list[dict[str, Any]]:
    """The units by league and name: their counts; whoever has fewer than ten due is summed with the others."""
    wanted = {pk for key in UNIT_KEYS for pk in count.findings[key]}
    unit_of = dict(Finding.objects.filter(pk__in=wanted).values_list("pk", "responsible_unit"))
    cells: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(UNIT_KEYS, 0))
    for key in UNIT_KEYS:
        for pk in count.findings[key]:
            if unit := unit_of.get(pk):
                cells[unit][key] += 1
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=cells)}
    return [league for kind in LEAGUES if (league := _league(kind, cells, units))]


def _league(kind: UnitKind, cells: dict[int, dict[str, int]], units: dict[int, Unit]) -> dict[str, Any] | None:
    members = sorted((unit for unit in units.values() if unit.kind == kind), key=lambda unit: unit.sort_key)
    large = [unit for unit in members if cells[unit.pk]["due"] >= SMALL_NUMBER]
    small = [unit for unit in members if unit not in large]
    rows = [{"unit": unit.pk, "name": unit.short_name, **cells[unit.pk]} for unit in large]
    rest = {key: sum(cells[unit.pk][key] for unit in small) for key in UNIT_KEYS}
    return {"kind": kind.value, "rows": rows, "others": len(small), "rest": rest} if members else None


def campaign_table(joint: JointCampaign, count: Count) -> list[dict[str, Any]]:
    """New, due and closed by campaign; a finding counts for each campaign that it serves."""
    keys = ("new", "due", "due_closed", "closed")
    wanted = {pk for key in keys for pk in count.findings[key]}
    served: dict[UUID, list[int]] = defaultdict(list)
    for pk, campaign_id in FindingCampaign.objects.filter(finding__in=wanted).values_list("finding", "campaign"):
        served[pk].append(campaign_id)
    table = []
    for campaign in Campaign.objects.filter(joint=joint):
        cells = {key: sum(campaign.pk in served[pk] for pk in count.findings[key]) for key in keys}
        table.append({"campaign": campaign.pk, **cells})
    return table


def choose_pairs(count: Count) -> list[tuple[FindingPhoto, FindingPhoto]]:
    """Before/after pairs of findings closed in the period: those that serve most campaigns first, each place once."""
    closed = Finding.objects.filter(pk__in=count.findings["closed"], rework_count=0)
    served = FindingCampaign.objects.filter(finding=OuterRef("pk"))
    with_photos = closed.filter(photos__role=PhotoRole.AFTER).annotate(
        after=Max("photos__pk", filter=Q(photos__role=PhotoRole.AFTER)), is_served=Exists(served)
    )
    chosen = list(
        with_photos.order_by("-is_served", "-has_veto", "-count", F("ended_at").desc(), "pk")[: 4 * MOST_PAIRS]
    )
    photos = FindingPhoto.objects.filter(finding__in=chosen).order_by("pk")
    before: dict[UUID, FindingPhoto] = {}
    after: dict[UUID, FindingPhoto] = {}
    for photo in photos:
        if photo.role == PhotoRole.BEFORE:
            before.setdefault(photo.finding_id, photo)
        elif photo.role == PhotoRole.AFTER:
            after[photo.finding_id] = photo
    pairs, categories = [], set()
    for finding in chosen:
        if finding.pk in before and finding.pk in after and finding.category_id not in categories:
            categories.add(finding.category_id)
            pairs.append((before[finding.pk], after[finding.pk]))
    return pairs[:MOST_PAIRS]
