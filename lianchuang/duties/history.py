"""What the duties app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, Tells, name_kinds, register

_PEOPLE = frozenset({"giver", "taker"})

name_kinds(duty_rule=_("Duty rule"), sponsorship=_("Sponsorship"), hand_over=_("Hand-over of a post"))
register(
    Code("duty_rule.added", _("%(who)s added rule %(number)s: %(sentence)s. Ground: %(ground)s.")),
    Code("duty_rule.retired", _("%(who)s retired rule %(number)s: %(sentence)s. Reason: %(reason)s")),
    Code("sponsorship.begun", _("%(who)s let %(sponsor)s stand behind %(place)s. Ground: %(ground)s.")),
    Code("sponsorship.ended", _("%(who)s ended that %(sponsor)s stands behind %(place)s. Reason: %(reason)s")),
    Code(
        "hand_over.drawn_up",
        _("%(who)s handed %(post)s over from %(giver)s to %(taker)s from %(from_day)s: %(things)s things on the list."),
        _PEOPLE,
        tells=Tells(
            _("Hand-over of a post"),
            page="duties:hand_over_list",
            about="%(post)s：%(giver)s → %(taker)s（%(from_day)s）",
            posts=("to_post",),
        ),
    ),
    Code("hand_over.given", _("%(giver)s confirmed the list of what goes over with %(post)s, giving."), _PEOPLE),
    Code("hand_over.taken", _("%(taker)s confirmed the list of what goes over with %(post)s, taking."), _PEOPLE),
)

name_kinds(duty_proposal=_("Proposed rule"))
register(
    Code(
        "duty_proposal.made",
        _("%(who)s proposed a rule from the %(origin)s: %(matter)s at %(place)s → %(post)s. Boundary: %(boundary)s"),
    ),
    Code("duty_proposal.accepted", _("%(who)s accepted the rule proposed from the %(origin)s as %(rule)s.")),
    Code("duty_proposal.declined", _("%(who)s declined the rule proposed from the %(origin)s: %(reason)s")),
)

name_kinds(task_table=_("Task table"), task_row=_("Row of a task table"), unit_alias=_("Remembered name"))
register(
    Code(
        "task_table.drafted",
        _("%(who)s uploaded the task table “%(title)s”: %(rows)s rows, %(ready)s understood whole."),
    ),
    Code("task_table.accepted", _("%(who)s accepted %(rows)s rows of “%(title)s” as %(tasks)s tasks of %(campaign)s.")),
    Code("task_table.discarded", _("%(who)s discarded the task table “%(title)s”. Reason: %(reason)s")),
    Code("task_row.mended", _("%(who)s mended row %(line)s of “%(title)s”: %(cells)s.")),
    Code("task_row.left_out", _("%(who)s left out row %(line)s of “%(title)s”. Reason: %(reason)s")),
    Code("task_row.taken_back", _("%(who)s took row %(line)s of “%(title)s” back in.")),
    Code("unit_alias.remembered", _("%(who)s said that “%(text)s” means %(unit)s; so it is read from now on.")),
)
