"""What the duties app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(duty_rule=_("Duty rule"))
register(
    Code("duty_rule.added", _("%(who)s added rule %(number)s: %(sentence)s. Ground: %(ground)s.")),
    Code("duty_rule.retired", _("%(who)s retired rule %(number)s: %(sentence)s. Reason: %(reason)s")),
)
