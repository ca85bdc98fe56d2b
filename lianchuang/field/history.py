"""What the field app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(submission=_("Submission"))
register(
    Code("field.received", _("%(who)s handed in work from the field (%(kind)s), %(photos)s photos.")),
    Code("field.applied", _("Work from the field by %(who)s took effect: %(title)s.")),
    Code("field.kept_back", _("Work from the field by %(who)s is kept for a decision: %(title)s. %(why)s")),
    Code("field.refused", _("Work from the field by %(who)s was refused and is kept: %(title)s. %(why)s")),
    Code("field.let_count", _("%(who)s let the second record count: %(title)s.")),
    Code("field.set_aside", _("%(who)s set a record from the field aside: %(title)s. %(why)s")),
    Code("field.photo", _("%(who)s handed in a photo from the field (%(sha256)s).")),
)
