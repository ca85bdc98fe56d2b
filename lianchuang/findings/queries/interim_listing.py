"""The findings list: tabs, facets that count, the sentence that answers, rows grouped by time left."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.common.charts import Step as Column
from lianchuang.common.workdays import calendar
from lianchuang.findings import rules
from lianchuang.findings.access import visible_findings
from lianchuang.findings.models import Finding, FindingCampaign
from lianchuang.findings.queries.rows import Row, rows_of
from lianchuang.findings.queries.selection import (
    ENDLESS,
    STAGES,
    TIMES,
    VIEWS,
    Moment,
    Selection,
    narrowed,
    view_filter,
)
from lianchuang.sites.models import Category

ROW_TABLES = ("site", "responsible_post__unit", "responsible_unit")
GROUP_ROWS, EXPANDED_ROWS = 12, 300
MOST_UNITS, MOST_CATEGORIES = 6, 6
MOST_DOWNLOADED = 20_000


@dataclass(frozen=True)
class Tab:
    """A saved view with its count (None where it would have to count everything that ever was)."""

    code: str
    label: str
    count: int | None
    is_here: bool


@dataclass(frozen=True)
class Choice:
    """A value of a facet: how many in the view, how many with the other choices, and the address that toggles it."""

    code: str
    label: str
    count: int
    selected: int
    url: str
    is_on: bool
    campaign: Campaign | None = None


@dataclass(frozen=True)
class Chip:
    """A choice in force, and the address without it."""

    label: str
    url: str
    campaign: Campaign | None = None


@dataclass(frozen=True)
class Group:
    """Rows of one stretch of time left."""

    code: str
    label: str
    total: int
    rows: Sequence[Row]
    more_url: str

    @property
    def rest(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Answer:
    """The head's sentence in figures."""

    total: int
    overdue: int
    today: int
    stopped: int
    reworked: int
    median_age: int | None


@dataclass(frozen=True)
class FindingList:
    """Everything on the page."""

    selection: Selection
    tabs: Sequence[Tab]
    stages: Sequence[Column]
    times: Sequence[Column]
    campaigns: Sequence[Choice]
    categories: Sequence[Choice]
    units: Sequence[Choice]
    others: int
    answer: Answer
    chips: Sequence[Chip]
    groups: Sequence[Group]


def finding_list(actor: Actor, selection: Selection, now: datetime) -> FindingList:
    """The list for what is asked, in a constant number of queries."""
    moment = Moment(now)
    seen = visible_findings(actor)
    view = seen.filter(view_filter(selection.view, actor, moment))
    chosen = view.filter(narrowed(selection, moment))
    units, others = _units(view, selection, moment)
    return FindingList(
        selection=selection,
        tabs=_tabs(actor, seen, selection, moment),
        stages=_stages(view, selection, moment),
        times=_times(view, selection, moment) if selection.view not in ENDLESS else (),
        campaigns=_campaigns(view, selection, moment),
        categories=_categories(view, selection, moment),
        units=units,
        others=others,
        answer=_answer(chosen, moment),
        chips=_chips(selection),
        groups=_groups(chosen, selection, moment),
    )


def _tabs(actor: Actor, seen: QuerySet[Finding], selection: Selection, moment: Moment) -> list[Tab]:
    counted = [code for code in VIEWS if code not in ENDLESS]
    counts = seen.filter(is_open=True).aggregate(
        **{code: Count("pk", filter=view_filter(code, actor, moment)) for code in counted}
    )
    return [Tab(code, str(label), counts.get(code), code == selection.view) for code, label in VIEWS.items()]


def _toggled(selection: Selection, facet: str, code: str) -> Selection:
    held: tuple[str, ...] = getattr(selection, facet)
    now = tuple(one for one in held if one != code) if code in held else (*held, code)
    changes: dict[str, Any] = {facet: now, "expanded": ""}
    return replace(selection, **changes)


def _pair(
    view: QuerySet[Finding], selection: Selection, moment: Moment, facet: str, column: str
) -> tuple[Counter[object], Counter[object]]:
    """Counts by a column: in the view, and with all other choices in force."""
    whole = Counter(dict(view.values_list(column).annotate(number=Count("pk")).order_by()))
    others = selection.without(facet)
    if not others.is_narrowed:
        return whole, whole
    some = view.filter(narrowed(selection, moment, but=facet)).values_list(column)
    return whole, Counter(dict(some.annotate(number=Count("pk")).order_by()))


def _stages(view: QuerySet[Finding], selection: Selection, moment: Moment) -> list[Column]:
    whole, some = _pair(view, selection, moment, "stage", "state")
    columns = []
    for code, (label, states) in STAGES.items():
        count = sum(whole[state.value] for state in states)
        if not count and code not in selection.stage:
            continue
        columns.append(
            Column(
                label=str(label),
                count=count,
                selected=_ink(selection, "stage", code, sum(some[state.value] for state in states)),
                url=_toggled(selection, "stage", code).address(),
                is_on=code in selection.stage,
            )
        )
    return columns


def _ink(selection: Selection, facet: str, code: str, some: int) -> int:
    """What stands in ink: the selected share, nothing where the facet itself leaves it out."""
    held: tuple[str, ...] = getattr(selection, facet)
    if not selection.is_narrowed or (held and code not in held):
        return 0
    return some


def _times(view: QuerySet[Finding], selection: Selection, moment: Moment) -> list[Column]:
    def counts(findings: QuerySet[Finding]) -> dict[str, int]:
        return findings.aggregate(**{f"t_{code}": Count("pk", filter=moment.time_filter(code)) for code in TIMES})

    whole = counts(view)
    others = selection.without("time")
    some = counts(view.filter(narrowed(selection, moment, but="time"))) if others.is_narrowed else whole
    return [
        Column(
            label=str(label),
            count=whole[f"t_{code}"],
            selected=_ink(selection, "time", code, some[f"t_{code}"]),
            url=_toggled(selection, "time", code).address(),
            is_on=code in selection.time,
            is_now=code == "over",
        )
        for code, label in TIMES.items()
    ]


def _campaigns(view: QuerySet[Finding], selection: Selection, moment: Moment) -> list[Choice]:
    def counts(findings: QuerySet[Finding]) -> dict[int, int]:
        rows = FindingCampaign.objects.filter(finding__in=findings.values("pk")).values_list("campaign")
        return dict(rows.annotate(number=Count("pk")).order_by())

    whole = counts(view)
    others = selection.without("campaign")
    some = counts(view.filter(narrowed(selection, moment, but="campaign"))) if others.is_narrowed else whole
    return [
        Choice(
            code=each.code,
            label=each.label,
            count=whole.get(each.pk, 0),
            selected=some.get(each.pk, 0),
            url=_toggled(selection, "campaign", each.code).address(),
            is_on=each.code in selection.campaign,
            campaign=each,
        )
        for each in Campaign.objects.all()
    ]


def _categories(view: QuerySet[Finding], selection: Selection, moment: Moment) -> list[Choice]:
    whole, some = _pair(view, selection, moment, "category", "category")
    choices = [
        Choice(
            code=each.code,
            label=each.label,
            count=whole[each.pk],
            selected=some[each.pk],
            url=_toggled(selection, "category", each.code).address(),
            is_on=each.code in selection.category,
        )
        for each in Category.objects.all()
        if whole[each.pk] or each.code in selection.category
    ]
    first = sorted(choices, key=lambda choice: (not choice.is_on, -choice.count))
    return first[:MOST_CATEGORIES]


def _units(view: QuerySet[Finding], selection: Selection, moment: Moment) -> tuple[list[Choice], int]:
    """The bodies with most open findings, then in name order (never a ranking), and how many further ones there are."""
    whole, some = _pair(view, selection, moment, "unit", "responsible_unit")
    units = {unit.pk: unit for unit in Unit.objects.all()}
    bodies = {unit.path: unit for unit in units.values() if unit.path.count(".") <= 2}
    all_counts, some_counts = _by_body(whole, units), _by_body(some, units)
    busiest = sorted(all_counts, key=lambda path: -all_counts[path])
    chosen = [path for path in busiest if path in bodies and bodies[path].code in selection.unit]
    shown = [*chosen, *(path for path in busiest if path not in chosen)][: max(MOST_UNITS, len(chosen))]
    choices = [
        Choice(
            code=bodies[path].code,
            label=bodies[path].short_name,
            count=all_counts[path],
            selected=some_counts[path],
            url=_toggled(selection, "unit", bodies[path].code).address(),
            is_on=bodies[path].code in selection.unit,
        )
        for path in sorted(shown, key=lambda path: bodies[path].sort_key)
    ]
    return choices, len(all_counts) - len(shown)


def _by_body(counts: Counter[object], units: dict[int, Unit]) -> Counter[str]:
    result: Counter[str] = Counter()
    for pk, number in counts.items():
        if isinstance(pk, int):
            result[rules.body_of(units[pk].path)] += number
    return result


def _answer(chosen: QuerySet[Finding], moment: Moment) -> Answer:
    figures = chosen.aggregate(
        total=Count("pk"),
        overdue=Count("pk", filter=moment.time_filter("over")),
        today=Count("pk", filter=moment.time_filter("today")),
        stopped=Count("pk", filter=moment.time_filter("hold")),
        reworked=Count("pk", filter=Q(rework_count__gt=0)),
    )
    return Answer(**figures, median_age=_median_age(chosen.filter(is_open=True), moment.now))


def _median_age(open_ones: QuerySet[Finding], now: datetime) -> int | None:
    """Working minutes since the middle one was found: age falls as the day of finding rises."""
    number = open_ones.count()
    if not number:
        return None
    middle = open_ones.order_by("found_at").values_list("found_at", flat=True)[number // 2]
    return max(0, calendar().minutes_between(middle, now))


def _chips(selection: Selection) -> list[Chip]:
    chips = [Chip(f"“{selection.words}”", selection.without("words").address())] if selection.words else []
    labels = _chip_labels(selection)
    campaigns = {each.code: each for each in Campaign.objects.filter(code__in=selection.campaign)}
    for facet in ("stage", "campaign", "time", "category", "unit", "severity"):
        for code in getattr(selection, facet):
            label = labels.get((facet, code), code)
            chips.append(Chip(label, _toggled(selection, facet, code).address(), campaigns.get(code)))
    if selection.site:
        chips.append(Chip(_("one site"), selection.without("site").address()))
    return chips


def _chip_labels(selection: Selection) -> dict[tuple[str, str], str]:
    labels: dict[tuple[str, str], str] = {("stage", code): str(STAGES[code][0]) for code in selection.stage}
    labels |= {("time", code): str(TIMES[code]) for code in selection.time}
    labels |= {("campaign", each.code): each.label for each in Campaign.objects.filter(code__in=selection.campaign)}
    labels |= {("category", each.code): each.label for each in Category.objects.filter(code__in=selection.category)}
    labels |= {("unit", each.code): each.short_name for each in Unit.objects.filter(code__in=selection.unit)}
    return labels


def _groups(chosen: QuerySet[Finding], selection: Selection, moment: Moment) -> list[Group]:
    """Open findings by time left, at most a dozen of each unless one is opened; ended ones newest first."""
    rows = chosen.select_related(*ROW_TABLES)
    if selection.view in ENDLESS:
        latest = rows_of(rows.order_by("-found_at", "-pk")[:EXPANDED_ROWS], moment.now)
        return [Group("all", _("Newest first"), len(latest), latest, "")] if latest else []
    counts = chosen.aggregate(**{f"t_{code}": Count("pk", filter=moment.time_filter(code)) for code in TIMES})
    found: list[Finding] = []
    for code in TIMES:
        if counts[f"t_{code}"]:
            most = EXPANDED_ROWS if selection.expanded == code else GROUP_ROWS
            part = rows.filter(moment.time_filter(code)).order_by("step_due_at", "pk")[:most]
            found += [_in_group(finding, code) for finding in part]
    drawn = rows_of(found, moment.now)
    return [
        Group(
            code=code,
            label=str(label),
            total=counts[f"t_{code}"],
            rows=[row for row in drawn if row.finding.time_group == code],  # type: ignore[attr-defined]
            more_url=replace(selection, expanded=code).address(),
        )
        for code, label in TIMES.items()
        if counts[f"t_{code}"]
    ]


def _in_group(finding: Finding, code: str) -> Finding:
    finding.time_group = code  # type: ignore[attr-defined]
    return finding


def downloadable(actor: Actor, selection: Selection, now: datetime) -> QuerySet[Finding]:
    """The rows of the list, all of them up to a cap, for a spreadsheet."""
    moment = Moment(now)
    rows = visible_findings(actor).filter(view_filter(selection.view, actor, moment) & narrowed(selection, moment))
    return rows.select_related(*ROW_TABLES, "category").order_by("step_due_at", "-found_at")[:MOST_DOWNLOADED]


def known_case_numbers(system: str, numbers: Iterable[str]) -> set[str]:
    """Which case numbers of another system are findings here already."""
    wanted, known = list(numbers), set[str]()
    for start in range(0, len(wanted), 500):
        part = Finding.objects.filter(external_system=system, external_id__in=wanted[start : start + 500])
        known |= set(part.values_list("external_id", flat=True))
    return known


def other_findings(actor: Actor, finding: Finding) -> QuerySet[Finding]:
    """Open findings it may be merged into: at the same site first."""
    others = visible_findings(actor).filter(is_open=True, is_sealed=False).exclude(pk=finding.pk)
    same = Finding.objects.filter(pk=OuterRef("pk"), site=finding.site) if finding.site_id else None
    if same is not None:
        return others.annotate(here=Exists(same)).order_by("-here", "-found_at").select_related("site")
    return others.order_by("-found_at").select_related("site")
