"""What the office of the invented county publishes, and the letters it sends: week after week, through the same actions."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.bulletins import actions
from lianchuang.bulletins.models import Bulletin, BulletinKind, Letter
from lianchuang.bulletins.queries import periods_without
from lianchuang.bulletins.queries.facts import cut_off
from lianchuang.bulletins.rules import WEEK, Kind, end_of_month
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.common import clock
from lianchuang.common.workdays import calendar, is_workday
from lianchuang.demo import phrases
from lianchuang.demo.life import Life

DAILIES = 3
LADDER_DAYS = 24  # calendar days before today at which the ladder is looked at first
CORRECTED_WEEK = 3  # so many weeks ago


def _moment(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), calendar().zone)


@dataclass
class Press:
    """The campaign office at its bulletins and letters: one drafts, the head signs, the office gives out."""

    life: Life
    joint: JointCampaign
    today: date
    weeks: int
    seed: int

    def __post_init__(self) -> None:
        bodies = self.life.bodies
        self.head, self.office = bodies.actor("创建办", "head"), bodies.actor("创建办", "office")
        self.leader = bodies.actor("县委办", "leader")
        self.letters = random.Random(f"{self.seed} letters")

    def plan(self) -> None:
        """Everything that will be published or sent."""
        self._plan_weeklies()
        self._plan_dailies()
        self._plan_others()
        days = [self.today - timedelta(days=back) for back in range(LADDER_DAYS, -1, -1)]
        for day in [day for day in days if is_workday(day)][::2]:
            self.life.plan(_moment(day, 8, 40), self._climb)

    # --- bulletins ---

    def _plan_weeklies(self) -> None:
        """Each Monday a bulletin of the week before is drafted, in the afternoon signed; the last one still waits."""
        this_monday = self.today - timedelta(days=self.today.weekday())
        for week in range(self.weeks - 1, -1, -1):
            monday = this_monday - timedelta(weeks=week)
            at = _moment(monday, 8, 50)
            moment = min(at, self.life.until) if week == 0 else at
            self.life.plan(moment, partial(self._weekly, monday=monday, is_last=week == 0))
            if week == CORRECTED_WEEK:
                self.life.plan(_moment(monday + timedelta(days=1), 9, 30), partial(self._correct, monday=monday))

    def _weekly(self, at: datetime, monday: date, is_last: bool) -> None:
        first, last = monday - timedelta(days=7), monday - timedelta(days=7) + WEEK
        made = self._draft(at, BulletinKind.WEEKLY, first, last)
        text = self.life.chance.choice(phrases.OUTLOOK)
        actions.set_outlook(bulletin=made, text=text, by=self.office, at=at)
        if not is_last:
            self._sign_later(made, at)

    def _draft(self, at: datetime, kind: str, first: date, last: date, campaign: Campaign | None = None) -> Bulletin:
        as_of = cut_off(first, last, at, kind)
        return actions.draft_bulletin(
            joint=self.joint,
            kind=kind,
            period_from=first,
            period_to=last,
            as_of=as_of,
            campaign=campaign,
            by=self.office,
            at=at,
        )

    def _sign_later(self, made: Bulletin, at: datetime) -> None:
        life = self.life
        signing = life.later(at, 200)
        life.plan(signing, lambda t: actions.sign_bulletin(bulletin=made, by=self.head, at=t))
        life.plan(life.later(signing, 25), lambda t: actions.publish_bulletin(bulletin=made, by=self.office, at=t))

    def _correct(self, at: datetime, monday: date) -> None:
        """A slip of the pen in a paragraph that somebody wrote; no figure was wrong."""
        made = Bulletin.objects.get(joint=self.joint, kind=BulletinKind.WEEKLY, period_to=monday - timedelta(days=1))
        note = actions.write_correction(bulletin=made, **phrases.CORRECTION, by=self.office, at=at)
        version = note.version
        self.life.plan(
            self.life.later(at, 90),
            lambda t: actions.sign_correction(correction=note, by=self.head, at=t, expected_version=version),
        )

    def _plan_dailies(self) -> None:
        """The last working days each had their own; the newest is signed and not yet given out."""
        days = [self.today - timedelta(days=back) for back in range(1, 12)]
        for day in [day for day in days if is_workday(day)][:DAILIES]:
            self.life.plan(_moment(day, 18, 5), partial(self._daily, day=day))

    def _daily(self, at: datetime, day: date) -> None:
        made = self._draft(at, BulletinKind.DAILY, day, day)
        actions.sign_bulletin(bulletin=made, by=self.head, at=at + timedelta(minutes=10))
        actions.publish_bulletin(bulletin=made, by=self.office, at=at + timedelta(minutes=20))

    def _plan_others(self) -> None:
        """One of the round that ended last before this week, and one of a campaign's last month."""
        monday = self.today - timedelta(days=self.today.weekday())
        self.life.plan(_moment(monday, 10, 10), self._round)
        first = (self.today.replace(day=1) - timedelta(days=1)).replace(day=1)
        self.life.plan(_moment(self.today.replace(day=1), 10, 30), partial(self._campaign, first=first))

    def _round(self, at: datetime) -> None:
        over = [one for one in periods_without(self.joint, Kind.ROUND, clock.local(at).date()) if not one.is_running]
        if over and over[0].round is not None:
            made = actions.draft_bulletin(
                joint=self.joint, kind=BulletinKind.ROUND, period_from=over[0].first, period_to=over[0].last, as_of=at,
                round=over[0].round, by=self.office, at=at,
            )  # fmt: skip
            self._sign_later(made, at)

    def _campaign(self, at: datetime, first: date) -> None:
        campaign = Campaign.objects.filter(joint=self.joint).order_by("slot").first()
        made = self._draft(at, BulletinKind.CAMPAIGN, first, end_of_month(first), campaign)
        self._sign_later(made, at)

    # --- letters ---

    def _climb(self, at: datetime) -> None:
        """The program proposes; the head signs most, a leader the upper rungs."""
        for letter in actions.propose_letters(joint=self.joint, by=SYSTEM, at=at):
            if self.letters.random() < 0.8 and letter.to_post is not None and letter.unit != self.head.unit:
                self.life.plan(self.life.later(at, self.letters.uniform(20, 120)), partial(self._sign, letter=letter))

    def _sign(self, at: datetime, letter: Letter) -> None:
        letter.refresh_from_db(fields=["state", "version"])
        signer = self.leader if letter.rung in {"yellow", "red"} else self.head
        actions.sign_letter(letter=letter, by=signer, at=at, expected_version=letter.version)
        if self.letters.random() < 0.75:
            self.life.plan(self.life.later(at, self.letters.uniform(200, 900)), partial(self._answer, letter=letter))

    def _answer(self, at: datetime, letter: Letter) -> None:
        post = letter.to_post
        actor: Actor | None = self.life.bodies.actors.get(post.pk) if post else None
        if actor is None:
            return  # the post is vacant; the letter stays without an answer
        promised = clock.local(at).date() + timedelta(days=3) if self.letters.random() < 0.5 else None
        actions.reply_to_letter(
            letter=letter, text=self.letters.choice(phrases.REPLIES), promised_on=promised, by=actor, at=at,
            expected_version=letter.version,
        )  # fmt: skip
        self.life.plan(self.life.later(at, self.letters.uniform(120, 600)), partial(self._decide, letter=letter))

    def _decide(self, at: datetime, letter: Letter) -> None:
        version = letter.version
        if self.letters.random() < 0.8:
            actions.accept_reply(letter=letter, by=self.office, at=at, expected_version=version)
        else:
            reason = phrases.REPLY_REFUSED
            actions.reject_reply(letter=letter, reason=reason, by=self.office, at=at, expected_version=version)
