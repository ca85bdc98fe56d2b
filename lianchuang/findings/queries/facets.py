"""How many findings there are by stage, time left, campaign, category and unit: each within the other choices."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.common.charts import Step as Column
from lianchuang.common.workdays import calendar
from lianchuang.findings import rules
from lianchuang.findings.models import Finding, FindingCampaign
from lianchuang.findings.queries.selection import (
    ENDLESS,
    SHORT_TIMES,
    STAGES,
    TIMES,
    VIEWS,
    Moment,
    Selection,
    narrowed,
    view_filter,
)
from lianchuang.sites.models import Category

SHOWN_UNITS = 5
SHOWN_CATEGORIES = 6
ENDED_STAGES = frozenset({"closed", "void"})


@dataclass(frozen=True)
class Tab:
    """A saved view: its words, how many it holds (None: not counted), where it leads."""

    code: str
    label: str
    count: int | None
    address: str
    is_on: bool


@dataclass(frozen=True)
class Value:
    """One value of a facet: `total` in the view, `chosen` within the other choices, and whether it is chosen itself."""

    code: str
    label: str
    total: int
    chosen: int
    address: str
    is_on: bool
    is_off: bool  # others of this facet are chosen, this one is not
    campaign: Campaign | None = None

    @property
    def inked(self) -> int:
        """How many of it are in the selection."""
        return 0 if self.is_off else self.chosen


@dataclass(frozen=True)
class Answer:
    """The selection in figures; `median` is the median age in working minutes."""

    total: int
    over: int
    today: int
    hold: int
    rework: int
    late: int
    median: int | None


@dataclass(frozen=True)
class Facets:
    """The head of the list."""

    stages: Sequence[Column]
    times: Sequence[Column]
    campaigns: Sequence[Value]
    categories: Sequence[Value]
    units: Sequence[Value]
    more_units: Sequence[Value]
    answer: Answer
    by_time: dict[str, int]

    @property
    def most_units(self) -> int:
        """The longest bar among units."""
        return max([1, *(value.total for value in (*self.units, *self.more_units))])

    @property
    def most_categories(self) -> int:
        """The longest bar among categories."""
        return max([1, *(value.total for value in self.categories)])


def tabs(open_ones: QuerySet[Finding], actor: Actor, selection: Selection, moment: Moment) -> list[Tab]:
    """The saved views with their counts, in one query over what is open."""
    counted = [code for code in VIEWS if code not in ENDLESS]
    filters = {code: view_filter(code, actor, moment) for code in counted}
    counts = open_ones.aggregate(**{code: Count("pk", filter=filters[code]) for code in counted})
    return [
        Tab(
            code=code,
            label=str(label),
            count=counts.get(code),
            address=Selection(view=code).address(),
            is_on=code == selection.view,
        )
        for code, label in VIEWS.items()
    ]


def facets(held: QuerySet[Finding], selection: Selection, moment: Moment) -> Facets:
    """Everything above the rows. `held` is what the view holds for this actor. Six queries, whatever the choices."""
    counts = _counts(held, selection, moment)
    every = narrowed(selection, moment)
    units, more_units = _units(held, selection, moment)
    return Facets(
        stages=_stages(counts, selection),
        times=_columns("time", [(code, str(label)) for code, label in SHORT_TIMES.items()], counts, selection),
        campaigns=_campaigns(held, selection, moment),
        categories=_categories(held, selection, moment),
        units=units,
        more_units=more_units,
        answer=_answer(held.filter(every), counts, moment),
        by_time={code: counts[f"group_{code}"] for code in TIMES},
    )


def _counts(held: QuerySet[Finding], selection: Selection, moment: Moment) -> dict[str, int]:
    """Stages, times and the answer in one pass."""
    every = narrowed(selection, moment)
    but_stage, but_time = narrowed(selection, moment, but="stage"), narrowed(selection, moment, but="time")
    wanted: dict[str, Q] = {"total": every, "rework": every & Q(rework_count__gt=0), "late": every & Q(was_late=True)}
    for code, (_label, states) in STAGES.items():
        here = Q(state__in=[state.value for state in states])
        wanted |= {f"all_stage_{code}": here, f"stage_{code}": here & but_stage}
    for code in TIMES:
        here = moment.time_filter(code)
        wanted |= {f"all_time_{code}": here, f"time_{code}": here & but_time, f"group_{code}": here & every}
    return held.aggregate(**{name: Count("pk", filter=condition) for name, condition in wanted.items()})


def _stages(counts: dict[str, int], selection: Selection) -> list[Column]:
    """The stages a view can hold; what is closed stands at one, which is no question."""
    if selection.view == "closed":
        return []
    shown = [
        (code, str(label))
        for code, (label, _states) in STAGES.items()
        if selection.view == "all" or code not in ENDED_STAGES
    ]
    return _columns("stage", shown, counts, selection)


def _columns(
    facet: str, shown: Sequence[tuple[str, str]], counts: dict[str, int], selection: Selection
) -> list[Column]:
    chosen: tuple[str, ...] = getattr(selection, facet)
    return [
        Column(
            label=label,
            count=counts[f"all_{facet}_{code}"],
            selected=0 if chosen and code not in chosen else counts[f"{facet}_{code}"],
            url=_toggled(selection, facet, code).address(),
            is_on=code in chosen,
            is_now=code == "over",
        )
        for code, label in shown
    ]


def _toggled(selection: Selection, facet: str, code: str) -> Selection:
    held: tuple[str, ...] = getattr(selection, facet)
    values = tuple(value for value in held if value != code) if code in held else (*held, code)
    changes: dict[str, Any] = {facet: values}
    return replace(selection.without("expanded"), **changes)


def _value(
    selection: Selection, facet: str, code: str, label: str, total: int, chosen: int, campaign: Campaign | None = None
) -> Value:
    held: tuple[str, ...] = getattr(selection, facet)
    address = _toggled(selection, facet, code).address()
    return Value(code, label, total, chosen, address, code in held, bool(held) and code not in held, campaign)


def _campaigns(held: QuerySet[Finding], selection: Selection, moment: Moment) -> list[Value]:
    others = held.filter(narrowed(selection, moment, but="campaign")).values("pk")
    counted = FindingCampaign.objects.filter(finding__in=held.values("pk")).order_by()
    rows = counted.values("campaign").annotate(total=Count("pk"), chosen=Count("pk", filter=Q(finding__in=others)))
    if not selection.without("campaign").is_narrowed:
        rows = counted.values("campaign").annotate(total=Count("pk"), chosen=Count("pk"))
    by_campaign = {row["campaign"]: (row["total"], row["chosen"]) for row in rows}
    return [
        _value(selection, "campaign", campaign.code, campaign.label, *by_campaign.get(campaign.pk, (0, 0)), campaign)
        for campaign in Campaign.objects.all()
    ]


def _categories(held: QuerySet[Finding], selection: Selection, moment: Moment) -> list[Value]:
    """The most frequent categories of the view, and those chosen."""
    others = narrowed(selection, moment, but="category")
    rows = held.order_by().values("category").annotate(total=Count("pk"), chosen=Count("pk", filter=others))
    counted = {row["category"]: (row["total"], row["chosen"]) for row in rows}
    values = [
        _value(selection, "category", category.code, category.label, *counted[category.pk])
        for category in Category.objects.filter(pk__in=counted)
    ]
    frequent = sorted(values, key=lambda value: (-value.is_on, -value.total, value.code))
    return sorted(frequent[:SHOWN_CATEGORIES], key=lambda value: (-value.total, value.code))


def _units(held: QuerySet[Finding], selection: Selection, moment: Moment) -> tuple[list[Value], list[Value]]:
    """Responsible bodies in name order, what lies below counted with them: the largest, and the others."""
    others = narrowed(selection, moment, but="unit")
    rows = (
        held.order_by().values("responsible_unit__path").annotate(total=Count("pk"), chosen=Count("pk", filter=others))
    )
    counted: dict[str, tuple[int, int]] = {}
    for row in rows:
        if path := row["responsible_unit__path"]:
            body = rules.body_of(path)
            total, chosen = counted.get(body, (0, 0))
            counted[body] = (total + row["total"], chosen + row["chosen"])
    bodies = Unit.objects.filter(Q(path__in=counted) | Q(code__in=selection.unit)).order_by("sort_key")
    values = [
        _value(selection, "unit", unit.code, unit.short_label, *counted.get(unit.path, (0, 0))) for unit in bodies
    ]
    largest = sorted(values, key=lambda value: (-value.is_on, -value.total))[:SHOWN_UNITS]
    return [value for value in values if value in largest], [value for value in values if value not in largest]


def _answer(chosen: QuerySet[Finding], counts: dict[str, int], moment: Moment) -> Answer:
    total = counts["total"]
    return Answer(
        total=total,
        over=counts["group_over"],
        today=counts["group_today"],
        hold=counts["group_hold"],
        rework=counts["rework"],
        late=counts["late"],
        median=_median_age(chosen, total, moment.now) if total else None,
    )


def _median_age(chosen: QuerySet[Finding], total: int, now: datetime) -> int | None:
    """The median age in working minutes: age falls as the date of finding rises, so it is that of the middle one."""
    middle = list(chosen.order_by("found_at").values_list("found_at", flat=True)[(total - 1) // 2 : total // 2 + 1])
    if not middle:
        return None
    return sum(max(0, calendar().minutes_between(found, now)) for found in middle) // len(middle)
