"""How dates, rhythms and shapes of the charter are said."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

SHAPES = {
    "open": pgettext_lazy("commitment", "open"),
    "soon": gettext_lazy("due within two weeks"),
    "over": gettext_lazy("overdue"),
    "kept": pgettext_lazy("commitment", "kept"),
    "partly": pgettext_lazy("commitment", "partly kept"),
    "broken": pgettext_lazy("commitment", "not kept"),
    "withdrawn": pgettext_lazy("commitment", "withdrawn"),
}


def days_words(days: int) -> str:
    """How far a day is: in 12 days, today, 3 days late."""
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}


def rhythm_words(every: int | None, beat: str) -> str:
    """A rhythm: every 2 weeks; empty for what happens once."""
    if every is None:
        return ""
    if beat == "weeks":
        return _("every week") if every == 1 else _("every %(every)s weeks") % {"every": every}
    return _("every month") if every == 1 else _("every %(every)s months") % {"every": every}
