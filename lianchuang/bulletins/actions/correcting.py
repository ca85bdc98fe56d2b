"""更正: a new, dated, numbered note beside a published bulletin, which itself stays as it was."""

from datetime import datetime
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action, record
from lianchuang.bulletins.actions.deciding import SIGNERS
from lianchuang.bulletins.actions.writing import person_of
from lianchuang.bulletins.models import Bulletin, Correction
from lianchuang.bulletins.queries.pages import correction_number, number_words
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason

MOST = {"where": 80, "wrong": 300, "right": 300, "cause": 300}


@action("bulletin.correction_written")
def write_correction(
    *, bulletin: Bulletin, where: str, wrong: str, right: str, cause: str, by: Actor, at: datetime
) -> Correction:
    """Write what a published bulletin says wrongly, what is right and how it came; another person signs it.

    Raises NotAllowed (not the office of the place), NotPossibleNow (not published: mend the draft), Invalid (something is
    missing, too long, or nothing differs).
    """
    by.require(Role.OFFICE, over=bulletin.joint.place.path)
    if not bulletin.is_published:
        raise NotPossibleNow([Reason("not_published", _("It is not published yet: change the draft itself."))])
    given = {"where": where.strip(), "wrong": wrong.strip(), "right": right.strip(), "cause": cause.strip()}
    faults = {name: [_("Say this.")] for name, text in given.items() if not text}
    faults |= {
        name: [_("At most %(most)s characters.") % {"most": MOST[name]}]
        for name, text in given.items()
        if len(text) > MOST[name]
    }
    if not faults and given["wrong"] == given["right"]:
        faults["right"] = [_("This is what it says already.")]
    if faults:
        raise Invalid(faults)
    correction = Correction.objects.create(
        joint=bulletin.joint, bulletin=bulletin, **given, written_at=at, written_by=by.post, writer=by.person
    )
    _tell("bulletin.correction_written", correction, by, at)
    return correction


@action("bulletin.corrected")
def sign_correction(*, correction: Correction, by: Actor, at: datetime, expected_version: int) -> Correction:
    """Sign a correction that another person wrote: it has its number now and stands beside the bulletin for good.

    Raises NotAllowed (another role, or the program), NotPossibleNow (signed or withdrawn; one's own), ChangedMeanwhile.
    """
    by.require(*SIGNERS, over=correction.joint.place.path)
    _require_open(correction)
    person, post = person_of(by)
    if correction.writer_id == person.pk:
        sentence = _("Whoever wrote it does not sign it; another person does.")
        raise NotPossibleNow([Reason("own_draft", sentence)])
    JointCampaign.objects.select_for_update().get(pk=correction.joint_id)
    year = clock.local(at).year
    last = Correction.objects.filter(joint=correction.joint, year=year).aggregate(last=Max("issue"))["last"] or 0
    _write(correction, expected_version, year=year, issue=last + 1, signed_at=at, signed_by=post)
    _tell("bulletin.corrected", correction, by, at, correction_number=correction_number(correction))
    return correction


@action("bulletin.correction_withdrawn")
def withdraw_correction(*, correction: Correction, by: Actor, at: datetime, expected_version: int) -> Correction:
    """Withdraw a correction that nobody has signed. It never had a number.

    Raises NotAllowed (another role), NotPossibleNow (signed or withdrawn), ChangedMeanwhile.
    """
    by.require(*SIGNERS, over=correction.joint.place.path)
    _require_open(correction)
    _write(correction, expected_version, is_withdrawn=True)
    _tell("bulletin.correction_withdrawn", correction, by, at)
    return correction


def _require_open(correction: Correction) -> None:
    if not correction.is_open:
        raise NotPossibleNow([Reason("not_open", _("It does not wait for a signature."))])


def _write(correction: Correction, expected_version: int, **columns: Any) -> None:
    rows = Correction.objects.filter(pk=correction.pk, version=expected_version, signed_at__isnull=True)
    if not rows.filter(is_withdrawn=False).update(**columns, version=F("version") + 1):
        raise ChangedMeanwhile
    for name, value in columns.items():
        setattr(correction, name, value)
    correction.version = expected_version + 1


def _tell(code: str, correction: Correction, by: Actor, at: datetime, **data: Any) -> None:
    words = {"number": number_words(correction.bulletin), "where": correction.where, "right": correction.right}
    record(
        code=code,
        by=by,
        at=at,
        object_kind="bulletin",
        object_id=correction.bulletin_id,
        data={**words, "correction_id": correction.pk, **data},
    )
