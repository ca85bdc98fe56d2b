"""What a person says who has looked at a photo. Nothing else changes by it."""

from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, record
from lianchuang.common.refusals import Invalid
from lianchuang.common.words import as_written
from lianchuang.findings import access, rules
from lianchuang.findings.actions.transitions import concerns
from lianchuang.findings.models import FindingPhoto, PhotoJudgement, PhotoRole, Verdict


@action("finding.photo_judged")
def judge_photo(*, photo: FindingPhoto, verdict: Verdict, note: str, by: Actor, at: datetime) -> PhotoJudgement:
    """Note beside a photo of a rectification: genuine, not genuine or cannot say, in a sentence. State stays as it is.

    Refused: no words, a photo of another role (Invalid); whoever is neither the office nor may verify it (NotAllowed).
    """
    finding = photo.finding
    if faults := access.judgement_faults(by, finding):
        raise access.refused(faults[0], rules.Verb.PASS, finding)
    if photo.role != PhotoRole.AFTER:
        raise Invalid({"": [_("Only photos of a rectification are judged.")]})
    if not note.strip():
        raise Invalid({"note": [_("Say it in a sentence.")]})
    judgement = PhotoJudgement.objects.create(
        photo=photo, verdict=verdict.value, note=note.strip(), by=by.person, by_post=by.post, at=at
    )
    data = {"number": finding.number or "–", "verdict": as_written(verdict.label), "note": judgement.note}
    record(
        code="finding.photo_judged",
        by=by,
        at=at,
        object_kind="finding",
        object_id=finding.pk,
        data={**data, "photo": photo.file_id[:12], **concerns(finding, "finding.photo_judged")},
        sealed_with=("finding", finding.pk) if finding.is_sealed else None,
    )
    return judgement
