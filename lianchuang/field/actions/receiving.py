"""Keeping a submission as it was received, before anything is made of it."""

from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common import clock as present
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.field.access import in_post, require_worker
from lianchuang.field.models import Submission
from lianchuang.field.queries.decisions import id_in
from lianchuang.field.queries.stops import pk_of
from lianchuang.field.rules import DeviceClock, Envelope, Kind
from lianchuang.inspections.models import Round
from lianchuang.inspections.queries.undercover import round_named, round_of_the_day


@action("field.received")
def receive_submission(*, envelope: Envelope, by: Actor, at: datetime) -> Submission:
    """Keep it under the id that the device made; the same again is the same row, with the device's clock of now.

    An id that is another person's stands for one of this person's own, so that guessing one tells nothing.
    Raises NotAllowed (no field worker, no post), Invalid (the id was used for something else).
    """
    if by.person is None or by.post is None:
        raise NotAllowed("post_needed", _("A visit is recorded by a person in a post."))
    worker = _worker(by, envelope, at)
    require_worker(worker)
    clock = DeviceClock.of(envelope.device_now, at)
    sealed = _sealed_round(envelope, worker, clock.mend(envelope.made_at, at))
    submission, created = Submission.objects.get_or_create(
        pk=pk_of(envelope.id, by.person),
        defaults={
            "kind": envelope.kind.value,
            "by": by.person,
            "by_post": worker.post or by.post,
            "raw": envelope.raw,
            "content_hash": envelope.content_hash,
            "received_at": at,
            "clock_seconds": clock.seconds,
            "sealed_round": sealed,
        },
    )
    if not created:
        nothing_changed()
        if submission.by_id != by.person.pk or submission.content_hash != envelope.content_hash:
            raise Invalid({"id": [_("This number was used for another piece of work.")]}, code="id_used")
        return submission
    record(
        code="field.received",
        by=by,
        at=at,
        object_kind="submission",
        object_id=submission.pk,
        data={"kind": submission.written_kind, "photos": len(envelope.photos)},
        sealed_with=sealed.seal if sealed else None,
    )
    return submission


def _worker(by: Actor, envelope: Envelope, at: datetime) -> Actor:
    """The sender in the post of the work; in the present one when that is theirs no more, so that it is kept at all."""
    try:
        return in_post(by, envelope.post, present.local(at).date())
    except NotAllowed:
        return by


def _sealed_round(envelope: Envelope, worker: Actor, made_at: datetime) -> Round | None:
    """The undercover round it is about, so that others do not even learn that something came in.

    A visit names its round; it counts only for whoever had something to do in it, as others may have guessed the id.
    A report or verification belongs to the round under which the post was out that day.
    """
    if envelope.kind is not Kind.VISIT:
        return round_of_the_day(worker, present.local(made_at).date(), id_in(envelope, "site"))
    found = id_in(envelope, "round")
    return round_named(worker, found) if found else None
