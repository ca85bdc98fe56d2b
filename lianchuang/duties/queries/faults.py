"""The faults of a proof as lists, each with its next step: a rule to add, one to retire, a post to fill."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianchuang.accounts.models import Appointment, Post, Unit, UnitKind
from lianchuang.campaigns.models import Campaign
from lianchuang.duties.models import DutyRule
from lianchuang.duties.queries.coverage import Proof, Standing, State, body_and_place
from lianchuang.duties.queries.table import Mark, in_order
from lianchuang.duties.rules import OVERLOAD_LEAST, OVERLOAD_TIMES, most_common
from lianchuang.duties.words import answer_of
from lianchuang.sites.models import SiteType
from lianchuang.standards.models import Requirement

MOST_NAMED = 5


@dataclass(frozen=True)
class Fix:
    """A rule that would mend it: why this one, and how the form is filled beforehand."""

    why: str
    query: str
    is_sure: bool


@dataclass(frozen=True)
class Gap:
    """Things without a lead that one rule could mend: requirements below one heading, or sites of one type."""

    standings: tuple[Standing, ...]
    words: str
    fix: Fix
    campaign: Campaign | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The campaign as a seal, with a veto when one hangs on any of them."""
        return (Mark(self.campaign, "full", self.is_veto),) if self.campaign else ()

    @property
    def is_veto(self) -> bool:
        return any(one.thing.is_veto for one in self.standings)

    @property
    def named(self) -> tuple[Standing, ...]:
        return self.standings[:MOST_NAMED]

    @property
    def unnamed(self) -> int:
        return max(0, len(self.standings) - MOST_NAMED)


@dataclass(frozen=True)
class Tie:
    """Things for which the same rules are equally specific."""

    standings: tuple[Standing, ...]
    rules: tuple[DutyRule, ...]

    @property
    def named(self) -> tuple[Standing, ...]:
        return self.standings[:MOST_NAMED]

    @property
    def unnamed(self) -> int:
        return max(0, len(self.standings) - MOST_NAMED)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The campaigns as seals."""
        return _marks(self.standings)


@dataclass(frozen=True)
class Vacancy:
    """A post that nobody holds, with the things it leads; `since` when its last holder left."""

    post: Post
    standings: tuple[Standing, ...]
    since: date | None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The campaigns as seals."""
        return _marks(self.standings)


@dataclass(frozen=True)
class TooMuch:
    """A post that leads too much, with the sentence that says against what."""

    post: Post
    leads: int
    words: str


@dataclass(frozen=True)
class IdlePosts:
    """A unit with its posts that have no duty."""

    unit: Unit
    posts: tuple[Post, ...]

    @property
    def name(self) -> str:
        return self.unit.short_label


@dataclass(frozen=True)
class Faults:
    """Everything that is not as it should be."""

    gaps: tuple[Gap, ...]
    ties: tuple[Tie, ...]
    vacancies: tuple[Vacancy, ...]
    too_much: tuple[TooMuch, ...]
    idle: tuple[IdlePosts, ...]


def faults_of(proof: Proof) -> Faults:
    """The lists of a proof. Two queries."""
    return Faults(
        gaps=tuple(_gaps(proof)),
        ties=tuple(_ties(proof)),
        vacancies=tuple(_vacancies(proof)),
        too_much=tuple(_too_much(proof)),
        idle=tuple(_idle(proof.idle)),
    )


def _marks(standings: Iterable[Standing]) -> tuple[Mark, ...]:
    things = (one.thing for one in standings)
    return in_order(Mark(thing.campaign, "full", thing.is_veto) for thing in things if thing.campaign)


# --- without a lead --------------------------------------------------------------------------------------------------


def _gaps(proof: Proof) -> list[Gap]:
    gaps = proof.of(State.NONE)
    by_heading: dict[tuple[Campaign, int | None], list[Standing]] = {}
    by_type: dict[tuple[SiteType, bool, str], list[Standing]] = {}
    for one in gaps:
        campaign, requirement, site = one.thing.campaign, one.thing.requirement, one.thing.site
        if campaign and requirement:
            by_heading.setdefault((campaign, requirement.parent_id), []).append(one)
        elif site:
            root = site.unit.path.partition(".")[0]
            by_type.setdefault((site.site_type, one.rule is not None, root), []).append(one)
    parents = Requirement.objects.in_bulk([parent for _campaign, parent in by_heading if parent])
    areas = {body_and_place(one.thing.site.unit) for one in gaps if one.thing.site}
    areas |= {f"{root}." for _type, _is_ruled, root in by_type}
    places = {unit.path: unit for unit in Unit.objects.filter(path__in=areas)}
    found = [
        *(
            _heading_gap(proof, campaign, parents.get(parent or 0), held)
            for (campaign, parent), held in by_heading.items()
        ),
        *(_type_gap(proof, kind, places, held) for (kind, _is_ruled, _root), held in by_type.items()),
    ]
    return sorted(found, key=lambda gap: not gap.is_veto)  # vetoes first, else as they stand in the trees


def _heading_gap(proof: Proof, campaign: Campaign, parent: Requirement | None, held: Sequence[Standing]) -> Gap:
    below = [one for one in proof.standings if _is_below(one, campaign, parent)]
    asked = parent if parent and len(held) > 1 else held[0].thing.requirement
    query = {"requirement": asked.pk if asked else "", "area": campaign.joint.place_id}
    leads = most_common(one.post.pk for one in below if one.post)
    leads = leads or most_common(one.post.pk for one in proof.standings if one.post and one.thing.campaign == campaign)
    if leads is None:
        why = _("No requirement of %(campaign)s has a lead to go by.") % {"campaign": campaign.label}
        return Gap(tuple(held), _heading_words(parent, held), Fix(why, urlencode(query), is_sure=False), campaign)
    post, number, among = leads
    facts = {"post": _post_name(proof, post), "number": number, "among": among}
    why = _("%(post)s leads %(number)s of the %(among)s nearest requirements that have a lead.") % facts
    fix = Fix(why, urlencode({**query, "post": post}), is_sure=True)
    return Gap(tuple(held), _heading_words(parent, held), fix, campaign)


def _is_below(one: Standing, campaign: Campaign, parent: Requirement | None) -> bool:
    requirement = one.thing.requirement
    if requirement is None or one.thing.campaign != campaign:
        return False
    return parent is None or requirement.path.startswith(parent.path)


def _heading_words(parent: Requirement | None, held: Sequence[Standing]) -> str:
    if len(held) == 1 or parent is None:
        return held[0].thing.label
    facts = {"heading": f"{parent.code} {parent.label}", "number": len(held)}
    return _("%(heading)s: %(number)s requirements") % facts


def _type_gap(proof: Proof, kind: SiteType, places: Mapping[str, Unit], held: Sequence[Standing]) -> Gap:
    paths = sorted({body_and_place(one.thing.site.unit) for one in held if one.thing.site})
    place = places[paths[0] if len(paths) == 1 else f"{paths[0].partition('.')[0]}."]
    facts = {"type": kind.label, "place": place.label, "number": len(held)}
    one = ngettext("%(number)s %(type)s in %(place)s", "%(number)s × %(type)s in %(place)s", len(held)) % facts
    query: dict[str, object] = {"site_type": kind.pk, "area": place.pk, "is_whole": "on"}
    if held[0].rule is not None:
        why = _("%(rule)s points to a post that does not exist there.") % {"rule": held[0].rule}
        return Gap(tuple(held), one, Fix(why, urlencode(query), is_sure=False))
    same = most_common(each.rule.number for each in proof.standings if each.rule and each.post and _is_of(each, kind))
    near = same or most_common(
        each.rule.number for each in proof.standings if each.rule and each.post and _is_akin(each, kind, place)
    )
    if near is None:
        why = _("No similar site has a lead to go by.")
        return Gap(tuple(held), one, Fix(why, urlencode(query), is_sure=False))
    number, times, among = near
    rule = proof.resolver.rules[number]
    words = {"answer": answer_of(rule), "rule": rule, "number": times, "among": among}
    if same:
        why = _("Elsewhere %(number)s of %(among)s such sites go to: %(answer)s (%(rule)s).") % words
    else:
        why = _("Of the similar sites there %(number)s of %(among)s go to: %(answer)s (%(rule)s).") % words
    return Gap(tuple(held), one, Fix(why, urlencode({**query, **_answer_query(rule)}), is_sure=True))


def _is_of(one: Standing, kind: SiteType) -> bool:
    alike = one.thing.site is not None and one.thing.site.site_type_id == kind.pk
    return alike and one.rule is not None and one.rule.site_id is None


def _is_akin(one: Standing, kind: SiteType, place: Unit) -> bool:
    """Whether it is a site of a type of the same group in the same place, and no rule for it alone."""
    site = one.thing.site
    alike = site is not None and site.site_type.group == kind.group and site.unit.path.startswith(place.path)
    return alike and one.rule is not None and one.rule.site_id is None


def _answer_query(rule: DutyRule) -> dict[str, object]:
    if rule.post_id:
        return {"post": rule.post_id}
    return {"post_kind": rule.post_kind_id, "where": rule.where}


def _post_name(proof: Proof, pk: int) -> str:
    found = next((one.post for one in proof.standings if one.post and one.post.pk == pk), None)
    return found.full_name if found else ""


# --- two leads, empty posts, too much, nothing ----------------------------------------------------------------------


def _ties(proof: Proof) -> list[Tie]:
    groups: dict[tuple[int, ...], list[Standing]] = {}
    for one in proof.of(State.TWO):
        groups.setdefault(one.tied, []).append(one)
    return [
        Tie(tuple(held), tuple(proof.resolver.rules[number] for number in numbers)) for numbers, held in groups.items()
    ]


def _vacancies(proof: Proof) -> list[Vacancy]:
    groups: dict[Post, list[Standing]] = {}
    for one in proof.of(State.VACANT):
        if one.post:
            groups.setdefault(one.post, []).append(one)
    ended = Appointment.objects.filter(post__in=list(groups), until__lte=proof.moment.day).order_by("until")
    since = dict(ended.values_list("post_id", "until"))
    by_name = sorted(groups.items(), key=lambda pair: (pair[0].unit.sort_key, pair[0].code))
    return [Vacancy(post, tuple(held), since.get(post.pk)) for post, held in by_name]


def _too_much(proof: Proof) -> list[TooMuch]:
    found = []
    for one in proof.overloaded:
        post = proof.seats.posts[one.post]
        facts = {
            "leads": one.leads,
            "median": f"{one.median:g}",
            "peers": one.peers,
            "times": OVERLOAD_TIMES,
            "least": OVERLOAD_LEAST,
            "kind": post.kind.label,
        }
        words = _(
            "leads %(leads)s things; the median of the %(peers)s posts of the kind %(kind)s that lead anything is "
            "%(median)s. Too much is more than %(times)s times that, and more than %(least)s."
        )
        found.append(TooMuch(post, one.leads, words % facts))
    return found


def _idle(posts: Iterable[Post]) -> list[IdlePosts]:
    by_unit: dict[Unit, list[Post]] = {}
    for post in posts:
        by_unit.setdefault(post.unit, []).append(post)
    order = sorted(by_unit, key=lambda unit: (unit.kind in (UnitKind.COMMUNITY, UnitKind.VILLAGE), unit.sort_key))
    return [IdlePosts(unit, tuple(by_unit[unit])) for unit in order]
