"""What the inspections app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, Tells, name_kinds, register

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
    Code("round.site_moved", _("%(who)s gave %(site)s in “%(round)s” to team %(team)s on %(day)s.")),
    Code(
        "round.site_closed",
        _("%(who)s found %(site)s in “%(round)s” closed; no other site takes its place."),
    ),
    Code(
        "round.site_replaced",
        _("%(who)s found %(site)s in “%(round)s” closed; by the seeded order %(other)s takes its place."),
    ),
    Code(
        "round.started",
        _("%(who)s started the round “%(round)s” with %(sites)s sites."),
        # Its inspectors know of it, even when it is undercover; nobody else is told.
        tells=Tells(
            _("Sites are assigned to you"),
            page="inspections:today",
            parts=(),
            about="%(round)s",
            posts=("to_posts",),
            even_sealed=True,
        ),
    ),
    Code("round.finished", _("%(who)s finished the round “%(round)s”: %(visited)s of %(sites)s sites visited.")),
    Code(
        "round.released",
        _("%(who)s released the undercover round “%(round)s” with %(findings)s findings."),
        releases=True,
    ),
    Code(
        "round.assignment_opened",
        _("%(who)s opened the sealed assignment of %(day)s in “%(round)s” (%(sites)s sites)."),
    ),
    Code(
        "round.conflict_declared",
        _("%(who)s declared a conflict at %(site)s in “%(round)s”: %(ground)s."),
        private=frozenset({"ground"}),
    ),
    Code("round.site_reassigned", _("%(who)s gave %(site)s in “%(round)s” to %(to)s in place of %(before)s.")),
    Code("round.reported", _("%(who)s reported “%(title)s” while under way for “%(round)s”.")),
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
    Code(
        "visit.findings_opened",
        _(
            "%(who)s opened %(findings)s findings of the visit to %(site)s in “%(round)s” that had waited for a second look."
        ),
    ),
)
