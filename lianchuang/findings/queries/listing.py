"""The list of findings: tabs, facets, the answer in a sentence, rows in groups of time left."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor, is_root
from lianchuang.accounts.models import Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.common.pages import ListPage, paginate
from lianchuang.findings import access, rules
from lianchuang.findings.models import Finding, Serial
from lianchuang.findings.queries.facets import Facets, Tab, facets, tabs
from lianchuang.findings.queries.kept import kept_until_a_step
from lianchuang.findings.queries.rows import Row, age_minutes, deadline, place_words, rows_of
from lianchuang.findings.queries.selection import (
    ENDLESS,
    LISTED,
    STAGES,
    TIMES,
    Moment,
    Selection,
    narrowed,
    view_filter,
)
from lianchuang.sites.models import Category, Severity, Site

FIRST_ROWS = 60  # on the first page, over all groups
LEAST_ROWS = 4  # of each group that has so many
EXPANDED_ROWS = 300
PER_PAGE = 60
MOST_DOWNLOADED = 20_000
LOADED = ("site", "responsible_post__unit", "responsible_unit")


@dataclass(frozen=True)
class Group:
    """Rows that share a span of time left; `rest` more are not shown."""

    code: str
    label: str
    count: int
    rows: Sequence[Row]
    address: str

    @property
    def rest(self) -> int:
        """How many are not shown."""
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Chip:
    """One choice that narrows the list, and the address without it."""

    label: str
    address: str
    campaign: Campaign | None = None


@dataclass(frozen=True)
class FindingList:
    """Everything the list page shows. Open views have `groups`, the others one `page` of rows."""

    selection: Selection
    tabs: Sequence[Tab]
    facets: Facets
    chips: Sequence[Chip]
    campaigns: Sequence[Campaign]
    groups: Sequence[Group]
    page: ListPage | None
    rows: Sequence[Row]
    ever: int | None

    @property
    def open_count(self) -> int:
        """How many are open for this reader."""
        return next(tab.count or 0 for tab in self.tabs if tab.code == "open")

    @property
    def has_times(self) -> bool:
        """Whether time left is a question here; what has ended has none."""
        return self.selection.view not in ENDLESS

    @property
    def everywhere(self) -> str:
        """The address of the same search in everything there is."""
        return Selection(view="all", words=self.selection.words).address()

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a further search keeps of the address."""
        kept = self.selection.without("words", "expanded")
        return kept.pairs()

    @property
    def cleared(self) -> str:
        """The address of the view alone."""
        return Selection(view=self.selection.view).address()


def finding_list(request: HttpRequest, actor: Actor, selection: Selection, now: datetime) -> FindingList:
    """The list page for this actor. The number of queries does not depend on rows; ended ones are not counted."""
    moment = Moment(now)
    seen = access.visible_findings(actor)
    held = _held(seen, actor, selection, moment)
    head, shown_tabs = kept_until_a_step(
        f"findings:{selection.address()}",
        actor,
        lambda: (facets(held, selection, moment), tabs(seen.filter(is_open=True), actor, selection, moment)),
    )
    campaigns = [value.campaign for value in head.campaigns if value.campaign]
    chosen = held.filter(narrowed(selection, moment)).select_related(*LOADED)
    groups, page, rows = [], None, list[Row]()
    if selection.view in ENDLESS:
        page = paginate(request, chosen.order_by(*_newest(selection)), PER_PAGE, head.answer.total)
        rows = rows_of(page.object_list, now)
    else:
        groups = _groups(chosen, head.by_time, selection, moment)
    return FindingList(
        selection=selection,
        tabs=shown_tabs,
        facets=head,
        chips=chips(selection, campaigns),
        campaigns=campaigns,
        groups=groups,
        page=page,
        rows=rows,
        ever=_ever(actor),
    )


def _held(seen: QuerySet[Finding], actor: Actor, selection: Selection, moment: Moment) -> QuerySet[Finding]:
    return seen.filter(view_filter(selection.view, actor, moment))


def _newest(selection: Selection) -> tuple[str, ...]:
    return ("-ended_at", "-id") if selection.view == "closed" else ("-found_at", "-id")


def _ever(actor: Actor) -> int | None:
    """How many numbers were ever given, for those who see the whole county; from the series, so nothing is counted."""
    if not any(is_root(path) for path in actor.paths(*access.OVERSEERS)):
        return None
    total: int | None = Serial.objects.aggregate(total=Sum("last"))["total"]
    return total


def _groups(chosen: QuerySet[Finding], counts: dict[str, int], selection: Selection, moment: Moment) -> list[Group]:
    """Each group's first rows by an index on the due date, so that their number costs nothing."""
    quotas = _quotas(counts, selection.expanded)
    order = {"hold": ("deferred_until", "id")}
    found: dict[str, list[Finding]] = {
        code: list(chosen.filter(moment.time_filter(code)).order_by(*order.get(code, ("step_due_at", "id")))[:quota])
        for code, quota in quotas.items()
        if quota
    }
    drawn = iter(rows_of([finding for group in found.values() for finding in group], moment.now))
    return [
        Group(
            code=code,
            label=str(TIMES[code]),
            count=counts[code],
            rows=[next(drawn) for _finding in group],
            address=replace(selection, expanded=code).address(),
        )
        for code, group in found.items()
    ]


def _quotas(counts: dict[str, int], expanded: str) -> dict[str, int]:
    """How many rows of each group: a few of every one, the rest of the page to the most pressing."""
    quotas = {code: min(count, LEAST_ROWS) for code, count in counts.items()}
    left = FIRST_ROWS - sum(quotas.values())
    for code, count in counts.items():
        more = max(0, min(left, count - quotas[code]))
        quotas[code] += more
        left -= more
    if expanded in counts:
        quotas[expanded] = min(counts[expanded], EXPANDED_ROWS)
    return quotas


def chips(selection: Selection, campaigns: Sequence[Campaign]) -> list[Chip]:
    """What narrows the list, each with the address without it. Names are read only for what is chosen."""
    labels: dict[str, dict[str, str]] = {
        "stage": {code: str(label) for code, (label, _states) in STAGES.items()},
        "time": {code: str(label) for code, label in TIMES.items()},
        "campaign": {campaign.code: campaign.label for campaign in campaigns},
        "severity": {severity.value: str(severity.label) for severity in Severity},
        "category": {},
        "unit": {},
    }
    if selection.category:
        labels["category"] = {each.code: each.label for each in Category.objects.filter(code__in=selection.category)}
    if selection.unit:
        labels["unit"] = {each.code: each.short_label for each in Unit.objects.filter(code__in=selection.unit)}
    seals = {campaign.code: campaign for campaign in campaigns}
    result = []
    if selection.words:
        result.append(Chip(_("“%(words)s”") % {"words": selection.words}, selection.without("words").address()))
    if selection.site:
        site = Site.objects.filter(pk=selection.site).first()
        result.append(Chip(site.name if site else "–", selection.without("site").address()))
    for name in LISTED:
        for value in getattr(selection, name):
            others: dict[str, Any] = {name: tuple(each for each in getattr(selection, name) if each != value)}
            seal = seals.get(value) if name == "campaign" else None
            result.append(Chip(labels[name].get(value, value), replace(selection, **others).address(), seal))
    return result


@dataclass(frozen=True)
class Download:
    """The rows of a download as cells; `total` of them there are, at most MOST_DOWNLOADED are written."""

    header: Sequence[str]
    rows: Iterator[Sequence[object]]
    total: int


def download(actor: Actor, selection: Selection, now: datetime) -> Download:
    """Exactly the filtered rows for a spreadsheet, in the order of the list."""
    moment = Moment(now)
    held = _held(access.visible_findings(actor), actor, selection, moment)
    chosen = held.filter(narrowed(selection, moment))
    order = _newest(selection) if selection.view in ENDLESS else (F("step_due_at").asc(nulls_last=True), "id")
    rows = chosen.select_related(*LOADED, "category").order_by(*order)
    rows = rows.prefetch_related("finding_campaigns__campaign")[:MOST_DOWNLOADED]
    header = (
        _("Number"), _("Finding"), _("Place"), _("Category"), _("Severity"), _("Count"), _("Counts for"),
        _("Veto"), _("State"), _("Time left"), _("Due"), _("Responsible unit"), _("Responsible post"), _("Found"),
        _("Ended"), _("Age in working days"), _("Rework"), _("Returned"), _("Reassigned"), _("Extended"),
        _("Seen"), _("Reopened"),
    )  # fmt: skip
    return Download(header, (_cells(finding, now) for finding in rows.iterator(chunk_size=500)), chosen.count())


def _cells(finding: Finding, now: datetime) -> Sequence[object]:
    post = finding.responsible_post
    return (
        finding.number or "–",
        finding.title,
        place_words(finding),
        finding.category.label,
        str(finding.get_severity_display()),
        finding.count,
        "".join(count.campaign.seal for count in finding.finding_campaigns.all()),
        _("Veto") if finding.has_veto else "",
        str(rules.STATE_LABELS[finding.state_enum]),
        deadline(finding, now).words,
        finding.step_due_at,
        finding.responsible_unit.label if finding.responsible_unit else "",
        post.label if post else "",
        finding.found_at,
        finding.ended_at,
        round(age_minutes(finding, now) / 420, 1),
        finding.rework_count,
        finding.return_count,
        finding.reassign_count,
        finding.extend_count,
        finding.seen_count,
        finding.reopen_count,
    )


def known_case_numbers(system: str, numbers: Iterable[str]) -> set[str]:
    """Which case numbers of another system are findings here already."""
    wanted, known = list(numbers), set[str]()
    for start in range(0, len(wanted), 500):
        part = Finding.objects.filter(external_system=system, external_id__in=wanted[start : start + 500])
        known |= set(part.values_list("external_id", flat=True))
    return known
