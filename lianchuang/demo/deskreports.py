"""What the office of the invented county writes down itself, at places that no rule knows."""

from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from lianchuang.accounts.models import Post
from lianchuang.demo import names, phrases
from lianchuang.demo.borrowed import DRAWN
from lianchuang.demo.darkroom import Photo
from lianchuang.demo.life import Life
from lianchuang.demo.scenery import BY_CATEGORY
from lianchuang.evidence.actions import store_photo
from lianchuang.findings import actions
from lianchuang.findings.rules import State
from lianchuang.sites.models import Category, Severity

A_HALF_YEAR = 30
JITTER = 0.0012  # degrees, about a hundred metres
LATEST = (95, 160)  # minutes before the present: these still wait for the office


@dataclass(frozen=True)
class Trouble:
    """What will be written down, where, with its photo being drawn."""

    title: str
    category: Category
    street: str
    place: str
    lon: float
    lat: float
    photo: "Future[Photo]"


def plan_desk_reports(life: Life, *, scale: float) -> None:
    """Now and then one is written down and, as no rule says whose it is, dispatched by a person."""
    categories = {category.code: category for category in Category.objects.all()}
    count = max(1, round(A_HALF_YEAR * scale))
    for index in range(count):
        share = life.starts + (life.until - life.starts) * ((index + 0.5) / count)
        at = life.later(share, life.chance.uniform(5, 200))
        life.plan(at, partial(_report, life, _trouble(life, categories, at), dispatched=True))
    for minutes in LATEST:
        at = life.until - timedelta(minutes=minutes)
        life.plan(at, partial(_report, life, _trouble(life, categories, at), dispatched=False))


def _trouble(life: Life, categories: dict[str, Category], at: datetime) -> Trouble:
    """Somewhere in a street. Its photo is asked for now, so that nobody waits for it behind a whole round's."""
    chance = life.chance
    title, code, spots = chance.choice(phrases.DESK_REPORTS)
    street = chance.choice(names.STREETS)[0]
    near = chance.choice([site for site in life.ledger.sites.values() if _lies_in(life, site.unit_id, street)])
    place = f"{chance.choice(phrases.DESK_ROADS)}{chance.choice(spots)}"
    lon, lat = (value + chance.uniform(-JITTER, JITTER) for value in (near.lon, near.lat))
    taken = at - timedelta(minutes=9)
    photo = life.darkroom.ask(scene=BY_CATEGORY[code], phase="before", spot=place, taken_at=taken, lon=lon, lat=lat)
    return Trouble(title, categories[code], street, place, lon, lat, photo)


def _report(life: Life, trouble: Trouble, at: datetime, *, dispatched: bool) -> None:
    chance, office, drawn = life.chance, life.bodies.actor("创建办", "office"), trouble.photo.result()
    finding = actions.open_finding(
        by=office,
        at=at,
        origin=actions.Origin("desk", words="创建办记录"),
        category=trouble.category,
        severity=Severity.ORDINARY,
        title=trouble.title,
        detail=chance.choice(phrases.NOTED[trouble.category.code]),
        place=trouble.place,
        place_unit=life.bodies.units[trouble.street],
        lon=trouble.lon,
        lat=trouble.lat,
        photos=[store_photo(content=drawn.content, picture=drawn.picture, trace=DRAWN, by=office, at=at)],
    )
    if finding.state_enum is State.REPORTED and dispatched:
        post = life.bodies.post(trouble.street, "works")
        life.plan(life.later(at, chance.uniform(20, 220)), partial(_dispatch, life, finding.pk, post))


def _lies_in(life: Life, unit: int, street: str) -> bool:
    return life.ledger.units[unit].path.startswith(life.bodies.units[street].path)


def _dispatch(life: Life, pk: UUID, post: Post, at: datetime) -> None:
    finding = life.fresh(pk)
    by = life.bodies.actor("创建办", "standards")
    actions.dispatch_finding(finding=finding, by=by, post=post, ground="创建办指定", at=at)
    life.follow(finding, at)
