"""What the evidence app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(file=_("Picture"))
register(Code("evidence.stored", _("%(who)s stored a picture of %(size)s bytes (%(sha256)s).")))
