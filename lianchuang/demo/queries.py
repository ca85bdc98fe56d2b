"""Who one can be in the demo county with one click."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Appointment, Person, Post, Role
from lianchuang.common import clock
from lianchuang.demo.models import DemoRun


@dataclass(frozen=True)
class Seat:
    """One click: the role's code and name, what one does there, and where: unit and kind of post."""

    code: str
    name: str
    does: str
    unit: str
    kind: str


def seats() -> list[Seat]:
    """Every role of the product, in the order of the page."""
    office, street, bureau = "创建办", "桂亭街道", "城管局"
    rows = (
        ("office", Role.OFFICE.label, _("Plans rounds, dispatches, rules, publishes."), office, "office"),
        ("leader", Role.LEADER.label, _("Where do we stand, what is stuck."), "县委办", "leader"),
        ("coordinator", Role.COORDINATOR.label, _("Accepts, passes on to posts."), street, "coordinator"),
        ("post_holder", Role.POST_HOLDER.label, _("Puts things right and submits them."), street, "sanitation"),
        ("inspector", Role.INSPECTOR.label, _("Today's sites and their checklists."), office, "inspector"),
        ("verifier", Role.VERIFIER.label, _("Looks again on the spot."), office, "verifier"),
        ("auditor", Role.AUDITOR.label, _("Reads the whole history."), "督查室", "auditor"),
        ("administrator", Role.ADMINISTRATOR.label, _("Keeps units, posts and people."), office, "administrator"),
        ("bureau_coordinator", _("Coordinator of a bureau"), _("The same in a county body."), bureau, "coordinator"),
        ("bureau_verifier", _("Verifier within a bureau"), _("Never for the own unit."), bureau, "verifier"),
    )
    return [Seat(code, str(name), does, unit, kind) for code, name, does, unit, kind in rows]


def is_demo() -> bool:
    """Whether this database holds the invented county."""
    return DemoRun.objects.filter(finished_at__isnull=False).exists()


def find_seat(code: str) -> Seat | None:
    """The seat of that code."""
    return next((seat for seat in seats() if seat.code == code), None)


def who_sits(seat: Seat) -> tuple[Person, Post] | None:
    """Who sits in the first filled post of the seat today."""
    appointments = Appointment.objects.filter(
        post__unit__short_name=seat.unit, post__kind__code=seat.kind, until__isnull=True
    )
    first = (
        appointments.filter(since__lte=clock.today())
        .select_related("person", "post__unit")
        .order_by("post__code")
        .first()
    )
    return (first.person, first.post) if first else None


def sign_in_links(address: str) -> dict[str, str]:
    """One-click addresses by the role's name."""
    return {seat.name: f"{address}/demo/as/{seat.code}/" for seat in seats()}


def actor_in(person: Person, post: Post) -> Actor:
    """The person in that post, for the entry in history."""
    return Actor(person, post)
