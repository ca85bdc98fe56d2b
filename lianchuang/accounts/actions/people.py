"""People, and who holds which post from when to when."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from lianchuang.accounts import rules
from lianchuang.accounts.access import MANAGERS, Actor, require_management
from lianchuang.accounts.models import Appointment, Grant, Person, Post
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotPossibleNow, Reason


@action("person.added")
def add_person(
    *, username: str, name: str, by: Actor, at: datetime, phone: str = "", password: str | None = None
) -> Person:
    """Add somebody who may sign in; without `password` not until one is set. They can do nothing until
    appointed.

    Raises NotAllowed; Invalid for no name, a user name taken (whatever its case), a weak password.
    """
    by.require(*MANAGERS)
    username, name = username.strip(), name.strip()
    faults: dict[str, list[str]] = {}
    if not name:
        faults["name"] = [_("Give the person's name.")]
    if not username or Person.objects.filter(username__iexact=username).exists():
        faults["username"] = [_("Give a user name that nobody else has.")]
    if faults:
        raise Invalid(faults)
    person = Person(username=username, name=name, phone=phone.strip())
    if password is not None:
        _check_password(password, person)
    person.set_password(password)
    person.save(force_insert=True)
    data = {"name": name, "username": username}
    record(code="person.added", by=by, at=at, object_kind="person", object_id=person.pk, data=data)
    return person


def _check_password(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise Invalid({"password": fault.messages}) from fault


@action("person.password_set")
def set_password(*, person: Person, password: str, by: Actor, at: datetime) -> Person:
    """Set a password: one's own, or that of a person one manages. Raises NotAllowed, Invalid (weak)."""
    if by.person_id != person_id(person):
        require_management(by, person, at)
    _check_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    _note("person.password_set", person, by=by, at=at)
    return person


def person_id(person: Person) -> str:
    """The id as history keeps it."""
    return str(person.pk)


def _note(code: str, person: Person, *, by: Actor, at: datetime, **data: str) -> None:
    facts = {"name": person.name, **data}
    record(code=code, by=by, at=at, object_kind="person", object_id=person.pk, data=facts)


@action("appointment.made")
def appoint(
    *, person: Person, post: Post, since: date, by: Actor, at: datetime, until: date | None = None
) -> Appointment:
    """Let a person hold a post from `since` to the day before `until`. One person a post at a time.

    Whoever names the holder gives them what the post may do: its roles must lie where `by` manages.
    Raises NotAllowed; Invalid when the account is closed, the term ends before it begins, or the post is
    taken.
    """
    for path in (post.unit.path, *Grant.objects.filter(post=post).values_list("scope__path", flat=True)):
        by.require(*MANAGERS, over=path)
    if not person.is_active:
        raise Invalid({"person": [_("The account of this person is closed.")]})
    if until is not None and until <= since:
        raise Invalid({"until": [_("The term must end after it begins.")]})
    for other in Appointment.objects.filter(post=post).select_related("person"):
        if rules.overlaps(since, until, other.since, other.until):
            raise Invalid({"since": [_("%(name)s holds this post then.") % {"name": other.person.name}]})
    appointment = Appointment.objects.create(person=person, post=post, since=since, until=until)
    data = {"name": person.name, "post": post.written_name, "since": since.isoformat()}
    if until:
        data["until"] = until.isoformat()
    record(code="appointment.made", by=by, at=at, object_kind="post", object_id=post.pk, data=data)
    return appointment


@action("appointment.ended")
def end_appointment(*, appointment: Appointment, until: date, by: Actor, at: datetime) -> Appointment:
    """End a term: `until` is the first day no longer in office. Duties stay with the post.

    Raises NotAllowed; Invalid when that is not after its beginning; NotPossibleNow when it has ended before.
    """
    post = appointment.post
    by.require(*MANAGERS, over=post.unit.path)
    if until <= appointment.since:
        raise Invalid({"until": [_("The term must end after it begins.")]})
    still = Appointment.objects.filter(pk=appointment.pk).filter(Q(until__isnull=True) | Q(until__gt=until))
    if not still.update(until=until):
        raise NotPossibleNow([Reason("ended_before", _("This appointment has ended already."))])
    appointment.until = until
    data = {"name": appointment.person.name, "post": post.written_name, "until": until.isoformat()}
    record(code="appointment.ended", by=by, at=at, object_kind="post", object_id=post.pk, data=data)
    return appointment


@action("person.handed_over")
def hand_over(
    *, person: Person, successors: Mapping[int, Person | None], from_day: date, by: Actor, at: datetime
) -> list[Appointment]:
    """Somebody leaves: all their appointments end, and from `from_day` each post has the successor named
    for it.

    `successors` maps the id of each post held to a person, or None for a post that is to be vacant: every
    post must be named, so that none is forgotten. What lies at a post goes on with it. Returns the new
    appointments. Raises NotAllowed unless the actor manages every one of the posts, Invalid,
    NotPossibleNow (holds no post).
    """
    held = list(
        Appointment.objects.filter(person=person)
        .filter(Q(until__isnull=True) | Q(until__gt=from_day))
        .select_related("post__unit", "person")
        .order_by("post__unit__path", "post__code")
    )
    if not held:
        raise NotPossibleNow([Reason("no_post", _("This person holds no post."))])
    forgotten = [each.post.written_name for each in held if each.post_id not in successors]
    if forgotten:
        raise Invalid({"successors": [_("Say who follows at %(post)s.") % {"post": post} for post in forgotten]})
    made, words = [], []
    for each in held:
        end_appointment(appointment=each, until=max(from_day, each.since + timedelta(days=1)), by=by, at=at)
        follower = successors[each.post_id]
        words.append(f"{each.post.written_name} → {follower.name if follower else '–'}")
        if follower is not None:
            made.append(appoint(person=follower, post=each.post, since=each.until or from_day, by=by, at=at))
    _note("person.handed_over", person, by=by, at=at, from_day=from_day.isoformat(), posts="；".join(words))
    return made


@action("person.deactivated")
def deactivate_person(*, person: Person, by: Actor, at: datetime) -> Person:
    """Close an account: nobody signs in with it any more, at once. History keeps the name.

    Raises NotAllowed; NotPossibleNow while the person still holds a post (hand over first) or is oneself.
    """
    require_management(by, person, at)
    if not person.is_active:
        nothing_changed()
        return person
    if by.person_id == person_id(person):
        raise NotPossibleNow([Reason("oneself", _("Nobody closes their own account."))])
    today = clock.local(at).date()
    if Appointment.objects.filter(person=person).filter(Q(until__isnull=True) | Q(until__gt=today)).exists():
        raise NotPossibleNow([Reason("holds_posts", _("Hand over the posts of this person first."))])
    person.is_active = False
    person.save(update_fields=["is_active"])
    _note("person.deactivated", person, by=by, at=at)
    return person


@action("person.reactivated")
def reactivate_person(*, person: Person, by: Actor, at: datetime) -> Person:
    """Open a closed account again; posts do not come back by themselves. Raises NotAllowed."""
    require_management(by, person, at)
    if person.is_active:
        nothing_changed()
        return person
    person.is_active = True
    person.save(update_fields=["is_active"])
    _note("person.reactivated", person, by=by, at=at)
    return person
