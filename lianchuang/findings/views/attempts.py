"""Trying what a form asks for: refusals go onto it, and photos that came with it are kept."""

from collections.abc import Callable
from datetime import datetime

from django.forms import Form

from lianchuang.accounts.access import Actor
from lianchuang.common.refusals import ChangedMeanwhile, NotPossibleNow, onto
from lianchuang.evidence.actions import store_photo
from lianchuang.evidence.models import StoredFile
from lianchuang.findings.forms import KeptPhotos


def photos_of(form: KeptPhotos, actor: Actor, now: datetime) -> list[StoredFile]:
    """The photos of an earlier try and those that came now, kept again with the form. Raises Invalid for what is none."""
    kept = {file.pk: file for file in StoredFile.objects.filter(pk__in=form.kept_names(actor.person_id))}
    fresh = [store_photo(content=file.read(), by=actor, at=now) for file in form.cleaned_data.get("photos", [])]
    photos = list((kept | {file.pk: file for file in fresh}).values())
    form.keep([file.pk for file in photos], actor.person_id)
    return photos


def keep_photos(form: Form, actor: Actor, now: datetime) -> None:
    """Keep the photos of a form that is shown again for another fault."""
    if isinstance(form, KeptPhotos) and not form.data.get("kept"):
        with onto(form):
            photos_of(form, actor, now)


def tried(form: Form, act: Callable[[], None]) -> int:
    """Act; a refusal goes onto the form. The status of the answer: 303 done, 422 wrong input, 409 not possible now."""
    answer = [422]
    with onto(form):
        try:
            act()
            answer.append(303)
        except (NotPossibleNow, ChangedMeanwhile) as refusal:
            answer.append(refusal.status)
            raise
    return answer[-1]
