"""The complaint box: said by whoever works here, with their post or without, and answered where everybody reads it."""

from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action, record
from lianchuang.campaigns.models import Complaint, ComplaintAbout, JointCampaign
from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow, Reason

LONGEST = 2000


@action("complaint.made")
def complain(
    *, joint: JointCampaign, about: ComplaintAbout, text: str, anonymous: bool, by: Actor, at: datetime
) -> Complaint:
    """Say what is too much, or done for show. Anonymous: neither who it was nor the hour is written anywhere, the program
    itself takes it in.

    Refused: no words (Invalid); an actor of another place or without a post (NotAllowed).
    """
    if by.post is None or not by.unit_path.startswith(joint.place.path):
        raise NotAllowed("not_here", _("Only who works here at a post uses this box."))
    if not text.strip() or len(text) > LONGEST:
        raise Invalid({"text": [_("Say it in a few sentences, at most %(most)s characters.") % {"most": LONGEST}]})
    said_on = clock.local(at).date()
    complaint = Complaint.objects.create(
        joint=joint, about=about, text=text.strip(), post=None if anonymous else by.post, said_on=said_on
    )
    record(
        code="complaint.made",
        by=SYSTEM if anonymous else by,
        at=clock.day_only(at) if anonymous else at,
        object_kind="complaint",
        object_id=complaint.pk,
        data={"about": str(about), "on": said_on.isoformat(), "tree": joint.place.path},
    )
    return complaint


@action("complaint.answered")
def answer_complaint(*, complaint: Complaint, text: str, by: Actor, at: datetime) -> Complaint:
    """Answer it, once and for all to read. Refused: no words (Invalid); answered already (NotPossibleNow); no office."""
    by.require(Role.OFFICE, over=complaint.joint.place.path)
    if not text.strip() or len(text) > LONGEST:
        raise Invalid({"text": [_("Say it in a few sentences, at most %(most)s characters.") % {"most": LONGEST}]})
    if complaint.answer:
        raise NotPossibleNow([Reason("answered", _("This complaint is answered already."))])
    columns = {"answer": text.strip(), "answered_by": by.post, "answered_on": clock.local(at).date()}
    if not Complaint.objects.filter(pk=complaint.pk, answer="").update(**columns):
        raise ChangedMeanwhile
    for name, value in columns.items():
        setattr(complaint, name, value)
    data = {"about": complaint.about, "on": complaint.said_on.isoformat(), "to_post": complaint.post_id}
    record(code="complaint.answered", by=by, at=at, object_kind="complaint", object_id=complaint.pk, data=data)
    return complaint
