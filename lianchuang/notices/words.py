"""What messages say: counts, numbers, titles, days, links; nothing else leaves the program."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianchuang.audit.codes import all_codes
from lianchuang.common import clock

MOST_LINES = 40
MOST_BYTES = 3800  # a group message may have 4,096


@dataclass(frozen=True)
class Item:
    """A notice as a message shows it."""

    says: str
    about: str
    due: str
    link: str
    is_urgent: bool


@dataclass(frozen=True)
class Lost:
    """A message that perhaps did not arrive."""

    at: datetime
    mark: str
    items: int


def says_of(code: str) -> str:
    """The word before what a notice is about; a code that is gone says nothing."""
    known = all_codes().get(code)
    return str(known.tells.says) if known is not None and known.tells is not None else ""


def subject(items: Sequence[Item], lost: Sequence[Lost]) -> str:
    """The subject of a message."""
    if not items:
        return _("Lianchuang: a message may not have arrived")
    number = len(items)
    words = ngettext("Lianchuang: %(number)s notice", "Lianchuang: %(number)s notices", number) % {"number": number}
    return words if not lost else _("%(words)s; an earlier message may not have arrived") % {"words": words}


def lost_lines(lost: Sequence[Lost]) -> list[str]:
    """One line for each message that perhaps did not arrive; what was in it stands in the program."""
    sentence = _(
        "The message of %(time)s (%(mark)s, %(items)s items) may not have arrived; its notices are in the list."
    )
    return [sentence % {"time": f"{clock.local(o.at):%m-%d %H:%M}", "mark": o.mark, "items": o.items} for o in lost]


def mail_body(items: Sequence[Item], lost: Sequence[Lost], base: str, list_path: str) -> str:
    """The text of an e-mail."""
    lines = [*lost_lines(lost)]
    for item in items[:MOST_LINES]:
        lines += ["", f"{_heading(item)} {item.about}{_due(item)}"]
        if base:
            lines.append(f"{base}{item.link}")
    lines += ["", *_rest(len(items) - MOST_LINES)]
    lines.append(
        _("All notices: %(link)s") % {"link": base + list_path} if base else _("All notices are in Lianchuang.")
    )
    lines.append(_("How you are told is yours to choose there, under Settings."))
    return "\n".join(lines).strip() + "\n"


def group_body(items: Sequence[Item], lost: Sequence[Lost], base: str, list_path: str) -> str:
    """The Markdown of a group message: never longer than the robot takes."""
    head = [f"**{subject(items, ())}**"] if items else []
    head += [f"> {line}" for line in lost_lines(lost)]
    foot = f"[{_('All notices')}]({base}{list_path})" if base else _("All notices are in Lianchuang.")
    lines = [_group_line(item, base) for item in items]
    while lines:
        rest = _rest(len(items) - len(lines))
        text = "\n".join([*head, *lines, *rest, foot])
        if len(text.encode()) <= MOST_BYTES:
            return text
        lines.pop()
    return "\n".join([*head, foot])


def _group_line(item: Item, base: str) -> str:
    about = _plain(item.about)
    linked = f"[{about}]({base}{item.link})" if base else about
    return f"{_heading(item)} {linked}{_due(item)}"


def _plain(text: str) -> str:
    """Words that are no Markdown."""
    return text.translate(str.maketrans("[]()*`<>", "［］（）＊'＜＞"))


def _heading(item: Item) -> str:
    says = f"{_('Veto')} · {item.says}" if item.is_urgent else item.says
    return _("[%(says)s]") % {"says": says} if says else ""


def _due(item: Item) -> str:
    return _(", due %(due)s") % {"due": item.due} if item.due else ""


def _rest(number: int) -> list[str]:
    return [_("… and %(number)s more.") % {"number": number}] if number > 0 else []
