"""Which rule answers for a place and a matter, or for a requirement: the most specific one. No database, no clock."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median

from lianchuang.accounts.rules import chain_of

# A post has too much when it leads more than OVERLOAD_TIMES the median of the posts of its kind that lead anything, and
# more than OVERLOAD_LEAST things. Below OVERLOAD_PEERS such posts nothing is compared.
OVERLOAD_TIMES = 3
OVERLOAD_LEAST = 20
OVERLOAD_PEERS = 4


@dataclass(frozen=True)
class RuleFacts:
    """A duty rule as plain values; empty conditions hold always. `area_path` is a unit path prefix.

    `requirement` is the edition and the path in it ("7/0003.0001."): the rule holds for this node and what is below it.
    """

    number: int
    site: str = ""
    site_type: int | None = None
    item: int | None = None
    category: int | None = None
    area_path: str = ""
    requirement: str = ""
    is_whole: bool = False


@dataclass(frozen=True)
class PlaceFacts:
    """What is asked about: a matter at a place, a place as a whole (no item, no category), or a requirement.

    Of a requirement, `unit_path` is the place that pursues the campaign.
    """

    site: str = ""
    site_type: int | None = None
    item: int | None = None
    category: int | None = None
    unit_path: str = ""
    requirement: str = ""


@dataclass(frozen=True)
class Choice:
    """The rule that answers; `tied` are further rules just as specific (then none answers)."""

    number: int | None
    tied: tuple[int, ...] = field(default=())

    @property
    def numbers(self) -> tuple[int, ...]:
        """The rules that decide here: the one that answers, or the tied ones."""
        return self.tied if self.number is None else (self.number,)


def applies(rule: RuleFacts, place: PlaceFacts) -> bool:
    """Whether every condition of the rule holds. A rule about places never speaks of a requirement, nor the other way."""
    if rule.area_path and not place.unit_path.startswith(rule.area_path):
        return False
    if rule.requirement or place.requirement:
        return bool(rule.requirement) and place.requirement.startswith(rule.requirement)
    return (
        (not rule.site or rule.site == place.site)
        and (rule.site_type is None or rule.site_type == place.site_type)
        and (rule.item is None or rule.item == place.item)
        and (rule.category is None or rule.category == place.category)
        and (not rule.is_whole or (place.item is None and place.category is None))
    )


def specificity(rule: RuleFacts) -> tuple[int, int]:
    """How specific a rule is: one site before one item before type and category before one; then the smaller area.

    Alike in these, a rule only for the place as a whole goes before one for everything there. Of requirements, the one
    further down the tree goes first.
    """
    if rule.requirement:
        return rule.requirement.count("."), rule.area_path.count(".")
    score = 32 * bool(rule.site) + 16 * (rule.item is not None)
    score += 8 * (rule.site_type is not None) + 4 * (rule.category is not None) + 2 * rule.is_whole
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


# --- many places -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Matter:
    """What is asked about at a place: a check item with its category, or a category alone. Ids."""

    category: int | None
    item: int | None = None


@dataclass(frozen=True, eq=False)
class Checklist:
    """Many matters that are asked about together, and where each item and category stands among them."""

    matters: tuple[Matter, ...]

    @cached_property
    def of_item(self) -> dict[int | None, list[int]]:
        """The places of each item."""
        return self._places(lambda matter: matter.item)

    @cached_property
    def of_category(self) -> dict[int | None, list[int]]:
        """The places of each category."""
        return self._places(lambda matter: matter.category)

    def _places(self, key: Callable[[Matter], int | None]) -> dict[int | None, list[int]]:
        found: dict[int | None, list[int]] = {}
        for index, matter in enumerate(self.matters):
            found.setdefault(key(matter), []).append(index)
        return found

    def matched_by(self, rule: RuleFacts) -> Iterable[int]:
        """The places of the matters that the rule speaks of."""
        if rule.item is not None:
            return [
                index
                for index in self.of_item.get(rule.item, ())
                if rule.category in (None, self.matters[index].category)
            ]
        return range(len(self.matters)) if rule.category is None else self.of_category.get(rule.category, ())


Given = tuple[bool, bool, bool, bool, bool]
Values = tuple[str | int | None, ...]
Asked = tuple[str, int | None, int | None, int | None, str, str]


class RuleBook:
    """Many rules, for asking about many places: the same answers as `choose`, by looking up instead of trying each.

    Rules are kept by which conditions they give (most specific first) and by the values of these.
    """

    def __init__(self, rules: Iterable[RuleFacts]) -> None:
        self._tables: dict[Given, dict[Values, list[RuleFacts]]] = {}
        self._nodes: dict[str, list[RuleFacts]] = {}
        self._areas: set[str] = set()
        self._shapes: list[Given] = []
        self._known: dict[Asked, Choice] = {}
        self._area_of: dict[str, str] = {}
        self._at: dict[tuple[str, int | None], list[RuleFacts]] = {}
        self.named_sites: set[str] = set()
        for rule in rules:
            self.put(rule)

    def put(self, rule: RuleFacts) -> None:
        """Add a rule."""
        self._shelf(rule).append(rule)
        if not rule.requirement and not rule.is_whole:
            self._at.setdefault((rule.site, rule.site_type), []).append(rule)
        self._shapes = sorted(self._tables, reverse=True)
        if rule.area_path:
            self._areas.add(rule.area_path)
        if rule.site:
            self.named_sites.add(rule.site)
        self._forget()

    def drop(self, rule: RuleFacts) -> None:
        """Take a rule away."""
        self._shelf(rule).remove(rule)
        if not rule.requirement and not rule.is_whole:
            self._at[rule.site, rule.site_type].remove(rule)
        self._forget()

    def _shelf(self, rule: RuleFacts) -> list[RuleFacts]:
        if rule.requirement:
            return self._nodes.setdefault(rule.requirement, [])
        given = (
            bool(rule.site),
            rule.item is not None,
            rule.site_type is not None,
            rule.category is not None,
            rule.is_whole,
        )
        values = _values(given, rule.site, rule.item, rule.site_type, rule.category)
        return self._tables.setdefault(given, {}).setdefault(values, [])

    def _forget(self) -> None:
        self._known.clear()
        self._area_of.clear()

    def choose(self, place: PlaceFacts) -> Choice:
        """The most specific rule that applies; two equally specific ones are a tie."""
        site = place.site if place.site in self.named_sites else ""
        area = self.area_of(place.unit_path)
        asked = (site, place.site_type, place.item, place.category, area, place.requirement)
        choice = self._known.get(asked)
        if choice is None:
            alike = replace(place, site=site, unit_path=area)
            found = self._look_up_node(alike) if place.requirement else self._look_up(alike)
            choice = self._known[asked] = found
        return choice

    def choose_all(self, place: PlaceFacts, checklist: Checklist) -> list[int | None]:
        """The rule that answers for each matter of a checklist at one place (None where none does, or several tie).

        Instead of looking up matter by matter, the rules that hold there are laid over the checklist, the most specific
        last.
        """
        kinds = {("", None), ("", place.site_type), (place.site, None), (place.site, place.site_type)}
        here = [rule for kind in kinds for rule in self._at.get(kind, ()) if place.unit_path.startswith(rule.area_path)]
        answers: list[int | None] = [None] * len(checklist.matters)
        levels: list[tuple[int, int] | None] = [None] * len(checklist.matters)
        for rule in sorted(here, key=specificity):
            level = specificity(rule)
            for index in checklist.matched_by(rule):
                answers[index] = None if levels[index] == level else rule.number
                levels[index] = level
        return answers

    def area_of(self, unit_path: str) -> str:
        """The smallest area named by any rule that the unit lies in: nothing smaller can make a difference."""
        known = self._area_of.get(unit_path)
        if known is None:
            paths = reversed(chain_of(unit_path))
            known = self._area_of[unit_path] = next((path for path in paths if path in self._areas), "")
        return known

    def _look_up(self, place: PlaceFacts) -> Choice:
        for given in self._shapes:
            values = _values(given, place.site, place.item, place.site_type, place.category)
            fitting = [rule for rule in self._tables[given].get(values, ()) if applies(rule, place)]
            if fitting:
                return choose(fitting, place)
        return Choice(None)

    def _look_up_node(self, place: PlaceFacts) -> Choice:
        edition, _slash, path = place.requirement.partition("/")
        codes = path.split(".")[:-1]
        for depth in range(len(codes), 0, -1):
            node = f"{edition}/{'.'.join(codes[:depth])}."
            fitting = [rule for rule in self._nodes.get(node, ()) if applies(rule, place)]
            if fitting:
                return choose(fitting, place)
        return Choice(None)


def _values(given: Given, *values: str | int | None) -> Values:
    return tuple(value if asked else None for asked, value in zip(given, values, strict=False))


class KeptAnswers:
    """The answers for many places, kept: a rule that comes or goes asks again only where it decides.

    `asked` counts how many places have been resolved, so that a test can prove it.
    """

    def __init__(self, rules: Iterable[RuleFacts], places: Sequence[PlaceFacts]) -> None:
        self.rules = {rule.number: rule for rule in rules}
        self.places = places
        self.asked = 0
        self.choices: list[Choice] = []
        self._book = RuleBook(self.rules.values())
        self._decided: dict[int, set[int]] = {}
        self._of_type: dict[int | None, list[int]] = {}
        for index, place in enumerate(places):
            self._of_type.setdefault(place.site_type, []).append(index)
            self.choices.append(self._ask(index))

    def add(self, rule: RuleFacts) -> list[int]:
        """Let one more rule hold. Returns the places (by index) whose answer it changed."""
        touched = [index for index in self._candidates(rule) if self._decides(rule, index)]
        self.rules[rule.number] = rule
        self._book.put(rule)
        return self._ask_again(touched)

    def retire(self, number: int) -> list[int]:
        """Take one rule away. Returns the places (by index) whose answer that changed."""
        touched = sorted(self._decided.get(number, ()))
        self._book.drop(self.rules.pop(number))
        return self._ask_again(touched)

    def decided_by(self, number: int) -> list[int]:
        """The places (by index) where this rule answers, or is one of several that tie."""
        return sorted(self._decided.get(number, ()))

    def _candidates(self, rule: RuleFacts) -> Iterable[int]:
        return range(len(self.places)) if rule.site_type is None else self._of_type.get(rule.site_type, ())

    def _decides(self, rule: RuleFacts, index: int) -> bool:
        if not applies(rule, self.places[index]):
            return False
        deciding = self.choices[index].numbers
        return not deciding or specificity(rule) >= specificity(self.rules[deciding[0]])

    def _ask_again(self, touched: list[int]) -> list[int]:
        for index in touched:
            for number in self.choices[index].numbers:
                self._decided[number].discard(index)
            self.choices[index] = self._ask(index)
        return touched

    def _ask(self, index: int) -> Choice:
        self.asked += 1
        choice = self._book.choose(self.places[index])
        for number in choice.numbers:
            self._decided.setdefault(number, set()).add(index)
        return choice


# --- too much --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Overload:
    """A post that leads too much: how many things, and the median of the posts of its kind that lead anything."""

    post: int
    leads: int
    median: float
    peers: int


def overloads(leads: Mapping[int, int], kinds: Mapping[int, int]) -> list[Overload]:
    """The posts that lead more than OVERLOAD_TIMES the median of their kind. `kinds`: post id → kind id."""
    by_kind: dict[int, list[int]] = {}
    for post, number in leads.items():
        if number:
            by_kind.setdefault(kinds[post], []).append(number)
    found = []
    for post, number in leads.items():
        peers = by_kind.get(kinds[post], [])
        middle = median(peers) if peers else 0
        if len(peers) >= OVERLOAD_PEERS and number > max(OVERLOAD_LEAST, OVERLOAD_TIMES * middle):
            found.append(Overload(post, number, middle, len(peers)))
    return sorted(found, key=lambda one: (-one.leads, one.post))


def most_common(values: Iterable[int]) -> tuple[int, int, int] | None:
    """The value that occurs most (the smallest of several), how often, of how many."""
    counts = Counter(values)
    if not counts:
        return None
    value, number = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return value, number, counts.total()
