"""What a list is asked to show: the view, the facets, the words searched, read from the address."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role, Unit
from lianchuang.common import clock as present
from lianchuang.common.workdays import MINUTES_PER_WORKDAY, calendar
from lianchuang.findings import rules
from lianchuang.findings.access import HANDLING
from lianchuang.findings.models import FindingCampaign, Part, Step
from lianchuang.findings.parts import REMAINING
from lianchuang.findings.queries.work import waiting_parts
from lianchuang.findings.rules import State

VIEWS: dict[str, Promise] = {
    "open": pgettext_lazy("finding view", "Open"),
    "mine": pgettext_lazy("finding view", "Yours now"),
    "over": pgettext_lazy("finding view", "Overdue"),
    "veto": pgettext_lazy("finding view", "Veto"),
    "soon": pgettext_lazy("finding view", "Due by tomorrow"),
    "verify": pgettext_lazy("finding view", "To verify"),
    "deferred": pgettext_lazy("finding view", "Deferred"),
    "rework": pgettext_lazy("finding view", "Rework twice or more"),
    "closed": pgettext_lazy("finding view", "Closed"),
    "all": pgettext_lazy("finding view", "All"),
}
# These hold what has ended too: no figure stands on their tabs, so that a page does not slow down with the years.
ENDLESS = frozenset({"closed", "all"})

STAGES: dict[str, tuple[Promise, tuple[State, ...]]] = {
    "reported": (pgettext_lazy("finding stage", "Reported"), (State.REPORTED,)),
    "dispatched": (pgettext_lazy("finding stage", "Dispatched"), (State.DISPATCHED,)),
    "accepted": (pgettext_lazy("finding stage", "Accepted"), (State.ACCEPTED,)),
    "rectifying": (pgettext_lazy("finding stage", "Rectifying"), (State.RECTIFYING, State.REWORK)),
    "submitted": (pgettext_lazy("finding stage", "Submitted"), (State.SUBMITTED,)),
    "verified": (pgettext_lazy("finding stage", "Verified"), (State.VERIFIED,)),
    "returned": (pgettext_lazy("finding stage", "Returned"), (State.RETURNED,)),
    "deferred": (pgettext_lazy("finding stage", "Deferred"), (State.DEFERRAL_ASKED, State.DEFERRED)),
    "closed": (pgettext_lazy("finding stage", "Closed"), (State.CLOSED,)),
    "void": (pgettext_lazy("finding stage", "Void"), (State.MERGED, State.VOID, State.ELSEWHERE)),
}

TIMES: dict[str, Promise] = {
    "over": pgettext_lazy("time left", "Overdue"),
    "today": pgettext_lazy("time left", "Today"),
    "day": pgettext_lazy("time left", "1 working day"),
    "days": pgettext_lazy("time left", "3 working days"),
    "later": pgettext_lazy("time left", "Later"),
    "hold": pgettext_lazy("time left", "Clock stopped"),
}

# The same where room is short: under a column.
SHORT_TIMES: dict[str, Promise] = TIMES | {
    "day": pgettext_lazy("time left, short", "1 day"),
    "days": pgettext_lazy("time left, short", "3 days"),
    "hold": pgettext_lazy("time left, short", "Stopped"),
}

LISTED = ("stage", "campaign", "time", "category", "unit", "severity")
SEVERITIES = frozenset({"minor", "ordinary", "serious"})


@dataclass(frozen=True)
class Selection:
    """What is asked for. Facets hold codes; `unit` holds unit codes, each with everything below it."""

    view: str = "open"
    words: str = ""
    stage: tuple[str, ...] = ()
    campaign: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    site: str = ""
    expanded: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Selection":
        """From an address. What it cannot mean is left out; what stays is shown as a chip, so nothing is silent."""
        known: Mapping[str, Iterable[str] | None] = {
            "stage": STAGES, "campaign": None, "time": TIMES, "category": None, "unit": None, "severity": SEVERITIES,
        }  # fmt: skip
        facets = {name: _several(query, name, allowed) for name, allowed in known.items()}
        view = query.get("view", "open")
        return cls(
            view=view if view in VIEWS else "open",
            words=" ".join(query.get("q", "").split())[:60],
            site=_uuid(query.get("site", "")),
            expanded=query.get("expand", "") if query.get("expand") in TIMES else "",
            **facets,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the view is chosen."""
        return bool(self.words or self.site or any(getattr(self, name) for name in LISTED))

    def without(self, *names: str) -> "Selection":
        """The same with some facets open."""
        changes: dict[str, Any] = {name: () if name in LISTED else "" for name in names}
        return replace(self, **changes)

    def pairs(self) -> list[tuple[str, str]]:
        """What is asked for, as names and values of an address."""
        pairs = [] if self.view == "open" else [("view", self.view)]
        pairs += [(name, value) for name, value in (("q", self.words), ("site", self.site)) if value]
        pairs += [(name, value) for name in LISTED for value in getattr(self, name)]
        return [*pairs, ("expand", self.expanded)] if self.expanded else pairs

    def address(self) -> str:
        """The query of the address that asks for this."""
        pairs = self.pairs()
        return f"?{urlencode(pairs)}" if pairs else "?"


def _several(query: QueryDict, name: str, allowed: Iterable[str] | None) -> tuple[str, ...]:
    values = dict.fromkeys(value for value in query.getlist(name) if value)
    return tuple(value for value in values if allowed is None or value in allowed)[:40]


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


@dataclass(frozen=True)
class Moment:
    """Now, and the moments that part the groups of time left."""

    now: datetime
    today: datetime = field(init=False)
    day: datetime = field(init=False)
    days: datetime = field(init=False)
    tomorrow: datetime = field(init=False)

    def __post_init__(self) -> None:
        midnight = present.local(self.now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        day = calendar().add_minutes(self.now, MINUTES_PER_WORKDAY)
        object.__setattr__(self, "today", midnight)
        object.__setattr__(self, "day", max(midnight, day))
        object.__setattr__(self, "days", max(midnight, calendar().add_minutes(self.now, 3 * MINUTES_PER_WORKDAY)))
        object.__setattr__(self, "tomorrow", calendar().end_of_workday(midnight))

    def time_filter(self, group: str) -> Q:
        """The open findings of one group of time left."""
        hold = Q(state=State.DEFERRED.value) | Q(step_due_at__isnull=True)
        conditions: dict[str, Callable[[], Q]] = {
            "over": lambda: Q(step_due_at__lt=self.now) & ~Q(state=State.DEFERRED.value),
            "today": lambda: self._between(self.now, self.today),
            "day": lambda: self._between(self.today, self.day),
            "days": lambda: self._between(self.day, self.days),
            "later": lambda: Q(step_due_at__gte=self.days) & ~Q(state=State.DEFERRED.value),
            "hold": lambda: hold,
        }
        return Q(is_open=True) & conditions[group]()

    def _between(self, start: datetime, end: datetime) -> Q:
        return Q(step_due_at__gte=start, step_due_at__lt=end) & ~Q(state=State.DEFERRED.value)

    def group(self) -> Case:
        """The group of time left as a number, for ordering."""
        cases = [When(self.time_filter(code), then=Value(number)) for number, code in enumerate(TIMES)]
        return Case(*cases, default=Value(len(TIMES)), output_field=IntegerField())


def awaiting(actor: Actor, now: datetime) -> Q:
    """The open findings that wait for this very post: to accept, put right, do a part, verify, dispatch, rule, decide,
    close.
    """
    parts = [awaiting_unit(actor), awaiting_verifier(actor), awaiting_office(actor, now)]
    if actor.post is not None:
        parts.append(Q(pk__in=Part.objects.filter(waiting_parts(actor)).values("finding")))
    return Q(is_open=True) & reduce(or_, parts)


def awaiting_unit(actor: Actor) -> Q:
    """With this post to put right, or for a coordinator to pass on."""
    mine = Q(responsible_post=actor.post, state__in=[state.value for state in rules.WITH_UNIT])
    for path in actor.paths(Role.COORDINATOR):
        mine |= Q(responsible_unit__in=_units(path), state=State.DISPATCHED.value)
    return mine if actor.post else Q(pk__in=[])


def awaiting_verifier(actor: Actor) -> Q:
    """Submitted, in the places this post verifies, by a unit that is not the own one, without a part in it."""
    condition = Q(pk__in=[])
    for path in actor.paths(Role.INSPECTOR, Role.VERIFIER):
        condition |= Q(place_unit__in=_units(path)) | Q(place_unit__isnull=True, responsible_unit__in=_units(path))
    part = Step.objects.filter(finding=OuterRef("pk"), by=actor.person, verb__in=HANDLING)
    own = [post.unit.path for post in (actor.post, *actor.other_posts) if post]
    for body in {rules.body_of(path) for path in own}:
        condition &= ~Q(responsible_unit__in=_units(body))
        ours = Part.objects.filter(unit__in=_units(body), state__in=sorted(REMAINING))
        condition &= ~Q(pk__in=ours.values("finding"))
    return Q(state=State.SUBMITTED.value) & condition & Q(~Exists(part))


OFFICE_STATES = (State.REPORTED, State.RETURNED, State.DEFERRAL_ASKED, State.VERIFIED)


def awaiting_office(actor: Actor, now: datetime) -> Q:
    """What only the office moves on: to dispatch, to rule, a deferral to decide or review, more time asked for, to close."""
    if not actor.has(Role.OFFICE):
        return Q(pk__in=[])
    waiting = Q(state__in=[state.value for state in OFFICE_STATES])
    waiting |= Q(state=State.DEFERRED.value, step_due_at__lt=now) | Q(extension_days__gt=0)
    return Q(is_sealed=False) & waiting


def _units(path: str) -> Any:
    return Unit.objects.filter(path__startswith=path).values("pk")


def view_filter(view: str, actor: Actor, moment: Moment) -> Q:
    """What a saved view holds."""
    conditions: dict[str, Callable[[], Q]] = {
        "open": Q,
        "mine": lambda: awaiting(actor, moment.now),
        "over": lambda: moment.time_filter("over"),
        "veto": lambda: Q(has_veto=True),
        "soon": lambda: (
            Q(step_due_at__gte=moment.now, step_due_at__lte=moment.tomorrow) & ~Q(state=State.DEFERRED.value)
        ),
        "verify": lambda: Q(state=State.SUBMITTED.value),
        "deferred": lambda: Q(state__in=[State.DEFERRED.value, State.DEFERRAL_ASKED.value]),
        "rework": lambda: Q(rework_count__gte=2),
        "closed": lambda: Q(state=State.CLOSED.value),
        "all": Q,
    }
    return conditions[view]() if view in ENDLESS else Q(is_open=True) & conditions[view]()


def facet_filter(  # noqa: PLR0911 - one return a facet
    name: str, values: tuple[str, ...], moment: Moment
) -> Q:
    """What one facet lets through; nothing chosen lets everything through."""
    if not values:
        return Q()
    if name == "stage":
        return Q(state__in=[state.value for value in values for state in STAGES[value][1]])
    if name == "time":
        return reduce(or_, (moment.time_filter(value) for value in values))
    if name == "campaign":
        counted = FindingCampaign.objects.filter(finding=OuterRef("pk"), campaign__code__in=values)
        return Q(Exists(counted))
    if name == "unit":
        paths = list(Unit.objects.filter(code__in=values).values_list("path", flat=True))
        if not paths:
            return Q(pk__in=[])
        below = reduce(or_, (Q(path__startswith=path) for path in paths))
        return Q(responsible_unit__in=Unit.objects.filter(below).values("pk"))
    return Q(category__code__in=values) if name == "category" else Q(severity__in=values)


def words_filter(words: str) -> Q:
    """Findings whose number, title, description or place holds every word; two characters are enough."""
    condition = Q()
    for word in words.split():
        number = word.rsplit("-", 1)[-1]
        said = Q(title__icontains=word) | Q(detail__icontains=word) | Q(place__icontains=word)
        said |= Q(site__name__icontains=word)
        if number.isdigit():
            said |= Q(number__endswith=number.zfill(5)) | Q(external_id=word)
        condition &= said
    return condition


def narrowed(selection: Selection, moment: Moment, *, but: str = "") -> Q:
    """Everything chosen besides the view, leaving out the facet `but`."""
    condition = words_filter(selection.words)
    if selection.site:
        condition &= Q(site=selection.site)
    for name in LISTED:
        if name != but:
            condition &= facet_filter(name, getattr(selection, name), moment)
    return condition
