"""Before, at and after a draw: what would be drawn from, the sample with its tours, and how anybody can repeat it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor, roles_of
from lianchuang.accounts.models import Grant, Post, Role, Unit
from lianchuang.common.refusals import Invalid
from lianchuang.common.workdays import calendar
from lianchuang.inspections import rules
from lianchuang.inspections.access import visible_stops
from lianchuang.inspections.models import Round, RoundKind, RoundSite
from lianchuang.inspections.queries import places
from lianchuang.kernels import sampling, tours
from lianchuang.kernels.sampling import Listed
from lianchuang.sites.models import Site, SiteType

SHOWN_NAMES = 5


@dataclass(frozen=True)
class Wish:
    """What the office wants drawn. `per_type` None: the official minimums; `doubles` is a share in percent."""

    per_type: Mapping[str, int] | None = None
    everything: bool = False
    by_town: bool = True
    doubles: int = 0
    capacity: int | None = None

    @property
    def method(self) -> str:
        return "all" if self.everything else "minimums" if self.per_type is None else "stratified"


@dataclass(frozen=True)
class PartShare:
    """What comes from one body: how many sites of the type it has, between how many of them are drawn."""

    label: str
    frame: int
    least: int
    most: int


@dataclass(frozen=True)
class Share:
    """What comes from a type of site: how many there are, how many are drawn, the chance of each; why a minimum is missed, if it
    is; and the bodies where each gives its share.
    """

    label: str
    frame: int
    drawn: int
    chance: float
    why_short: str = ""
    parts: Sequence[PartShare] = ()


def _shares_of(cells: Sequence[sampling.Cell], wanted: Mapping[str, int], short: Mapping[str, str]) -> list[Share]:
    """The cells type by type, in the order of types and bodies. Two queries."""
    units = {unit.path: unit.label for unit in Unit.objects.filter(path__in={cell.part for cell in cells})}
    shares = []
    for each in SiteType.objects.filter(code__in=wanted):
        own = [cell for cell in cells if cell.stratum == each.code]
        frame, chance = sum(cell.frame for cell in own), max((float(cell.chance) for cell in own), default=0.0)
        parts = [
            PartShare(units.get(cell.part, cell.part), cell.frame, cell.least, cell.most) for cell in own if cell.part
        ]
        drawn = min(frame, wanted[each.code])
        shares.append(Share(each.label, frame, drawn, chance, short.get(each.code, ""), parts))
    return shares


class Ground:
    """The frame of a round as it stands now, and what a wish makes of it. No seed is needed."""

    def __init__(self, round: Round, wish: Wish) -> None:
        self.round = round
        self.wish = wish

    @cached_property
    def sites(self) -> dict[str, Site]:
        """The active sites of the types asked for, by code."""
        there = places.sites_to_draw(self.round.joint)
        return {site.code: site for site in there.filter(site_type__code__in=list(self.wanted))}

    @cached_property
    def there(self) -> Counter[str]:
        """How many active sites of each type there are."""
        types = places.sites_to_draw(self.round.joint).order_by().values_list("site_type__code")
        return Counter(dict(types.annotate(number=Count("pk"))))

    @cached_property
    def minimums(self) -> list[rules.Minimum]:
        return places.official_minimums()

    @cached_property
    def wanted(self) -> dict[str, int]:
        """How many of each type are asked for."""
        if self.wish.everything:
            return dict(sorted(self.there.items()))
        if self.wish.per_type is not None:
            return {code: number for code, number in self.wish.per_type.items() if number}
        return {code: number for code, number in rules.numbers_for(self.minimums, self.there).items() if number}

    @cached_property
    def listed(self) -> list[Listed]:
        """The frame: every active site of a type that is asked for, with type and body."""
        sites = self.sites.values()
        return sorted(Listed(site.site_type.code, places.body_of(site.unit), site.code) for site in sites)

    @cached_property
    def cells(self) -> list[sampling.Cell]:
        return sampling.cells_of(self.listed, self.wanted, by_part=self.wish.by_town)

    def require_sense(self) -> None:
        """Raise Invalid for unknown types, numbers out of bounds, or when nothing would be drawn."""
        asked = self.wish.per_type or {}
        known = set(SiteType.objects.filter(code__in=asked).values_list("code", flat=True))
        if unknown := sorted(set(asked) - known):
            raise Invalid({"sites_per_type": [_("Unknown site type: %(types)s.") % {"types": ", ".join(unknown)}]})
        if any(number < 0 for number in asked.values()):
            raise Invalid({"sites_per_type": [_("A number of sites cannot be negative.")]})
        if not 0 <= self.wish.doubles <= rules.MOST_DOUBLES:
            raise Invalid({"doubles": [_("Between 0 and %(most)s percent.") % {"most": rules.MOST_DOUBLES}]})
        if not any(cell.most for cell in self.cells):
            raise Invalid({"sites_per_type": [_("Nothing would be drawn. Say how many sites of which type.")]})

    def shares(self) -> list[Share]:
        """What would be drawn, type by type."""
        return _shares_of(self.cells, self.wanted, self.reasons_short())

    def reasons_short(self) -> dict[str, str]:
        """For each type asked for whose official minimum would be missed: why, as a sentence."""
        taken = {code: min(number, self.there[code]) for code, number in self.wanted.items()}
        return {
            minimum.codes[0] if minimum.codes[0] in taken else next(code for code in minimum.codes if code in taken): (
                why_short(minimum, self.there, taken)
            )
            for minimum in self.minimums
            if minimum.missing(taken) and any(code in taken for code in minimum.codes)
        }


def why_short(minimum: rules.Minimum, there: Mapping[str, int], taken: Mapping[str, int]) -> str:
    """Why an official minimum is missed: there are not enough, or fewer are asked for."""
    total, drawn = (sum(numbers.get(code, 0) for code in minimum.codes) for numbers in (there, taken))
    facts = {"count": minimum.count, "there": total, "drawn": drawn}
    if total < minimum.count:
        return _("Official minimum %(count)s, but there are only %(there)s.") % facts
    return _("Official minimum %(count)s, but only %(drawn)s are asked for.") % facts


@dataclass(frozen=True)
class Prepared:
    """A draw that nothing has been written of: the ground, the codes drawn, those visited twice, teams, days and tours."""

    ground: Ground
    seed: int
    sample: Sequence[str]
    twice: Sequence[str]
    teams: Sequence[Sequence[Post]]
    days: Sequence[date]
    plan: tours.Plan

    @property
    def frame_text(self) -> str:
        return sampling.frame_text(self.ground.listed)

    @property
    def fingerprint(self) -> str:
        """The hash of the frame."""
        return sampling.fingerprint(self.frame_text)

    def drawn_of_type(self) -> dict[str, int]:
        """How many of each type were drawn."""
        return dict(sorted(Counter(self.ground.sites[code].site_type.code for code in self.sample).items()))

    def kept(self) -> dict[str, Any]:
        """What is kept with the round, so that anybody can repeat the draw."""
        ground, drawn = self.ground, self.drawn_of_type()
        return {
            "rule": sampling.RULE,
            "method": ground.wish.method,
            "sites_per_type": None if ground.wish.everything else ground.wanted,
            "by_town": ground.wish.by_town,
            "frame": {code: ground.there[code] for code in sorted(ground.wanted) if ground.there[code]},
            "frame_of_town": dict(sorted(Counter(each.part for each in ground.listed).items())),
            "drawn": drawn,
            "sample": len(self.sample),
            "doubles": len(self.twice),
            "doubles_percent": ground.wish.doubles,
            "capacity": ground.wish.capacity,
            "below_minimum": rules.below_minimum(drawn, ground.minimums),
            "inspectors": [post.code for team in self.teams for post in team],
            "teams": [[post.code for post in team] for team in self.teams],
        }


def seed_of(round: Round, seed: int | None) -> int:
    """The seed given, else the one committed to. Raises Invalid where there is neither."""
    chosen = round.committed_seed if seed is None else seed
    if chosen is None or chosen < 0:
        raise Invalid({"seed": [_("Give a seed: a whole number of at least 0.")]})
    return chosen


def teams_of(teams: Sequence[Sequence[Post]]) -> list[list[Post]]:
    """Everybody who goes, team by team. Raises Invalid (nobody, too many, who does not inspect, who goes twice)."""
    every = [list(team) for team in teams if team]
    posts = [post for team in every for post in team]
    if not posts:
        raise Invalid({"inspectors": [_("Choose at least one inspector.")]})
    if len(every) > rules.MOST_TEAMS:
        raise Invalid({"inspectors": [_("At most %(most)s teams.") % {"most": rules.MOST_TEAMS}]})
    if len({post.pk for post in posts}) < len(posts):
        raise Invalid({"inspectors": [_("Somebody stands in two teams.")]})
    roles = roles_of(posts)
    wrong = [post for post in posts if not any(held.role == Role.INSPECTOR for held in roles[post.pk])]
    if wrong:
        names = _(", ").join(post.full_name for post in wrong[:SHOWN_NAMES])
        raise Invalid({"inspectors": [_("These posts do not inspect: %(posts)s.") % {"posts": names}]})
    return every


def prepare(round: Round, wish: Wish, teams: Sequence[Sequence[Post]], seed: int | None) -> Prepared:
    """Draw and spread without writing anything; without `seed` by the one committed to. Raises Invalid as
    `actions.draw_sample` says.
    """
    teams, seed = teams_of(teams), seed_of(round, seed)
    if round.kind == RoundKind.UNDERCOVER and any(len(team) > 1 for team in teams):
        # What is given is opened by one person, who alone knows it from then on.
        raise Invalid({"inspectors": [_("Undercover everybody goes alone.")]})
    ground = Ground(round, wish)
    ground.require_sense()
    drawn = sampling.draw(ground.listed, ground.wanted, seed, by_part=wish.by_town)
    twice = sampling.doubled(drawn, rules.doubles_of(len(drawn), wish.doubles), seed)
    if twice and len(teams) < 2:
        raise Invalid({"doubles": [_("For double visits there must be at least two teams.")]})
    days = days_of(round)
    plan = tours.spread(
        [tours.Spot(code, ground.sites[code].lon, ground.sites[code].lat) for code in drawn],
        teams=len(teams),
        days=len(days),
        bars=_bars(round, [ground.sites[code] for code in drawn], teams),
        twice=twice,
        capacity=wish.capacity,
    )
    _require_room(ground, plan, len(drawn) + len(twice), len(teams) * len(days))
    return Prepared(ground, seed, drawn, twice, teams, days, plan)


def _bars(round: Round, sites: Sequence[Site], teams: Sequence[Sequence[Post]]) -> dict[str, set[int]]:
    """Which teams may not go where: undercover, none with somebody of a body concerned."""
    if round.kind != RoundKind.UNDERCOVER:
        return {}
    barred = places.barred_at(sites, [[places.body_of(post.unit) for post in team] for team in teams])
    return {site.code: barred[site.pk] for site in sites}


def _require_room(ground: Ground, plan: tours.Plan, visits: int, tours_there: int) -> None:
    if plan.barred:
        names = _(", ").join(ground.sites[code].name for code in plan.barred[:SHOWN_NAMES])
        sentence = _(
            "At %(count)s sites every chosen inspector is of a unit concerned: %(sites)s. "
            "Add an inspector of another unit."
        )
        raise Invalid({"inspectors": [sentence % {"count": len(plan.barred), "sites": names}]})
    if plan.no_room and ground.wish.capacity is not None and visits > tours_there * ground.wish.capacity:
        sentence = _(
            "%(visits)s visits do not fit: %(tours)s team days of %(capacity)s sites each are %(room)s. "
            "Add teams or days, or raise the number a day."
        )
        facts = {"visits": visits, "tours": tours_there, "capacity": ground.wish.capacity}
        raise Invalid({"capacity": [sentence % {**facts, "room": tours_there * ground.wish.capacity}]})
    if plan.no_room:
        sentence = _(
            "For %(count)s visits no other team has room or may go there. Add a team or raise the number a day."
        )
        raise Invalid({"inspectors": [sentence % {"count": len(plan.no_room)}]})


def days_of(round: Round) -> list[date]:
    """The working days of the round; when it has none, all its days."""
    length = (round.ends_on - round.starts_on).days + 1
    days = [round.starts_on + timedelta(days=index) for index in range(length)]
    return [day for day in days if calendar().is_workday(day)] or days


# --- the page before the draw ---


@dataclass(frozen=True)
class TypeOffer:
    """A type of site on the page for drawing: how many there are, its minimum with the types that share it."""

    type: SiteType
    there: int
    together: Sequence[str] = ()


@dataclass(frozen=True)
class Drawing:
    """What the page for drawing offers: types with how many sites there are, inspectors, and what was drawn
    before.
    """

    offers: Sequence[TypeOffer]
    inspectors: QuerySet[Post]
    initial: Mapping[str, Any]

    @property
    def total(self) -> int:
        return sum(each.there for each in self.offers)


def inspectors_of(round: Round) -> QuerySet[Post]:
    """The posts that inspect in the place of the round."""
    granted = Grant.objects.filter(role=Role.INSPECTOR, scope__path__startswith=round.joint.place.path).values("post")
    return Post.objects.filter(pk__in=granted).select_related("unit").order_by("unit__path", "code")


def teams_before(round: Round) -> list[list[str]]:
    """The codes of the posts in each team of the draw before, if there was one."""
    teams = round.plan.get("teams")
    return teams if teams is not None else [[code] for code in round.plan.get("inspectors", [])]


def drawing_of(round: Round) -> Drawing:
    """The types that have active sites in the place, and the posts that inspect there. Official minimums
    come filled in.
    """
    ground = Ground(round, wish_of(round))
    types = list(SiteType.objects.filter(code__in=ground.there))
    names = {each.code: each.label for each in SiteType.objects.exclude(minimum_together=[])}
    offers = [
        TypeOffer(each, ground.there[each.code], [names.get(code, code) for code in each.minimum_together])
        for each in types
    ]
    plan, inspectors = round.plan, inspectors_of(round)
    numbers = plan.get("sites_per_type") or rules.numbers_for(ground.minimums, ground.there)
    initial: dict[str, Any] = {f"sites-{code}": number for code, number in numbers.items()}
    pks = dict(inspectors.values_list("code", "pk"))
    teams = [[pks[code] for code in team if code in pks] for team in teams_before(round)]
    initial["inspectors"] = [pk for team in teams for pk in team]
    for number, team in enumerate((team for team in teams if len(team) > 1), start=1):
        initial |= {f"team-{pk}": number for pk in team} | {f"lead-{team[0]}": True}
    initial["by_town"] = plan.get("by_town", True)
    initial["doubles"] = plan.get("doubles_percent", 0)
    initial["capacity"] = plan.get("capacity")
    initial["method"] = {"all": "all", "minimums": "minimums"}.get(plan.get("method", ""), "some")
    return Drawing(offers, inspectors, initial)


def wish_of(round: Round) -> Wish:
    """What was wanted the last time; before the first draw the official minimums."""
    plan = round.plan
    method = plan.get("method", "minimums")
    return Wish(
        per_type=dict(plan.get("sites_per_type") or {}) if method == "stratified" else None,
        everything=method == "all",
        by_town=plan.get("by_town", True),
        doubles=plan.get("doubles_percent", 0),
        capacity=plan.get("capacity"),
    )


# --- after the draw ---


@dataclass(frozen=True)
class Repeated:
    """The draw done once more from what was kept: whether the same sites come out, and whether the seed is the printed one."""

    is_same: bool
    drawn: int
    more: Sequence[str]
    fewer: Sequence[str]


@dataclass(frozen=True)
class Replacement:
    """A closed site and the one that took its place, if any did."""

    closed: RoundSite
    by: RoundSite | None


class HowDrawn:
    """How a round's sample came about, for its page. Each part is read when it is asked for."""

    def __init__(self, round: Round) -> None:
        self.round = round

    @property
    def is_repeatable(self) -> bool:
        """Whether the rule it was drawn by is the one this program knows, and its frame was kept."""
        return self.round.frame_id is not None and self.round.plan.get("rule") == sampling.RULE

    @property
    def is_committed_seed(self) -> bool:
        """Whether the seed used is the one whose hash was printed when the round was planned."""
        return self.round.seed is not None and self.round.seed == self.round.committed_seed

    @cached_property
    def stops(self) -> list[RoundSite]:
        tables = ("site__site_type", "site__unit", "team", "closed_by__unit")
        return list(self.round.round_sites.select_related(*tables).order_by("site__code", "pk"))

    @cached_property
    def _listed(self) -> list[Listed]:
        return sampling.read_frame(self.round.frame.text) if self.round.frame else []

    @property
    def _wanted(self) -> dict[str, int]:
        plan = self.round.plan
        return dict(plan["frame"]) if plan["sites_per_type"] is None else dict(plan["sites_per_type"])

    @cached_property
    def repeated(self) -> Repeated | None:
        """The draw once more; None where it cannot be repeated here."""
        if not self.is_repeatable or self.round.seed is None:
            return None
        by_part = bool(self.round.plan["by_town"])
        again = set(sampling.draw(self._listed, self._wanted, self.round.seed, by_part=by_part))
        kept = {stop.site.code for stop in self.stops if stop.replaces_id is None}
        return Repeated(again == kept, len(again), sorted(kept - again), sorted(again - kept))

    @cached_property
    def shares(self) -> list[Share]:
        """What was drawn from, type by type."""
        if not self.is_repeatable:
            return []
        cells = sampling.cells_of(self._listed, self._wanted, by_part=bool(self.round.plan["by_town"]))
        return _shares_of(cells, self._wanted, self._reasons())

    def _reasons(self) -> dict[str, str]:
        plan = self.round.plan
        reasons = {}
        for minimum in places.official_minimums():
            asked = [code for code in minimum.codes if code in self._wanted]
            if asked and minimum.key in plan["below_minimum"]:
                reasons[asked[0]] = why_short(minimum, plan["frame"], plan["drawn"])
        return reasons

    @cached_property
    def sample(self) -> list[RoundSite]:
        """The sites as they were drawn, each once, in code order."""
        seen: dict[UUID, RoundSite] = {}
        for stop in self.stops:
            if stop.replaces_id is None:
                seen.setdefault(stop.site_id, stop)
        return list(seen.values())

    @cached_property
    def replacements(self) -> list[Replacement]:
        """Closed sites, each once, with what took their place."""
        return replacements_of(self.stops)


def replacements_of(stops: Iterable[RoundSite]) -> list[Replacement]:
    """The closed sites among these stops, each once, in the order they were closed."""
    rows = list(stops)
    by = {stop.replaces_id: stop for stop in rows if stop.replaces_id}
    found: dict[UUID, Replacement] = {}
    closed = [stop for stop in rows if stop.closed_reason and stop.closed_at]
    for stop in sorted(closed, key=lambda each: (each.closed_at is not None and each.closed_at.isoformat(), each.pk)):
        known = found.get(stop.site_id)
        if known is None or known.by is None:
            found[stop.site_id] = Replacement(stop, by.get(stop.pk))
    return list(found.values())


def closed_photos(actor: Actor, replacements: Iterable[Replacement]) -> set[int]:
    """The closed stops among these whose photo this actor may see. One query where there is a photo, else none."""
    shot = [each.closed.pk for each in replacements if each.closed.closed_photo_id]
    return set(visible_stops(actor).filter(pk__in=shot).values_list("pk", flat=True)) if shot else set()


def reserve_for(round: Round, stop: RoundSite, taken: Iterable[str]) -> list[str]:
    """The codes that may take the place of a stop's site, the next one first; empty where the draw cannot be repeated."""
    how = HowDrawn(round)
    if not how.is_repeatable or round.seed is None:
        return []
    listed = sampling.read_frame(round.frame.text) if round.frame else []
    like = next((one for one in listed if one.code == stop.site.code), None)
    if like is None:
        return []
    return sampling.reserve(listed, like, round.seed, by_part=bool(round.plan["by_town"]), taken=taken)
