"""The half year of the invented county, event after event in order of time, each through the ordinary actions."""

import heapq
import itertools
import random
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post, Role, Unit
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotPossibleNow
from lianchuang.common.workdays import calendar
from lianchuang.demo import phrases
from lianchuang.demo.bodies import Bodies
from lianchuang.demo.borrowed import Borrowed
from lianchuang.demo.darkroom import Darkroom, Photo
from lianchuang.demo.scenery import BY_CATEGORY, Scenery
from lianchuang.evidence.actions import store_photo
from lianchuang.findings import actions, rules
from lianchuang.findings.access import part_paths
from lianchuang.findings.models import Finding, FindingPhoto, Part, PhotoRole, Step, Verdict
from lianchuang.findings.parts import PartState
from lianchuang.findings.queries import failing_places
from lianchuang.sites.models import Category, CheckItem, Site


@dataclass(frozen=True)
class Ledger:
    """What never changes while the county lives, by id."""

    categories: dict[int, Category]
    units: dict[int, Unit]
    posts: dict[int, Post]
    sites: dict[UUID, Site]
    items: dict[int, CheckItem]

    @classmethod
    def read(cls) -> "Ledger":
        """Everything, in five queries."""
        return cls(
            {each.pk: each for each in Category.objects.all()},
            {each.pk: each for each in Unit.objects.all()},
            {each.pk: each for each in Post.objects.select_related("unit")},
            {each.pk: each for each in Site.objects.select_related("site_type", "unit")},
            {each.pk: each for each in CheckItem.objects.select_related("category")},
        )


Happening = Callable[[datetime], object]
Progress = Callable[[float], None]
SLOW_SHARE, SLOW_MINUTES = 0.05, 2000  # so many run over their limit, by so much office time on average
SPLIT_SHARE, LONG_ENOUGH = 0.04, 240  # so many need several units, when there is time for it
OTHER_ATTEMPT = 50
TWICE_SHARE, PROPOSED_SHARE = 0.25, 0.06  # of the rulings: returned once more, proposed as a rule
OFFICE_EXTENDS_SHARE, REFUSED_SHARE, REVIEWED_SHARE = 0.3, 0.2, 0.8
SWEPT_DAYS_AGO, MOST_TOPICS = 44, 3
LATELY, MOST_OPEN, PART_MINUTES = 35, 6, 900  # so long before the present so many open exits; a part takes so long
WORKING_SHARE = 5 * 420 / (7 * 1440)  # how much of a week is office time


def _working(finding: Finding, minutes: int) -> float:
    """Minutes of the finding's own clock as office time, in which people move."""
    return minutes if finding.counts_working_time else minutes * WORKING_SHARE


@dataclass
class Life:
    """A queue of happenings; `run` lets them happen up to the present."""

    bodies: Bodies
    chance: random.Random
    darkroom: Darkroom
    scenery: Scenery
    ledger: Ledger
    starts: datetime
    until: datetime
    declined: int = 0
    happened: int = 0
    aside: random.Random = field(default_factory=lambda: random.Random(17))
    _queue: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    _order: "itertools.count[int]" = field(default_factory=itertools.count)
    borrowed: Borrowed = field(default_factory=Borrowed)
    _followed: set[UUID] = field(default_factory=set)
    _verifiers: list[Actor] = field(default_factory=list)
    _slowness: dict[int, float] = field(default_factory=dict)

    def plan(self, at: datetime, happening: Happening) -> None:
        """Let something happen at a moment; what lies after the present never happens."""
        if at <= self.until:
            heapq.heappush(self._queue, (at, next(self._order), happening))

    def run(self, progress: Progress) -> None:
        """Let everything happen in order."""
        span = (self.until - self.starts).total_seconds()
        while self._queue:
            at, _number, happening = heapq.heappop(self._queue)
            with clock.fixed(at):
                try:
                    happening(at)
                except NotPossibleNow:
                    self.declined += 1  # it was merged, voided or reopened meanwhile
            self.happened += 1
            if self.happened % 50 == 0:
                progress(max(0.0, (at - self.starts).total_seconds() / span))

    def later(self, at: datetime, minutes: float) -> datetime:
        """So many working minutes after a moment, never at the very same minute."""
        return calendar().add_minutes(at, max(1, round(minutes)))

    # --- one finding's life -------------------------------------------------------------------------------------

    def follow(self, finding: Finding, at: datetime) -> None:
        """Plan what becomes of a finding that has just come to a post."""
        if finding.pk in self._followed or finding.state_enum is not rules.State.DISPATCHED:
            return
        self._followed.add(finding.pk)
        chance, fate = self.chance, self.chance.random()
        if fate < 0.008:
            self.plan(self.later(at, chance.uniform(30, 300)), lambda t: self._void(finding.pk, t))
        elif fate < 0.016:
            self.plan(self.later(at, chance.uniform(60, 400)), lambda t: self._merge(finding.pk, t))
        elif fate < 0.066:
            self.plan(self.later(at, chance.uniform(40, 300)), lambda t: self._return(finding.pk, t))
        elif fate < 0.074:  # nobody looks at it for days
            self.plan(self.later(at, chance.uniform(500, 2400)), lambda t: self._accept(finding.pk, t))
        else:
            self.plan(self.later(at, self._soon(finding, 110)), lambda t: self._accept(finding.pk, t))

    def fresh(self, pk: UUID) -> Finding:
        """The finding as it is now, with what hangs on it taken from memory."""
        finding = Finding.objects.get(pk=pk)
        finding.category = self.ledger.categories[finding.category_id]
        if finding.responsible_post_id:
            finding.responsible_post = self.ledger.posts[finding.responsible_post_id]
        if finding.responsible_unit_id:
            finding.responsible_unit = self.ledger.units[finding.responsible_unit_id]
        if finding.place_unit_id:
            finding.place_unit = self.ledger.units[finding.place_unit_id]
        if finding.site_id:
            finding.site = self.ledger.sites[finding.site_id]
        if finding.item_id:
            finding.item = self.ledger.items[finding.item_id]
        return finding

    def _coordinator(self, finding: Finding) -> Actor:
        assert finding.responsible_unit is not None  # noqa: S101 - it was dispatched
        return self.bodies.actor(finding.responsible_unit.short_name, "coordinator")

    def _holder(self, finding: Finding) -> Actor:
        """Who sits in the responsible post; while it is vacant, the unit's coordinator."""
        return self.bodies.actors.get(finding.responsible_post_id or 0) or self._coordinator(finding)

    def _office(self) -> Actor:
        return self.bodies.actor("创建办", "office")

    def _soon(self, finding: Finding, mean: float) -> float:
        """Working minutes until somebody moves: the shorter the limit, the sooner."""
        return 6 + self.chance.expovariate(1 / min(mean, _working(finding, finding.limit_minutes) * 0.14))

    def _accept(self, pk: UUID, at: datetime) -> None:
        finding = self.fresh(pk)
        coordinator = self._coordinator(finding)
        siblings = self._siblings(finding)
        if siblings and self.chance.random() < 0.3:
            actions.assign_finding(finding=finding, by=coordinator, post=self.chance.choice(siblings), at=at)
        else:
            actions.accept_finding(finding=finding, by=coordinator, at=at)
        self.plan(self.later(at, self._soon(finding, 90)), lambda t: self._start(pk, t))

    def _siblings(self, finding: Finding) -> list[Post]:
        """Other filled posts of the same unit and kind."""
        post = finding.responsible_post
        if post is None or finding.responsible_unit is None:
            return []
        kind = next(code for code, each in self.bodies.kinds.items() if each.pk == post.kind_id)
        same = self.bodies.posts.get((finding.responsible_unit.short_name, kind), [])
        return [each for each in same if each.pk != post.pk and each.pk in self.bodies.actors]

    def _start(self, pk: UUID, at: datetime) -> None:
        finding = self.fresh(pk)
        actions.start_rectification(finding=finding, by=self._holder(finding), at=at)
        chance, fate, left = (
            self.chance,
            self.chance.random(),
            max(60, _working(finding, finding.limit_minutes - finding.used_minutes)),
        )
        slow = self._slowness.setdefault(finding.responsible_unit_id or 0, chance.lognormvariate(0, 0.18))
        if fate < 0.03:
            self.plan(self.later(at, left * chance.uniform(0.1, 0.4)), lambda t: self._ask_deferral(pk, t))
            return
        need = left * chance.lognormvariate(-1.05, 0.45) * slow
        if chance.random() < SLOW_SHARE:
            need = left + chance.expovariate(1 / SLOW_MINUTES)
        if self.aside.random() < SPLIT_SHARE and need > LONG_ENOUGH:
            self._split(finding, at, need)
        if fate < 0.065 and need > left * 0.6:
            self.plan(self.later(at, left * 0.5), lambda t: self._extend(pk, t))
        self._plan_submission(finding, self.later(at, need))

    def _plan_submission(self, finding: Finding, at: datetime) -> None:
        photo = self._ask_photo(finding, at)
        self.plan(at, lambda t: self._submit(finding.pk, photo, t))

    def _ask_photo(self, finding: Finding, at: datetime, more: int = 0) -> "Future[Photo] | None":
        """The photo after; none is drawn for what lies after the present. `more`: another one than was asked for before."""
        if at > self.until or finding.lon is None or finding.lat is None:
            return None
        scene, spot = BY_CATEGORY[finding.category.code], finding.place
        if finding.site is not None and finding.item is not None:
            scene = self.scenery.scene(finding.item.code, finding.site.site_type.code)
            spot = f"{finding.site.code}:{finding.item.code}"
        return self.darkroom.ask(
            scene=scene,
            phase="after",
            spot=spot,
            taken_at=at - timedelta(minutes=6),
            lon=finding.lon,
            lat=finding.lat,
            attempt=finding.rework_count + finding.reopen_count + more,
        )

    def _submit(self, pk: UUID, photo: "Future[Photo] | None", at: datetime, *, is_anew: bool = False) -> None:
        finding = self.fresh(pk)
        holder = self._holder(finding)
        if photo is None or finding.state_enum not in rules.WITH_UNIT:
            self.declined += 1
            return
        drawn = photo.result()
        drawn, trace, is_borrowed = (drawn, None, False) if is_anew else self.borrowed.instead(finding, drawn)
        file = store_photo(content=drawn.content, picture=drawn.picture, trace=trace, by=holder, at=at)
        words = phrases.DONE.get(finding.category.code, phrases.OTHERWISE_DONE)
        try:
            actions.submit_rectification(
                finding=finding, by=holder, note=self.chance.choice(words), photos=[file], at=at
            )
        except Invalid:  # the very same photo hangs there already; they take another one
            if is_anew:
                raise
            self._submit(pk, self._ask_photo(finding, at, more=OTHER_ATTEMPT), at, is_anew=True)
            return
        wait = 60 + min(self.chance.expovariate(1 / 420), 1000)
        if is_borrowed:
            self.plan(self.later(at, wait / 2), lambda t: self._judge(pk, t))
        self.plan(self.later(at, wait), lambda t: self._verify(pk, t))

    def _judge(self, pk: UUID, at: datetime) -> None:
        """Somebody saw the hint and looked."""
        photo = FindingPhoto.objects.filter(finding=pk, role=PhotoRole.AFTER).order_by("-pk").first()
        if photo is None:
            return
        photo.finding = self.fresh(pk)
        verdict, note = phrases.JUDGED[photo.pk % len(phrases.JUDGED)]
        actions.judge_photo(photo=photo, verdict=Verdict(verdict), note=note, by=self._office(), at=at)

    def _verify(self, pk: UUID, at: datetime) -> None:
        finding = self.fresh(pk)
        if finding.state_enum is not rules.State.SUBMITTED:
            self.declined += 1
            return
        verifier = self._independent(finding)
        passed = self.chance.random() < (0.9 if not finding.rework_count else 0.95)
        note = "" if passed else self.chance.choice(phrases.NOT_FIXED)
        actions.verify_rectification(finding=finding, by=verifier, passed=passed, note=note, at=at)
        if not passed:
            again = self.later(at, max(90, _working(finding, finding.limit_minutes) * self.chance.uniform(0.1, 0.5)))
            self._plan_submission(finding, again)
        elif finding.is_open:
            self.plan(self.later(at, self.chance.uniform(30, 300)), lambda t: self._close(pk, t))
        else:
            self._followed.discard(pk)

    def _independent(self, finding: Finding) -> Actor:
        """The finder or another verifier, of another body and without a part in it."""
        assert finding.responsible_unit is not None  # noqa: S101 - it was dispatched
        bodies = {rules.body_of(path) for path in (finding.responsible_unit.path, *part_paths(finding))}
        involved = set(
            Step.objects.filter(finding=finding, by__isnull=False).exclude(verb="open").values_list("by_id", flat=True)
        )
        able = [
            each
            for each in self._looking()
            if rules.body_of(each.unit_path) not in bodies and each.person and each.person.pk not in involved
        ]
        finder = next((each for each in able if each.person and each.person.pk == finding.found_by_id), None)
        return finder if finder and self.chance.random() < 0.5 else self.chance.choice(able)

    def _looking(self) -> list[Actor]:
        if not self._verifiers:
            self._verifiers = [each for each in self.bodies.actors.values() if each.has(Role.VERIFIER, Role.INSPECTOR)]
        return self._verifiers

    def _close(self, pk: UUID, at: datetime) -> None:
        actions.close_finding(finding=self.fresh(pk), by=self._office(), at=at)
        self._followed.discard(pk)

    # --- exits --------------------------------------------------------------------------------------------------

    def _void(self, pk: UUID, at: datetime) -> None:
        actions.void_finding(finding=self.fresh(pk), by=self._office(), note=self.chance.choice(phrases.VOIDED), at=at)

    def _merge(self, pk: UUID, at: datetime) -> None:
        finding = self.fresh(pk)
        others = Finding.objects.filter(
            site=finding.site, is_open=True, is_sealed=False, category=finding.category
        ).exclude(pk=pk)
        into = others.order_by("found_at").first()
        if into is None:
            self._accept(pk, at)
        else:
            actions.merge_finding(finding=finding, by=self._office(), into=into, note=phrases.MERGED, at=at)

    def _return(self, pk: UUID, at: datetime) -> None:
        finding = self.fresh(pk)
        actions.return_finding(
            finding=finding, by=self._coordinator(finding), note=self.chance.choice(phrases.NOT_OURS), at=at
        )
        self.plan(self.later(at, 40 + self.chance.expovariate(1 / 420)), lambda t: self._rule(pk, t))

    def _rule(self, pk: UUID, at: datetime) -> None:
        finding = self.fresh(pk)
        assert finding.responsible_post is not None  # noqa: S101 - it was dispatched
        post = finding.responsible_post
        if self.chance.random() < 0.6 and finding.responsible_unit and finding.responsible_unit.short_name != "城管局":
            post = self.bodies.post("城管局", self.chance.choice(("cityscape", "works", "sanitation")))
        moved = post.pk != finding.responsible_post_id
        actions.rule_on_ownership(
            finding=finding,
            by=self._office(),
            post=post,
            note=self.chance.choice(phrases.RULED),
            boundary=self.aside.choice(phrases.BOUNDARIES),
            propose=moved and self.aside.random() < PROPOSED_SHARE,
            at=at,
        )
        if finding.return_count < rules.MOST_RETURNS and self.aside.random() < TWICE_SHARE:
            self.plan(self.later(at, self.aside.uniform(30, 200)), lambda t: self._return(pk, t))
            return
        self.plan(self.later(at, self._soon(finding, 110)), lambda t: self._accept(pk, t))

    def _ask_deferral(self, pk: UUID, at: datetime) -> None:
        finding = self.fresh(pk)
        reason, note, plan = self.chance.choice(phrases.DEFERRED)
        until = clock.local(at).date() + timedelta(days=self.chance.randint(21, 110))
        by = self._coordinator(finding)
        actions.ask_deferral(finding=finding, by=by, reason=reason, note=note, plan=plan, until=until, at=at)
        self.plan(self.later(at, 60 + self.chance.expovariate(1 / 900)), lambda t: self._decide_deferral(pk, t))

    def _decide_deferral(self, pk: UUID, at: datetime) -> None:
        finding = self.fresh(pk)
        if self.chance.random() < 0.2:
            actions.refuse_deferral(
                finding=finding, by=self._office(), note=self.chance.choice(phrases.DEFERRAL_REFUSED), at=at
            )
            self._plan_submission(finding, self.later(at, _working(finding, finding.limit_minutes) * 0.6))
            return
        actions.grant_deferral(finding=finding, by=self._office(), at=at)
        self._plan_review(finding)
        days = ((finding.deferred_until or clock.local(at).date()) - clock.local(at).date()).days
        self.plan(at + timedelta(days=days * self.chance.uniform(0.6, 1.05)), lambda t: self._resume(pk, t))

    def _resume(self, pk: UUID, at: datetime) -> None:
        finding = self.fresh(pk)
        actions.resume_finding(finding=finding, by=self._coordinator(finding), at=at)
        self._plan_submission(finding, self.later(at, _working(finding, finding.limit_minutes) * 0.5))

    def _extend(self, pk: UUID, at: datetime) -> None:
        days, note, finding = self.chance.choice((1, 2, 3)), self.chance.choice(phrases.EXTENDED), self.fresh(pk)
        if self.aside.random() < OFFICE_EXTENDS_SHARE:
            actions.extend_finding(finding=finding, by=self._office(), days=days, note=note, at=at)
            return
        actions.ask_extension(finding=finding, by=self._coordinator(finding), days=days, note=note, at=at)
        self.plan(self.later(at, self.aside.uniform(20, 200)), lambda t: self._decide_extension(pk, t))

    def _decide_extension(self, pk: UUID, at: datetime) -> None:
        finding, office = self.fresh(pk), self._office()
        if self.aside.random() < REFUSED_SHARE:
            note = self.aside.choice(phrases.EXTENSION_REFUSED)
            actions.refuse_extension(finding=finding, by=office, note=note, at=at)
        else:
            actions.grant_extension(finding=finding, by=office, at=at)

    # --- reviews, parts, topics -----------------------------------------------------------------------------------

    def _plan_review(self, finding: Finding) -> None:
        """The office looks at a deferred one on its day, mostly."""
        if finding.review_on is not None and self.aside.random() < REVIEWED_SHARE:
            morning = datetime.combine(finding.review_on, datetime.min.time(), calendar().zone) + timedelta(hours=10)
            self.plan(morning, lambda t: self._review(finding.pk, t))

    def _review(self, pk: UUID, at: datetime) -> None:
        finding, today = self.fresh(pk), clock.local(at).date()
        if finding.deferred_until is None or finding.deferred_until <= today:
            self.declined += 1  # its end has come: work resumes
            return
        again = min(finding.deferred_until, today + timedelta(days=30))
        note = self.aside.choice(phrases.REVIEWED)
        actions.review_deferral(finding=finding, by=self._office(), note=note, review_on=again, at=at)
        self._plan_review(finding)

    def _split(self, finding: Finding, at: datetime, need: float) -> None:
        """Another unit does a part, well before the whole is handed in."""
        unit = self.aside.choice(sorted(phrases.PARTS))
        posts = [actor.post for actor in self.bodies.actors.values() if actor.unit_path and actor.post]
        able = [post for post in posts if post.unit.short_name == unit and post.pk != finding.responsible_post_id]
        if not able or self.later(at, need * 1.2) <= at:
            return
        post, until = self.aside.choice(able), clock.local(self.later(at, need)).date()
        task = self.aside.choice(phrases.PARTS[unit])
        by = self._coordinator(finding)
        actions.add_part(finding=finding, by=by, part_post=post, task=task, until=until, at=at)
        self.plan(self.later(at, need * 0.5), lambda t: self._do_part(finding.pk, t))

    def _do_part(self, pk: UUID, at: datetime) -> None:
        for part in Part.objects.filter(finding=pk, state=PartState.OPEN).select_related("post__unit", "unit"):
            part.finding = self.fresh(pk)
            by, note = self.bodies.actors[part.post_id], self.aside.choice(phrases.PART_DONE)
            actions.hand_in_part(part=part, by=by, note=note, at=at)

    def plan_topics(self) -> None:
        """Some weeks ago the office made topics of the worst places, and of one none; and today some exits are open."""
        self.plan(self.until - timedelta(days=SWEPT_DAYS_AGO), self._make_topics)
        self.plan(self.until - timedelta(minutes=LATELY), self._open_exits)

    def _open_exits(self, at: datetime) -> None:
        """What waits for others whenever the demo is made: parts to do, more time asked for."""
        working = Finding.objects.filter(state=rules.State.RECTIFYING, open_parts=0, extension_days=0, is_sealed=False)
        keys = list(working.filter(step_due_at__gt=at).order_by("-found_at").values_list("pk", flat=True)[:MOST_OPEN])
        for number, pk in enumerate(keys):
            finding = self.fresh(pk)
            if number % 2:
                note = self.aside.choice(phrases.EXTENDED)
                actions.ask_extension(finding=finding, by=self._coordinator(finding), days=2, note=note, at=at)
            else:
                self._split(finding, at, PART_MINUTES)

    def _make_topics(self, at: datetime) -> None:
        office = self._office()
        for number, place in enumerate(failing_places(office, at)[:MOST_TOPICS]):
            if number == MOST_TOPICS - 1:
                actions.decline_topic(site=place.site, item=place.item, note=phrases.NO_TOPIC, by=office, at=at)
            else:
                actions.accept_topic(site=place.site, item=place.item, by=office, at=at)
