"""The chores of the worker about letters; each parses nothing and calls one action for each joint campaign."""

from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.bulletins import actions
from lianchuang.campaigns.models import JointCampaign


def propose_letters(at: datetime) -> str:
    """Propose the letters that are due up the ladder; people sign them or do not."""
    joints = JointCampaign.objects.select_related("place", "office")
    made = sum(len(actions.propose_letters(joint=joint, by=SYSTEM, at=at)) for joint in joints)
    return _("%(n)s letters proposed.") % {"n": made} if made else ""
