"""Keeping a photo that came whole, for whoever handed it in."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Person
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common import clock as present
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.evidence.actions import store_photo
from lianchuang.evidence.models import StoredFile
from lianchuang.field.access import require_worker
from lianchuang.field.models import HandedPhoto, Submission
from lianchuang.field.rules import State
from lianchuang.inspections.queries.undercover import round_of_the_day


@action("field.photo")
def keep_photo(*, sha256: str, content: bytes, by: Actor, at: datetime) -> StoredFile:
    """Keep a photo under the hash that the device said; twice is once.

    Raises NotAllowed, Invalid (key `photo`: the content is another one, or no photo).
    """
    require_worker(by)
    if by.person is None:
        raise NotAllowed("person_needed", _("A photo is handed in by a person."))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Invalid({"photo": [_("The photo arrived damaged and will be sent again.")]}, code="damaged")
    sealed_with = _sealed_work(by, by.person, sha256, at)
    stored = store_photo(content=content, by=by, at=at, field="photo", sealed_with=sealed_with)
    _row, created = HandedPhoto.objects.get_or_create(by=by.person, file=stored)
    if not created:
        nothing_changed()
        return stored
    record(
        code="field.photo",
        by=by,
        at=at,
        object_kind="file",
        object_id=sha256[:40],
        data={"sha256": sha256[:12]},
        sealed_with=sealed_with,
    )
    return stored


def _sealed_work(by: Actor, person: Person, sha256: str, at: datetime) -> tuple[str, UUID] | None:
    """The undercover round of the record that waits for this photo: words come first, so it is known by now.

    A photo that no record speaks of yet belongs to the undercover work of the day, if there is any.
    """
    waiting = Submission.objects.filter(by=person, state=State.RECEIVED.value, raw__contains=sha256)
    named = list(waiting.select_related("sealed_round").order_by("sealed_round"))
    rounds = [each.sealed_round for each in named] or [round_of_the_day(by, present.local(at).date(), None)]
    return next((each.seal for each in rounds if each is not None and each.is_sealed), None)
