"""What the findings app writes into history."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, Tells, name_kinds, register


def _to_post(says: Promise) -> Tells:
    """Tells the post that answers for it."""
    return Tells(says, page="findings:show", posts=("to_post",))


def _to_office(says: Promise) -> Tells:
    """Tells the campaign office of the place."""
    return Tells(says, page="findings:show", roles=("office",))


name_kinds(finding=_("Finding"), category=_("Category"), cases=_("Imported cases"))
register(
    Code("finding.opened", _("%(who)s reported %(number)s “%(title)s” at %(place)s (%(origin)s).")),
    Code("finding.seen_again", _("%(who)s saw %(number)s again: %(note)s")),
    Code(
        "finding.dispatch",
        _("%(who)s dispatched %(number)s to %(post)s, due %(due)s. Ground: %(ground)s."),
        tells=_to_post(_("Yours to put right")),
    ),
    Code("finding.accept", _("%(who)s accepted %(number)s.")),
    Code(
        "finding.assign",
        _("%(who)s passed %(number)s on to %(post)s."),
        tells=_to_post(_("Passed on to you")),
    ),
    Code("finding.start", _("%(who)s started work on %(number)s.")),
    Code("finding.submit", _("%(who)s submitted the rectification of %(number)s with %(photos)s photos: %(note)s")),
    Code("finding.pass", _("%(who)s verified on the spot that %(number)s is put right. %(note)s")),
    Code(
        "finding.reject",
        _("%(who)s found %(number)s not put right; rework no. %(rework_count)s: %(note)s"),
        tells=_to_post(_("Not put right, once more")),
    ),
    Code("finding.close", _("%(who)s closed %(number)s.")),
    Code(
        "finding.return",
        _("%(who)s returned %(number)s as not theirs: %(note)s"),
        tells=_to_office(_("To be ruled whose it is")),
    ),
    Code(
        "finding.rule",
        _("%(who)s ruled that %(number)s belongs to %(post)s: %(note)s"),
        tells=_to_post(_("Ruled to be yours")),
    ),
    Code(
        "finding.reassign",
        _("%(who)s reassigned %(number)s to %(post)s: %(note)s"),
        tells=_to_post(_("Reassigned to you")),
    ),
    Code(
        "finding.extend",
        _("%(who)s extended %(number)s by %(days)s days to %(due)s: %(note)s"),
        tells=_to_post(_("More time")),
    ),
    Code(
        "finding.ask_deferral",
        _("%(who)s asked to defer %(number)s until %(until)s: %(note)s Plan: %(plan)s"),
        tells=_to_office(_("Deferral to be decided")),
    ),
    Code(
        "finding.grant_deferral",
        _("%(who)s granted the deferral of %(number)s until %(until)s. %(note)s"),
        tells=_to_post(_("Deferral granted")),
    ),
    Code(
        "finding.refuse_deferral",
        _("%(who)s refused to defer %(number)s: %(note)s"),
        tells=_to_post(_("Deferral refused")),
    ),
    Code("finding.resume", _("%(who)s resumed work on %(number)s. %(note)s")),
    Code("finding.merge", _("%(who)s merged %(number)s into %(into)s. %(note)s")),
    Code("finding.void", _("%(who)s declared %(number)s void: %(note)s")),
    Code("finding.settle", _("%(number)s is settled in the other system: %(note)s")),
    Code(
        "finding.reopen",
        _("%(who)s reopened %(number)s: %(note)s"),
        tells=_to_post(_("Open again")),
    ),
    Code("finding.unsealed", _("%(who)s released %(number)s “%(title)s” from its undercover round."), releases=True),
    Code(
        "finding.due_soon",
        _("%(number)s of %(post)s is due soon: %(due)s."),
        tells=_to_post(_("Due soon")),
    ),
    Code(
        "finding.overdue",
        _("%(number)s of %(post)s is overdue since %(due)s."),
        tells=_to_post(_("Overdue")),
    ),
    Code("finding.time_limit", _("%(who)s set the time limit for %(category)s, %(severity)s: %(amount)s %(unit)s.")),
    Code(
        "cases.imported",
        _(
            "%(who)s imported %(imported)s of %(read)s cases from %(file)s "
            "(%(merged)s seen again, %(refused)s refused)."
        ),
    ),
)
