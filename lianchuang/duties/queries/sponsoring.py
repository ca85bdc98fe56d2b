"""Who stands behind which street, area and site (包保)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lianchuang.accounts.models import Post, Unit, UnitKind
from lianchuang.accounts.rules import chain_of
from lianchuang.duties.models import Sponsorship
from lianchuang.duties.queries.coverage import begun, body_and_place
from lianchuang.duties.queries.things import Moment
from lianchuang.sites.models import Site

PLACES = (UnitKind.STREET, UnitKind.TOWN)


@dataclass(frozen=True)
class Sponsored:
    """A street, town or smaller area with those who stand behind it, and how many of its sites have a sponsor of their own."""

    area: Unit
    sponsorships: tuple[Sponsorship, ...]
    sites: int
    sites_sponsored: int


def sponsorships_with_words() -> QuerySet[Sponsorship]:
    """All sponsorships with everything that saying them needs."""
    return Sponsorship.objects.select_related("area", "site__unit", "unit", "post__unit")


def sponsored_areas(areas: QuerySet[Unit], sites: QuerySet[Site]) -> list[Sponsored]:
    """Every street and town, and every smaller area that has a sponsor, in name order. Three queries."""
    held: dict[int, list[Sponsorship]] = {}
    for one in sponsorships_with_words().filter(ended_at__isnull=True, area__in=areas):
        held.setdefault(one.area_id or 0, []).append(one)
    counts: dict[str, tuple[int, int]] = {}
    own = Count("pk", filter=Q(sponsor_unit__isnull=False))
    rows = sites.filter(is_active=True).order_by().values("unit__path").annotate(number=Count("pk"), own=own)
    for row in rows:
        counts[row["unit__path"]] = (row["number"], row["own"])
    shown = areas.filter(Q(kind__in=PLACES) | Q(pk__in=list(held))).order_by("sort_key")
    return [_sponsored(area, held.get(area.pk, ()), counts) for area in shown]


def _sponsored(area: Unit, held: Iterable[Sponsorship], counts: dict[str, tuple[int, int]]) -> Sponsored:
    within = [pair for path, pair in counts.items() if path.startswith(area.path)]
    return Sponsored(area, tuple(held), sum(number for number, _own in within), sum(own for _number, own in within))


def sponsored_sites(sites: QuerySet[Site]) -> list[Sponsorship]:
    """The sites behind which a leader's post stands."""
    rows = sponsorships_with_words().filter(ended_at__isnull=True, site__in=sites)
    return list(rows.order_by("site__name", "pk"))


@dataclass(frozen=True)
class Sponsors:
    """Who stands behind a site: its own unit and leaders, and those of the street and area it lies in."""

    unit: Unit | None
    own: tuple[Sponsorship, ...]
    of_area: tuple[Sponsorship, ...]


def sponsors_of(site: Site) -> Sponsors:
    """Who stands behind a site (units loaded). One query."""
    above = Q(area__path__in=chain_of(site.unit.path))
    rows = sponsorships_with_words().filter(Q(site=site) | above, ended_at__isnull=True)
    held = list(rows.order_by("-area__path", "pk"))
    return Sponsors(
        unit=site.sponsor_unit,
        own=tuple(one for one in held if one.site_id),
        of_area=tuple(one for one in held if one.area_id),
    )


@dataclass(frozen=True)
class Behind:
    """What a post, or its unit, stands behind."""

    by_post: tuple[Sponsorship, ...]
    by_unit: tuple[Sponsorship, ...]
    unit_sites: tuple[Site, ...]
    unit_sites_total: int

    @property
    def is_nothing(self) -> bool:
        return not (self.by_post or self.by_unit or self.unit_sites_total)


MOST_SITES = 12


def behind(post: Post, moment: Moment) -> Behind:
    """The places that the post stands behind, and those of the body it belongs to. Three queries.

    Which unit stands behind a site is known as it is today.
    """
    body = body_and_place(post.unit)
    rows = begun(moment).select_related("area", "site__unit", "unit", "post__unit")
    held = list(rows.filter(Q(post=post) | Q(unit__path=body)).order_by("area__sort_key", "site__name", "pk"))
    sites = Site.objects.filter(is_active=True, sponsor_unit__path=body).select_related("site_type", "unit")
    return Behind(
        by_post=tuple(one for one in held if one.post_id),
        by_unit=tuple(one for one in held if one.unit_id),
        unit_sites=tuple(sites.order_by("unit__sort_key", "name", "code")[:MOST_SITES]),
        unit_sites_total=sites.count(),
    )
