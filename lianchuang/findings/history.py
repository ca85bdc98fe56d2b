"""What the findings app writes into history."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, Tells, name_kinds, register


def _to_post(says: Promise) -> Tells:
    """Tells the post that answers for it."""
    return Tells(says, page="findings:show", posts=("to_post",))


def _to_part(says: Promise) -> Tells:
    """Tells the post that does a part."""
    return Tells(says, page="findings:show", posts=("post_id",))


def _to_office(says: Promise) -> Tells:
    """Tells the campaign office of the place."""
    return Tells(says, page="findings:show", roles=("office",))


name_kinds(
    finding=_("Finding"),
    category=_("Category"),
    cases=_("Imported cases"),
    limit_table=_("Table of time limits"),
    loop_rules=_("Rules of the loop"),
    failing_place=_("Failing place"),
)
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
    Code(
        "finding.ask_extension",
        _("%(who)s asked for %(days)s more days for %(number)s: %(note)s"),
        tells=_to_office(_("More time asked for")),
    ),
    Code(
        "finding.grant_extension",
        _("%(who)s granted %(number)s %(days)s more days, to %(due)s. %(note)s"),
        tells=_to_post(_("More time granted")),
    ),
    Code(
        "finding.refuse_extension",
        _("%(who)s refused more time for %(number)s: %(note)s"),
        tells=_to_post(_("More time refused")),
    ),
    Code(
        "finding.split",
        _("%(who)s gave a part of %(number)s to %(part_post)s by %(until)s: %(task)s"),
        tells=_to_part(_("A part is yours")),
    ),
    Code(
        "finding.part_done",
        _("%(who)s handed in a part of %(number)s (%(task)s): %(note)s"),
        tells=_to_post(_("A part was handed in")),
    ),
    Code(
        "finding.part_return",
        _("%(who)s returned a part of %(number)s (%(task)s) as not theirs: %(note)s"),
        tells=_to_post(_("A part was returned")),
    ),
    Code(
        "finding.part_give",
        _("%(who)s gave a part of %(number)s (%(task)s) to %(part_post)s: %(note)s"),
        tells=_to_part(_("A part is yours")),
    ),
    Code(
        "finding.part_redo",
        _("%(who)s found a part of %(number)s (%(task)s) not done: %(note)s"),
        tells=_to_part(_("A part, once more")),
    ),
    Code(
        "finding.part_drop",
        _("%(who)s dropped a part of %(number)s (%(task)s): %(note)s"),
        tells=_to_part(_("A part is dropped")),
    ),
    Code("finding.review", _("%(who)s reviewed %(number)s and kept it deferred, again on %(review_on)s: %(note)s")),
    Code("finding.due_soon", _("%(number)s “%(title)s” is due %(due)s (%(post)s)."), tells=_to_post(_("Due soon"))),
    Code(
        "finding.overdue",
        _("%(number)s “%(title)s” was due %(due)s and is overdue (%(post)s)."),
        tells=_to_post(_("Overdue")),
    ),
    Code(
        "finding.review_due",
        _("The deferral of %(number)s “%(title)s” was to be reviewed by %(due)s."),
        tells=_to_office(_("A deferral to review")),
    ),
    Code(
        "finding.part_overdue",
        _("A part of %(number)s (%(task)s) was due %(due)s and is overdue (%(post)s)."),
        tells=_to_part(_("A part is overdue")),
    ),
    Code("finding.topic_accepted", _("%(who)s made the topic %(topic)s of %(place)s, which failed %(times)s times.")),
    Code("finding.topic_declined", _("%(who)s made no topic of %(place)s (%(item)s, %(times)s times): %(note)s")),
    Code("finding.resume", _("%(who)s resumed work on %(number)s. %(note)s")),
    Code("finding.merge", _("%(who)s merged %(number)s into %(into)s. %(note)s")),
    Code("finding.void", _("%(who)s declared %(number)s void: %(note)s")),
    Code("finding.settle", _("%(number)s is settled in the other system: %(note)s")),
    Code(
        "finding.reopen",
        _("%(who)s reopened %(number)s: %(note)s"),
        tells=_to_post(_("Open again")),
    ),
    Code(
        "finding.photo_judged",
        _("%(who)s looked at a photo of %(number)s: %(verdict)s. %(note)s"),
        tells=_to_post(_("Somebody looked at your photo")),
    ),
    Code("finding.unsealed", _("%(who)s released %(number)s “%(title)s” from its undercover round."), releases=True),
    Code("finding.time_limit", _("%(who)s set the time limit for %(category)s, %(severity)s: %(amount)s %(unit)s.")),
    Code("finding.limits_adopted", _("%(who)s adopted %(rows)s time limits of “%(table)s” (%(confidence)s).")),
    Code(
        "finding.loop_rules",
        _(
            "%(who)s set: again within %(again_metres)s m and %(again_months)s months, a topic from %(topic_times)s times, "
            "deferred ones reviewed after %(review_days)s days."
        ),
    ),
    Code(
        "cases.imported",
        _(
            "%(who)s imported %(imported)s of %(read)s cases from %(file)s "
            "(%(merged)s seen again, %(refused)s refused)."
        ),
    ),
)
