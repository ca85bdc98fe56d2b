"""Inspectors of the invented county at work: rounds planned, drawn, walked, finished, released."""

import random
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common.workdays import calendar, is_workday
from lianchuang.demo import phrases
from lianchuang.demo.bodies import UNDERCOVER_FROM
from lianchuang.demo.borrowed import DRAWN
from lianchuang.demo.darkroom import Photo
from lianchuang.demo.life import Happening, Life
from lianchuang.demo.rounds import Eyes, PlannedRound
from lianchuang.evidence.actions import store_photo
from lianchuang.findings.models import Finding
from lianchuang.inspections import actions
from lianchuang.inspections.intake import Ground, read_visits
from lianchuang.inspections.models import Answer, Closed, Round, RoundKind, RoundSite
from lianchuang.packs.shapes import CheckItem as PackItem
from lianchuang.sites.models import CheckItem, ChecklistItem, Site

FIXED_SHARE, NOTE_SHARE, MISSED_SHARE, NOT_APPLICABLE_SHARE = 0.08, 0.6, 0.02, 0.03
AGREE_SHARE, SEEN_ONLY_SECOND = 0.75, 0.015  # how the second of two inspectors sees what the first saw
CLOSED_WORDS = "大门上锁，门口贴有停业装修告示"
HELD_BACK = 4
DAYS_AHEAD = 3
OUTSIDE_SITES = 8
_HEAD = "编号,时间,点位,问题,数量,测评员"
OUTSIDE_MAP = """
body: 河桥第三方测评中心
unlisted: right
columns:
  visit: 编号
  at: 时间
  site: 点位
  item: {column: 问题, optional: true}
  count: {column: 数量, optional: true}
  inspector: 测评员
"""


@dataclass
class Seen:
    """What an inspector will find wrong at an item, with the photo being drawn."""

    count: int
    photo: "Future[Photo] | None"
    not_applicable: bool = False


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, datetime.min.time(), calendar().zone) + timedelta(hours=hour, minutes=minute)


@dataclass
class Patrol:
    """Plans the rounds into the county's life."""

    life: Life
    joint: JointCampaign
    eyes: Eyes
    items: Mapping[str, PackItem]
    seed: int
    _checklists: dict[int, list[CheckItem]] = field(default_factory=dict)
    _seen: dict[tuple[object, object], dict[int, int]] = field(default_factory=dict)

    @property
    def chance(self) -> random.Random:
        return self.life.chance

    def plan(self, planned: PlannedRound) -> None:
        """Let a round be planned and drawn a few working days before, and started on its first morning.

        So its photos are drawn while other things happen, and nobody waits for them.
        """
        before = planned.starts_on
        for _day in range(DAYS_AHEAD):
            before -= timedelta(days=1)
            while not is_workday(before):
                before -= timedelta(days=1)
        self.life.plan(_at(before, 16, 30), lambda t: self._draw(planned, t))

    def _inspectors(self, planned: PlannedRound) -> Sequence[Post]:
        units = UNDERCOVER_FROM if planned.kind == RoundKind.UNDERCOVER else ("创建办",)
        return [actor.post for actor in self.life.bodies.actors_with(units, "inspector") if actor.post]

    def _draw(self, planned: PlannedRound, at: datetime) -> None:
        office = self.life.bodies.actor("创建办", "office")
        made = actions.plan_round(
            joint=self.joint,
            name=planned.name,
            kind=planned.kind,
            starts_on=planned.starts_on,
            ends_on=planned.ends_on,
            seed=self.seed + planned.week,
            by=office,
            at=at,
        )
        posts = self._inspectors(planned)
        size = 2 if planned.kind == RoundKind.MOCK else 1
        actions.draw_sample(
            round=made,
            sites_per_type=planned.per_type,
            doubles=planned.doubles if len(posts) > size else 0,
            teams=[posts[start : start + size] for start in range(0, len(posts), size)],
            by=office,
            at=at,
        )
        self._plan_visits(made, planned)
        self.life.plan(_at(planned.starts_on, 7, 30), lambda t: self._begin(made, planned, t))

    def _begin(self, made: Round, planned: PlannedRound, at: datetime) -> None:
        made.refresh_from_db()
        actions.start_round(round=made, by=self.life.bodies.actor("创建办", "office"), at=at)
        # An open round is finished late on its last day, so that there is something to walk whenever the demo is made.
        end = (17, 20) if planned.kind == RoundKind.UNDERCOVER else (23, 40)
        self.life.plan(_at(planned.ends_on, *end), lambda t: self._finish(made, t))

    def _plan_visits(self, made: Round, planned: PlannedRound) -> None:
        """Each inspector's sites of a day one after the other; a few are missed, the last of today still to come."""
        rows = RoundSite.objects.filter(round=made).select_related("site__unit", "site__site_type", "inspector__unit")
        tours: dict[tuple[int, date], list[RoundSite]] = {}
        for row in rows.order_by("day", "order"):
            tours.setdefault((row.inspector_id, row.day), []).append(row)
        today = self.life.until.astimezone(calendar().zone).date()
        shut = self._found_shut(planned, tours)
        for (inspector, day), tour in tours.items():
            if made.kind == RoundKind.UNDERCOVER:
                self.life.plan(_at(day, 8, 5), self._opening_of(made, inspector, day))
            walked = tour[: max(1, len(tour) - HELD_BACK)] if day == today else tour
            moment = _at(day, 8, 30)
            for row in walked:
                minutes = self.chance.uniform(16, 38)
                moment = self.life.later(moment, minutes) if is_workday(day) else moment + timedelta(minutes=minutes)
                if row.pk == shut:
                    self.life.plan(moment, self._shut_of(row, made, planned.week))
                elif self.chance.random() >= MISSED_SHARE:
                    self.life.plan(moment, self._visit_of(row, made, planned.week, moment))

    def _opening_of(self, made: Round, inspector: int, day: date) -> Happening:
        by = self.life.bodies.actors[inspector]
        return lambda t: self._open(made, day, by, t)

    def _open(self, made: Round, day: date, by: Actor, at: datetime) -> None:
        made.refresh_from_db()
        actions.open_assignment(round=made, day=day, by=by, at=at)

    def _found_shut(self, planned: PlannedRound, tours: Mapping[tuple[int, date], Sequence[RoundSite]]) -> int | None:
        """The one site of a large round that is shut when its inspector comes, on the first day."""
        if not planned.doubles:
            return None
        first = [row for (_inspector, day), tour in tours.items() if day == planned.starts_on for row in tour]
        return next((row.pk for row in first if not row.is_double), None)

    def _shut_of(self, row: RoundSite, made: Round, week: int) -> Happening:
        return lambda t: self._shut(row, made, week, t)

    def _shut(self, row: RoundSite, made: Round, week: int, at: datetime) -> None:
        row.round = made
        inspector = self.life.bodies.actors[row.inspector_id]
        other = actions.close_site(stop=row, reason=Closed.SHUT, note=CLOSED_WORDS, by=inspector, at=at)
        if other is not None:
            moment = self.life.later(at, 40)
            self.life.plan(moment, self._visit_of(other, made, week, moment))

    def _visit_of(self, row: RoundSite, made: Round, week: int, moment: datetime) -> Happening:
        seen = self._look(row, week, moment) if moment <= self.life.until else {}
        return lambda t: self._visit(row, made, seen, t)

    def _look(self, row: RoundSite, week: int, moment: datetime) -> dict[int, Seen]:
        """What will be found wrong there, so that its photos can be drawn meanwhile."""
        seen = {}
        before = self._seen.get((row.round_id, row.site_id)) if row.is_double else None
        counts = self._seen.setdefault((row.round_id, row.site_id), {}) if row.is_double else {}
        for item in self._checklist(row.site.site_type_id):
            pack = self.items[item.code]
            if before is None:
                count = self.eyes.count(row.site, row.site.site_type.code, pack, row.day, week)
            else:
                count = self._second(before[item.pk], item)
            counts[item.pk] = count
            if count:
                spot = f"{row.site.code}:{item.code}"
                scene = self.life.scenery.scene(item.code, row.site.site_type.code)
                photo = self.life.darkroom.ask(
                    scene=scene,
                    phase="before",
                    spot=spot,
                    taken_at=moment - timedelta(minutes=4),
                    lon=row.site.lon,
                    lat=row.site.lat,
                )
                seen[item.pk] = Seen(count, photo)
            elif self.chance.random() < NOT_APPLICABLE_SHARE:
                seen[item.pk] = Seen(0, None, not_applicable=True)
        return seen

    def _second(self, first: int, item: CheckItem) -> int:
        """What the second inspector counts where the first counted so many."""
        if not first:
            return int(self.chance.random() < SEEN_ONLY_SECOND)
        if self.chance.random() < AGREE_SHARE:
            return first
        return 0 if item.grading == "yes_no" else max(0, min(item.cap, first + self.chance.choice((-1, 1))))

    def _checklist(self, site_type: int) -> list[CheckItem]:
        if site_type not in self._checklists:
            rows = ChecklistItem.objects.filter(site_type_id=site_type).select_related("item__category")
            self._checklists[site_type] = [row.item for row in rows]
        return self._checklists[site_type]

    def _visit(self, row: RoundSite, made: Round, seen: Mapping[int, Seen], at: datetime) -> None:
        inspector = self.life.bodies.actors[row.inspector_id]
        answers = []
        for item in self._checklist(row.site.site_type_id):
            found = seen.get(item.pk)
            if found is None or found.photo is None:
                answers.append(actions.GivenAnswer(item=item, count=0, not_applicable=bool(found)))
                continue
            drawn = found.photo.result()
            photo = store_photo(content=drawn.content, picture=drawn.picture, trace=DRAWN, by=inspector, at=at)
            words = phrases.NOTED.get(item.category.code, ())
            note = self.chance.choice(words) if words and self.chance.random() < NOTE_SHARE else ""
            fixed = self.chance.random() < FIXED_SHARE
            answers.append(
                actions.GivenAnswer(item=item, count=found.count, note=note, fixed_on_spot=fixed, photos=[photo])
            )
        started = at - timedelta(minutes=self.chance.randint(7, 15))
        visit = actions.record_visit(
            round=made,
            site=row.site,
            by=inspector,
            answers=answers,
            started_at=started,
            finished_at=at,
            at=at,
        )
        self._follow(
            Answer.objects.filter(visit__round=made, visit__site=row.site) if row.is_double else visit.answers.all(), at
        )

    def _follow(self, answers: QuerySet[Answer], at: datetime) -> None:
        """Let the findings of these answers take their way; those of a first of two visits come with the second."""
        for answer in answers.filter(finding__isnull=False).select_related("finding"):
            if answer.finding is not None and not answer.finding.is_sealed:
                self.life.follow(answer.finding, at)

    def _finish(self, made: Round, at: datetime) -> None:
        office = self.life.bodies.actor("创建办", "office")
        made.refresh_from_db()
        actions.finish_round(round=made, by=office, at=at)
        if made.kind == RoundKind.MOCK:
            self._take_in_outside(made, at)
        if made.plan.get("doubles"):
            self._follow(Answer.objects.filter(visit__round=made), at)
        if made.kind == RoundKind.UNDERCOVER:
            self.life.plan(at + timedelta(days=3, hours=-6), lambda t: self._release(made, t))

    def _release(self, made: Round, at: datetime) -> None:
        made.refresh_from_db()
        visits = [str(pk) for pk in made.visits.values_list("pk", flat=True)]
        actions.release_round(round=made, by=self.life.bodies.actor("创建办", "office"), at=at)
        for finding in Finding.objects.filter(origin_kind="visit", origin_id__in=visits):
            self.life.follow(finding, at)

    def _take_in_outside(self, made: Round, at: datetime) -> None:
        """An outside body has looked at a few places of its own choice that week, and has sent its table."""
        there = Site.objects.filter(is_active=True).exclude(round_sites__round=made).select_related("site_type", "unit")
        sites = list(there.order_by("code"))
        rows = [_HEAD]
        for number, site in enumerate(self.chance.sample(sites, min(OUTSIDE_SITES, len(sites))), start=1):
            moment = _at(made.starts_on, 9, 0) + timedelta(days=number % 3, minutes=25 * number)
            when, inspector = f"{moment:%Y-%m-%d %H:%M}", f"测评员 {number % 2 + 1}"
            wrong = self.chance.sample(self._checklist(site.site_type_id), k=number % 3)
            told = [f"{item.code},{1 + number % 2}" for item in wrong] or [","]
            rows += [f"{number},{when},{site.code},{one},{inspector}" for one in told]
        office, content = self.life.bodies.actor("创建办", "office"), "\n".join(rows).encode()
        table = read_visits(content, OUTSIDE_MAP, Ground(office, made), at)
        actions.import_visits(table=table, file_name="第三方测评.csv", accept_refused=False, by=office, at=at)
        for visit in made.visits.exclude(outside_body=""):
            for answer in visit.answers.filter(finding__isnull=False).select_related("finding"):
                if answer.finding is not None:
                    self.life.follow(answer.finding, at)
