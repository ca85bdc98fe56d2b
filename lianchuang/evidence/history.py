"""What the evidence app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(file=_("Picture"), evidence_request=_("Request for a document"))
register(
    Code("evidence.stored", _("%(who)s stored a picture of %(size)s bytes (%(sha256)s).")),
    Code("evidence.document_stored", _("%(who)s stored a document of %(size)s bytes (%(sha256)s).")),
    Code("evidence.asked", _("%(who)s asked %(unit)s for %(what)s by %(due)s (%(measure)s).")),
    Code("evidence.supplied", _("%(who)s supplied %(what)s: %(given)s.")),
    Code("evidence.reused", _("%(who)s supplied %(what)s with what had been supplied for %(source)s: %(given)s.")),
    Code("evidence.accepted", _("%(who)s accepted %(what)s; %(requirements)s requirements rest on it.")),
    Code("evidence.returned", _("%(who)s returned %(what)s: %(reason)s")),
    Code("evidence.expires", _("%(name)s (%(what)s) expires on %(expires)s, before the assessment of %(campaigns)s.")),
    Code(
        "evidence.book_made",
        _("%(who)s made the archive book of %(campaign)s: %(files)s files, %(gaps)s gaps, manifest %(manifest)s."),
    ),
)
