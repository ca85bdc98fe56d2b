"""The pages of the charter: topics by stage, commitments, honours, related rectification, demands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post
from lianchuang.accounts.queries import posts_below
from lianchuang.campaigns import rules, words
from lianchuang.campaigns.access import may_plan, may_report
from lianchuang.campaigns.models import (
    Campaign,
    Commitment,
    CommitmentState,
    CommitmentStep,
    CommitmentStepKind,
    Demand,
    DemandState,
    Honour,
    HonourEvidence,
    JointCampaign,
    Notice,
    NoticeCampaign,
    Phase,
    RectificationItem,
    RectificationSource,
    Stage,
    Topic,
    TopicStep,
)
from lianchuang.campaigns.queries.calendar import Charter, Dated, dated_things, dates_of
from lianchuang.campaigns.queries.campaigns import CampaignLine, campaigns_of
from lianchuang.campaigns.queries.timeline import Timeline, timeline

MOST_COMMITMENTS, MOST_DATES, WEEKS_AHEAD = 8, 8, 13


@dataclass(frozen=True)
class Serves:
    """A campaign that something serves, as a row of seals wants it."""

    campaign: Campaign
    fill: str = "full"
    is_veto: bool = False


def serves(campaigns: Iterable[Campaign]) -> tuple[Serves, ...]:
    """The seals of what serves these campaigns."""
    return tuple(Serves(campaign) for campaign in campaigns)


@dataclass(frozen=True)
class TopicLine:
    """A topic as lists show it, on that day."""

    topic: Topic
    today: date

    @cached_property
    def seals(self) -> tuple[Serves, ...]:
        return serves(self.topic.campaigns.all())

    @property
    def rhythm(self) -> str:
        return words.rhythm_words(self.topic.every, self.topic.beat)

    @cached_property
    def next_day(self) -> date | None:
        """The next day it returns or ends; None when a sweep is past its end."""
        return dates_of(self.topic).next_on_or_after(self.today)

    @property
    def is_past_end(self) -> bool:
        """A sweep whose end has passed and that has become no routine yet."""
        return self.next_day is None and self.topic.ended_on is None


@dataclass(frozen=True)
class Column:
    """The topics of one stage."""

    stage: Stage
    lines: tuple[TopicLine, ...]


@dataclass(frozen=True)
class CommitmentLine:
    """A commitment as lists show it, on that day; needs `postponed` (how often) when it was annotated."""

    commitment: Commitment
    today: date

    @cached_property
    def seals(self) -> tuple[Serves, ...]:
        return serves(self.commitment.campaigns.all())

    @property
    def shape(self) -> str:
        return rules.shape_of(self.commitment.state, self.commitment.due_on, self.today)

    @property
    def shape_words(self) -> str:
        return str(words.SHAPES[self.shape])

    @property
    def is_open(self) -> bool:
        return self.commitment.state == CommitmentState.OPEN

    @property
    def days_words(self) -> str:
        return words.days_words((self.commitment.due_on - self.today).days)

    @property
    def postponed(self) -> int:
        return int(getattr(self.commitment, "postponed", 0))


@dataclass(frozen=True)
class Tally:
    """How the commitments stand: those whose day has come are judged, and `kept` of `judged` were kept."""

    open: int
    over: int
    kept: int
    partly: int
    broken: int

    @property
    def judged(self) -> int:
        return self.kept + self.partly + self.broken


@dataclass(frozen=True)
class HonourLine:
    """An honour with how many of its documents can be used again, and for which campaigns."""

    honour: Honour
    evidence: tuple[HonourEvidence, ...]
    is_valid: bool

    @cached_property
    def seals(self) -> tuple[Serves, ...]:
        found = {one.pk: one for evidence in self.evidence for one in evidence.campaigns.all()}
        return serves(found.values())


@dataclass(frozen=True)
class SourceLine:
    """A related rectification with its points and how many are linked to a topic or a demand."""

    source: RectificationSource
    items: tuple[RectificationItem, ...]

    @property
    def linked(self) -> int:
        return sum(item.topic_id is not None or item.demand_id is not None for item in self.items)


@dataclass(frozen=True)
class CharterPage:
    """Everything the page of the joint campaign shows."""

    joint: JointCampaign
    lines: tuple[CampaignLine, ...]
    phases: tuple[Phase, ...]
    drawing: Timeline
    columns: tuple[Column, ...]
    ended: int
    commitments: tuple[CommitmentLine, ...]
    tally: Tally
    honours: tuple[HonourLine, ...]
    sources: tuple[SourceLine, ...]
    demands: int
    answered: int
    dates: tuple[Dated, ...]
    today: date

    @property
    def campaigns(self) -> list[Campaign]:
        """The campaigns in slot order: the places of the seals."""
        return [line.campaign for line in self.lines]

    @property
    def topics(self) -> int:
        return sum(len(column.lines) for column in self.columns)


def charter_page(joint: JointCampaign, today: date) -> CharterPage:
    """The page of the joint campaign, in a fixed number of queries."""
    lines = tuple(campaigns_of(joint, today))
    campaigns = [line.campaign for line in lines]
    phases = list(Phase.objects.filter(joint=joint).select_related("campaign"))
    topics = list(topics_of(joint))
    going = [topic for topic in topics if topic.ended_on is None]
    promises = list(commitments_of(joint))
    counts = Demand.objects.filter(joint=joint).aggregate(
        all=Count("pk"), answered=Count("pk", filter=Q(state=DemandState.ANSWERED))
    )
    charter = Charter(campaigns, phases, going, promises)
    dates = dated_things(joint, charter, today, today + timedelta(weeks=WEEKS_AHEAD))
    return CharterPage(
        joint=joint,
        lines=lines,
        phases=tuple(phases),
        drawing=timeline(joint, campaigns, phases, today),
        columns=_columns(going, today),
        ended=len(topics) - len(going),
        commitments=tuple(CommitmentLine(one, today) for one in _open(promises)[:MOST_COMMITMENTS]),
        tally=tally_of(promises, today),
        honours=tuple(honour_lines(joint, today)),
        sources=tuple(source_lines(joint)),
        demands=counts["all"],
        answered=counts["answered"],
        dates=_first_of_each(one for one in dates if one.day >= today),
        today=today,
    )


def _columns(topics: Sequence[Topic], today: date) -> tuple[Column, ...]:
    lines = [TopicLine(topic, today) for topic in topics]
    lines.sort(key=lambda line: (line.next_day or date.min, line.topic.name))
    return tuple(Column(stage, tuple(line for line in lines if line.topic.stage == stage)) for stage in Stage)


def _first_of_each(things: Iterable[Dated]) -> tuple[Dated, ...]:
    """The next things; of what returns only the next time."""
    found: dict[str, Dated] = {}
    for one in things:
        found.setdefault(one.series or one.key, one)
    return tuple(found.values())[:MOST_DATES]


def _open(promises: Iterable[Commitment]) -> list[Commitment]:
    return [one for one in promises if one.state == CommitmentState.OPEN]


def tally_of(promises: Iterable[Commitment], today: date) -> Tally:
    """How these commitments stand; withdrawn ones count nowhere."""
    rows = list(promises)
    count = {state: sum(one.state == state for one in rows) for state in CommitmentState}
    over = sum(one.state == CommitmentState.OPEN and one.due_on < today for one in rows)
    return Tally(
        count[CommitmentState.OPEN],
        over,
        count[CommitmentState.KEPT],
        count[CommitmentState.PARTLY],
        count[CommitmentState.BROKEN],
    )


# --- rows ---


def topics_of(joint: JointCampaign) -> QuerySet[Topic]:
    """All topics with owner and campaigns, ended ones too."""
    return Topic.objects.filter(joint=joint).select_related("owner__unit").prefetch_related("campaigns")


def commitments_of(joint: JointCampaign) -> QuerySet[Commitment]:
    """All commitments, the one due next first, with post, campaigns and `postponed` (how often)."""
    postponed = Count("steps", filter=Q(steps__kind=CommitmentStepKind.POSTPONED))
    rows = Commitment.objects.filter(joint=joint).annotate(postponed=postponed)
    return rows.select_related("post__unit").prefetch_related("campaigns").order_by("due_on", "id")


def honour_lines(joint: JointCampaign, today: date) -> list[HonourLine]:
    """All honours, newest first, with their documents."""
    documents = HonourEvidence.objects.prefetch_related("campaigns")
    rows = Honour.objects.filter(joint=joint).prefetch_related(Prefetch("evidence", documents))
    return [_honour_line(honour, today) for honour in rows]


def _honour_line(honour: Honour, today: date) -> HonourLine:
    return HonourLine(honour, tuple(honour.evidence.all()), rules.is_valid_on(honour.valid_until, today))


def honour_line(honour: Honour, today: date) -> HonourLine:
    """One honour with its documents."""
    documents = tuple(HonourEvidence.objects.filter(honour=honour).prefetch_related("campaigns"))
    return HonourLine(honour, documents, rules.is_valid_on(honour.valid_until, today))


def source_lines(joint: JointCampaign) -> list[SourceLine]:
    """All related rectifications, newest first, with their points."""
    points = RectificationItem.objects.select_related("topic", "demand")
    rows = RectificationSource.objects.filter(joint=joint).prefetch_related(Prefetch("items", points))
    return [SourceLine(source, tuple(source.items.all())) for source in rows]


def source_line(source: RectificationSource) -> SourceLine:
    """One related rectification with its points."""
    return SourceLine(source, tuple(source.items.select_related("topic", "demand")))


# --- pages of one thing ---


@dataclass(frozen=True)
class TopicPage:
    """A topic with its steps, and what this actor may do with it or why not."""

    line: TopicLine
    steps: tuple[TopicStep, ...]
    may_plan: bool
    may_report: bool
    may_advance: bool
    may_set_back: bool
    cannot: tuple[tuple[str, str], ...]

    @property
    def following(self) -> str:
        """The name of the next stage; empty at the last."""
        stage = rules.next_stage(self.line.topic.stage)
        return str(Stage(stage).label) if stage else ""

    @property
    def stages(self) -> list[tuple[str, str]]:
        return [(stage.value, str(stage.label)) for stage in Stage]

    @property
    def done(self) -> tuple[str, ...]:
        return rules.earlier_stages(self.line.topic.stage)


def topic_page(topic: Topic, actor: Actor, today: date) -> TopicPage:
    """The page of one topic."""
    plans, goes_on = may_plan(actor, topic.joint), topic.ended_on is None
    own = actor.post is not None and actor.post.pk == topic.owner_id
    forward = rules.next_stage(topic.stage) is not None
    return TopicPage(
        TopicLine(topic, today),
        tuple(topic.steps.select_related("post__unit").order_by("-id")),
        may_plan=plans and goes_on,
        may_report=goes_on and may_report(actor, topic.joint, topic.owner),
        may_advance=plans and goes_on and forward and not own,
        may_set_back=plans and goes_on and bool(rules.earlier_stages(topic.stage)),
        cannot=_why_not_advance(plans=plans, goes_on=goes_on, forward=forward, own=own),
    )


def _why_not_advance(*, plans: bool, goes_on: bool, forward: bool, own: bool) -> tuple[tuple[str, str], ...]:
    """Why a topic cannot be taken on by this actor now, as (what, why)."""
    if not goes_on:
        return ((_("Everything"), _("This topic has ended.")),)
    reasons = []
    if not forward:
        reasons.append(_("It stands at the last stage; it goes on as a routine."))
    elif not plans:
        reasons.append(_("The campaign office takes it on; its owner reports."))
    elif own:
        reasons.append(_("Your own post answers for this; somebody else of the office decides."))
    return tuple((_("Next stage"), reason) for reason in reasons)


@dataclass(frozen=True)
class CommitmentPage:
    """A commitment with its steps, and what this actor may do with it."""

    line: CommitmentLine
    steps: tuple[CommitmentStep, ...]
    may_plan: bool
    may_report: bool
    may_settle: bool
    cannot: tuple[tuple[str, str], ...]


def commitment_page(commitment: Commitment, actor: Actor, today: date) -> CommitmentPage:
    """The page of one commitment."""
    line = CommitmentLine(commitment, today)
    plans = line.is_open and may_plan(actor, commitment.joint)
    own = actor.post is not None and actor.post.pk == commitment.post_id
    return CommitmentPage(
        line,
        tuple(commitment.steps.select_related("post__unit").order_by("-id")),
        may_plan=plans,
        may_report=line.is_open and may_report(actor, commitment.joint, commitment.post),
        may_settle=plans and not own,
        cannot=_why_not_judge(is_open=line.is_open, plans=plans, own=own),
    )


def _why_not_judge(*, is_open: bool, plans: bool, own: bool) -> tuple[tuple[str, str], ...]:
    """Why a commitment cannot be judged by this actor now, as (what, why)."""
    if not is_open:
        return ((_("Everything"), _("This commitment is settled already.")),)
    if not plans:
        return ((_("Judge"), _("The campaign office judges; its post reports.")),)
    if own:
        return ((_("Judge"), _("Your own post answers for this; somebody else of the office decides.")),)
    return ()


@dataclass(frozen=True)
class CommitmentsPage:
    """All commitments: open ones by their day, then those that were judged, the latest first."""

    open: tuple[CommitmentLine, ...]
    settled: tuple[CommitmentLine, ...]
    tally: Tally
    campaigns: tuple[Campaign, ...]


def commitments_page(joint: JointCampaign, today: date) -> CommitmentsPage:
    """The page of all commitments."""
    rows = list(commitments_of(joint))
    lines = [CommitmentLine(one, today) for one in rows]
    return CommitmentsPage(
        tuple(line for line in lines if line.is_open),
        tuple(line for line in reversed(lines) if not line.is_open),
        tally_of(rows, today),
        tuple(joint.campaigns.order_by("slot")),
    )


@dataclass(frozen=True)
class NoticeLine:
    """A notice with what it says of our campaigns, and its demands."""

    notice: Notice
    campaigns: tuple[NoticeCampaign, ...]
    demands: tuple[Demand, ...]

    @property
    def answered(self) -> int:
        return sum(demand.state == DemandState.ANSWERED for demand in self.demands)


def notice_lines(joint: JointCampaign) -> list[NoticeLine]:
    """Every notice of which something was accepted, newest first. Three queries."""
    said = NoticeCampaign.objects.select_related("campaign").order_by("campaign__slot")
    asked = Demand.objects.select_related("topic", "commitment").order_by("order", "id")
    rows = Notice.objects.filter(joint=joint).prefetch_related(Prefetch("campaigns", said), Prefetch("demands", asked))
    return [NoticeLine(one, tuple(one.campaigns.all()), tuple(one.demands.all())) for one in rows]


# --- choices ---


def choosable_posts(joint: JointCampaign) -> QuerySet[Post]:
    """The posts of the place, unit by unit."""
    return posts_below(joint.place.path)


def choosable_campaigns(joint: JointCampaign) -> QuerySet[Campaign]:
    """The campaigns of the joint campaign."""
    return joint.campaigns.order_by("slot")


def choosable_topics(joint: JointCampaign) -> QuerySet[Topic]:
    """The topics that go on."""
    return Topic.objects.filter(joint=joint, ended_on__isnull=True).order_by("name")


def choosable_demands(joint: JointCampaign) -> QuerySet[Demand]:
    """The demands there are."""
    return Demand.objects.filter(joint=joint).order_by("order", "id")


def choosable_commitments(joint: JointCampaign) -> QuerySet[Commitment]:
    """Commitments that were not withdrawn."""
    return Commitment.objects.filter(joint=joint).exclude(state=CommitmentState.WITHDRAWN).order_by("due_on")


@dataclass(frozen=True)
class InMonth:
    """A thing in a month, and on which further days of that month it returns."""

    one: Dated
    again: tuple[date, ...] = ()


@dataclass(frozen=True)
class Month:
    """The dated things that begin in one month: what is once, and the routines that return in it."""

    first: date
    once: tuple[Dated, ...]
    routines: tuple[InMonth, ...]


def months_of(things: Iterable[Dated]) -> list[Month]:
    """Dated things month by month; what has begun before stands in the month it began."""
    months: dict[date, dict[str, list[Dated]]] = {}
    for one in things:
        months.setdefault(one.day.replace(day=1), {}).setdefault(one.series or one.key, []).append(one)
    return [_month(first, list(lines.values())) for first, lines in sorted(months.items())]


def _month(first: date, lines: Sequence[Sequence[Dated]]) -> Month:
    once = tuple(held[0] for held in lines if not held[0].series)
    routines = (InMonth(held[0], tuple(one.day for one in held[1:])) for held in lines if held[0].series)
    return Month(first, once, tuple(routines))
