"""What is late and may call for a letter; letters with their words; who answers one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import pgettext

from lianchuang import packs
from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Grant, Post, Role, Unit
from lianchuang.bulletins.access import visible_letters
from lianchuang.bulletins.models import Letter, LetterFinding, Reply
from lianchuang.bulletins.queries.facts import of_place
from lianchuang.bulletins.rules import number_of
from lianchuang.bulletins.rules.ladder import MOST_FINDINGS, STEP_OF, LetterState, Past, Rung, next_rung, sign_faults
from lianchuang.bulletins.rules.wording import LETTER_BY_NAME, Words, parse
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common import clock
from lianchuang.common.refusals import Reason
from lianchuang.common.words import in_reader_language
from lianchuang.common.workdays import calendar
from lianchuang.findings import rules as findings_rules
from lianchuang.findings.access import visible_findings
from lianchuang.findings.models import Finding
from lianchuang.findings.queries.rows import place_words

WITH_UNIT = sorted(findings_rules.WITH_UNIT)
LANGUAGES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True)
class Late:
    """A finding over its date: whose body it is (by path), and since when."""

    id: UUID
    body: str
    due_at: datetime


def late_findings(joint: JointCampaign, at: datetime) -> list[Late]:
    """Everything over its date that a unit has to put right, oldest first. Sealed ones are not there."""
    rows = Finding.objects.filter(of_place(joint), is_open=True, is_sealed=False, state__in=WITH_UNIT)
    rows = rows.filter(step_due_at__lt=at, responsible_unit__isnull=False).order_by("step_due_at", "pk")
    return [
        Late(pk, findings_rules.body_of(path), due)
        for pk, path, due in rows.values_list("pk", "responsible_unit__path", "step_due_at")
        if due is not None
    ]


def wanted_letters(joint: JointCampaign, at: datetime) -> dict[tuple[int, Rung], list[Late]]:
    """Which letters the ladder proposes at this moment: unit and rung, with the findings that are its ground."""
    late = late_findings(joint, at)
    past = _past(joint)
    units = dict(Unit.objects.filter(path__in={one.body for one in late}).values_list("path", "pk"))
    wanted: dict[tuple[int, Rung], list[Late]] = {}
    for one in late:
        rung = next_rung(calendar().minutes_between(one.due_at, at), past.get(one.id, ()), at)
        if rung is not None and one.body in units:
            wanted.setdefault((units[one.body], rung), []).append(one)
    return {key: some[:MOST_FINDINGS] for key, some in wanted.items()}


def _past(joint: JointCampaign) -> dict[UUID, list[Past]]:
    """The letters in which each finding has stood."""
    rows = LetterFinding.objects.filter(letter__joint=joint, finding__is_open=True).exclude(
        letter__state__in=[LetterState.PROPOSED, LetterState.LAPSED]
    )
    past: dict[UUID, list[Past]] = {}
    for pk, rung, state, quiet in rows.values_list(
        "finding_id", "letter__rung", "letter__state", "letter__quiet_until"
    ):
        past.setdefault(pk, []).append(Past(Rung(rung), LetterState(state), quiet))
    return past


def post_to_answer(unit: Unit, rung: Rung) -> Post | None:
    """The post of the unit that a letter of this rung goes to; None when it has no post at all."""
    posts = {post.kind.code: post for post in unit.posts.select_related("kind", "unit").order_by("-code")}
    for kind in STEP_OF[rung].to:
        if kind in posts:
            return posts[kind]
    grant = Grant.objects.filter(role=Role.COORDINATOR, scope=unit).select_related("post__unit").first()
    return grant.post if grant else next(iter(posts.values()), None)


def finding_words(ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Each finding in the words it has now, for freezing."""
    rows = Finding.objects.filter(pk__in=ids).select_related("site", "item", "responsible_unit", "responsible_post")
    return {finding.pk: _finding_words(finding) for finding in rows}


def _finding_words(finding: Finding) -> dict[str, Any]:
    item, unit, post = finding.item, finding.responsible_unit, finding.responsible_post
    is_items = item is not None and item.finding == finding.title
    return {
        "number": finding.short_number,
        "title": finding.title,
        "title_en": item.finding_en if item is not None and is_items else "",
        "place": place_words(finding),
        "unit": unit.short_name if unit else "",
        "post": post.name if post else "",
        "due": f"{clock.local(finding.step_due_at):%Y-%m-%d %H:%M}" if finding.step_due_at else "",
        "state": finding.state,
    }


def letter_words(letter: Letter, rung: Rung, *, oldest: datetime, count: int, as_of: datetime, due: datetime) -> Any:
    """What is printed in a letter, in both languages, for freezing."""
    texts = packs.load_letter_wordings()[rung]
    joint = letter.joint
    moments = {"as_of": as_of, "oldest": oldest, "reply_due": due}
    return {
        "masthead": texts["masthead"],
        "title": texts["title"],
        "paragraphs": [
            {"zh": zh, "en": en}
            for zh, en in zip(
                _filled(texts["text"]["zh"], "zh", moments, count),
                _filled(texts["text"]["en"], "en", moments, count),
                strict=True,
            )
        ],
        "unit": {"zh": letter.unit.name, "en": letter.unit.name_en},
        "office": {"zh": joint.office.name, "en": joint.office.name_en},
        "symbol": joint.symbol,
    }


def _filled(text: str, language: str, moments: Mapping[str, datetime], count: int) -> list[str]:
    with translation.override(LANGUAGES[language]):
        facts = {name: day_words(clock.local(at).date(), with_year=True) for name, at in moments.items()}
    facts["count"] = str(count)
    pieces = parse(text, LETTER_BY_NAME)
    return "".join(facts[piece.name.code] if piece.name else piece.words for piece in pieces).splitlines()


def day_words(day: date, *, with_year: bool = False) -> str:
    """A day as it is written in running text: 11 月 9 日."""
    shape = pgettext("date format", "j F Y") if with_year else pgettext("date format", "j F")
    return date_format(day, shape)


def letter_number(letter: Letter) -> str:
    """莲联创督〔2026〕3 号; empty for one that nobody has signed."""
    if letter.year is None or letter.issue is None:
        return ""
    return number_of(letter.words["symbol"], STEP_OF[Rung(letter.rung)].sign, letter.year, letter.issue)


def why_not_sign(actor: Actor, letter: Letter) -> list[Reason]:
    """Why this person of the office or this leader cannot sign the proposal; empty when they can."""
    return sign_faults(
        letter.rung,
        is_leader=actor.has_over(letter.joint.place.path, Role.LEADER),
        is_own_unit=actor.post is not None and actor.post.unit_id == letter.unit_id,
        has_post=letter.to_post is not None,
    )


class LetterPage:
    """A letter for its page and its print: before the signature as it would be, afterwards as it was."""

    def __init__(self, actor: Actor, letter: Letter, now: datetime) -> None:
        self.actor, self.letter, self.now = actor, letter, now
        self.findings = list(letter.letter_findings.select_related("finding"))
        self.replies = list(
            letter.replies.select_related("given_by__unit", "decided_by__unit").prefetch_related("files__file")
        )

    @property
    def number(self) -> str:
        return letter_number(self.letter)

    @property
    def rung(self) -> str:
        return str(STEP_OF[Rung(self.letter.rung)].label)

    @property
    def words(self) -> dict[str, Any]:
        return dict(self.letter.words)

    @property
    def title(self) -> str:
        return _said(self.letter.words["title"])

    @property
    def masthead(self) -> str:
        return _said(self.letter.words["masthead"])

    @property
    def office(self) -> str:
        return _said(self.letter.words["office"])

    @property
    def unit(self) -> str:
        return _said(self.letter.words["unit"])

    @property
    def paragraphs(self) -> list[str]:
        return [_said(words) for words in self.letter.words["paragraphs"]]

    @property
    def rows(self) -> list[dict[str, str]]:
        """The findings in the words frozen with the letter, and how each stands now; without `id` where its page is not
        this reader's.
        """
        keys = [row.finding_id for row in self.findings]
        seen = set(visible_findings(self.actor).filter(pk__in=keys).values_list("pk", flat=True))
        return [
            {
                "id": str(row.finding_id) if row.finding_id in seen else "",
                **{name: str(row.words[name]) for name in ("number", "place", "unit", "due")},
                "title": in_reader_language(row.words["title"], row.words["title_en"]),
                "now": str(findings_rules.STATE_LABELS[findings_rules.State(row.finding.state)]),
            }
            for row in self.findings
        ]

    @property
    def is_overdue(self) -> bool:
        """Whether an answer is awaited and its window is over."""
        due = self.letter.reply_due_at
        return self.letter.state == LetterState.ISSUED and due is not None and due < self.now

    @property
    def waiting_reply(self) -> Reply | None:
        """The answer that waits for a decision."""
        return self.replies[-1] if self.replies and self.letter.state == LetterState.REPLIED else None

    @property
    def reply_days(self) -> int:
        return STEP_OF[Rung(self.letter.rung)].reply_days

    @property
    def why_not_sign(self) -> list[Reason]:
        """Why this reader cannot sign it; empty when they can."""
        return why_not_sign(self.actor, self.letter)


def _said(words: Mapping[str, str]) -> str:
    return Words.of(words).zh if translation.get_language() == "zh-hans" else words.get("en") or words["zh"]


def letters_of(actor: Actor) -> QuerySet[Letter]:
    """What this actor may read, newest first, with what a line shows and how many findings are in each."""
    rows = visible_letters(actor).select_related("unit", "to_post__unit", "joint", "signed_by__unit")
    return rows.annotate(count=Count("letter_findings")).order_by("-pk")


@dataclass(frozen=True)
class LetterCounts:
    """Letters by what they wait for."""

    proposed: int
    waiting: int
    overdue: int
    replied: int
    settled: int


def count_letters(rows: QuerySet[Letter], now: datetime) -> LetterCounts:
    """How many stand how. One query."""
    issued = Q(state=LetterState.ISSUED)
    found = rows.order_by().aggregate(
        proposed=Count("pk", filter=Q(state=LetterState.PROPOSED), distinct=True),
        waiting=Count("pk", filter=issued & Q(reply_due_at__gte=now), distinct=True),
        overdue=Count("pk", filter=issued & Q(reply_due_at__lt=now), distinct=True),
        replied=Count("pk", filter=Q(state=LetterState.REPLIED), distinct=True),
        settled=Count("pk", filter=Q(state=LetterState.SETTLED), distinct=True),
    )
    return LetterCounts(**found)


def in_state(rows: QuerySet[Letter], state: str, now: datetime) -> QuerySet[Letter]:
    """Those of one facet; of an unknown one all but what came to nothing."""
    facets = {
        "proposed": Q(state=LetterState.PROPOSED),
        "waiting": Q(state=LetterState.ISSUED, reply_due_at__gte=now),
        "overdue": Q(state=LetterState.ISSUED, reply_due_at__lt=now),
        "replied": Q(state=LetterState.REPLIED),
        "settled": Q(state=LetterState.SETTLED),
    }
    nothing = Q(state__in=[LetterState.LAPSED, LetterState.DECLINED])
    return rows.filter(facets.get(state, ~nothing))


def lines_of(letters: Iterable[Letter], now: datetime) -> list[dict[str, Any]]:
    """Each letter of a list in words."""
    return [
        {
            "letter": letter,
            "number": letter_number(letter),
            "rung": STEP_OF[Rung(letter.rung)].label,
            "unit": letter.unit.short_label,
            "count": letter.count,  # type: ignore[attr-defined]  # annotated by letters_of
            "is_overdue": letter.state == LetterState.ISSUED
            and bool(letter.reply_due_at and letter.reply_due_at < now),
        }
        for letter in letters
    ]


def open_letters_for(actor: Actor) -> int:
    """How many letters wait for an answer of this actor's unit."""
    if actor.unit is None:
        return 0
    return Letter.objects.filter(unit=actor.unit, state=LetterState.ISSUED).count()
