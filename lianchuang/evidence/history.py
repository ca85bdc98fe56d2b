"""What the evidence app writes into history."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, Tells, name_kinds, register

_REQUEST: Any = {"page": "evidence:request", "about": "%(what)s", "posts": ("to_post",)}

name_kinds(
    file=_("Picture"),
    photo_prints=_("Prints of photos"),
    evidence_request=_("Request for a document"),
    request_cap=_("Cap on requests"),
)
register(
    Code("evidence.stored", _("%(who)s stored a picture of %(size)s bytes (%(sha256)s).")),
    Code("evidence.hashed", _("%(who)s took the prints of %(count)s photos kept before.")),
    Code("evidence.document_stored", _("%(who)s stored a document of %(size)s bytes (%(sha256)s).")),
    Code(
        "evidence.asked",
        _("%(who)s asked %(unit)s for %(what)s by %(due)s (%(measure)s)."),
        tells=Tells(_("A document is asked for"), **_REQUEST, units=("to_unit",)),
    ),
    Code(
        "evidence.asked_beyond_cap",
        _("%(who)s asked %(unit)s for %(what)s beyond the weekly cap, as urgent: %(reason)s"),
    ),
    Code(
        "evidence.cap_set",
        _("%(who)s set the cap on requests in %(place)s to %(per_week)s a unit and week (%(before)s)."),
    ),
    Code("evidence.cap_lifted", _("%(who)s lifted the cap on requests in %(place)s.")),
    Code(
        "evidence.supplied",
        _("%(who)s supplied %(what)s: %(given)s."),
        tells=Tells(_("A document waits for your decision"), **_REQUEST),
    ),
    Code(
        "evidence.accepted",
        _("%(who)s accepted %(what)s; %(requirements)s requirements rest on it."),
        tells=Tells(_("Your document is accepted"), **_REQUEST),
    ),
    Code(
        "evidence.returned",
        _("%(who)s returned %(what)s: %(reason)s"),
        tells=Tells(_("Your document is sent back"), **_REQUEST),
    ),
    Code(
        "evidence.reused",
        _("%(who)s supplied %(what)s with what had been supplied for %(source)s: %(given)s."),
        tells=Tells(_("A document waits for your decision"), **_REQUEST),
    ),
    Code(
        "evidence.expires",
        _("%(name)s (%(what)s) expires on %(expires)s, before the assessment of %(campaigns)s."),
        tells=Tells(_("A document expires before the assessment"), **_REQUEST),
    ),
    Code(
        "evidence.book_made",
        _("%(who)s made the archive book of %(campaign)s: %(files)s files, %(gaps)s gaps, manifest %(manifest)s."),
    ),
)
