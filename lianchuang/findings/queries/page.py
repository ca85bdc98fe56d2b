"""The page about one finding: everything on it, read in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Appointment, Person, Unit
from lianchuang.common import clock as present
from lianchuang.common.shapes import Deadline, LoopShape, deadline_words
from lianchuang.findings import access, rules
from lianchuang.findings.models import Finding, FindingCampaign, FindingPhoto, PhotoRole, Step
from lianchuang.findings.queries.exits import (
    Deferral,
    Earlier,
    PartLine,
    Pass,
    asked_extension,
    deferral_of,
    earlier_of,
    parts_of,
    passes_of,
)
from lianchuang.findings.queries.reckoning import Reckoned, reckoned
from lianchuang.findings.queries.rows import age_minutes, clock_of, deadline, loop_shape, place_words
from lianchuang.findings.queries.story import Stop, Told, ground_words, story, track, who_did
from lianchuang.findings.queries.timing import Timing, Week, timing, week
from lianchuang.findings.rules import State, Verb

MONTHS = 12
SHOWN_ACTIONS = 4
NAMED_VERBS = 3  # of those that are merely not in this state; more are “all else”


@dataclass(frozen=True)
class Action:
    """Something this reader can do now: where, its words, what it needs, whether it is the main one."""

    url: str
    label: str
    hint: str
    icon: str
    is_main: bool


@dataclass(frozen=True)
class Cannot:
    """What this reader cannot do now, and the reason they share."""

    labels: str
    reason: str


@dataclass(frozen=True)
class Pair:
    """A photo of before beside one of after; either may be missing."""

    number: int
    before: FindingPhoto | None
    after: FindingPhoto | None

    @property
    def before_tag(self) -> str:
        """When and by whom the first was taken in."""
        return _photo_tag(self.before)

    @property
    def after_tag(self) -> str:
        """When and by whom the second was handed in."""
        return _photo_tag(self.after)


def _photo_tag(photo: FindingPhoto | None) -> str:
    if photo is None:
        return ""
    return f"{present.local(photo.step.at):%m-%d %H:%M} {who_did(photo.step)}"


@dataclass(frozen=True)
class Month:
    """How many were found at the same site in a month; `height` of 34 units."""

    label: str
    count: int
    x: str
    y: str
    height: str
    is_last: bool


@dataclass(frozen=True)
class SiteYear:
    """What was found at the same site in the last twelve months."""

    months: Sequence[Month]
    total: int
    same_item: int
    last_closed: datetime | None


@dataclass(frozen=True)
class FindingPage:
    """Everything the page of one finding shows to one reader at one moment."""

    finding: Finding
    now: datetime
    seals: Sequence[FindingCampaign]
    steps: Sequence[Step]
    timing: Timing | None
    actions: Sequence[Action]
    cannot: Sequence[Cannot]
    holders: Sequence[Person]
    supporting: Sequence[Unit]
    absorbed: Sequence[Finding]
    site_year: SiteYear | None
    parts: Sequence[PartLine]
    earlier: Earlier
    may_read_history: bool

    @cached_property
    def place(self) -> str:
        return place_words(self.finding)

    @cached_property
    def loop(self) -> LoopShape:
        return loop_shape(self.finding, self.now)

    @cached_property
    def due(self) -> Deadline:
        return deadline(self.finding, self.now)

    @cached_property
    def paused(self) -> Deadline | None:
        """What is left of the unit's time while others have it; None while it runs, before it started and at the end."""
        clock = clock_of(self.finding)
        if self.timing is None or not self.finding.is_open or clock.running_since is not None:
            return None
        left = deadline_words(clock.remaining_at(self.now), self.finding.counts_working_time)
        return Deadline("hold", _("unit's clock stands: %(left)s") % {"left": left})

    @cached_property
    def waiting(self) -> str:
        """What comes next, and from whom."""
        return waiting_words(self.finding)

    @cached_property
    def track(self) -> list[Stop]:
        return track(self.finding, self.steps, self.now)

    @cached_property
    def story(self) -> list[Told]:
        return story(self.steps, self.timing)

    @cached_property
    def week(self) -> Week | None:
        return week(self.timing, self.now) if self.timing else None

    @cached_property
    def reckoned(self) -> list[Reckoned]:
        """The stretches of the clock with their reasons."""
        return reckoned(self.timing, self.now) if self.timing else []

    @cached_property
    def passes(self) -> list[Pass]:
        """From post to post, where it went on more than once."""
        passes = passes_of(self.steps)
        return passes if len(passes) > 1 or self.finding.return_count else []

    @property
    def is_ruled_for_good(self) -> bool:
        """Whether it was returned as often as it may be."""
        return self.finding.return_count >= rules.MOST_RETURNS

    @cached_property
    def parts_done(self) -> int:
        return sum(line.is_done for line in self.parts)

    @cached_property
    def parts_counted(self) -> int:
        return sum(line.remains for line in self.parts)

    @cached_property
    def deferral(self) -> Deferral | None:
        return deferral_of(self.finding, self.steps, self.now)

    @cached_property
    def asked(self) -> Step | None:
        """The more time that is asked for."""
        return asked_extension(self.finding, self.steps)

    @property
    def first_actions(self) -> Sequence[Action]:
        """What stands open; the rest is one tap away."""
        return self.actions[:SHOWN_ACTIONS] if len(self.actions) > SHOWN_ACTIONS + 1 else self.actions

    @property
    def more_actions(self) -> Sequence[Action]:
        return self.actions[len(self.first_actions) :]

    @cached_property
    def age(self) -> int:
        """Working minutes since it was found."""
        return age_minutes(self.finding, self.now)

    @cached_property
    def ground(self) -> str:
        return ground_words(self.finding.ground)

    @cached_property
    def pairs(self) -> list[Pair]:
        return pairs_of(photo for step in self.steps for photo in step.photos.all())

    @cached_property
    def has_both(self) -> bool:
        """Whether there is something to compare."""
        return any(pair.before and pair.after for pair in self.pairs)

    @cached_property
    def has_after(self) -> bool:
        """Whether a photo of the rectification was handed in."""
        return any(pair.after for pair in self.pairs)

    @cached_property
    def looks(self) -> list[FindingPhoto]:
        """What verifiers photographed."""
        photos = (photo for step in self.steps for photo in step.photos.all())
        return [photo for photo in photos if photo.role == PhotoRole.VERIFY]


def finding_page(actor: Actor, finding: Finding, now: datetime) -> FindingPage:
    """The page of a finding that was fetched by `access.get_finding`."""
    steps = steps_of(finding)
    who = access.who_is(actor, finding)
    parts = parts_of(finding, actor, who, present.local(now).date())
    case = access.case_with(
        finding,
        (step.by_id for step in steps if step.verb in access.HANDLING),
        (line.part.unit.path for line in parts if line.remains),
    )
    told = timing(finding, steps, now)
    return FindingPage(
        finding=finding,
        now=now,
        seals=list(
            finding.finding_campaigns.select_related("campaign", "requirement__edition").order_by("campaign__slot")
        ),
        steps=steps,
        timing=told,
        actions=actions_of(case, who),
        cannot=cannot_of(case, who),
        holders=_holders(finding, now),
        supporting=list(finding.supporting.all()),
        absorbed=list(access.visible_findings(actor).filter(merged_into=finding).order_by("number")),
        site_year=_site_year(actor, finding, now),
        parts=parts,
        earlier=earlier_of(actor, finding),
        may_read_history=actor.may_read_history,
    )


def steps_of(finding: Finding) -> list[Step]:
    """All steps, oldest first, with who did them and their photos. Two queries."""
    photos = Prefetch("photos", FindingPhoto.objects.order_by("id"))
    steps = Step.objects.filter(finding=finding).select_related("by", "by_post__unit")
    return list(steps.order_by("id").prefetch_related(photos))


def pairs_of(photos: Iterable[FindingPhoto]) -> list[Pair]:
    """Before beside after, in the order they were taken in; after a rework the last submission stands for after."""
    listed = list(photos)
    before = [photo for photo in listed if photo.role == PhotoRole.BEFORE]
    submitted = [photo for photo in listed if photo.role == PhotoRole.AFTER]
    last = max((photo.step_id for photo in submitted), default=None)
    after = [photo for photo in submitted if photo.step_id == last]
    longest = max(len(before), len(after))
    return [
        Pair(index + 1, before[index] if index < len(before) else None, after[index] if index < len(after) else None)
        for index in range(longest)
    ]


# --- what can be done, and what not ---

VERIFY = "verify"
# The page of each verb; a verdict is one page.
PAGES = {verb: verb.value for verb in Verb} | {Verb.PASS: VERIFY, Verb.REJECT: VERIFY}
ICONS: dict[Verb, str] = {
    Verb.DISPATCH: "send",
    Verb.ACCEPT: "checkbox",
    Verb.ASSIGN: "user-check",
    Verb.START: "player-play",
    Verb.SUBMIT: "camera",
    Verb.PASS: "eye",
    Verb.REJECT: "eye",
    Verb.CLOSE: "square-check",
    Verb.RETURN: "arrow-back-up",
    Verb.RULE: "gavel",
    Verb.REASSIGN: "arrows-exchange",
    Verb.EXTEND: "calendar-event",
    Verb.ASK_EXTENSION: "calendar-event",
    Verb.GRANT_EXTENSION: "check",
    Verb.REFUSE_EXTENSION: "x",
    Verb.SPLIT: "sitemap",
    Verb.REVIEW: "calendar-event",
    Verb.ASK_DEFERRAL: "player-pause",
    Verb.GRANT_DEFERRAL: "player-pause",
    Verb.REFUSE_DEFERRAL: "x",
    Verb.RESUME: "player-play",
    Verb.MERGE: "git-merge",
    Verb.VOID: "ban",
    Verb.REOPEN: "refresh",
}
# Of several things one could do, the one that is usually meant.
MAIN_FIRST = (
    Verb.GRANT_EXTENSION,
    Verb.SUBMIT,
    Verb.ASSIGN,
    Verb.DISPATCH,
    Verb.RULE,
    Verb.GRANT_DEFERRAL,
    Verb.PASS,
    Verb.CLOSE,
    Verb.REVIEW,
    Verb.RESUME,
)


def actions_of(case: rules.Case, who: rules.Who) -> list[Action]:
    """What this reader can do now, the main one first; passing and rejecting are one look."""
    able = rules.next_verbs(case, who)
    main = next((verb for verb in _main_order(case, who) if verb in able), None)
    ordered = sorted(able, key=lambda verb: verb is not main)
    actions: dict[str, Action] = {}
    for verb in ordered:
        words, hint = verb_words(verb), _hint(verb, case)
        actions.setdefault(PAGES[verb], Action(f"findings:{PAGES[verb]}", words, hint, ICONS[verb], verb is main))
    return list(actions.values())


def _main_order(case: rules.Case, who: rules.Who) -> tuple[Verb, ...]:
    """A coordinator passes on what is not at the own post; whoever has it puts it right."""
    if who.post_id == case.responsible_post_id:
        return MAIN_FIRST
    return (Verb.ASSIGN, *MAIN_FIRST)


def verb_words(verb: Verb) -> str:
    """A verb as it stands on a button; the verdict is one button."""
    return _("Verify on the spot") if PAGES[verb] == VERIFY else str(rules.VERB_LABELS[verb])


def _hint(verb: Verb, case: rules.Case) -> str:
    """What the verb asks for, from the table."""
    row = rules.transition(verb, case.state)
    if row is None or PAGES[verb] == VERIFY:
        return ""
    words = {
        "note": pgettext("needs", "a reason"),
        "post": pgettext("needs", "a post"),
        "days": pgettext("needs", "days"),
        "until": pgettext("needs", "a date"),
        "plan": pgettext("needs", "a plan"),
        "reason": "",
        "review_on": pgettext("needs", "the next date"),
        "part_post": pgettext("needs", "a post"),
        "task": pgettext("needs", "what is to be done"),
        "into": pgettext("needs", "the other finding"),
        "photos": pgettext("needs", "photos"),
    }
    if verb is Verb.SUBMIT:
        words["note"] = pgettext("needs", "what was done")
    needs = [words[need] for need in words if need in row.needs and words[need]]
    return _("needs %(what)s") % {"what": _(", ").join(needs)} if needs else ""


def waiting_words(finding: Finding) -> str:
    """What is waited for now, and from whom; empty when it has ended."""
    post = finding.responsible_post
    whom = {"post": post.full_name if post else ""}
    return {
        State.REPORTED: _("The campaign office dispatches it to a post."),
        State.DISPATCHED: _("%(post)s accepts it and puts it right.") % whom,
        State.ACCEPTED: _("%(post)s puts it right.") % whom,
        State.RECTIFYING: _("%(post)s puts it right.") % whom,
        State.REWORK: _("%(post)s puts it right once more.") % whom,
        State.SUBMITTED: _("Somebody of another unit who had no part in it looks on the spot."),
        State.VERIFIED: _("A veto hangs on it: the campaign office closes it by hand."),
        State.RETURNED: _("The campaign office rules whose it is."),
        State.DEFERRAL_ASKED: _("The campaign office decides on the deferral."),
        State.DEFERRED: _("The obstacle goes away, or the date comes."),
    }.get(finding.state_enum, "")


def cannot_of(case: rules.Case, who: rules.Who) -> list[Cannot]:
    """What this reader cannot do now, by reason; the plain “not in this state” of many verbs is one line, the last."""
    by_reason: dict[str, list[str]] = {}
    plain: list[str] = []
    sentence = ""
    for verb, reasons in rules.why_not(case, who).items():
        words = verb_words(verb)
        if reasons[0].code == rules.Condition.EXTENSION_ASKED:
            continue  # nothing was asked for: no news to anybody
        if reasons[0].code == "wrong_state":
            plain.append(words)
            sentence = str(reasons[0])
            continue
        held = by_reason.setdefault(str(reasons[0]), [])
        if words not in held:
            held.append(words)
    comma = _(", ")
    lines = [Cannot(comma.join(labels), reason) for reason, labels in by_reason.items()]
    others = list(dict.fromkeys(plain))
    if not others:
        return lines
    return [*lines, Cannot(comma.join(others) if len(others) <= NAMED_VERBS else _("all else"), sentence)]


# --- who, and where ---


def _holders(finding: Finding, now: datetime) -> list[Person]:
    """Who holds the responsible post today."""
    if finding.responsible_post_id is None:
        return []
    today = present.local(now).date()
    held = Appointment.objects.filter(post_id=finding.responsible_post_id, since__lte=today)
    held = held.filter(Q(until__isnull=True) | Q(until__gt=today)).select_related("person").order_by("since")
    return [appointment.person for appointment in held]


def _site_year(actor: Actor, finding: Finding, now: datetime) -> SiteYear | None:
    """The same site's findings, month by month; sealed ones are no part of it."""
    if finding.site is None:
        return None
    here = present.local(now)
    year, month = (here.year - 1, here.month + 1) if here.month < MONTHS else (here.year, 1)
    start = here.replace(year=year, month=month, day=1, hour=0, minute=0, second=0, microsecond=0)
    seen = access.visible_findings(actor).filter(site=finding.site, is_sealed=False, found_at__gte=start).order_by()
    same = Q(item=finding.item) if finding.item_id else Q(category=finding.category)
    rows = seen.annotate(month=TruncMonth("found_at")).values("month")
    counted = {
        f"{row['month']:%Y-%m}": (row["total"], row["same"])
        for row in rows.annotate(total=Count("pk"), same=Count("pk", filter=same))
    }
    ended = seen.filter(same, state=rules.State.CLOSED.value).exclude(pk=finding.pk).order_by("-ended_at")
    numbers = [start.month - 1 + offset for offset in range(MONTHS)]
    labels = [f"{start.year + number // 12}-{number % 12 + 1:02d}" for number in numbers]
    top = max([1, *(total for total, _same in counted.values())])
    return SiteYear(
        months=[_month(label, index, counted.get(label, (0, 0))[0], top) for index, label in enumerate(labels)],
        total=sum(total for total, _same in counted.values()),
        same_item=sum(same_count for _total, same_count in counted.values()),
        last_closed=ended.values_list("ended_at", flat=True).first(),
    )


def _month(label: str, index: int, count: int, top: int) -> Month:
    height = max(1.0, 34 * count / top) if count else 1.0
    return Month(label, count, f"{index * 13.6:.1f}", f"{34 - height:.1f}", f"{height:.1f}", index == MONTHS - 1)


def other_findings(actor: Actor, finding: Finding) -> QuerySet[Finding]:
    """Open findings it may be merged into: those at the same site first, then of the same category, newest first."""
    others = access.visible_findings(actor).filter(is_open=True, is_sealed=False).exclude(pk=finding.pk)
    near = Case(
        When(site=finding.site_id or None, site__isnull=False, then=Value(0)),
        When(category=finding.category_id, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return others.annotate(near=near).order_by("near", "-found_at").select_related("site")
