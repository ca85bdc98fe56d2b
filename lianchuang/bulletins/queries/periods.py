"""What has no bulletin yet: days, weeks, rounds, months of a campaign."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lianchuang.bulletins.models import Bulletin, BulletinKind
from lianchuang.bulletins.queries.facts import cut_off
from lianchuang.bulletins.rules import WEEK, Kind, end_of_month
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.inspections.models import Round, RoundKind, RoundState

OFFERED = {Kind.DAILY: 14, Kind.WEEKLY: 8, Kind.ROUND: 20, Kind.CAMPAIGN: 4}


@dataclass(frozen=True)
class Period:
    """Some days that a bulletin of a kind may cover, and of what."""

    kind: Kind
    first: date
    last: date
    is_running: bool = False
    round: Round | None = None
    campaign: Campaign | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        subject = self.round.pk if self.round else self.campaign.code if self.campaign else ""
        return f"{self.first.isoformat()}/{subject}" if subject else self.first.isoformat()


def periods_without(joint: JointCampaign, kind: Kind, today: date) -> list[Period]:
    """What may get a bulletin of this kind, newest whole one first; what is still running comes last."""
    if kind is Kind.ROUND:
        return rounds_without(joint, today)
    taken = set(Bulletin.objects.filter(joint=joint, kind=kind).values_list("period_from", "campaign_id"))
    found = [one for one in _periods(joint, kind, today) if (one.first, _pk(one)) not in taken]
    return sorted(found, key=lambda one: one.is_running)


def _pk(period: Period) -> int | None:
    return period.campaign.pk if period.campaign else None


def _periods(joint: JointCampaign, kind: Kind, today: date) -> Iterable[Period]:
    number = OFFERED[kind]
    if kind is Kind.DAILY:
        return [day_of(today - timedelta(days=back), today) for back in range(number + 1)]
    if kind is Kind.WEEKLY:
        return [week_of(today - timedelta(weeks=back), today) for back in range(number + 1)]
    firsts = [today.replace(day=1)]
    while len(firsts) < number:
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    campaigns = list(Campaign.objects.filter(joint=joint).order_by("slot"))
    return [month_of(campaign, first, today) for first in firsts for campaign in campaigns]


def day_of(day: date, today: date) -> Period:
    """The day as a period."""
    return Period(Kind.DAILY, day, day, day >= today)


def week_of(day: date, today: date) -> Period:
    """The week in which the day lies."""
    monday = day - timedelta(days=day.weekday())
    return Period(Kind.WEEKLY, monday, monday + WEEK, monday + WEEK >= today)


def month_of(campaign: Campaign, day: date, today: date) -> Period:
    """The month of the day, for a campaign."""
    first = day.replace(day=1)
    last = end_of_month(first)
    return Period(Kind.CAMPAIGN, first, last, last >= today, campaign=campaign)


def round_as_period(round: Round, today: date) -> Period:
    """The days of a round."""
    return Period(Kind.ROUND, round.starts_on, round.ends_on, round.ends_on >= today, round=round)


def rounds_without(joint: JointCampaign, today: date) -> list[Period]:
    """Rounds that have begun and have no bulletin; undercover ones only when released."""
    begun = Round.objects.filter(joint=joint, state__in=[RoundState.RUNNING, RoundState.FINISHED])
    begun = begun.exclude(kind=RoundKind.UNDERCOVER, released_at__isnull=True)
    taken = Bulletin.objects.filter(joint=joint, kind=BulletinKind.ROUND).values("round")
    rounds = begun.exclude(pk__in=taken).order_by("-ends_on", "-pk")[: OFFERED[Kind.ROUND]]
    return sorted((round_as_period(round, today) for round in rounds), key=lambda one: one.is_running)


def bulletin_of(joint: JointCampaign, period: Period) -> Bulletin | None:
    """The bulletin that a period has already."""
    rows = Bulletin.objects.filter(joint=joint, kind=period.kind)
    if period.round is not None:
        return rows.filter(round=period.round).first()
    return rows.filter(period_from=period.first, campaign=period.campaign).first()


def moment_of(period: Period, now: datetime) -> datetime:
    """As of when it is counted if nobody says otherwise."""
    return cut_off(period.first, period.last, now, period.kind)
