"""What the inspections app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(round=_("Round"), visit=_("Visit"))
register(
    Code("round.planned", _("%(who)s planned the round “%(round)s” (%(kind)s) from %(starts)s to %(ends)s.")),
    Code(
        "round.drawn",
        _(
            "%(who)s drew %(sites)s of %(frame)s sites for “%(round)s” "
            "with seed %(seed)s, for %(inspectors)s inspectors."
        ),
    ),
    Code("round.site_moved", _("%(who)s gave %(site)s in “%(round)s” to team %(team)s on %(day)s.")),
    Code(
        "round.site_closed",
        _("%(who)s found %(site)s in “%(round)s” closed; no other site takes its place."),
    ),
    Code(
        "round.site_replaced",
        _("%(who)s found %(site)s in “%(round)s” closed; by the seeded order %(other)s takes its place."),
    ),
    Code("round.started", _("%(who)s started the round “%(round)s” with %(sites)s sites.")),
    Code("round.finished", _("%(who)s finished the round “%(round)s”: %(visited)s of %(sites)s sites visited.")),
    Code(
        "round.released",
        _("%(who)s released the undercover round “%(round)s” with %(findings)s findings."),
        releases=True,
    ),
    Code(
        "visit.recorded",
        _("%(who)s recorded a visit to %(site)s in “%(round)s”: %(items)s items, %(faults)s not right."),
    ),
    Code(
        "visit.findings_opened",
        _(
            "%(who)s opened %(findings)s findings of the visit to %(site)s in “%(round)s” that had waited for a second look."
        ),
    ),
)
