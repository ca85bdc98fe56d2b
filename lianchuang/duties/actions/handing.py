"""Handing a post over: who holds it changes, and what goes over is listed and confirmed by both."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import MANAGERS, Actor
from lianchuang.accounts.actions import appoint, end_appointment
from lianchuang.accounts.models import Person, Post
from lianchuang.audit.actions import action, record
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow, Reason
from lianchuang.duties.access import reach_of
from lianchuang.duties.models import HandOver
from lianchuang.duties.queries import Moment, answering, last_holder, list_of


@action("hand_over.drawn_up")
def hand_over_post(*, post: Post, taker: Person, from_day: date, by: Actor, at: datetime) -> HandOver:
    """In one step: who holds the post leaves it, `taker` holds it from `from_day`, and what goes over is listed.

    Where the appointment moved before (the whole person was handed over), only the list is drawn up. Refused: nobody
    ever held the post (NotPossibleNow); nobody to give it, or one who begins later (Invalid); an actor who does not
    manage the unit.
    """
    by.require(*MANAGERS, over=post.unit.path)
    giver = _move(post, taker, from_day, by=by, at=at)
    listed = list_of(answering(post, reach_of(by), Moment.of(None)))
    made = HandOver.objects.create(
        post=post, giver=giver, taker=taker, from_day=from_day, listed=listed, drawn_up_at=at
    )
    data = {**_words(made), "from_day": from_day.isoformat(), "things": _number(made), "to_post": post.pk}
    record(code="hand_over.drawn_up", by=by, at=at, object_kind="hand_over", object_id=made.pk, data=data)
    return made


def _move(post: Post, taker: Person, from_day: date, *, by: Actor, at: datetime) -> Person:
    """Move the appointment unless it has moved already. Returns who gives."""
    term = last_holder(post, from_day)
    if term is None:
        raise NotPossibleNow([Reason("never_held", _("Nobody holds this post yet; appoint somebody."))])
    if term.person_id == taker.pk:
        before = post.appointments.exclude(person=taker).filter(until__lte=term.since).select_related("person")
        giver = before.order_by("-until").first()
        if giver is None:
            raise Invalid({"taker": [_("This person holds the post already.")]})
        return giver.person
    if term.until is None or term.until > from_day:
        end_appointment(appointment=term, until=from_day, by=by, at=at)
    appoint(person=taker, post=post, since=from_day, by=by, at=at)
    return term.person


def _words(hand_over: HandOver) -> dict[str, str]:
    post = hand_over.post
    return {
        "post": post.written_name,
        "giver": hand_over.giver.name,
        "taker": hand_over.taker.name,
    }


def _number(hand_over: HandOver) -> int:
    listed = hand_over.listed
    requirements = sum(len(one["requirements"]) for one in listed["requirements"])
    return requirements + sum(len(one["sites"]) for one in listed["sites"])


@action("hand_over.given")
def confirm_giving(*, hand_over: HandOver, by: Actor, at: datetime) -> HandOver:
    """Whoever gives confirms that the list is complete. Refused: somebody else (NotAllowed), twice (NotPossibleNow)."""
    return _confirm(hand_over, "given", hand_over.giver, by=by, at=at)


@action("hand_over.taken")
def confirm_taking(*, hand_over: HandOver, by: Actor, at: datetime) -> HandOver:
    """Whoever takes confirms that they take it over. Refused: somebody else (NotAllowed), twice (NotPossibleNow)."""
    return _confirm(hand_over, "taken", hand_over.taker, by=by, at=at)


def _confirm(hand_over: HandOver, part: str, person: Person, *, by: Actor, at: datetime) -> HandOver:
    if by.person != person:
        raise NotAllowed("not_your_signature", _("Only %(name)s confirms this.") % {"name": person.name})
    column = f"{part}_at"
    if getattr(hand_over, column) is not None:
        raise NotPossibleNow([Reason("confirmed_already", _("You have confirmed this already."))])
    if not HandOver.objects.filter(pk=hand_over.pk, **{column: None}).update(**{column: at}):
        raise ChangedMeanwhile
    setattr(hand_over, column, at)
    code = f"hand_over.{part}"
    record(code=code, by=by, at=at, object_kind="hand_over", object_id=hand_over.pk, data=_words(hand_over))
    return hand_over
