"""Drawing a round's sample: which sites, who goes, on which day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor, roles_of
from lianchuang.accounts.models import Post, Role
from lianchuang.audit.actions import action
from lianchuang.common.refusals import Invalid, NotPossibleNow
from lianchuang.common.workdays import calendar
from lianchuang.inspections import rules
from lianchuang.inspections.actions.rounds import require_office, require_version, state_reasons, tell, write
from lianchuang.inspections.models import Round, RoundKind, RoundSite, RoundState
from lianchuang.inspections.queries import places
from lianchuang.sites.models import Site, SiteType

SHOWN_NAMES = 5


@dataclass(frozen=True)
class _Drawn:
    """What was drawn: the frame (sites by code), the sample, and what was wanted of each type (None: all)."""

    sites: Mapping[str, Site]
    sample: list[rules.Place]
    per_type: dict[str, int] | None


@action("round.drawn")
def draw_sample(
    *,
    round: Round,
    sites_per_type: Mapping[str, int] | None,
    everything: bool = False,
    seed: int,
    inspectors: Sequence[Post],
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Round:
    """Draw the sites of a planned round and spread them over inspectors and working days; replaces an
    earlier draw.

    `sites_per_type` maps type codes to numbers of sites; None takes the official minimum of each type that
    has one; `everything` takes every active site of the place. Plan, seed and frame are kept with the round,
    so that the draw can be repeated. Raises NotAllowed, NotPossibleNow (started already), ChangedMeanwhile,
    Invalid (no inspector, a post that does not inspect, nothing drawn, an unknown type, undercover: a site
    where every inspector is concerned).
    """
    require_office(round, by)
    require_version(round, expected_version)
    if reasons := state_reasons(round, RoundState.PLANNED):
        raise NotPossibleNow(reasons)
    _require_inspectors(inspectors)
    drawn = _draw(round, sites_per_type, everything, seed)
    stops = _spread(round, drawn, inspectors)
    RoundSite.objects.filter(round=round).delete()
    RoundSite.objects.bulk_create(
        RoundSite(
            round=round,
            site=drawn.sites[stop.code],
            inspector_id=stop.inspector,
            day=stop.day,
            order=stop.order,
        )
        for stop in stops
    )
    write(round, seed=seed, plan=_plan(drawn, inspectors, everything, at))
    facts = {"sites": len(stops), "frame": len(drawn.sites), "seed": seed, "inspectors": len(inspectors)}
    tell("round.drawn", round, by, at, **facts)
    return round


def _require_inspectors(inspectors: Sequence[Post]) -> None:
    if not inspectors:
        raise Invalid({"inspectors": [_("Choose at least one inspector.")]})
    roles = roles_of(inspectors)
    wrong = [post for post in inspectors if not any(held.role == Role.INSPECTOR for held in roles[post.pk])]
    if wrong:
        names = _(", ").join(post.full_name for post in wrong[:SHOWN_NAMES])
        raise Invalid({"inspectors": [_("These posts do not inspect: %(posts)s.") % {"posts": names}]})


def _draw(round: Round, sites_per_type: Mapping[str, int] | None, everything: bool, seed: int) -> _Drawn:
    there = places.sites_to_draw(round.joint)
    per_type = None
    if not everything:
        per_type = dict(places.official_minimums() if sites_per_type is None else sites_per_type)
        _require_types(per_type)
        there = there.filter(site_type__code__in=[code for code, number in per_type.items() if number])
    sites = {site.code: site for site in there}
    frame = [_place(site) for site in sites.values()]
    sample = sorted(frame, key=lambda each: each.code) if per_type is None else rules.draw(frame, per_type, seed)
    if not sample:
        raise Invalid({"sites_per_type": [_("Nothing would be drawn. Say how many sites of which type.")]})
    return _Drawn(sites, sample, per_type)


def _place(site: Site) -> rules.Place:
    return rules.Place(site.code, site.site_type.code, places.body_of(site.unit), site.lon, site.lat)


def _require_types(per_type: Mapping[str, int]) -> None:
    known = set(SiteType.objects.filter(code__in=per_type).values_list("code", flat=True))
    unknown = sorted(set(per_type) - known)
    if unknown:
        raise Invalid({"sites_per_type": [_("Unknown site type: %(types)s.") % {"types": ", ".join(unknown)}]})
    if any(number < 0 for number in per_type.values()):
        raise Invalid({"sites_per_type": [_("A number of sites cannot be negative.")]})


def _spread(round: Round, drawn: _Drawn, inspectors: Sequence[Post]) -> list[rules.Stop]:
    stops, nobody = rules.spread(
        drawn.sample, _days(round), [post.pk for post in inspectors], _barred(round, drawn, inspectors)
    )
    if nobody:
        names = _(", ").join(drawn.sites[code].name for code in nobody[:SHOWN_NAMES])
        sentence = _(
            "At %(count)s sites every chosen inspector is of a unit concerned: %(sites)s. "
            "Add an inspector of another unit."
        )
        raise Invalid({"inspectors": [sentence % {"count": len(nobody), "sites": names}]})
    return stops


def _barred(round: Round, drawn: _Drawn, inspectors: Sequence[Post]) -> dict[str, set[int]]:
    """Which inspectors may not go where: undercover, nobody of a body concerned."""
    if round.kind != RoundKind.UNDERCOVER:
        return {}
    sites = [drawn.sites[place.code] for place in drawn.sample]
    concerned = places.bodies_concerned(sites)
    return {
        site.code: {post.pk for post in inspectors if rules.has_conflict(places.body_of(post.unit), concerned[site.pk])}
        for site in sites
    }


def _days(round: Round) -> list[date]:
    """The working days of the round; when it has none, all its days."""
    length = (round.ends_on - round.starts_on).days + 1
    days = [round.starts_on + timedelta(days=index) for index in range(length)]
    return [day for day in days if calendar().is_workday(day)] or days


def _plan(drawn: _Drawn, inspectors: Sequence[Post], everything: bool, at: datetime) -> dict[str, object]:
    """What is kept so that anybody can repeat the draw."""
    frame = Counter(site.site_type.code for site in drawn.sites.values())
    return {
        "method": "all" if everything else "stratified",
        "sites_per_type": drawn.per_type,
        "frame": dict(sorted(frame.items())),
        "drawn": dict(sorted(Counter(place.site_type for place in drawn.sample).items())),
        "below_minimum": rules.below_minimum(drawn.sample, places.official_minimums()),
        "inspectors": [post.code for post in inspectors],
        "drawn_at": at.isoformat(),
    }
