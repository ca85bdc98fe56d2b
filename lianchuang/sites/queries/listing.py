"""The list of sites: what is asked for, the answer in figures, the rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from lianchuang.accounts.models import Unit, UnitKind
from lianchuang.sites.models import Site, SiteGroup, SiteType

PLACES = (UnitKind.STREET, UnitKind.TOWN)
SHORTEST = 2  # characters one may search for


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to; empty means all. `places` are codes of streets and towns, `types` of site types."""

    groups: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    words: str = ""
    closed: bool = False

    @classmethod
    def from_query(cls, query: QueryDict) -> "Asked":
        """Read ?group=&type=&place=&q=&closed=1; what is unknown is left out."""
        return cls(
            groups=tuple(one for one in query.getlist("group") if one in SiteGroup.values),
            types=tuple(query.getlist("type")),
            places=tuple(query.getlist("place")),
            words=query.get("q", "").strip()[:50],
            closed=query.get("closed") == "1",
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but open or closed is asked for."""
        return bool(self.groups or self.types or self.places or self.words)

    @property
    def words_too_short(self) -> bool:
        return 0 < len(self.words) < SHORTEST


@dataclass(frozen=True)
class Facet:
    """One value one may narrow to, with how many sites it would leave."""

    code: str
    label: str
    count: int
    is_on: bool


@dataclass
class Listing:
    """The answer: rows to page through, facets, and how many there are. Places are `visible` streets and towns."""

    sites: QuerySet[Site]
    asked: Asked
    units: Iterable[Unit]
    _held: dict[str, dict[int, int]] = field(default_factory=dict)

    @cached_property
    def places(self) -> list[Unit]:
        """The streets and towns, in name order."""
        return sorted((unit for unit in self.units if unit.kind in PLACES), key=lambda unit: unit.sort_key)

    @cached_property
    def types(self) -> list[SiteType]:
        return list(SiteType.objects.all())

    @cached_property
    def chosen_places(self) -> list[Unit]:
        return [unit for unit in self.places if unit.code in self.asked.places]

    @cached_property
    def chosen_types(self) -> list[SiteType]:
        return [one for one in self.types if one.code in self.asked.types]

    @cached_property
    def rows(self) -> QuerySet[Site]:
        """The sites asked for, with type and place, in name order."""
        narrowed = self._base().filter(self._of_types() & self._in_places())
        return narrowed.select_related("site_type", "unit", "owner_unit").order_by("name", "code")

    @cached_property
    def total(self) -> int:
        """How many sites are asked for."""
        held = self._by_type()
        types = {one.pk for one in self.types if self._is_asked(one)}
        return sum(count for pk, count in held.items() if pk in types)

    def _base(self) -> QuerySet[Site]:
        found = self.sites.filter(is_active=not self.asked.closed)
        words = self.asked.words
        if len(words) >= SHORTEST:
            found = found.filter(Q(name__icontains=words) | Q(code__icontains=words) | Q(address__icontains=words))
        return found

    def _is_asked(self, one: SiteType) -> bool:
        """Whether the type is asked for: by itself, or by its group when none of that group is named."""
        if self.asked.types:
            return one.code in self.asked.types
        return not self.asked.groups or one.group in self.asked.groups

    def _of_types(self) -> Q:
        if not (self.asked.types or self.asked.groups):
            return Q()
        return Q(site_type__in=[one.pk for one in self.types if self._is_asked(one)])

    def _in_places(self) -> Q:
        if not self.asked.places:
            return Q()
        condition = Q(pk__in=[])
        for unit in self.chosen_places:
            condition |= Q(unit__path__startswith=unit.path)
        return condition

    def _by_type(self) -> dict[int, int]:
        """Counts by type id, the places asked for applied; kept for the three that need it."""
        if "type" not in self._held:
            found = self._base().filter(self._in_places()).order_by()
            self._held["type"] = dict(found.values_list("site_type").annotate(number=Count("pk")))
        return self._held["type"]

    @cached_property
    def type_facets(self) -> list[Facet]:
        """Types with at least one site, in the order of the catalogue; within the groups asked for."""
        held = self._by_type()
        return [
            Facet(one.code, one.label, held.get(one.pk, 0), one.code in self.asked.types)
            for one in self.types
            if (held.get(one.pk) or one.code in self.asked.types)
            and (not self.asked.groups or one.group in self.asked.groups)
        ]

    @cached_property
    def group_facets(self) -> list[Facet]:
        """Groups of types with at least one site."""
        held = self._by_type()
        sums: dict[str, int] = {}
        for one in self.types:
            sums[one.group] = sums.get(one.group, 0) + held.get(one.pk, 0)
        return [
            Facet(code, str(label), sums.get(code, 0), code in self.asked.groups)
            for code, label in SiteGroup.choices
            if sums.get(code) or code in self.asked.groups
        ]

    @cached_property
    def place_facets(self) -> list[Facet]:
        """Streets and towns in name order, the types asked for applied."""
        found = self._base().filter(self._of_types()).order_by()
        paths = found.values_list("unit__path").annotate(number=Count("pk"))
        sums: dict[str, int] = {}
        places = self.places
        for path, number in paths:
            for unit in places:
                if path.startswith(unit.path):
                    sums[unit.code] = sums.get(unit.code, 0) + number
                    break
        return [Facet(unit.code, unit.label, sums.get(unit.code, 0), unit.code in self.asked.places) for unit in places]
