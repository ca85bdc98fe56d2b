"""What the page of one finding shows of its honest exits: from post to post, its parts, its deferral, what it repeats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Window

from lianchuang.accounts.access import Actor
from lianchuang.common import clock as present
from lianchuang.findings import access, rules
from lianchuang.findings.models import Finding, Part, Recurrence, Step
from lianchuang.findings.parts import PART_VERB_LABELS, PENDING, REMAINING, PartState, PartVerb, part_verbs
from lianchuang.findings.queries.recurring import COUNTED
from lianchuang.findings.rules import State, Verb

MOVING = frozenset({Verb.DISPATCH.value, Verb.ASSIGN.value, Verb.RULE.value, Verb.REASSIGN.value})
MOST_EARLIER = 5


@dataclass(frozen=True)
class Pass:
    """It came to a post, by which step; `went_back` when that post returned it."""

    post: str
    step: Step
    went_back: Step | None = None


def passes_of(steps: Sequence[Step]) -> list[Pass]:
    """From post to post, oldest first; a ruling that leaves it where it is counts as one more."""
    passes: list[Pass] = []
    for step in steps:
        if step.verb in MOVING and (post := step.data.get("post")):
            passes.append(Pass(post, step))
        elif step.verb == Verb.RETURN.value and passes:
            passes[-1] = Pass(passes[-1].post, passes[-1].step, step)
    return passes


@dataclass(frozen=True)
class PartAction:
    """Something this reader can do with a part: the name of its page, and the words on the button."""

    name: str
    label: str


@dataclass(frozen=True)
class PartLine:
    """A part with what this reader can do with it now."""

    part: Part
    verbs: Sequence[PartAction]
    is_late: bool

    @property
    def is_done(self) -> bool:
        return self.part.state_enum is PartState.DONE

    @property
    def is_open(self) -> bool:
        return self.part.state_enum in PENDING

    @property
    def remains(self) -> bool:
        """Whether it was not dropped."""
        return self.part.state_enum in REMAINING


def parts_of(finding: Finding, actor: Actor, who: rules.Who, today: date) -> list[PartLine]:
    """The parts, in the order they were given; no query when there are none."""
    if not finding.part_count:
        return []
    lines = []
    for part in Part.objects.filter(finding=finding).select_related("post__unit", "unit"):
        part.finding = finding
        able = part_verbs(part.state_enum, finding.state_enum, access.part_parties(actor, part, who))
        late = finding.is_open and part.state_enum in PENDING and part.due_on < today
        lines.append(PartLine(part, [PartAction(_page(verb), str(PART_VERB_LABELS[verb])) for verb in able], late))
    return lines


def _page(verb: PartVerb) -> str:
    """The name of a verb's page: part_done is done."""
    return verb.value.removeprefix("part_")


@dataclass(frozen=True)
class Deferral:
    """Why it is deferred (or asked to be), by what plan, whose, until when; when it is looked at again."""

    finding: Finding
    note: str
    plan: str
    is_asked: bool
    is_review_due: bool


def deferral_of(finding: Finding, steps: Sequence[Step], now: datetime) -> Deferral | None:
    """The deferral that is asked for or granted now; None without one."""
    state = finding.state_enum
    if state not in {State.DEFERRAL_ASKED, State.DEFERRED}:
        return None
    asked = next((step for step in reversed(steps) if step.verb == Verb.ASK_DEFERRAL.value), None)
    due = finding.review_on is not None and finding.review_on <= present.local(now).date()
    note, plan = (asked.note, str(asked.data.get("plan", ""))) if asked else ("", "")
    return Deferral(finding, note, plan, state is State.DEFERRAL_ASKED, due)


@dataclass(frozen=True)
class Earlier:
    """The earlier ones that a finding is again, which a reader may see: the latest, and how many there are in all."""

    links: Sequence[Recurrence] = ()
    total: int = 0


def earlier_of(actor: Actor, finding: Finding) -> Earlier:
    """The earlier ones that this one is again, the latest first; no query without any, else one."""
    if not finding.again_count:
        return Earlier()
    seen = access.visible_findings(actor).filter(is_sealed=False, state__in=COUNTED)
    links = Recurrence.objects.filter(finding=finding, earlier__in=seen).select_related("earlier")
    counted = links.annotate(total=Window(Count("pk"))).order_by("-earlier__found_at")
    latest = list(counted[:MOST_EARLIER])
    return Earlier(latest, latest[0].total if latest else 0)


def asked_extension(finding: Finding, steps: Sequence[Step]) -> Step | None:
    """The step that asked for the more time that is not decided yet."""
    if not finding.extension_days:
        return None
    return next((step for step in reversed(steps) if step.verb == Verb.ASK_EXTENSION.value), None)
