"""What the notices app writes into history. That somebody read a notice is nobody's business and is not written."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(notice_choice=_("How somebody is told"), notice_robot=_("Group robot"), standing_task=_("Standing task"))
register(
    Code("notice.chosen", _("%(who)s chose how to be told: %(how)s.")),
    Code("robot.set", _("%(who)s entered the group robot of %(unit)s.")),
    Code("robot.removed", _("%(who)s removed the group robot of %(unit)s.")),
    Code("task.run_now", _("%(who)s let the standing task %(task)s run now.")),
)
