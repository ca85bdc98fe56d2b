"""What the findings app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(finding=_("Finding"), category=_("Category"), cases=_("Imported cases"))
register(
    Code("finding.opened", _("%(who)s reported %(number)s “%(title)s” at %(place)s (%(origin)s).")),
    Code("finding.seen_again", _("%(who)s saw %(number)s again: %(note)s")),
    Code("finding.dispatch", _("%(who)s dispatched %(number)s to %(post)s, due %(due)s. Ground: %(ground)s.")),
    Code("finding.accept", _("%(who)s accepted %(number)s.")),
    Code("finding.assign", _("%(who)s passed %(number)s on to %(post)s.")),
    Code("finding.start", _("%(who)s started work on %(number)s.")),
    Code("finding.submit", _("%(who)s submitted the rectification of %(number)s with %(photos)s photos: %(note)s")),
    Code("finding.pass", _("%(who)s verified on the spot that %(number)s is put right. %(note)s")),
    Code("finding.reject", _("%(who)s found %(number)s not put right; rework no. %(rework_count)s: %(note)s")),
    Code("finding.close", _("%(who)s closed %(number)s.")),
    Code("finding.return", _("%(who)s returned %(number)s as not theirs: %(note)s")),
    Code("finding.rule", _("%(who)s ruled that %(number)s belongs to %(post)s: %(note)s")),
    Code("finding.reassign", _("%(who)s reassigned %(number)s to %(post)s: %(note)s")),
    Code("finding.extend", _("%(who)s extended %(number)s by %(days)s days to %(due)s: %(note)s")),
    Code("finding.ask_deferral", _("%(who)s asked to defer %(number)s until %(until)s: %(note)s Plan: %(plan)s")),
    Code("finding.grant_deferral", _("%(who)s granted the deferral of %(number)s until %(until)s. %(note)s")),
    Code("finding.refuse_deferral", _("%(who)s refused to defer %(number)s: %(note)s")),
    Code("finding.resume", _("%(who)s resumed work on %(number)s. %(note)s")),
    Code("finding.merge", _("%(who)s merged %(number)s into %(into)s. %(note)s")),
    Code("finding.void", _("%(who)s declared %(number)s void: %(note)s")),
    Code("finding.settle", _("%(number)s is settled in the other system: %(note)s")),
    Code("finding.reopen", _("%(who)s reopened %(number)s: %(note)s")),
    Code("finding.photo_judged", _("%(who)s looked at a photo of %(number)s: %(verdict)s. %(note)s")),
    Code("finding.unsealed", _("%(who)s released %(number)s “%(title)s” from its undercover round."), releases=True),
    Code("finding.time_limit", _("%(who)s set the time limit for %(category)s, %(severity)s: %(amount)s %(unit)s.")),
    Code(
        "cases.imported",
        _(
            "%(who)s imported %(imported)s of %(read)s cases from %(file)s "
            "(%(merged)s seen again, %(refused)s refused)."
        ),
    ),
)
