"""What stands on the home page: my work first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.bulletins.models import Bulletin
from lianchuang.bulletins.queries import latest_draft, latest_published
from lianchuang.campaigns.models import Campaign
from lianchuang.common import clock
from lianchuang.common.charts import Day, Flow
from lianchuang.desk.queries.flow import daily, flow
from lianchuang.findings.access import visible_findings
from lianchuang.findings.models import Finding, FindingCampaign, FindingPhoto, PhotoRole
from lianchuang.findings.queries.rows import Row, rows_of
from lianchuang.findings.queries.selection import Moment, awaiting_office, awaiting_unit, awaiting_verifier
from lianchuang.findings.rules import State, Verb
from lianchuang.inspections.access import visible_rounds
from lianchuang.inspections.models import Round, RoundState
from lianchuang.inspections.queries.today import Today, today_of

MOST_DECISIONS, MOST_CARDS, MOST_VETOES = 6, 12, 4
ROW_TABLES = ("site__site_type", "responsible_post__unit", "responsible_unit", "place_unit", "category")

# What the office does next with a finding in this state.
OFFICE_VERBS = {
    State.REPORTED: Verb.DISPATCH,
    State.RETURNED: Verb.RULE,
    State.DEFERRAL_ASKED: Verb.GRANT_DEFERRAL,
    State.VERIFIED: Verb.CLOSE,
    State.DEFERRED: Verb.RESUME,
}


@dataclass(frozen=True)
class Decision:
    """Something that waits for the office: the finding's row and the verb that settles it."""

    row: Row
    verb: Verb


@dataclass(frozen=True)
class Card:
    """One of my few things: its row and the first photo of it."""

    row: Row
    photo: FindingPhoto | None


@dataclass(frozen=True)
class Veto:
    """How many open findings put a veto of a campaign at risk."""

    campaign: Campaign
    open: int
    overdue: int


@dataclass(frozen=True)
class CampaignState:
    """A campaign in figures: open and overdue now; of those closed in 30 days, how many in time."""

    campaign: Campaign
    open: int
    overdue: int
    closed: int
    in_time: int
    days_left: int


@dataclass(frozen=True)
class Home:
    """Everything on the page; what does not concern this post is empty."""

    now: datetime
    vetoes: Sequence[Veto] = ()
    decisions: Sequence[Decision] = ()
    decisions_total: int = 0
    cards: Sequence[Card] = ()
    cards_total: int = 0
    checks: Sequence[Card] = ()
    checks_total: int = 0
    today: Today | None = None
    draft: Bulletin | None = None
    bulletin: Bulletin | None = None
    campaigns: Sequence[CampaignState] = ()
    stuck: Sequence[Row] = ()
    rounds: Sequence[Round] = ()
    days: Sequence[Day] = ()
    flow: Flow | None = None
    open_total: int = 0
    overdue_total: int = 0


def home_of(actor: Actor, now: datetime) -> Home:
    """The home page of whoever acts, in a constant number of queries for each role."""
    moment = Moment(now)
    oversees = actor.has(Role.OFFICE, Role.LEADER, Role.AUDITOR)
    seen = visible_findings(actor).filter(is_open=True, is_sealed=False)
    totals = seen.aggregate(open=Count("pk"), over=Count("pk", filter=moment.time_filter("over")))
    decisions, decisions_total = _decisions(actor, now)
    cards, cards_total = _cards(actor, awaiting_unit(actor), now)
    looks = actor.has(Role.INSPECTOR, Role.VERIFIER)
    checks, checks_total = _cards(actor, awaiting_verifier(actor), now) if looks else ([], 0)
    day = clock.local(now).date()
    return Home(
        now=now,
        vetoes=_vetoes(actor, moment),
        decisions=decisions,
        decisions_total=decisions_total,
        cards=cards,
        cards_total=cards_total,
        checks=checks,
        checks_total=checks_total,
        today=today_of(actor, now, day) if actor.has(Role.INSPECTOR) else None,
        draft=latest_draft(actor),
        bulletin=latest_published(actor),
        campaigns=campaign_states(actor, moment) if oversees else (),
        stuck=_stuck(actor, moment) if actor.has(Role.LEADER) else (),
        rounds=list(_rounds(actor, day)),
        days=daily(actor, day) if oversees else (),
        flow=flow(actor, now) if oversees else None,
        open_total=totals["open"],
        overdue_total=totals["over"],
    )


def _decisions(actor: Actor, now: datetime) -> tuple[list[Decision], int]:
    if not actor.has(Role.OFFICE):
        return [], 0
    waiting = visible_findings(actor).filter(Q(is_open=True) & awaiting_office(actor, now))
    first = waiting.select_related(*ROW_TABLES).order_by("step_due_at", "pk")[:MOST_DECISIONS]
    rows = rows_of(first, now)
    total = len(rows) if len(rows) < MOST_DECISIONS else waiting.count()
    return [Decision(row, OFFICE_VERBS[row.finding.state_enum]) for row in rows], total


def _cards(actor: Actor, condition: Q, now: datetime) -> tuple[list[Card], int]:
    waiting = visible_findings(actor).filter(Q(is_open=True) & condition)
    rows = rows_of(waiting.select_related(*ROW_TABLES).order_by("step_due_at", "pk")[:MOST_CARDS], now)
    total = len(rows) if len(rows) < MOST_CARDS else waiting.count()
    return with_photos(rows), total


def with_photos(rows: Sequence[Row]) -> list[Card]:
    """Rows as cards, each with the first photo of what was wrong; one query."""
    photos: dict[object, FindingPhoto] = {}
    wanted = [row.finding.pk for row in rows]
    for photo in FindingPhoto.objects.filter(finding__in=wanted, role=PhotoRole.BEFORE).order_by("pk"):
        photos.setdefault(photo.finding_id, photo)
    return [Card(row, photos.get(row.finding.pk)) for row in rows]


def _vetoes(actor: Actor, moment: Moment) -> list[Veto]:
    seen = visible_findings(actor).filter(is_open=True, is_sealed=False, has_veto=True)
    late = Finding.objects.filter(moment.time_filter("over"), has_veto=True).values("pk")
    counts = (
        FindingCampaign.objects.filter(is_veto=True, finding__in=seen.values("pk"))
        .values("campaign")
        .annotate(open=Count("pk"), over=Count("pk", filter=Q(finding__in=late)))
        .order_by()
    )
    by_campaign = {row["campaign"]: row for row in counts}
    campaigns = Campaign.objects.filter(pk__in=by_campaign)
    return [Veto(each, by_campaign[each.pk]["open"], by_campaign[each.pk]["over"]) for each in campaigns]


def campaign_states(actor: Actor, moment: Moment) -> list[CampaignState]:
    """Each campaign in figures; a finding that serves several stands in each."""
    seen = visible_findings(actor).filter(is_sealed=False)
    recent = moment.now - timedelta(days=30)
    open_now = _by_campaign(seen.filter(is_open=True))
    late = _by_campaign(seen.filter(moment.time_filter("over")))
    closed = seen.filter(state=State.CLOSED, ended_at__gte=recent)
    ended, in_time = _by_campaign(closed), _by_campaign(closed.filter(was_late=False))
    day: date = clock.local(moment.now).date()
    return [
        CampaignState(
            campaign=each,
            open=open_now.get(each.pk, 0),
            overdue=late.get(each.pk, 0),
            closed=ended.get(each.pk, 0),
            in_time=in_time.get(each.pk, 0),
            days_left=(each.target_date - day).days,
        )
        for each in Campaign.objects.select_related("edition")
    ]


def _by_campaign(findings: QuerySet[Finding]) -> dict[int, int]:
    counted = FindingCampaign.objects.filter(finding__in=findings.values("pk")).values_list("campaign")
    return dict(counted.annotate(number=Count("pk")).order_by())


def _stuck(actor: Actor, moment: Moment) -> list[Row]:
    late = visible_findings(actor).filter(moment.time_filter("over"), is_sealed=False)
    return rows_of(late.select_related(*ROW_TABLES).order_by("-has_veto", "step_due_at")[:5], moment.now)


def _rounds(actor: Actor, day: date) -> Sequence[Round]:
    running = visible_rounds(actor).filter(state__in=[RoundState.RUNNING, RoundState.PLANNED])
    return list(running.filter(starts_on__lte=day + timedelta(days=7)).order_by("starts_on")[:6])
