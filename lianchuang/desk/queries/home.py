"""What stands on the home page: my work first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post, Role
from lianchuang.accounts.queries import vacant_posts
from lianchuang.audit.access import visible_entries
from lianchuang.audit.queries import Told, tell
from lianchuang.bulletins.models import Bulletin
from lianchuang.bulletins.queries import latest_draft, latest_published
from lianchuang.campaigns.models import Campaign
from lianchuang.common import clock
from lianchuang.common.charts import Day, Flow
from lianchuang.desk.queries.flow import daily, flow
from lianchuang.findings.access import visible_findings
from lianchuang.findings.models import Finding, FindingCampaign, FindingPhoto, PhotoRole, Step
from lianchuang.findings.queries.kept import kept
from lianchuang.findings.queries.rows import Row, rows_of
from lianchuang.findings.queries.selection import Moment, awaiting_office, awaiting_unit, awaiting_verifier
from lianchuang.findings.queries.work import MyPart, my_parts
from lianchuang.findings.rules import State, Verb
from lianchuang.inspections.access import visible_rounds
from lianchuang.inspections.models import Round, RoundState
from lianchuang.inspections.queries.today import Today, today_of

MOST_DECISIONS, MOST_CARDS, MOST_LINES = 6, 12, 8
ROW_TABLES = ("site__site_type", "responsible_post__unit", "responsible_unit", "place_unit", "category", "item")
NONE = (0, 0)
OVERSEERS = (Role.OFFICE, Role.LEADER, Role.AUDITOR)

# What the office does next with a finding in this state: the page, and the words on its button.
OFFICE_DEEDS = {
    State.REPORTED: ("findings:dispatch", pgettext_lazy("decision", "Dispatch")),
    State.RETURNED: ("findings:rule", pgettext_lazy("decision", "Rule")),
    State.DEFERRAL_ASKED: ("findings:show", pgettext_lazy("decision", "Grant or refuse")),
    State.VERIFIED: ("findings:close", pgettext_lazy("decision", "Close")),
    State.DEFERRED: ("findings:review", pgettext_lazy("decision", "Review")),
}
EXTENSION_DEED = ("findings:show", pgettext_lazy("decision", "Grant or refuse"))


@dataclass(frozen=True)
class Decision:
    """Something that waits for the office: the finding's row, and the page of the one deed that moves it on."""

    row: Row
    url: str
    words: str


@dataclass(frozen=True)
class Card:
    """One of my few things: its row, the first photo of it, what the verifier missed, and what one can do with it.

    `deeds`: "unit" puts right, "pass_on" gives it to a post of the unit, "verify" looks again.
    """

    row: Row
    photo: FindingPhoto | None
    deeds: str
    missed: str = ""


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
class Since:
    """What happened since midnight."""

    new: int
    closed: int
    reworked: int
    returned: int


@dataclass(frozen=True)
class Home:
    """Everything on the page; what does not concern this post is empty."""

    now: datetime
    oversees: bool = False
    vetoes: Sequence[Veto] = ()
    decisions: Sequence[Decision] = ()
    decisions_total: int = 0
    cards: Sequence[Card] = ()
    cards_total: int = 0
    parts: Sequence[MyPart] = ()
    checks: Sequence[Card] = ()
    checks_total: int = 0
    today: Today | None = None
    draft: Bulletin | None = None
    bulletin: Bulletin | None = None
    campaigns: Sequence[CampaignState] = ()
    stuck: Sequence[Row] = ()
    rounds: Sequence[Round] = ()
    days: Sequence[Day] = ()
    since: Since | None = None
    flow: Flow | None = None
    history: Sequence[Told] = ()
    vacant: Sequence[Post] = ()
    vacant_total: int = 0
    open_total: int = 0
    overdue_total: int = 0

    @property
    def most_open(self) -> int:
        """The scale of the bars."""
        return max((state.open for state in self.campaigns), default=0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits for this post and it oversees nothing."""
        busy = (
            self.cards or self.parts or self.checks or self.decisions or self.today or self.history or self.vacant_total
        )
        return not self.oversees and not busy


def home_of(actor: Actor, now: datetime) -> Home:
    """The home page of whoever acts, in a constant number of queries for each role."""
    moment = Moment(now)
    oversees = actor.has(*OVERSEERS)
    day = clock.local(now).date()
    seen = visible_findings(actor).filter(is_open=True, is_sealed=False)
    totals = seen.aggregate(open=Count("pk"), over=Count("pk", filter=moment.time_filter("over")))
    decisions, decisions_total = _decisions(actor, now)
    cards, cards_total = _cards(actor, awaiting_unit(actor), now)
    looks = actor.has(Role.INSPECTOR, Role.VERIFIER)
    checks, checks_total = _cards(actor, awaiting_verifier(actor), now, "verify") if looks else ([], 0)
    vacant, vacant_total = _vacant(actor, day)
    home = Home(
        now=now,
        oversees=oversees,
        decisions=decisions,
        decisions_total=decisions_total,
        cards=cards,
        cards_total=cards_total,
        parts=my_parts(actor, day),
        checks=checks,
        checks_total=checks_total,
        today=today_of(actor, now, day) if actor.has(Role.INSPECTOR) else None,
        draft=latest_draft(actor),
        bulletin=latest_published(actor),
        history=tell(visible_entries(actor).order_by("-at", "-pk")[:MOST_LINES]) if actor.has(Role.AUDITOR) else (),
        vacant=vacant,
        vacant_total=vacant_total,
        open_total=totals["open"],
        overdue_total=totals["over"],
    )
    return _overseen(home, actor, moment) if oversees else home


def _overseen(home: Home, actor: Actor, moment: Moment) -> Home:
    """The page of whoever oversees the whole: the campaigns, the last days, the loop, the week."""
    day = clock.local(moment.now).date()
    days = kept("days", actor, lambda: daily(actor, day))
    return replace(
        home,
        vetoes=_vetoes(actor, moment),
        campaigns=campaign_states(actor, moment),
        stuck=_stuck(actor, moment) if actor.has(Role.LEADER) else (),
        rounds=_rounds(actor, day),
        days=days,
        since=_since_midnight(actor, moment.now, days[-1]),
        flow=kept("flow", actor, lambda: flow(actor, moment.now)),
    )


def _since_midnight(actor: Actor, now: datetime, today: Day) -> Since:
    midnight = clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    verbs = (Verb.REJECT.value, Verb.RETURN.value)
    steps = Step.objects.filter(at__gte=midnight, at__lte=now, verb__in=verbs).values_list("finding", "verb")
    made = list(steps)
    # The few of one day first, then which of them may be seen: the other way round all findings would be read.
    seen = set(visible_findings(actor).filter(pk__in={pk for pk, _verb in made}).values_list("pk", flat=True))
    counts = Counter(verb for pk, verb in made if pk in seen)
    return Since(today.new, today.closed, counts[Verb.REJECT.value], counts[Verb.RETURN.value])


def _vacant(actor: Actor, day: date) -> tuple[Sequence[Post], int]:
    """The posts nobody holds, for whoever keeps units and people in order."""
    paths = actor.paths(Role.ADMINISTRATOR)
    if not paths:
        return (), 0
    posts = vacant_posts(min(paths, key=len), day)
    return list(posts[:MOST_LINES]), posts.count()


def _decisions(actor: Actor, now: datetime) -> tuple[list[Decision], int]:
    if not actor.has(Role.OFFICE):
        return [], 0
    waiting = visible_findings(actor).filter(Q(is_open=True) & awaiting_office(actor, now))
    first = waiting.select_related(*ROW_TABLES).order_by("step_due_at", "pk")[:MOST_DECISIONS]
    rows = rows_of(first, now)
    total = len(rows) if len(rows) < MOST_DECISIONS else waiting.count()
    return [_decision(row) for row in rows], total


def _decision(row: Row) -> Decision:
    name, words = EXTENSION_DEED if row.finding.extension_days else OFFICE_DEEDS[row.finding.state_enum]
    return Decision(row, reverse(name, args=[row.finding.pk]), str(words))


def _cards(actor: Actor, condition: Q, now: datetime, deeds: str = "") -> tuple[list[Card], int]:
    waiting = visible_findings(actor).filter(Q(is_open=True) & condition)
    rows = rows_of(waiting.select_related(*ROW_TABLES).order_by("step_due_at", "pk")[:MOST_CARDS], now)
    total = len(rows) if len(rows) < MOST_CARDS else waiting.count()
    photos, missed = _photos(rows), _missed(rows)
    cards = []
    for row in rows:
        finding = row.finding
        mine = actor.post is not None and finding.responsible_post_id == actor.post.pk
        what = deeds or ("unit" if mine else "pass_on")
        cards.append(Card(row, photos.get(finding.pk), what, missed.get(finding.pk, "")))
    return cards, total


def _photos(rows: Sequence[Row]) -> dict[UUID, FindingPhoto]:
    """The first photo of what was wrong, by finding; one query."""
    photos: dict[UUID, FindingPhoto] = {}
    wanted = [row.finding.pk for row in rows]
    for photo in FindingPhoto.objects.filter(finding__in=wanted, role=PhotoRole.BEFORE).order_by("pk"):
        photos.setdefault(photo.finding_id, photo)
    return photos


def _missed(rows: Sequence[Row]) -> dict[UUID, str]:
    """What the last look found still wrong, by finding in rework; no query when there is none."""
    wanted = [row.finding.pk for row in rows if row.finding.state_enum is State.REWORK]
    steps = Step.objects.filter(finding__in=wanted, verb=Verb.REJECT.value).order_by("pk") if wanted else ()
    return {step.finding_id: step.note for step in steps}


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
    late = Case(When(moment.time_filter("over"), then=Value(1)))
    fine = Case(When(was_late=False, then=Value(1)))
    open_now = _by_campaign(seen.filter(is_open=True), late)
    ended = _by_campaign(seen.filter(state=State.CLOSED, ended_at__gte=moment.now - timedelta(days=30)), fine)
    day: date = clock.local(moment.now).date()
    return [
        CampaignState(
            campaign=each,
            open=open_now.get(each.pk, NONE)[0],
            overdue=open_now.get(each.pk, NONE)[1],
            closed=ended.get(each.pk, NONE)[0],
            in_time=ended.get(each.pk, NONE)[1],
            days_left=(each.target_date - day).days,
        )
        for each in Campaign.objects.select_related("edition")
    ]


def _by_campaign(findings: QuerySet[Finding], some: Case) -> dict[int, tuple[int, int]]:
    """By campaign: how many of these findings serve it, and for how many of them `some` is not null."""
    rows = findings.filter(finding_campaigns__isnull=False).values_list("finding_campaigns__campaign")
    counted = rows.annotate(every=Count("*"), part=Count(some)).order_by()
    return {campaign: (every, part) for campaign, every, part in counted}


def _stuck(actor: Actor, moment: Moment) -> list[Row]:
    late = visible_findings(actor).filter(moment.time_filter("over"), is_sealed=False)
    return rows_of(late.select_related(*ROW_TABLES).order_by("-has_veto", "step_due_at")[:5], moment.now)


def _rounds(actor: Actor, day: date) -> Sequence[Round]:
    running = visible_rounds(actor).filter(state__in=[RoundState.RUNNING, RoundState.PLANNED])
    return list(running.filter(starts_on__lte=day + timedelta(days=7)).order_by("starts_on")[:6])
