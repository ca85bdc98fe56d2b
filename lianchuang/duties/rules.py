"""Which rule answers for a place and an item: the most specific one. No database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class RuleFacts:
    """A duty rule as plain values; empty conditions hold always. `area_path` is a unit path prefix."""

    number: int
    site: str = ""
    site_type: int | None = None
    item: int | None = None
    category: int | None = None
    area_path: str = ""


@dataclass(frozen=True)
class PlaceFacts:
    """The place and the matter asked about."""

    site: str = ""
    site_type: int | None = None
    item: int | None = None
    category: int | None = None
    unit_path: str = ""


@dataclass(frozen=True)
class Choice:
    """The rule that answers; `tied` are further rules just as specific (then none answers)."""

    number: int | None
    tied: tuple[int, ...] = field(default=())


def applies(rule: RuleFacts, place: PlaceFacts) -> bool:
    """Whether every condition of the rule holds."""
    return (
        (not rule.site or rule.site == place.site)
        and (rule.site_type is None or rule.site_type == place.site_type)
        and (rule.item is None or rule.item == place.item)
        and (rule.category is None or rule.category == place.category)
        and (not rule.area_path or place.unit_path.startswith(rule.area_path))
    )


def specificity(rule: RuleFacts) -> tuple[int, int]:
    """How specific a rule is: one site before one item before type and category before one; then the smaller area."""
    score = 16 * bool(rule.site) + 8 * (rule.item is not None)
    score += 4 * (rule.site_type is not None) + 2 * (rule.category is not None)
    return score, rule.area_path.count(".")


def choose(rules: Sequence[RuleFacts], place: PlaceFacts) -> Choice:
    """The most specific rule that applies; two equally specific ones are a tie that a person must settle."""
    fitting = sorted((rule for rule in rules if applies(rule, place)), key=specificity, reverse=True)
    if not fitting:
        return Choice(None)
    best = [rule.number for rule in fitting if specificity(rule) == specificity(fitting[0])]
    return Choice(best[0]) if len(best) == 1 else Choice(None, tuple(sorted(best)))


def ties(one: RuleFacts, other: RuleFacts) -> bool:
    """Whether there is a place and matter for which both are equally specific, so that neither would answer.

    Equal specificity means the same kinds of conditions and areas equally deep; both can hold only when they are equal.
    """
    return replace(one, number=0) == replace(other, number=0)
