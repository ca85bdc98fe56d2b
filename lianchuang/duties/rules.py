"""Which rule answers for a place and an item: the most specific one. No database, no clock."""

from collections.abc import Iterable, Sequence
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


Given = tuple[bool, bool, bool, bool]
Values = tuple[str | int | None, ...]


class RuleBook:
    """Many rules, for asking about many places: the same answers as `choose`, by looking up instead of trying each.

    Rules are kept by which conditions they give (most specific first) and by the values of these.
    """

    def __init__(self, rules: Iterable[RuleFacts]) -> None:
        self._tables: dict[Given, dict[Values, list[RuleFacts]]] = {}
        self._areas: set[str] = set()
        self.named_sites: set[str] = set()
        for rule in rules:
            given = (bool(rule.site), rule.item is not None, rule.site_type is not None, rule.category is not None)
            values = _values(given, rule.site, rule.item, rule.site_type, rule.category)
            self._tables.setdefault(given, {}).setdefault(values, []).append(rule)
            if rule.area_path:
                self._areas.add(rule.area_path)
            if rule.site:
                self.named_sites.add(rule.site)
        self._shapes = sorted(self._tables, reverse=True)
        self._known: dict[PlaceFacts, Choice] = {}

    def choose(self, place: PlaceFacts) -> Choice:
        """The most specific rule that applies; two equally specific ones are a tie."""
        asked = PlaceFacts(
            site=place.site if place.site in self.named_sites else "",
            site_type=place.site_type,
            item=place.item,
            category=place.category,
            unit_path=self.area_of(place.unit_path),
        )
        choice = self._known.get(asked)
        if choice is None:
            choice = self._known[asked] = self._look_up(asked)
        return choice

    def area_of(self, unit_path: str) -> str:
        """The smallest area named by any rule that the unit lies in: nothing smaller can make a difference."""
        codes = unit_path.split(".")[:-1]
        for depth in range(len(codes), 0, -1):
            path = ".".join(codes[:depth]) + "."
            if path in self._areas:
                return path
        return ""

    def _look_up(self, place: PlaceFacts) -> Choice:
        for given in self._shapes:
            values = _values(given, place.site, place.item, place.site_type, place.category)
            fitting = [rule for rule in self._tables[given].get(values, ()) if applies(rule, place)]
            if fitting:
                return choose(fitting, place)
        return Choice(None)


def _values(given: Given, *values: str | int | None) -> Values:
    return tuple(value if asked else None for asked, value in zip(given, values, strict=True))
