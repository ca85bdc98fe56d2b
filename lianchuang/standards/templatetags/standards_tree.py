"""The lines of a tree. They are many, so that they are lean: a link, the title, how it is judged, and nothing twice."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianchuang.standards.queries.tree import Row

register = template.Library()

# How sure a line's source is, when it is not what the edition says of itself.
MARKS = {"official": "o", "secondhand": "s", "unverified": "u"}


@register.simple_tag
def tree_rows(rows: Iterable[Row], confidence: str) -> SafeString:
    """Many lines of the tree, all closed."""
    veto = pgettext("requirement", "Veto")
    about = _("About this chapter")
    return format_html_join("\n", "{}", ((_line(row, confidence, veto, about),) for row in rows))


@register.simple_tag
def tree_row(row: Row, confidence: str) -> SafeString:
    """One line of the tree that was just closed: the keyboard stays on it."""
    return _line(row, confidence, pgettext("requirement", "Veto"), _("About this chapter"), focus=True)


@register.simple_tag
def row_classes(row: Row, confidence: str) -> str:
    """The classes of a line: how deep it stands, whether it is a heading, how sure its source is."""
    depth = f"d{row.depth}" if row.depth > 1 else ""
    mark = MARKS[row.confidence] if row.confidence != confidence else ""
    return " ".join(one for one in (depth, "h" if row.is_heading else "", mark) if one)


def _line(row: Row, confidence: str, veto: str, about: str, *, focus: bool = False) -> SafeString:
    classes = row_classes(row, confidence)
    return format_html(
        '<li id="{}"{}><a href="{}/"{}>{}</a>{}{}{}</li>',
        row.code,
        format_html(' class="{}"', classes) if classes else "",
        row.key,
        mark_safe(" autofocus") if focus else "",
        row.code,
        about if row.is_heading and row.depth == 0 else row.label,
        format_html("<b>{}</b>", veto) if row.is_veto else "",
        format_html("<i>{}</i>", row.judged) if row.judged else mark_safe(""),
    )
