"""Making the invented county 莲城县: bodies, standards, sites, duties, half a year of work. Seeded; at any scale."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from lianchuang import packs
from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Unit, UnitKind
from lianchuang.campaigns import actions as campaigns
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common import clock
from lianchuang.common.workdays import calendar, is_workday
from lianchuang.demo import duties, ground, names
from lianchuang.demo.bodies import Bodies, make_bodies
from lianchuang.demo.burden import plan_complaints
from lianchuang.demo.charter import found_charter
from lianchuang.demo.darkroom import Darkroom
from lianchuang.demo.deskreports import plan_desk_reports
from lianchuang.demo.life import Ledger, Life
from lianchuang.demo.measures import plan_measures
from lianchuang.demo.models import DemoRun
from lianchuang.demo.patrol import Patrol
from lianchuang.demo.reports import Press
from lianchuang.demo.rounds import WEEKS, Eyes, plan_rounds
from lianchuang.demo.scenery import Scenery
from lianchuang.demo.sites import Places, draft_sites
from lianchuang.demo.tasktable import read_task_table
from lianchuang.findings import actions as findings
from lianchuang.findings.rules import LimitUnit
from lianchuang.notices.rules import OLD_NEWS
from lianchuang.notices.tasks import telling_since
from lianchuang.sites import actions as sites
from lianchuang.sites.models import Category, Severity, SiteType
from lianchuang.standards import actions as standards

Progress = Callable[[float], None]
SETUP_SHARE = 0.06
COMING = Path(__file__).resolve().parent / "packs"  # editions that are only shown, as drafts
MOST_DRAWN, STOCK = 2, 120  # above this scale photos are taken from a stock


class DemoRefused(RuntimeError):
    """The demo county cannot be made here."""


def finished_run() -> DemoRun | None:
    """The demo county of this database, when it is complete."""
    return DemoRun.objects.filter(finished_at__isnull=False).order_by("-pk").first()


def why_not_here(*, scale: float, seed: int) -> str:
    """Why the demo county cannot be made or served from this database; empty when it can."""
    run = DemoRun.objects.order_by("-pk").first()
    if run is None:
        return (
            _("This database holds real work; the demo needs an empty one (another LIANCHUANG_HOME or DATABASE_URL).")
            if Unit.objects.exists()
            else ""
        )
    if run.finished_at is None:
        return _("Making the demo was broken off here. Remove this database and start again.")
    if (run.scale, run.seed) != (scale, seed):
        return _(
            "This database holds the demo at scale %(scale)s, seed %(seed)s. Another one needs another LIANCHUANG_HOME."
        ) % {"scale": run.scale, "seed": run.seed}
    return ""


def make_county(
    *, scale: float, seed: int, progress: Progress = lambda _share: None, as_of: datetime | None = None
) -> DemoRun:
    """Make the county as it is at `as_of` (default: now), half a year of work behind it. Raises DemoRefused."""
    if Unit.objects.exists():
        raise DemoRefused(why_not_here(scale=scale, seed=seed))
    began = time.monotonic()
    as_of = as_of or clock.now()
    run = DemoRun.objects.create(seed=seed, scale=scale, started_at=clock.now(), as_of=as_of)
    darkroom = Darkroom(seed, stock=STOCK if scale > MOST_DRAWN else 0)
    try:
        with translation.override("zh-hans"), _unhurried_disk():
            Making(scale, seed, as_of, darkroom).make(progress)
    finally:
        darkroom.close()
    run.finished_at, run.seconds = clock.now(), round(time.monotonic() - began, 1)
    run.save(update_fields=["finished_at", "seconds"])
    return run


@contextmanager
def _unhurried_disk() -> Iterator[None]:
    """SQLite need not wait for the disk after each of some forty thousand deeds: a county broken off is made anew."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")


@dataclass
class Making:
    """The steps of making the county, in order."""

    scale: float
    seed: int
    as_of: datetime
    darkroom: Darkroom

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.today: date = clock.local(self.as_of).date()
        monday = self.today - timedelta(days=self.today.weekday())
        first = monday - timedelta(weeks=WEEKS)
        self.starts = calendar().add_minutes(datetime.combine(first, datetime.min.time(), calendar().zone), 30)

    def set_up(self, progress: Progress) -> tuple[Bodies, JointCampaign]:
        """The county as it stands before anything happens: bodies, campaigns, sites, duties."""
        with clock.fixed(self.starts), telling_since(self.as_of):
            bodies = make_bodies(since=self.starts.date() - timedelta(days=400), at=self.starts, chance=self.chance)
            progress(SETUP_SHARE / 2)
            joint = self._campaigns(bodies)
            self._places(bodies)
            hygiene = joint.campaigns.get(edition__standard__code="weisheng")
            read_task_table(bodies, hygiene, by=bodies.actor("创建办", "office"), at=self.starts)
            self.charter = found_charter(bodies=bodies, joint=joint, today=self.today, at=self.starts)
        progress(SETUP_SHARE)
        return bodies, joint

    def make(self, progress: Progress) -> None:
        bodies, joint = self.set_up(progress)
        life = self._live(bodies, joint)
        self.charter.live(life)
        with telling_since(self.as_of - OLD_NEWS):
            life.run(lambda share: progress(SETUP_SHARE + (1 - SETUP_SHARE) * share))
            findings.note_due_findings(by=SYSTEM, at=self.as_of)
        progress(1.0)

    def _campaigns(self, bodies: Bodies) -> JointCampaign:
        at, office = self.starts, bodies.actor("创建办", "office")
        joint = campaigns.found_joint_campaign(
            name="四城联创",
            name_en="Joint campaign for four titles",
            place=bodies.county,
            office=bodies.units["创建办"],
            symbol="莲联创",
            started_on=self.starts.date() - timedelta(days=300),
            by=office,
            at=at,
        )
        editions = {}
        for pack in packs.load_editions():
            edition = standards.load_edition(pack=pack, by=SYSTEM, at=at)
            reviewed = standards.review_edition(edition=edition, expected_version=edition.version, by=office, at=at)
            editions[pack.standard.code] = standards.publish_edition(edition=reviewed, by=office, at=at)
        for pack in packs.load_editions(COMING):  # drafts of editions that may come: nothing in them is official
            standards.load_edition(pack=pack, by=SYSTEM, at=at)
        standards.load_measures(pack=packs.load_measures(), by=SYSTEM, at=at)
        supporting = [bodies.units[short] for short in ("城管局", "住建局", "市监局", "教体局")]
        for code, name, english, lead, days in names.CAMPAIGNS:
            edition = editions[code]
            campaigns.adopt_edition(
                joint=joint,
                edition=edition,
                code=code,
                name=name,
                name_en=english,
                seal=edition.standard.seal,
                slot=edition.standard.slot,
                lead_post=bodies.post(lead, "head"),
                target_date=self.today + timedelta(days=days),
                supporting_units=supporting,
                by=office,
                at=at,
            )
        return joint

    def _places(self, bodies: Bodies) -> None:
        at, office = self.starts, bodies.actor("创建办", "office")
        categories = packs.load_categories()
        types = packs.load_site_types()
        sites.load_categories(categories=categories, by=SYSTEM, at=at)
        sites.load_site_types(site_types=types, by=SYSTEM, at=at)
        sites.load_check_items(items=packs.load_check_items(), by=SYSTEM, at=at)
        known = {category.code: category for category in Category.objects.all()}
        for category in categories:
            for severity in Severity:
                limit = getattr(category, severity.value)
                findings.set_time_limit(
                    category=known[category.code],
                    severity=severity,
                    amount=limit.amount,
                    unit=LimitUnit(limit.unit),
                    source=category.provenance.source,
                    confidence=category.provenance.confidence,
                    by=office,
                    at=at,
                )
        contacts = {
            posts[0].unit_id: posts[0] for (_unit, kind), posts in bodies.posts.items() if kind == "coordinator"
        }
        places = Places(bodies.units, contacts, _sponsors(bodies))
        drafted = draft_sites(
            places=places,
            types=types,
            known={each.code: each for each in SiteType.objects.all()},
            scale=self.scale,
            chance=self.chance,
        )
        sites.add_sites(sites=drafted, by=office, at=at)
        duties.make_rules(bodies, by=office, at=at)
        duties.make_sponsorships(bodies, by=office, at=at)
        duties.fill_leads(bodies, since=at.date() - timedelta(days=400), at=at)
        ground.write_basemap(Path(settings.HOME) / "basemap.geojson")

    def _live(self, bodies: Bodies, joint: JointCampaign) -> Life:
        items = packs.load_check_items()
        types = packs.load_site_types()
        life = Life(
            bodies,
            self.chance,
            self.darkroom,
            Scenery.of(items, types),
            Ledger.read(),
            self.starts,
            self.as_of,
        )
        available = Counter(SiteType.objects.filter(sites__is_active=True).values_list("code", flat=True))
        planned = plan_rounds(today=self.today, scale=self.scale, types=types, available=available, chance=self.chance)
        life.plan_topics()
        patrol = Patrol(
            life=life,
            joint=joint,
            eyes=Eyes(self.chance, items),
            items={item.code: item for item in items},
            seed=self.seed,
        )
        for each in planned:
            if each.starts_on == each.ends_on or _has_work(each.starts_on, each.ends_on):
                patrol.plan(each)
        plan_measures(bodies=bodies, life=life, starts=self.starts, today=self.today, seed=self.seed)
        plan_desk_reports(life, scale=self.scale)
        plan_complaints(life, joint)
        Press(life=life, joint=joint, today=self.today, weeks=WEEKS, seed=self.seed).plan()
        return life


def _sponsors(bodies: Bodies) -> list[Unit]:
    return [unit for unit in {each.pk: each for each in bodies.units.values()}.values() if unit.kind == UnitKind.BUREAU]


def _has_work(first: date, last: date) -> bool:
    return any(is_workday(first + timedelta(days=day)) for day in range((last - first).days + 1))
