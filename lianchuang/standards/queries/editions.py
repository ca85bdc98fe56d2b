"""Reading editions with their counts; the tree of one stands in `tree`."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lianchuang.accounts.access import Actor
from lianchuang.common.refusals import Reason
from lianchuang.standards.exchange.oscal import HEADING_MARKS
from lianchuang.standards.models import Confidence, Edition, Standard
from lianchuang.standards.rules import states


@dataclass(frozen=True)
class EditionCounts:
    """An edition in figures: `requirements` without headings, `withdrawn` of them, `vetoes` topmost ones, nodes by confidence."""

    edition: Edition
    requirements: int
    withdrawn: int
    vetoes: int
    linked: int
    official: int
    secondhand: int
    unverified: int

    @property
    def nodes(self) -> int:
        """Headings and requirements."""
        return self.official + self.secondhand + self.unverified


@dataclass(frozen=True)
class StandardEditions:
    """A standard with its editions."""

    standard: Standard
    editions: tuple[EditionCounts, ...]


def standards_with_editions(editions: QuerySet[Edition]) -> list[StandardEditions]:
    """The standards of these editions in slot order, each edition in figures. Two queries."""
    counts = _counts(editions)
    by_standard: dict[Standard, list[EditionCounts]] = {}
    for edition in editions.select_related("standard").order_by("standard__slot", "code"):
        by_standard.setdefault(edition.standard, []).append(EditionCounts(edition, **counts[edition.pk]))
    return [StandardEditions(standard, tuple(rows)) for standard, rows in by_standard.items()]


def is_requirement(prefix: str = "") -> Q:
    """No heading: by the imported catalogue's own kind, else what has nothing under it."""
    own = Q(**{f"{prefix}carried": "", f"{prefix}children__isnull": True})
    foreign = ~Q(**{f"{prefix}carried": ""})
    for mark in HEADING_MARKS:
        foreign &= ~Q(**{f"{prefix}carried__startswith": mark})
    return own | foreign


def _counts(editions: QuerySet[Edition]) -> dict[int, dict[str, int]]:
    """The figures by edition id; joins multiply rows, so that everything is counted once by distinct."""

    def nodes(**conditions: object) -> Count:
        return Count(
            "requirements", filter=Q(**{f"requirements__{k}": v for k, v in conditions.items()}), distinct=True
        )

    top_veto = Q(requirements__parent__isnull=True) | Q(requirements__parent__is_veto=False)
    rows = editions.order_by().annotate(
        leaves=Count("requirements", filter=is_requirement("requirements__"), distinct=True),
        withdrawn=nodes(is_withdrawn=True),
        vetoes=Count("requirements", filter=Q(requirements__is_veto=True) & top_veto, distinct=True),
        linked=nodes(measure_links__isnull=False),
        official=nodes(confidence=Confidence.OFFICIAL),
        secondhand=nodes(confidence=Confidence.SECONDHAND),
        unverified=nodes(confidence=Confidence.UNVERIFIED),
    )
    names = ("withdrawn", "vetoes", "linked", "official", "secondhand", "unverified")
    return {
        row["pk"]: {"requirements": row["leaves"], **{n: row[n] for n in names}}
        for row in rows.values("pk", "leaves", *names)
    }


def others_of_standard(editions: QuerySet[Edition], edition: Edition) -> list[Edition]:
    """The other editions of the same standard among these."""
    return list(editions.filter(standard=edition.standard_id).exclude(pk=edition.pk).order_by("code"))


@dataclass(frozen=True)
class Steps:
    """What an actor may do with an edition now, and why not."""

    may_change: bool
    review_faults: tuple[Reason, ...]
    publish_faults: tuple[Reason, ...]
    may_send_back: bool

    @property
    def may_review(self) -> bool:
        return not self.review_faults

    @property
    def may_publish(self) -> bool:
        return not self.publish_faults


def next_steps(edition: Edition, actor: Actor) -> Steps:
    """The way of an edition to being published, as this actor may go it now."""
    count = edition.requirements.count()
    own = actor.person is not None and edition.edited_by_id == actor.person.pk
    return Steps(
        may_change=edition.is_draft,
        review_faults=tuple(states.review_faults(state=edition.state, requirements=count, is_last_editor=own)),
        publish_faults=tuple(states.publish_faults(state=edition.state, requirements=count, by_program=False)),
        may_send_back=not states.send_back_faults(edition.state),
    )
