"""What the photos of findings hang on, for whoever looks for a photo that was used before."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.evidence.uses import Use, tells_uses
from lianchuang.findings.access import visible_findings
from lianchuang.findings.models import FindingPhoto


@tells_uses
def finding_uses(actor: Actor, file_ids: Sequence[str]) -> list[Use]:
    """Photos of findings that the actor may see."""
    photos = FindingPhoto.objects.filter(file__in=file_ids, finding__in=visible_findings(actor))
    return [
        Use(
            file_id=photo.file_id,
            kind="finding",
            object_id=str(photo.finding_id),
            at=photo.step.at,
            words=_("%(number)s %(title)s (%(role)s)")
            % {
                "number": photo.finding.short_number,
                "title": photo.finding.title,
                "role": photo.get_role_display(),
            },
            url=reverse("findings:show", args=[photo.finding_id]),
            photo_url=reverse("findings:photo", args=[photo.finding_id, photo.file_id]),
        )
        for photo in photos.select_related("finding", "step")
    ]
