"""Writing duties: adding a rule, retiring one. A rule is never edited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post, PostKind, Role, Unit
from lianchuang.audit.actions import action, record
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason
from lianchuang.duties import rules
from lianchuang.duties.models import DutyRule, Where
from lianchuang.duties.queries import facts_of, rules_with_words
from lianchuang.duties.words import kept_sentence
from lianchuang.sites.models import Category, CheckItem, Site, SiteType


@dataclass(frozen=True, kw_only=True)
class RuleParts:
    """A rule as it is asked for: conditions, and the answer (a post, or a kind of post and where to look for it)."""

    site: Site | None = None
    site_type: SiteType | None = None
    item: CheckItem | None = None
    category: Category | None = None
    area: Unit | None = None
    post: Post | None = None
    post_kind: PostKind | None = None
    where: str = ""

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong with the parts by themselves, by field, in sentences."""
        return {**self._answer_faults(), **self._condition_faults()}

    def _answer_faults(self) -> dict[str, list[str]]:
        if bool(self.post) == bool(self.post_kind):
            return {"post": [_("Choose either one post or a kind of post.")]}
        if self.post and self.where:
            return {"where": [_("One post needs no place to be looked for.")]}
        if self.post_kind and self.where not in Where.values:
            return {"where": [_("Say in whose unit the post is looked for.")]}
        return {}

    def _condition_faults(self) -> dict[str, list[str]]:
        """Conditions that can never hold together."""
        faults: dict[str, list[str]] = {}
        if self.site and self.site_type and self.site.site_type_id != self.site_type.pk:
            faults["site_type"] = [_("The site is of another type.")]
        if self.site and self.area and not self.site.unit.path.startswith(self.area.path):
            faults["area"] = [_("The site does not lie in this area.")]
        if self.item and self.category and self.item.category_id != self.category.pk:
            faults["category"] = [_("The check item belongs to another kind of finding.")]
        return faults

    def row(self, number: int, ground: str, at: datetime) -> DutyRule:
        """The rule as a row, not saved."""
        return DutyRule(
            number=number, site=self.site, site_type=self.site_type, item=self.item, category=self.category,
            area=self.area, post=self.post, post_kind=self.post_kind, where=self.where, ground=ground, added_at=at,
        )  # fmt: skip


@action("duty_rule.added")
def add_rule(
    *,
    site: Site | None = None,
    site_type: SiteType | None = None,
    item: CheckItem | None = None,
    category: Category | None = None,
    area: Unit | None = None,
    post: Post | None = None,
    post_kind: PostKind | None = None,
    where: str = "",
    supporting: Iterable[Unit] = (),
    ground: str = "",
    by: Actor,
    at: datetime,
) -> DutyRule:
    """Add a rule with the next number: when all conditions given hold, this post answers, the most specific rule first.

    Refused: an answer that is not exactly one, conditions that never hold together, no area where one is needed
    (Invalid); one as specific as a rule in force (NotPossibleNow); an actor without the office role over the area.
    """
    parts = RuleParts(
        site=site,
        site_type=site_type,
        item=item,
        category=category,
        area=area,
        post=post,
        post_kind=post_kind,
        where=where,
    )
    _require_office(by, site.unit if site else area)
    if parts.faults:
        raise Invalid(parts.faults)
    DutyRule.objects.select_for_update().order_by("-number").first()  # two rules at a time would get one number
    rule = parts.row((DutyRule.objects.aggregate(last=Max("number"))["last"] or 0) + 1, ground.strip(), at)
    _refuse_tie(rule)
    rule.save(force_insert=True)
    rule.supporting.set(supporting)
    data = {"number": str(rule), "sentence": kept_sentence(rule), "ground": rule.ground or "–"}
    record(code="duty_rule.added", by=by, at=at, object_kind="duty_rule", object_id=rule.pk, data=data)
    return rule


def _require_office(by: Actor, area: Unit | None) -> None:
    """A rule reaches as far as its area; one without reaches everywhere, so that only one county may be here."""
    if by.is_system or area is not None:
        by.require(Role.OFFICE, over=area.path if area else None)
        return
    by.require(Role.OFFICE)
    roots = list(Unit.objects.filter(parent__isnull=True).values_list("path", flat=True)[:2])
    if len(roots) > 1:
        raise Invalid({"area": [_("Several places work here; say for which area the rule holds.")]})
    by.require(Role.OFFICE, over=roots[0])


def _refuse_tie(rule: DutyRule) -> None:
    same = DutyRule.objects.filter(
        retired_at__isnull=True, site=rule.site, site_type=rule.site_type, item=rule.item, category=rule.category,
    ).select_related("area")  # fmt: skip
    tied = [other for other in same if rules.ties(facts_of(rule), facts_of(other))]
    if tied:
        names = ", ".join(str(other) for other in tied)
        sentence = _("%(rules)s holds for exactly the same places and matters; retire it first.") % {"rules": names}
        raise NotPossibleNow([Reason("tie", sentence)])


@action("duty_rule.retired")
def retire_rule(*, rule: DutyRule, reason: str, by: Actor, at: datetime) -> DutyRule:
    """Take a rule out of force; it stays readable, so that past decisions can be explained.

    Refused: no reason (Invalid); one retired already (NotPossibleNow); an actor without the office role over its area.
    """
    rule = rules_with_words().get(pk=rule.pk)
    _require_office(by, rule.site.unit if rule.site else rule.area)
    if rule.retired_at is not None:
        raise NotPossibleNow([Reason("already_retired", _("%(rule)s is retired already.") % {"rule": rule})])
    if not reason.strip():
        raise Invalid({"reason": [_("Say why in a sentence.")]})
    if not DutyRule.objects.filter(pk=rule.pk, retired_at__isnull=True).update(retired_at=at):
        raise ChangedMeanwhile
    rule.retired_at = at
    data = {"number": str(rule), "sentence": kept_sentence(rule), "reason": reason.strip()}
    record(code="duty_rule.retired", by=by, at=at, object_kind="duty_rule", object_id=rule.pk, data=data)
    return rule
