"""A duty rule as a sentence: 背街小巷的垃圾积存 → 所在街道的环卫岗；配合 城管局."""

from django.conf import settings
from django.utils.translation import override, pgettext

from lianchuang.duties.models import DutyRule, Where


def matter_of(rule: DutyRule) -> str:
    """Where and what the rule is about. Needs its conditions loaded."""
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
    return pgettext("list separator", ", ").join(unit.short_name for unit in rule.supporting.all())


def sentence_of(rule: DutyRule) -> str:
    """The whole rule as one sentence in the reader's language."""
    sentence = f"{matter_of(rule)} → {answer_of(rule)}"
    supporting = supporting_of(rule)
    if not supporting:
        return sentence
    return pgettext("duty rule", "%(sentence)s; supported by %(units)s") % {
        "sentence": sentence,
        "units": supporting,
    }


def kept_sentence(rule: DutyRule) -> str:
    """The sentence as history keeps it: in the county's language, whoever acts."""
    with override(settings.LANGUAGE_CODE):
        return sentence_of(rule)
