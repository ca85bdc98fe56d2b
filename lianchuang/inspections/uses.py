"""What the photos of visits hang on, for whoever looks for a photo that was used before."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.evidence.uses import Use, tells_uses
from lianchuang.inspections.access import visible_visits
from lianchuang.inspections.models import AnswerPhoto


@tells_uses
def visit_uses(actor: Actor, file_ids: Sequence[str]) -> list[Use]:
    """Photos of visits that the actor may see."""
    photos = AnswerPhoto.objects.filter(file__in=file_ids, answer__visit__in=visible_visits(actor))
    return [
        Use(
            file_id=photo.file_id,
            kind="visit",
            object_id=str(photo.answer.visit_id),
            at=photo.answer.visit.finished_at,
            words=_("Visit at %(site)s") % {"site": photo.answer.visit.site.name},
            url=reverse("inspections:visit", args=[photo.answer.visit_id]),
            photo_url=reverse("inspections:photo", args=[photo.answer.visit_id, photo.file_id]),
        )
        for photo in photos.select_related("answer__visit__site")
    ]
