"""The checklist of a type of site as a form shows it: zones, lines, what each count would mean."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from lianchuang.inspections.queries.visits import Taken, grades_of
from lianchuang.sites.models import CheckItem, SiteType, Zone
from lianchuang.sites.queries import CampaignCount, ChecklistZone, checklist_for


class Checklist:
    """A checklist, read once (three queries)."""

    def __init__(self, site_type: SiteType) -> None:
        self.site_type = site_type

    @cached_property
    def zones(self) -> list[ChecklistZone]:
        return checklist_for(self.site_type)

    @property
    def items(self) -> list[CheckItem]:
        """The items in walking order."""
        return [line.item for zone in self.zones for line in zone.lines]


class TypedLike(Protocol):
    """What the page needs of an item as typed."""

    @property
    def state(self) -> str: ...
    @property
    def is_answered(self) -> bool: ...
    @property
    def is_wrong(self) -> bool: ...
    @property
    def kept(self) -> list[str]: ...
    @property
    def faults(self) -> list[str]: ...


class FormLike(Protocol):
    """What the page needs of the form."""

    @property
    def items(self) -> Mapping[int, TypedLike]: ...


@dataclass(frozen=True)
class Choice:
    """So many cases: the grade, and what each campaign makes of it."""

    number: int
    grade: str
    taken: Sequence[Taken]
    is_most: bool


@dataclass(frozen=True)
class Line:
    """One item of the form."""

    item: CheckItem
    counts: Sequence[CampaignCount]
    choices: Sequence[Choice]
    typed: TypedLike
    photos: Sequence[str]


@dataclass(frozen=True)
class ZoneLines:
    """One part of the site in the form."""

    zone: Zone
    lines: Sequence[Line]

    @property
    def done(self) -> int:
        return sum(line.typed.is_answered for line in self.lines)

    @property
    def has_faults(self) -> bool:
        return any(line.typed.faults for line in self.lines)


@dataclass(frozen=True)
class ChecklistPage:
    """The whole form."""

    zones: Sequence[ZoneLines]
    seals: Sequence[CampaignCount]

    @property
    def total(self) -> int:
        return sum(len(zone.lines) for zone in self.zones)

    @property
    def done(self) -> int:
        return sum(zone.done for zone in self.zones)

    @property
    def wrong(self) -> int:
        return sum(line.typed.is_wrong for zone in self.zones for line in zone.lines)


def checklist_page(checklist: Checklist, form: FormLike, is_photo: Callable[[str], bool]) -> ChecklistPage:
    """The checklist with what was typed; `is_photo` says whether a photo's token is good."""
    zones = [
        ZoneLines(zone.zone, [_line(line.item, line.counts, form.items[line.item.pk], is_photo) for line in zone.lines])
        for zone in checklist.zones
    ]
    return ChecklistPage(zones, seals_together(line.counts for zone in zones for line in zone.lines))


def _line(item: CheckItem, counts: Sequence[CampaignCount], typed: TypedLike, is_photo: Callable[[str], bool]) -> Line:
    rows = grades_of(item, counts)
    choices = [Choice(number, grade, taken, number == len(rows) - 1) for number, grade, taken in rows]
    return Line(item, counts, choices, typed, [token for token in typed.kept if is_photo(token)])


def seals_together(counts: Iterable[Sequence[CampaignCount]]) -> list[CampaignCount]:
    """Each campaign once, in slot order: wholly when one item counts wholly, without its requirement."""
    held: dict[int, CampaignCount] = {}
    for each in counts:
        for count in each:
            known = held.get(count.campaign.pk)
            if known is None or (known.fill == "part" and count.fill == "full"):
                held[count.campaign.pk] = CampaignCount(count.campaign, None, count.fill, False)
    return sorted(held.values(), key=lambda count: count.campaign.slot)
