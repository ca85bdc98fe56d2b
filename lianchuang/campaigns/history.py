"""What the campaigns app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(campaign=_("Campaign"), joint_campaign=_("Joint campaign"))
register(
    Code("joint.founded", _("%(who)s founded the joint campaign %(joint)s of %(place)s, run by %(office)s.")),
    Code(
        "campaign.adopted",
        _("%(who)s adopted %(edition)s as %(campaign)s, led by %(post)s, target %(target)s."),
    ),
    Code(
        "campaign.target_moved",
        _("%(who)s moved the target date of %(campaign)s from %(old)s to %(new)s: %(reason)s"),
    ),
)
