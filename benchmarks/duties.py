"""How long it takes to resolve all duties, and what one changed rule costs, on an invented county.

    python benchmarks/duties.py [--requirements 300] [--sites 1200] [--rules 400]

Everything lives in a database of its own in a temporary folder (SQLite). `all duties`: every requirement and every site as
a whole, with the post and whether somebody holds it. `every requirement at every site`: the post to which it would go if a
finding against that requirement were made at that site. Each figure is the median of 7 runs after one to warm up; loading
from the database is part of every run. `processor` counts this process alone, whatever else the machine is doing.
"""

import argparse
import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

REPEATS = 7
SOURCE = "benchmark"


def main() -> None:
    """Make the county, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requirements", type=int, default=300)
    parser.add_argument("--sites", type=int, default=1200)
    parser.add_argument("--rules", type=int, default=400)
    sizes = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["LIANCHUANG_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianchuang.config.settings")
        import django  # noqa: PLC0415 - after the settings

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        make_county(sizes.requirements, sizes.sites, sizes.rules)
        report(sizes, measure())


def make_county(requirements: int, sites: int, rules: int) -> None:
    """16 places with 3 communities each, 60 bodies, 4 editions, 45 site types, and as many rules as asked for."""
    from lianchuang.accounts.models import Appointment, Person, Post, PostKind  # noqa: PLC0415
    from lianchuang.common import clock  # noqa: PLC0415

    chance, today = random.Random(1), clock.today()  # noqa: S311 - a benchmark, not a secret
    county = unit("1", "county", None)
    bodies = [unit(f"1.{n}", "bureau", county) for n in range(2, 62)]
    streets = [unit(f"1.{n}", "street", county) for n in range(62, 78)]
    communities = [unit(f"{one.path}{k}", "community", one) for one in streets for k in range(1, 4)]
    kinds = [PostKind.objects.create(code=f"k{n}", name=f"k{n}") for n in range(12)]
    Post.objects.bulk_create(
        Post(unit=one, kind=kind, code=f"{one.pk}-{kind.pk}", name=kind.name)
        for one in (*bodies, *streets, *communities)
        for kind in kinds
    )
    posts = list(Post.objects.all())
    people = Person.objects.bulk_create(Person(username=f"p{post.pk}", name=f"p{post.pk}") for post in posts)
    Appointment.objects.bulk_create(
        Appointment(person=person, post=post, since=today) for person, post in zip(people, posts, strict=True)
    )
    make_editions(requirements, county, posts)
    make_sites(requirements, sites, chance, bodies, communities + streets)
    make_rules(rules, chance, county, posts, kinds)


def make_editions(requirements: int, county: Any, posts: list[Any]) -> None:
    """Four campaigns, each with an edition of ten headings and a quarter of the requirements."""
    from lianchuang.campaigns.models import Campaign, JointCampaign  # noqa: PLC0415
    from lianchuang.common import clock  # noqa: PLC0415
    from lianchuang.standards.models import Edition, Requirement, Standard  # noqa: PLC0415

    today = clock.today()
    joint = JointCampaign.objects.create(name="j", place=county, office=county, symbol="j", started_on=today)
    for slot in range(1, 5):
        standard = Standard.objects.create(code=f"s{slot}", name=f"s{slot}", seal="文", slot=slot)
        edition = Edition.objects.create(
            standard=standard, code=f"e{slot}", name=f"e{slot}", state="published", source=SOURCE, confidence="official"
        )
        Campaign.objects.create(
            joint=joint, code=f"c{slot}", name=f"c{slot}", seal="文", slot=slot, edition=edition,
            lead_post=posts[slot], target_date=today,
        )  # fmt: skip
        heads = [
            Requirement.objects.create(
                edition=edition, path=f"{n:04d}.", code=f"{slot}-{n}", name="h", source=SOURCE, confidence="official"
            )
            for n in range(1, 11)
        ]
        Requirement.objects.bulk_create(
            Requirement(
                edition=edition, parent=heads[n % 10], path=f"{heads[n % 10].path}{n:04d}.", code=f"{slot}-{n % 10}.{n}",
                name="r", source=SOURCE, confidence="official",
            )
            for n in range(requirements // 4)
        )  # fmt: skip


def make_sites(requirements: int, sites: int, chance: random.Random, bodies: list[Any], places: list[Any]) -> None:
    """Sites of 45 types, each with a checklist that asks an item for every requirement."""
    from lianchuang.sites.models import Category, CheckItem, ChecklistItem, Site, SiteType, Zone  # noqa: PLC0415

    types = [
        SiteType.objects.create(code=f"t{n}", name=f"t{n}", group="roads", icon="road", order=n) for n in range(45)
    ]
    categories = [Category.objects.create(code=f"cat{n}", name=f"cat{n}", icon="trash") for n in range(16)]
    items = CheckItem.objects.bulk_create(
        CheckItem(
            code=f"i{n}", text="t", finding="f", counts="c", category=categories[n % 16], severity="minor",
            grading="graded", source=SOURCE, confidence="official",
        )
        for n in range(requirements)
    )  # fmt: skip
    for kind in types:
        zone = Zone.objects.create(site_type=kind, code="z", name="z", order=1)
        ChecklistItem.objects.bulk_create(
            ChecklistItem(site_type=kind, zone=zone, item=item, order=n) for n, item in enumerate(items)
        )
    Site.objects.bulk_create(
        Site(
            code=f"S{n}", name=f"S{n}", site_type=chance.choice(types), unit=chance.choice(places),
            owner_unit=chance.choice([None, *bodies]), lon=112.0, lat=33.0,
        )
        for n in range(sites)
    )  # fmt: skip


def unit(path: str, kind: str, parent: Any) -> Any:
    """One unit."""
    from lianchuang.accounts.models import Unit  # noqa: PLC0415

    path = path if path.endswith(".") else f"{path}."
    words = {"name": path, "short_name": path, "sort_key": path}
    return Unit.objects.create(code=path, kind=kind, parent=parent, path=path, **words)


def make_rules(number: int, chance: random.Random, county: Any, posts: list[Any], kinds: list[Any]) -> None:
    """A rule for each chapter, one for everything, and the rest of every shape; none ties with another."""
    from lianchuang.accounts.models import Unit  # noqa: PLC0415
    from lianchuang.common import clock  # noqa: PLC0415
    from lianchuang.duties.models import DutyRule  # noqa: PLC0415
    from lianchuang.sites.models import Category, CheckItem, Site, SiteType  # noqa: PLC0415
    from lianchuang.standards.models import Requirement  # noqa: PLC0415

    at, streets = clock.now(), list(Unit.objects.filter(kind="street"))
    conditions: list[dict[str, Any]] = [{"area": county}]
    conditions += [{"requirement": one} for one in Requirement.objects.filter(parent=None)]
    conditions += [{"site_type": one, "area": county} for one in SiteType.objects.all()]
    conditions += [{"category": one, "area": county} for one in Category.objects.all()]
    more: list[dict[str, Any]] = [{"requirement": one} for one in Requirement.objects.exclude(parent=None)]
    more += [{"site_type": one, "area": street} for one in SiteType.objects.all() for street in streets]
    more += [{"item": one, "area": county} for one in CheckItem.objects.all()]
    more += [{"site": one} for one in Site.objects.all()[:60]]
    chance.shuffle(more)
    DutyRule.objects.bulk_create(
        DutyRule(number=n, added_at=at, **parts, **answer(parts, chance, posts, kinds))
        for n, parts in enumerate([*conditions, *more][:number], start=1)
    )


def answer(parts: dict[str, Any], chance: random.Random, posts: list[Any], kinds: list[Any]) -> dict[str, Any]:
    """One post, or for half of the places a kind of post."""
    if "requirement" in parts or chance.random() < 0.5:
        return {"post": chance.choice(posts)}
    return {"post_kind": chance.choice(kinds), "where": "place"}


def measure() -> list[tuple[str, int, float, float]]:
    """What is measured, of how many, in milliseconds by the clock and of the processor."""
    from django.db.models import F  # noqa: PLC0415

    from lianchuang.accounts.access import SYSTEM  # noqa: PLC0415
    from lianchuang.common import clock  # noqa: PLC0415
    from lianchuang.duties.access import reach_of  # noqa: PLC0415
    from lianchuang.duties.models import DutyRule  # noqa: PLC0415
    from lianchuang.duties.queries import Moment, Resolver, facts_of, prove  # noqa: PLC0415
    from lianchuang.duties.queries.bulk import Spot, matters_of_types  # noqa: PLC0415
    from lianchuang.sites.models import Site, SiteType  # noqa: PLC0415

    reach = reach_of(SYSTEM)

    def every_pair() -> int:
        resolver, matters, number = Resolver(), matters_of_types(), 0
        for site in Site.objects.annotate(path=F("unit__path")).select_related("unit"):
            number += len(resolver.posts_at(Spot.of(site), matters[site.site_type_id]))
        return number

    def all_duties() -> int:
        return len(prove(reach, Moment.of(None)).standings)

    changed = DutyRule(
        number=10**6, site_type=SiteType.objects.all()[3], post_id=1, added_at=clock.now(), is_whole=True
    )
    kept = prove(reach, Moment.of(None)).kept

    def one_rule() -> int:
        before = kept.asked
        kept.add(facts_of(changed))
        kept.retire(changed.number)
        return (kept.asked - before) // 2

    jobs: list[tuple[str, Callable[[], int]]] = [
        ("all duties: requirements and sites, proof", all_duties),
        ("every requirement at every site", every_pair),
        ("one rule added and retired, kept answers mended", one_rule),
    ]
    return [(name, *timed(job)) for name, job in jobs]


def timed(job: Callable[[], int]) -> tuple[int, float, float]:
    """How many it resolved, and the medians in milliseconds: by the clock, and of this process alone."""
    number, clocks, cpus = job(), [], []
    for _run in range(REPEATS):
        began, worked = time.perf_counter(), time.process_time()
        job()
        clocks.append((time.perf_counter() - began) * 1000)
        cpus.append((time.process_time() - worked) * 1000)
    return number, statistics.median(clocks), statistics.median(cpus)


def report(sizes: argparse.Namespace, found: list[tuple[str, int, float, float]]) -> None:
    """The table."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{sizes.requirements} requirements × {sizes.sites} sites, {sizes.rules} rules; {machine}; SQLite")
    print(f"{'':52}{'resolved':>10}{'clock':>12}{'processor':>12}")
    for name, number, by_clock, cpu in found:
        print(f"{name:52}{number:>10,}{by_clock:>9,.1f} ms{cpu:>9,.1f} ms")


if __name__ == "__main__":
    main()
