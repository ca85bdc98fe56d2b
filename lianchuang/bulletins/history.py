"""What the bulletins app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, Tells, name_kinds, register

name_kinds(bulletin=_("Bulletin"))
register(
    Code("bulletin.drafted", _("%(who)s drafted bulletin %(number)s for %(start)s to %(end)s.")),
    Code("bulletin.redrafted", _("%(who)s counted the draft of bulletin %(number)s anew.")),
    Code("bulletin.outlook", _("%(who)s wrote into bulletin %(number)s what is planned next.")),
    Code(
        "bulletin.published",
        _("%(who)s signed and published bulletin %(number)s; its figures are frozen."),
        tells=Tells(
            _("Bulletin published"),
            page="bulletins:show",
            parts=("year", "issue"),
            about="%(number)s",
            roles=("leader", "coordinator"),
            within=True,
        ),
    ),
)
