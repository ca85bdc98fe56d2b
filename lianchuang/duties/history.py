"""What the duties app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

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
    ),
    Code("hand_over.given", _("%(giver)s confirmed the list of what goes over with %(post)s, giving."), _PEOPLE),
    Code("hand_over.taken", _("%(taker)s confirmed the list of what goes over with %(post)s, taking."), _PEOPLE),
)
