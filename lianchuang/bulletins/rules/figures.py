"""What a bulletin counts: each figure with its denominator in words, and who belongs to it. No database, no clock.

The traps of domain/closed-loop.md §5 decide the definitions: "due" is not "received"; deferred ones are shown beside a
rate and not hidden in it; below ten there is no rate; who has nothing due is neither 100 % nor 0 %.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.findings.rules import ENDED, OPEN, State, Verb

SMALL_NUMBER = 10  # below it a rate says nothing
TINY = 3  # units in which every count is below it are summed
MOST_TYPES = 3
PAIRS_BY_ITSELF = 4  # chosen by the program; the office may choose others, and more
MOST_PAIRS = 400
MOST_LISTED = 1000  # findings in the annex
LARGE = 40  # due: from here on a unit compares with the large ones of its kind
MOST_VETOES = 5
LOOK_BACK_DAYS = 120  # how far back a step may lie that moved a due date into the week

OPENED, UNSEALED, SEEN_AGAIN = "open", "unseal", "see_again"
# Ended without having been a matter of ours: never counted.
GONE = ENDED - {State.CLOSED}
# Their clock stands by a decision or while one is due: not due to close, but counted beside it.
LEFT_OUT = frozenset({State.DEFERRED, State.RETURNED})


@dataclass(frozen=True)
class Figure:
    """A figure: its key, its name, what exactly it counts, and for a rate the key of its denominator (`base`)."""

    key: str
    label: Promise
    words: Promise
    base: str = ""
    base_words: Promise | str = ""


FIGURES = (
    Figure(
        "visited",
        pgettext_lazy("figure", "sites visited"),
        _(
            "Sites with a visit by the cut-off, among those planned for these days. A site counts once a round. "
            "An undercover round counts in the week of its release, and not at all before."
        ),
        "planned",
        _("of planned"),
    ),
    Figure(
        "new",
        pgettext_lazy("figure", "new findings"),
        _(
            "Reported or released in these days, each counted once for whatever number of campaigns. "
            "Without merged and void ones and those settled in another system."
        ),
    ),
    Figure(
        "due",
        pgettext_lazy("figure", "due to close"),
        _(
            "The date until which it had to be put right lies in these days; the date in force, with extensions. "
            "Without deferred, returned, merged and void ones and those settled in another system. "
            "Asking for a deferral does not take it out."
        ),
    ),
    Figure(
        "left_out",
        pgettext_lazy("figure", "left out of what is due"),
        _("Its date lies in these days, but at the cut-off it was deferred, or returned and not ruled upon."),
    ),
    Figure(
        "due_closed",
        pgettext_lazy("figure", "closed of due"),
        _("Of what was due in these days, closed after a passed verification by the cut-off."),
        "due",
        _("of due"),
    ),
    Figure(
        "on_time",
        pgettext_lazy("figure", "on time"),
        _("Of what was due and is closed, submitted before its date. The time the verifier took does not count."),
        "due_closed",
        _("of closed"),
    ),
    Figure(
        "closed",
        pgettext_lazy("figure", "closed in these days"),
        _("Closed in these days, whenever it was due, and still closed at the cut-off."),
    ),
    Figure(
        "verified",
        pgettext_lazy("figure", "verified"),
        _("Looked at in these days by somebody independent, passed or not; each finding once."),
    ),
    Figure(
        "rework",
        pgettext_lazy("figure", "rework"),
        _("Of what was verified in these days, not passed at least once."),
        "verified",
        _("of verified"),
    ),
    Figure(
        "sighted",
        pgettext_lazy("figure", "found, new or again"),
        _("New findings, and those seen again or reopened in these days; each once."),
    ),
    Figure(
        "repeat",
        pgettext_lazy("figure", "came back"),
        _(
            "Seen again or reopened in these days: the same item at the same place. "
            "Of all that was found, new or again, so that it is a share of something."
        ),
        "sighted",
        _("of found, new or again"),
    ),
    Figure(
        "deferred",
        pgettext_lazy("figure", "deferred"),
        _("Cannot be put right yet: with reason, plan and date, deferred at the cut-off, whenever found."),
    ),
    Figure(
        "returned",
        pgettext_lazy("figure", "returned"),
        _("Returned in these days by a unit as not theirs; each once, whatever was ruled."),
    ),
    Figure(
        "veto",
        pgettext_lazy("figure", "vetoes open"),
        _("A veto of a campaign hangs on it and it was not closed at the cut-off, whenever found."),
    ),
    Figure(
        "top",
        pgettext_lazy("figure", "most frequent kinds of place"),
        _("New findings at the three kinds of place that had most of them."),
        "new",
        _("of new"),
    ),
)
BY_KEY: dict[str, Figure] = {figure.key: figure for figure in FIGURES}
ORIGINS: dict[str, Promise] = {
    "visit": pgettext_lazy("origin of findings", "found on rounds"),
    "desk": pgettext_lazy("origin of findings", "reported directly"),
    "case": pgettext_lazy("origin of findings", "from other systems"),
}
UNIT_KEYS = ("due", "due_closed", "on_time", "rework", "repeat", "deferred")
CAMPAIGN_KEYS = ("new", "due", "due_closed", "on_time", "deferred", "veto")
_KINDS_OF_UNIT: dict[str, tuple[Promise, Promise]] = {
    "street": (_("Streets"), _("Streets, 40 due and more")),
    "town": (_("Towns"), _("Towns, 40 due and more")),
    "body": (_("County bodies"), _("County bodies, 40 due and more")),
    "community": (_("Communities and villages"), _("Communities and villages, 40 due and more")),
    "none": (_("With no unit yet"), _("With no unit yet")),
}
LARGE_LEAGUE = "-large"
# Units that compare, by kind; the large ones of a kind apart where there are two and more on both sides.
LEAGUES: dict[str, Promise] = {
    name: label
    for kind, (small, large) in _KINDS_OF_UNIT.items()
    for name, label in ((f"{kind}{LARGE_LEAGUE}", large), (kind, small))
}
LEAGUE_OF = {"street": "street", "town": "town", "community": "community", "village": "community"}


@dataclass(frozen=True)
class Window:
    """The days of a bulletin as moments: from `start` to before `end`, and nothing after the cut-off `as_of`."""

    start: datetime
    end: datetime
    as_of: datetime

    @classmethod
    def of(cls, first: date, last: date, as_of: datetime, zone: tzinfo) -> "Window":
        """Midnight to midnight in the county's time."""
        midnight = time()
        end = datetime.combine(last + timedelta(days=1), midnight, zone)
        return cls(datetime.combine(first, midnight, zone), end, as_of)

    def holds(self, at: datetime | None) -> bool:
        """Whether the moment lies in these days and not after the cut-off."""
        return at is not None and self.start <= at < self.end and at <= self.as_of

    @property
    def cut_off(self) -> datetime:
        """The last moment that counts when nothing else is said: the last second of the week."""
        return self.end - timedelta(seconds=1)


@dataclass(frozen=True)
class Fact:
    """A finding as a bulletin sees it: state and date at the cut-off, and what happened to it in these days."""

    id: UUID
    state: State
    verbs: frozenset[str] = frozenset()
    due_at: datetime | None = None
    was_late: bool = False
    has_veto: bool = False
    unit: int | None = None
    campaigns: frozenset[str] = frozenset()
    origin: str = "visit"
    site_type: int | None = None


def keys_of(fact: Fact, window: Window) -> set[str]:
    """The figures in which a finding is counted (`top` and the cells of tables follow from these)."""
    if fact.state in GONE:
        return set()
    happened = {
        "new": fact.verbs & {OPENED, UNSEALED},
        "closed": fact.state is State.CLOSED and Verb.CLOSE in fact.verbs,
        "verified": fact.verbs & {Verb.PASS, Verb.REJECT},
        "rework": Verb.REJECT in fact.verbs,
        "repeat": fact.verbs & {SEEN_AGAIN, Verb.REOPEN},
        "returned": Verb.RETURN in fact.verbs,
        "deferred": fact.state is State.DEFERRED,
        "veto": fact.has_veto and fact.state in OPEN,
    }
    keys = {key for key, is_so in happened.items() if is_so}
    if keys & {"new", "repeat"}:
        keys.add("sighted")
    return keys | _due_keys(fact, window)


def _due_keys(fact: Fact, window: Window) -> set[str]:
    if not window.holds(fact.due_at) or fact.state is State.REPORTED:
        return set()
    if fact.state in LEFT_OUT:
        return {"left_out"}
    if fact.state is not State.CLOSED:
        return {"due"}
    return {"due", "due_closed"} | (set() if fact.was_late else {"on_time"})


Members = dict[str, list[Fact]]


def tally(facts: Iterable[Fact], window: Window) -> Members:
    """The findings behind each figure, in the order given. Every figure is there, if only with nothing in it."""
    members: Members = {key: [] for key in BY_KEY if key != "visited"}
    for fact in facts:
        for key in keys_of(fact, window):
            members[key].append(fact)
    types = most_frequent(members["new"])
    members["top"] = [fact for fact in members["new"] if fact.site_type in types]
    return members


def most_frequent(facts: Iterable[Fact]) -> list[int]:
    """The kinds of place with most findings, at most three, most first; those without a site have no kind."""
    counts: dict[int, int] = {}
    for fact in facts:
        if fact.site_type is not None:
            counts[fact.site_type] = counts.get(fact.site_type, 0) + 1
    return sorted(counts, key=lambda each: (-counts[each], each))[:MOST_TYPES]


def by_origin(facts: Iterable[Fact]) -> Members:
    """New findings by where they came from, in the order of ORIGINS; an unknown origin stands under its own name."""
    found: Members = {origin: [] for origin in ORIGINS}
    for fact in facts:
        found.setdefault(fact.origin, []).append(fact)
    return {origin: some for origin, some in found.items() if some}


@dataclass(frozen=True)
class UnitName:
    """A unit in a table: its name in both languages, its league and its place in name order."""

    league: str
    sort_key: str
    name: str
    name_en: str = ""


NO_UNIT = UnitName("none", "", "–")


@dataclass
class Line:
    """A line of the unit table: the findings behind each of its cells."""

    cell: str
    name: UnitName
    units: int = 1
    facts: Members = field(default_factory=lambda: {key: [] for key in UNIT_KEYS})

    @property
    def counts(self) -> dict[str, int]:
        return {key: len(some) for key, some in self.facts.items()}

    @property
    def shows_rates(self) -> bool:
        """A rate of fewer than ten says nothing, and the sum of several units is nobody's rate."""
        return self.units == 1 and self.counts["due"] >= SMALL_NUMBER

    @property
    def is_tiny(self) -> bool:
        return max(self.counts.values()) < TINY


def unit_lines(members: Members, names: Mapping[int, UnitName]) -> list[Line]:
    """A line for each unit that has something, by league and name; two and more tiny ones of a league become one."""
    lines: dict[int, Line] = {}
    for key in UNIT_KEYS:
        for fact in members[key]:
            unit = fact.unit or 0
            line = lines.setdefault(unit, Line(f"unit-{unit}", names.get(unit, NO_UNIT)))
            line.facts[key].append(fact)
    _part_by_size(lines.values())
    result = []
    for league in LEAGUES:
        ours = sorted((one for one in lines.values() if one.name.league == league), key=lambda one: one.name.sort_key)
        tiny = [line for line in ours if line.is_tiny]
        result += [line for line in ours if line not in tiny or len(tiny) == 1]
        if len(tiny) > 1:
            result.append(_sum(tiny, league))
    return result


def _part_by_size(lines: Iterable[Line]) -> None:
    """Put the large units of a kind into a league of their own, where both sides have somebody to compare with."""
    by_kind: dict[str, list[Line]] = {}
    for line in lines:
        by_kind.setdefault(line.name.league, []).append(line)
    for some in by_kind.values():
        large = [line for line in some if line.counts["due"] >= LARGE]
        if min(len(large), len(some) - len(large)) >= 2:
            for line in large:
                line.name = replace(line.name, league=f"{line.name.league}{LARGE_LEAGUE}")


def _sum(lines: Sequence[Line], league: str) -> Line:
    whole = Line(f"rest-{league}", UnitName(league, "", ""), units=len(lines))
    for line in lines:
        for key, some in line.facts.items():
            whole.facts[key] += some
    return whole


def campaign_members(members: Members, code: str) -> Members:
    """What counts for one campaign. One finding may count for several: these do not add up to the whole."""
    return {key: [fact for fact in members[key] if code in fact.campaigns] for key in CAMPAIGN_KEYS}


def cell_key(key: str, cell: str) -> str:
    """The key of a cell: the figure and where it stands, as `due-unit-12`, `due-rest-town`, `new-campaign-wenming`."""
    return f"{key}-{cell}"


def split_key(key: str) -> tuple[str, str]:
    """The figure and the cell of a key; the cell is empty for the figure of the whole."""
    base, _dash, cell = key.partition("-")
    return base, cell


def shows_rate(denominator: int | None) -> bool:
    """Whether a rate may be printed: never of fewer than ten."""
    return denominator is not None and denominator >= SMALL_NUMBER


def change_in_points(now: Mapping[str, Any], before: Mapping[str, Any]) -> float | None:
    """By how many percentage points a rate changed, one decimal; None when either has too small a base."""
    if not (shows_rate(now["denominator"]) and shows_rate(before["denominator"])):
        return None
    share, share_before = (round(100 * int(each["value"]) / int(each["denominator"]), 1) for each in (now, before))
    return round(share - share_before, 1)
