"""What a file of visits tells, as typed things; and the rounds and sites it may speak of."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.common import clock as present
from lianchuang.common.intake import RefusedRow
from lianchuang.inspections.access import visible_rounds
from lianchuang.inspections.models import Round, RoundSite, RoundState
from lianchuang.sites.access import visible_sites
from lianchuang.sites.models import CheckItem, ChecklistItem, Site


class Unclear(ValueError):
    """Something that the file says cannot be matched with what is here; the message says why."""


@dataclass(frozen=True)
class ToldAnswer:
    """One item as told. `photos` are names of files that come with the table."""

    item: CheckItem
    count: int = 0
    not_applicable: bool = False
    note: str = ""
    fixed_on_spot: bool = False
    photos: tuple[str, ...] = ()


@dataclass(frozen=True)
class ToldVisit:
    """One visit as told, from one or several `rows` of the file. `by`: one of our people, or (None) an outside body."""

    rows: tuple[int, ...]
    id: UUID
    round: Round
    site: Site
    started_at: datetime
    finished_at: datetime
    answers: tuple[ToldAnswer, ...]
    by: Actor | None = None
    body: str = ""
    inspector: str = ""
    remark: str = ""

    @property
    def recorder(self) -> str:
        """Who made it: the post of ours, or the body and whom it names."""
        return self.by.post_name if self.by else " · ".join(filter(None, (self.body, self.inspector)))

    @property
    def wrong(self) -> int:
        """How many items are not right."""
        return sum(bool(answer.count) for answer in self.answers)


@dataclass(frozen=True)
class VisitTable:
    """A file as read: its visits, its refused rows. `faults` concern the file as a whole (then there are no visits).

    `notes` are what somebody should know though nothing is wrong; `photos` come with the table, by name.
    """

    read: int
    visits: tuple[ToldVisit, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    photos: Mapping[str, bytes] = field(default_factory=dict, repr=False)


class Ground:
    """The rounds and sites that a file may speak of; each is read when it is asked for.

    `chosen` is the round that the person named; without one each visit finds its own by its day.
    """

    def __init__(self, actor: Actor = SYSTEM, chosen: Round | None = None) -> None:
        self.actor = actor
        self.chosen = chosen

    @cached_property
    def rounds(self) -> list[Round]:
        """The rounds that may take visits."""
        if self.chosen is not None:
            return [self.chosen]
        states = [RoundState.RUNNING, RoundState.FINISHED]
        return list(visible_rounds(self.actor).filter(state__in=states).select_related("joint__place"))

    @cached_property
    def sites(self) -> dict[str, Site]:
        """The sites by code."""
        found = visible_sites(self.actor)
        if self.chosen is not None:
            found = found.filter(unit__path__startswith=self.chosen.joint.place.path)
        tables = ("site_type", "unit", "owner_unit", "sponsor_unit")
        return {site.code: site for site in found.select_related(*tables)}

    @cached_property
    def _by_name(self) -> dict[str, list[Site]]:
        named: dict[str, list[Site]] = defaultdict(list)
        for site in self.sites.values():
            named[plain(site.name)].append(site)
        return named

    @cached_property
    def items(self) -> dict[int, dict[str, CheckItem]]:
        """The items of each type of site's checklist, by code."""
        found: dict[int, dict[str, CheckItem]] = defaultdict(dict)
        for line in ChecklistItem.objects.select_related("item__category"):
            found[line.site_type_id][line.item.code] = line.item
        return found

    @cached_property
    def _samples(self) -> dict[UUID, set[UUID]]:
        """The rounds in whose sample a site stands."""
        held: dict[UUID, set[UUID]] = defaultdict(set)
        stops = RoundSite.objects.filter(round__in=[each.pk for each in self.rounds])
        for site, found in stops.values_list("site_id", "round_id"):
            held[site].add(found)
        return held

    def site_named(self, name: str, address: str) -> Site:
        """The one site with this name (and address, where several have it). Raises Unclear."""
        found = self._by_name.get(plain(name), [])
        if len(found) > 1 and address:
            found = [site for site in found if plain(site.address) == plain(address)]
        if len(found) == 1:
            return found[0]
        raise Unclear(_("several sites have this name") if found else _("no site of this name and address"))

    def round_for(self, site: Site, day: date, *, drawn: bool) -> Round:
        """The round of a visit on that day; `drawn`: the site must stand in its sample. Raises Unclear."""
        fitting = [each for each in self.rounds if site.unit.path.startswith(each.joint.place.path)]
        if drawn:
            fitting = [each for each in fitting if each.pk in self._samples.get(site.pk, ())]
            if not fitting:
                raise Unclear(_("the site stands in no sample of these rounds"))
        on_day = [each for each in fitting if each.starts_on <= day <= each.ends_on]
        if len(on_day) == 1:
            return on_day[0]
        raise Unclear(_("several rounds ran on this day; name one") if on_day else _("no round ran on this day"))


def plain(text: str) -> str:
    """A text as it is compared: full-width and half-width alike, no spaces, no case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def day_of(at: datetime) -> date:
    """The county's day of a moment."""
    return present.local(at).date()


def rows_of(visits: Sequence[ToldVisit]) -> int:
    """How many rows these visits were read from."""
    return sum(len(visit.rows) for visit in visits)
