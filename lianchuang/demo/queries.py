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
    return [
        Seat(
            "office",
            str(Role.OFFICE.label),
            _("Plans rounds, dispatches, rules on ownership, publishes bulletins."),
            "创建办",
            "office",
        ),
        Seat(
            "leader",
            str(Role.LEADER.label),
            _("Two minutes on the phone: where do we stand, what is stuck."),
            "县委办",
            "leader",
        ),
        Seat(
            "coordinator",
            str(Role.COORDINATOR.label),
            _("Accepts for the street, passes on to posts."),
            "桂亭街道",
            "coordinator",
        ),
        Seat(
            "post_holder",
            str(Role.POST_HOLDER.label),
            _("Puts things right and submits them."),
            "桂亭街道",
            "sanitation",
        ),
        Seat(
            "inspector",
            str(Role.INSPECTOR.label),
            _("Today's sites and their checklists, on the phone."),
            "创建办",
            "inspector",
        ),
        Seat("verifier", str(Role.VERIFIER.label), _("Looks again on the spot."), "创建办", "verifier"),
        Seat("auditor", str(Role.AUDITOR.label), _("Reads the whole history."), "督查室", "auditor"),
        Seat(
            "administrator",
            str(Role.ADMINISTRATOR.label),
            _("Keeps units, posts and people."),
            "创建办",
            "administrator",
        ),
        Seat(
            "bureau_coordinator",
            _("Coordinator of a bureau"),
            _("The same for 城管局, with a verifier of its own."),
            "城管局",
            "coordinator",
        ),
        Seat(
            "bureau_verifier",
            _("Verifier within a bureau"),
            _("May verify for others, never for the own unit."),
            "城管局",
            "verifier",
        ),
    ]


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
