"""What the evidence app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(file=_("Picture"), photo_prints=_("Prints of photos"), evidence_request=_("Request for a document"))
register(
    Code("evidence.stored", _("%(who)s stored a picture of %(size)s bytes (%(sha256)s).")),
    Code("evidence.hashed", _("%(who)s took the prints of %(count)s photos kept before.")),
    Code("evidence.document_stored", _("%(who)s stored a document of %(size)s bytes (%(sha256)s).")),
    Code("evidence.asked", _("%(who)s asked %(unit)s for %(what)s by %(due)s (%(measure)s).")),
    Code("evidence.supplied", _("%(who)s supplied %(what)s: %(given)s.")),
    Code("evidence.accepted", _("%(who)s accepted %(what)s; %(requirements)s requirements rest on it.")),
    Code("evidence.returned", _("%(who)s returned %(what)s: %(reason)s")),
)
