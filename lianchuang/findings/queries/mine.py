"""What this post must do now, most pressing first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from lianchuang.accounts.access import Actor
from lianchuang.findings import access, rules
from lianchuang.findings.models import Finding, FindingPhoto, PhotoRole, Step
from lianchuang.findings.queries.rows import Row, rows_of
from lianchuang.findings.queries.selection import OFFICE_STATES, awaiting, awaiting_office, awaiting_unit, awaiting_verifier
from lianchuang.findings.rules import State

MOST_CARDS = 30  # of one kind on a home page; the list holds the rest
KINDS = ("accept", "put_right", "verify", "decide")


@dataclass(frozen=True)
class Card:
    """One thing to do: the row, the id of its first photo, and what a verifier last said about it."""

    row: Row
    photo_id: int | None
    last_words: str

    @property
    def finding(self) -> Finding:
        return self.row.finding


@dataclass(frozen=True)
class Work:
    """What waits for a post: cards by kind (the first MOST_CARDS of each), and how many there are of each.

    `accept` for a coordinator to pass on, `put_right` for the post itself, `verify` for an independent look,
    `decide` for the office (dispatch, rule, deferral, close).
    """

    accept: Sequence[Card]
    put_right: Sequence[Card]
    verify: Sequence[Card]
    decide: Sequence[Card]
    counts: dict[str, int]
    over: int
    by_state: dict[State, int]

    @cached_property
    def total(self) -> int:
        """How many things there are to do."""
        return sum(self.counts.values())


def my_work(actor: Actor, now: datetime) -> Work:
    """What this very post must do, the nearest date first; sealed matters are left out. Four queries at most."""
    waiting = access.visible_findings(actor).filter(awaiting(actor, now), is_sealed=False)
    counts = _counts(waiting, actor, now)
    cards = _cards(waiting, actor, now, counts)
    return Work(
        **{kind: cards.get(kind, []) for kind in KINDS},
        counts={kind: counts[kind] for kind in KINDS},
        over=counts["over"],
        by_state={state: counts[f"state_{state.value}"] for state in OFFICE_STATES},
    )


def _kinds(actor: Actor, now: datetime) -> dict[str, Q]:
    """Which card a finding becomes; the first that fits counts, so that each is there once."""
    mine = Q(responsible_post=actor.post) & Q(state__in=[state.value for state in rules.WITH_UNIT])
    conditions = {
        "put_right": mine,
        "accept": awaiting_unit(actor),
        "verify": awaiting_verifier(actor),
        "decide": awaiting_office(actor, now),
    }
    result: dict[str, Q] = {}
    before = Q(pk__in=[])
    for kind, condition in conditions.items():
        result[kind] = condition & ~before
        before |= condition
    return result


def _counts(waiting: QuerySet[Finding], actor: Actor, now: datetime) -> dict[str, int]:
    kinds = _kinds(actor, now)
    wanted = {kind: Count("pk", filter=condition) for kind, condition in kinds.items()}
    wanted["over"] = Count("pk", filter=Q(step_due_at__lt=now))
    for state in OFFICE_STATES:
        wanted[f"state_{state.value}"] = Count("pk", filter=kinds["decide"] & Q(state=state.value))
    return waiting.aggregate(**wanted)


def _cards(
    waiting: QuerySet[Finding], actor: Actor, now: datetime, counts: dict[str, int]
) -> dict[str, list[Card]]:
    """The nearest of each kind."""
    cards: dict[str, list[Card]] = {}
    for kind, condition in _kinds(actor, now).items():
        if counts[kind]:
            found = waiting.filter(condition).order_by(F("step_due_at").asc(nulls_last=True), "id")
            cards[kind] = cards_of(found[:MOST_CARDS], now)
    return cards


def cards_of(findings: QuerySet[Finding], now: datetime) -> list[Card]:
    """Cards for findings; the photo and the last refusal come with the rows. Two queries."""
    photos = FindingPhoto.objects.filter(finding=OuterRef("pk")).order_by(
        Case(When(role=PhotoRole.BEFORE, then=Value(0)), default=Value(1), output_field=IntegerField()), "-id"
    )
    words = Step.objects.filter(finding=OuterRef("pk"), verb=rules.Verb.REJECT.value).order_by("-id")
    found = findings.select_related("site", "responsible_post__unit", "responsible_unit").annotate(
        photo_id=Subquery(photos.values("pk")[:1]), last_words=Subquery(words.values("note")[:1])
    )
    listed = list(found)
    rows = rows_of(listed, now)
    return [
        Card(row, finding.photo_id, finding.last_words or "") for finding, row in zip(listed, rows, strict=True)
    ]
