"""The wording that an office uses: each change is a new version, and what was printed keeps its own."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action, record
from lianchuang.bulletins.models import BulletinKind, BulletinTemplate
from lianchuang.bulletins.rules.wording import Wording, wording_faults
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common.refusals import ChangedMeanwhile, Invalid


@action("bulletin.template")
def save_template(
    *, joint: JointCampaign, kind: str, wording: Wording, expected_number: int, by: Actor, at: datetime
) -> BulletinTemplate:
    """Keep a wording as the next version for a kind of bulletin; drafts take it when they are counted anew.

    `expected_number`: the version that was on the screen (0: as shipped). Raises NotAllowed (not the office of the place),
    Invalid (by field: a name that does not exist, a bracket left open, vetoes not first), ChangedMeanwhile.
    """
    by.require(Role.OFFICE, over=joint.place.path)
    if kind not in BulletinKind.values:
        raise Invalid({"kind": [_("There is no such kind of bulletin.")]})
    if faults := wording_faults(wording):
        raise Invalid(faults)
    JointCampaign.objects.select_for_update().get(pk=joint.pk)
    versions = BulletinTemplate.objects.filter(joint=joint, kind=kind)
    if expected_number != (versions.aggregate(last=Max("number"))["last"] or 0):
        raise ChangedMeanwhile
    template = BulletinTemplate.objects.create(
        joint=joint, kind=kind, number=expected_number + 1, wording=wording.data, written_by=by.post, written_at=at
    )
    data = {"kind": kind, "version": template.number}
    record(code="bulletin.template", by=by, at=at, object_kind="template", object_id=template.pk, data=data)
    return template
