"""What the inspections app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(round=_("Round"), visit=_("Visit"), visit_file=_("File of visits"))
register(
    Code("round.planned", _("%(who)s planned the round “%(round)s” (%(kind)s) from %(starts)s to %(ends)s.")),
    Code(
        "round.drawn",
        _(
            "%(who)s drew %(sites)s of %(frame)s sites for “%(round)s” "
            "with seed %(seed)s, for %(inspectors)s inspectors."
        ),
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
        "visit.taken_in",
        _("%(who)s took in a visit of %(body)s to %(site)s in “%(round)s”: %(items)s items, %(faults)s not right."),
    ),
    Code("visits.sent", _("%(who)s sent the file of visits %(file)s for “%(round)s” to look at.")),
    Code(
        "visits.imported",
        _("%(who)s took in %(visits)s visits from %(file)s: %(read)s rows, %(had)s known before, %(refused)s refused."),
    ),
)
