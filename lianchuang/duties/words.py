"""A duty rule as a sentence: 背街小巷的垃圾积存 → 所在街道的环卫岗；配合 城管局. Deadlines and units of a task in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import override, pgettext, pgettext_lazy

from lianchuang.accounts.models import Unit
from lianchuang.duties.models import DutyRule, RuleProposal, Sponsorship, Where
from lianchuang.duties.tasktable import Cell

MOST_NAMED = 4


def matter_of(rule: DutyRule) -> str:
    """Where and what the rule is about. Needs its conditions loaded."""
    if rule.requirement:
        words = {"code": rule.requirement.code, "name": rule.requirement.label}
        return pgettext("duty rule", "requirement %(code)s %(name)s and what is below it") % words
    if rule.is_whole:
        place = _place(rule) or pgettext("duty rule", "any site")
        return pgettext("duty rule", "%(place)s as a whole") % {"place": place}
    names = {"place": _place(rule), "matter": _matter(rule)}
    if names["place"] and names["matter"]:
        return pgettext("duty rule", "%(matter)s at %(place)s") % names
    if names["place"]:
        return pgettext("duty rule", "everything at %(place)s") % names
    if names["matter"]:
        return pgettext("duty rule", "%(matter)s everywhere") % names
    return pgettext("duty rule", "everything everywhere")


def _place(rule: DutyRule) -> str:
    what = rule.site.name if rule.site else rule.site_type.label if rule.site_type else ""
    if rule.area is None or rule.area.parent_id is None:  # the whole county: no need to say it
        return what
    area = rule.area.label
    if not what:
        return pgettext("duty rule", "any site in %(area)s") % {"area": area}
    return pgettext("duty rule", "%(what)s in %(area)s") % {"what": what, "area": area}


def _matter(rule: DutyRule) -> str:
    if rule.item:
        return pgettext("duty rule", "“%(item)s”") % {"item": rule.item.label}
    return rule.category.label if rule.category else ""


def answer_of(rule: DutyRule) -> str:
    """Who answers by the rule: a post, or a kind of post looked for at the place. Needs post and its unit loaded."""
    if rule.post:
        return rule.post.full_name
    kind = rule.post_kind.label if rule.post_kind else ""
    words = {
        Where.PLACE: pgettext("duty rule", "%(kind)s of the street or town it lies in"),
        Where.COMMUNITY: pgettext("duty rule", "%(kind)s of the community or village it lies in"),
        Where.OWNER: pgettext("duty rule", "%(kind)s of the unit that runs it"),
    }
    return words[Where(rule.where)] % {"kind": kind}


def supporting_of(rule: DutyRule) -> str:
    """The supporting units by short name; empty for none. Needs `supporting` prefetched."""
    return pgettext("list separator", ", ").join(unit.short_label for unit in rule.supporting.all())


def _some(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    said = pgettext("list separator", ", ").join(names[:MOST_NAMED])
    if (more := len(names) - MOST_NAMED) > 0:
        return pgettext("duty rule", "%(names)s and %(more)s more") % {"names": said, "more": more}
    return said


def responsible_of(rule: DutyRule) -> str:
    """The responsible posts and units; empty for none. Needs both prefetched."""
    posts = [post.full_name for post in rule.responsible_posts.all()]
    return _some([*posts, *(unit.short_label for unit in rule.responsible_units.all())])


def sponsored_of(sponsorship: Sponsorship) -> str:
    """The place that is sponsored. Needs it loaded."""
    if sponsorship.area:
        return sponsorship.area.label
    return sponsorship.site.name if sponsorship.site else ""


def sponsor_of(sponsorship: Sponsorship) -> str:
    """Who stands behind it. Needs them loaded."""
    if sponsorship.post:
        return sponsorship.post.full_name
    return sponsorship.unit.label if sponsorship.unit else ""


def sentence_of(rule: DutyRule) -> str:
    """The whole rule as one sentence in the reader's language."""
    sentence = f"{matter_of(rule)} → {answer_of(rule)}"
    responsible = responsible_of(rule)
    if responsible:
        words = {"sentence": sentence, "names": responsible}
        sentence = pgettext("duty rule", "%(sentence)s; responsible %(names)s") % words
    supporting = supporting_of(rule)
    if not supporting:
        return sentence
    return pgettext("duty rule", "%(sentence)s; supported by %(units)s") % {
        "sentence": sentence,
        "units": supporting,
    }


def proposed_words(proposal: RuleProposal) -> str:
    """A proposed rule as the sentence it would be."""
    rule = DutyRule(site=proposal.site, item=proposal.item, category=proposal.category, post=proposal.post)
    rule.area = None if proposal.site else proposal.area
    return f"{matter_of(rule)} → {answer_of(rule)}"


def kept_sentence(rule: DutyRule) -> str:
    """The sentence as history keeps it: in the county's language, whoever acts."""
    with override(settings.LANGUAGE_CODE):
        return sentence_of(rule)


CELL_LABELS = {
    "number": pgettext_lazy("task table", "Number"),
    "chapter": _lazy("Heading"),
    "task": _lazy("Task"),
    "lead": _lazy("Leads"),
    "responsible": _lazy("Responsible with it"),
    "supporting": _lazy("Supporting"),
    "deadline": _lazy("Deadline"),
    "remarks": _lazy("Remarks"),
}


def joined(names: Iterable[str]) -> str:
    """Names one after the other."""
    return pgettext("list separator", ", ").join(names)


def kept_cells(names: Iterable[str]) -> str:
    """Which cells were mended, as history keeps it: in the county's language, whoever acts."""
    with override(settings.LANGUAGE_CODE):
        return joined(str(CELL_LABELS[name]) for name in names) or "–"


def deadline_words(value: Mapping[str, Any] | None) -> str:
    """A deadline of a task table in words; empty for none."""
    if not value:
        return ""
    if "date" in value:
        return str(value["date"])
    if value.get("standing") or value.get("at_once"):
        return _("standing") if value.get("standing") else pgettext("task table", "at once")
    return _rhythm_words(value)


def _rhythm_words(value: Mapping[str, Any]) -> str:
    every, day = value["every"], value.get("day")
    if every == "week" and "weekday" in value:
        weekdays = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
        return _("every %(weekday)s") % {"weekday": weekdays[value["weekday"] - 1]}
    if every == "year" and day is not None:
        return _("every year by %(month)s-%(day)s") % {"month": f"{value['month']:02d}", "day": f"{day:02d}"}
    if day == -1:
        return {"month": _("every month by its end"), "quarter": _("every quarter by its end")}[every]
    if day is not None and every == "quarter":
        return _("every quarter by day %(day)s of its month %(month)s") % {"day": day, "month": value.get("month", 3)}
    if day is not None:
        return _("every month by day %(day)s") % {"day": day}
    words = {
        "day": _("every day"),
        "workday": _("every working day"),
        "week": _("every week"),
        "month": _("every month"),
        "quarter": _("every quarter"),
        "half_year": _("every half year"),
        "year": _("every year"),
    }
    return words[every]


def said_units(cell: Cell, names: Mapping[str, Unit]) -> str:
    """The units of a cell by short name; a group by its own words and number, unknown words in question marks."""
    if not cell.pieces:
        return joined(names[code].short_label for code in cell.value if code in names)
    said = []
    for piece in cell.pieces:
        if piece.is_group:
            said.append(_("%(group)s (%(number)s units)") % {"group": piece.text, "number": len(piece.units)})
        elif piece.units:
            said += [names[code].short_label for code in piece.units if code in names]
        else:
            said.append(f"{piece.text}？")
    return joined(said)
