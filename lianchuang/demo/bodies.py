"""The units, posts and people of the invented county."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from pypinyin import lazy_pinyin

from lianchuang.accounts import actions
from lianchuang.accounts.access import SYSTEM, Actor, roles_of
from lianchuang.accounts.models import Appointment, Person, Post, PostKind, Role, Unit, UnitKind
from lianchuang.demo import names

VACANT_SHARE = 0.03
INSPECTORS = 12
PEER_VERIFIERS = ("城管局", "住建局", "市监局", "桂亭街道")
UNDERCOVER_FROM = ("督查室", "团县委", "妇联", "档案馆")
Progress = Callable[[float], None]


@dataclass
class Bodies:
    """Everybody, found by name: units by short name (and by full name), posts by unit and kind."""

    county: Unit
    units: dict[str, Unit] = field(default_factory=dict)
    kinds: dict[str, PostKind] = field(default_factory=dict)
    posts: dict[tuple[str, str], list[Post]] = field(default_factory=dict)
    actors: dict[int, Actor] = field(default_factory=dict)

    def post(self, unit: str, kind: str) -> Post:
        """The first post of a kind in a unit."""
        return self.posts[unit, kind][0]

    def actor(self, unit: str, kind: str) -> Actor:
        """Whoever sits in the first such post that is not vacant."""
        return next(self.actors[post.pk] for post in self.posts[unit, kind] if post.pk in self.actors)

    def actors_with(self, units: Iterable[str], kind: str) -> list[Actor]:
        """Everybody in posts of a kind in these units."""
        return [
            self.actors[post.pk]
            for unit in units
            for post in self.posts.get((unit, kind), [])
            if post.pk in self.actors
        ]


def make_bodies(*, since: date, at: datetime, chance: random.Random) -> Bodies:
    """Make all units, posts and people through the actions."""
    county = actions.add_unit(
        name=names.COUNTY[0],
        name_en=names.COUNTY[1],
        short_name=names.COUNTY[0],
        kind=UnitKind.COUNTY,
        parent=None,
        by=SYSTEM,
        at=at,
    )
    bodies = Bodies(county)
    for code, name, english in names.POST_KINDS:
        bodies.kinds[code] = actions.add_post_kind(code=code, name=name, name_en=english, by=SYSTEM, at=at)
    _make_office(bodies, at)
    for name, english, short, kinds in names.BUREAUS:
        unit = _unit(bodies, name, english, short, UnitKind.BUREAU, county, at)
        _posts(bodies, unit, [*names.BUREAU_POSTS, *kinds, *kinds], at)
    _make_places(bodies, at)
    _make_special_posts(bodies, at)
    _make_people(bodies, since, at, chance)
    _grant_roles(bodies, at)
    _load_actors(bodies)
    return bodies


def _unit(bodies: Bodies, name: str, english: str, short: str, kind: UnitKind, parent: Unit, at: datetime) -> Unit:
    unit = actions.add_unit(name=name, name_en=english, short_name=short, kind=kind, parent=parent, by=SYSTEM, at=at)
    bodies.units[short] = bodies.units[name] = unit
    return unit


def _posts(bodies: Bodies, unit: Unit, kinds: Iterable[str], at: datetime) -> None:
    for code in kinds:
        kind = bodies.kinds[code]
        held = bodies.posts.setdefault((unit.short_name, code), [])
        name, english = kind.name, kind.name_en
        if held:
            name, english = (
                f"{name}（{'一二三四五六七八九十'[len(held) % 10]}）",
                f"{english} {len(held) + 1}",
            )
            if len(held) >= 10:
                name = f"{kind.name}（{len(held) + 1}）"
        held.append(actions.add_post(unit=unit, kind=kind, name=name, name_en=english, by=SYSTEM, at=at))


def _make_office(bodies: Bodies, at: datetime) -> None:
    name, english, short = names.OFFICE
    office = _unit(bodies, name, english, short, UnitKind.BUREAU, bodies.county, at)
    kinds = ["head", "office", "standards", "administrator", *["inspector"] * INSPECTORS, *["verifier"] * 4]
    _posts(bodies, office, kinds, at)


def _make_places(bodies: Bodies, at: datetime) -> None:
    for kind, places in ((UnitKind.STREET, names.STREETS), (UnitKind.TOWN, names.TOWNS)):
        for name, english in places:
            unit = _unit(bodies, name, english, name, kind, bodies.county, at)
            _posts(bodies, unit, names.PLACE_POSTS, at)
    for parent, communities in names.COMMUNITIES:
        kind = UnitKind.COMMUNITY if parent in dict(names.STREETS) else UnitKind.VILLAGE
        for name in communities:
            unit = _unit(bodies, name, _romanised(name, kind), name, kind, bodies.units[parent], at)
            _posts(bodies, unit, names.COMMUNITY_POSTS, at)


def _romanised(name: str, kind: UnitKind) -> str:
    """The name to an English reader: 听涛社区 → Tingtao Community."""
    ending = {UnitKind.COMMUNITY: "社区", UnitKind.VILLAGE: "村"}[kind]
    syllables = lazy_pinyin(name.removesuffix(ending))
    return f"{''.join(syllables).capitalize()} {'Community' if kind == UnitKind.COMMUNITY else 'Village'}"


def _make_special_posts(bodies: Bodies, at: datetime) -> None:
    _posts(bodies, bodies.units["县委办"], ["leader"], at)
    _posts(bodies, bodies.units["督查室"], ["auditor"], at)
    for short in PEER_VERIFIERS:
        _posts(bodies, bodies.units[short], ["verifier"], at)
    for short in UNDERCOVER_FROM:
        _posts(bodies, bodies.units[short], ["inspector"], at)


def _make_people(bodies: Bodies, since: date, at: datetime, chance: random.Random) -> None:
    """One person a post; a few posts vacant, a few people with two posts."""
    taken: set[str] = set()
    needed = {
        ("创建办", "head"),
        ("创建办", "office"),
        ("县委办", "leader"),
        ("督查室", "auditor"),
        ("创建办", "administrator"),
    }
    number, last = 0, None
    for (short, kind), posts in bodies.posts.items():
        for post in posts:
            essential = (short, kind) in needed or kind in {
                "coordinator",
                "inspector",
                "verifier",
                "sanitation",
            }
            if not essential and chance.random() < VACANT_SHARE:
                continue
            number += 1
            double = not essential and last is not None and chance.random() < VACANT_SHARE
            last = last if double and last else _person(number, taken, at, chance)
            actions.appoint(person=last, post=post, since=since, by=SYSTEM, at=at)


def _person(number: int, taken: set[str], at: datetime, chance: random.Random) -> Person:
    while True:
        name = chance.choice(names.SURNAMES) + chance.choice(names.GIVEN)
        if name not in taken:
            break
    taken.add(name)
    return actions.add_person(username=f"demo{number:04d}", name=name, by=SYSTEM, at=at)


def _grant_roles(bodies: Bodies, at: datetime) -> None:
    county = bodies.county

    def grant(post: Post, role: Role, scope: Unit = county, campaigns: tuple[str, ...] = ()) -> None:
        actions.grant_role(post=post, role=role, scope=scope, campaigns=campaigns, by=SYSTEM, at=at)

    for kind in ("head", "office", "standards"):
        grant(bodies.post("创建办", kind), Role.OFFICE)
    grant(bodies.post("创建办", "administrator"), Role.ADMINISTRATOR)
    grant(bodies.post("县委办", "leader"), Role.LEADER)
    grant(bodies.post("督查室", "auditor"), Role.AUDITOR)
    for code, _name, _english, lead, _days in names.CAMPAIGNS:
        grant(bodies.post(lead, "head"), Role.LEADER, campaigns=(code,))
    for (short, kind), posts in bodies.posts.items():
        for post in posts:
            if kind == "coordinator":
                grant(post, Role.COORDINATOR, bodies.units[short])
            elif kind == "inspector":
                grant(post, Role.INSPECTOR)
            elif kind == "verifier":
                grant(post, Role.VERIFIER)


def _load_actors(bodies: Bodies) -> None:
    """Who sits in which post, with the roles of the post."""
    appointments = Appointment.objects.select_related("person", "post__unit", "post__kind")
    held = roles_of([appointment.post for appointment in appointments])
    for appointment in appointments:
        post = appointment.post
        bodies.actors[post.pk] = Actor(appointment.person, post, held[post.pk])
