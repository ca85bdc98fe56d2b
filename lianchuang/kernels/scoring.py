"""What a requirement is worth when something was seen, and what a tree of them adds up to.

Every figure is an exact fraction, so that no order of adding changes a result. The rules are written with worked numbers
in `docs/rules/scoring.md`; a test reads the tables of that page. Nothing is guessed: what was not seen is named in
`missing`, counts for nothing in `value`, and for what it could at most bring in `unknown`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

RULE_VERSION = "scoring-1"
DEFAULT_SHARES = (100, 66, 33, 0)  # A, B, C, C# at 0, 1, 2, 3 violations
YEAR = 12

Number = int | Decimal | Fraction
ZERO, ONE = Fraction(0), Fraction(1)


class Form(StrEnum):
    """How one requirement is judged."""

    THRESHOLD = "threshold"
    YES_NO = "yes_no"
    STEPS = "steps"
    GRADED = "graded"
    BONUS = "bonus"
    DEDUCTION = "deduction"
    INFORMATION = "information"


COUNTED_APART = frozenset({Form.BONUS, Form.DEDUCTION})


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement's rule. `step` and `of`: points for each point met (bonus: each case; deduction: taken), at most."""

    form: Form
    op: str = ">="
    value: Fraction = ZERO
    upper: Fraction = ZERO
    step: Fraction = ZERO
    of: Fraction | None = None
    shares: tuple[int, ...] = DEFAULT_SHARES
    lower_is_better: bool = False

    def __post_init__(self) -> None:
        if self.form == Form.THRESHOLD and self.op not in OPERATORS:
            raise ValueError(f"unknown comparison {self.op!r}")
        if self.form == Form.THRESHOLD and self.op == "between" and self.upper < self.value:
            raise ValueError("the upper bound lies under the lower one")
        if self.form in {Form.STEPS, Form.BONUS, Form.DEDUCTION} and self.step <= 0:
            raise ValueError("a step must be more than nothing")
        if self.form in {Form.STEPS, Form.BONUS} and (self.of is None or self.of <= 0):
            raise ValueError("steps and bonuses need a cap")
        if self.form == Form.GRADED and not _falls(self.shares):
            raise ValueError("shares lie between 0 and 100 and never rise with the violations")


OPERATORS = frozenset({">=", ">", "<=", "<", "==", "between", "improving"})


def _falls(shares: Sequence[int]) -> bool:
    ordered = all(earlier >= later for earlier, later in pairwise(shares))
    return bool(shares) and ordered and all(0 <= share <= 100 for share in shares)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one requirement; None is "not looked at yet". `applies` false: N/A, with nothing else said."""

    value: Fraction | None = None
    before: Fraction | None = None
    met: bool | None = None
    count: int | None = None
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """The time the evidence must cover: months, or years; each year by itself, or with a weight each (in percent)."""

    months: int | None = None
    years: int | None = None
    each_year: bool = False
    weights: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.weights and (len(self.weights) != self.years or sum(self.weights) != 100 or min(self.weights) < 0):
            raise ValueError("one weight for each year, none below nothing, together 100 %")

    @property
    def by_year(self) -> bool:
        """Whether every year is looked at by itself."""
        return bool(self.years and (self.each_year or self.weights))


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of why: a stable code, and the figures it speaks of."""

    code: str
    about: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """The share (0 to 1) one requirement earns; None when it does not apply. `unknown` is the share not seen yet."""

    share: Fraction | None
    unknown: Fraction
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is wholly fulfilled, as a veto asks."""
        return self.share == ONE

    @property
    def is_failed(self) -> bool:
        """Whether nothing still unseen could make it whole."""
        return self.share is not None and self.share + self.unknown < ONE


def judge(rule: Rule, seen: Seen | None, about: str = "") -> Judged:
    """What one look at one requirement earns. Not seen: nothing yet, and all of it unknown."""
    if rule.form in COUNTED_APART:
        raise ValueError("a bonus or deduction has no share; it is counted in a tree")
    if seen is not None and not seen.applies:
        return Judged(None, ZERO, (Reason("not_applicable", about),))
    share, reason = _JUDGES[rule.form](rule, seen or Seen())
    if share is None:
        code = "rule_unknown" if rule.form == Form.INFORMATION else "missing"
        return Judged(ZERO, ONE, (Reason(code, about),), (about,))
    return Judged(share, ZERO, (Reason(reason[0], about, reason[1]),))


_Found = tuple[Fraction | None, tuple[str, dict[str, str]]]
_NOTHING: _Found = (None, ("missing", {}))


def _threshold(rule: Rule, seen: Seen) -> _Found:
    if seen.value is None or (rule.op == "improving" and seen.before is None):
        return _NOTHING
    bound = seen.before if rule.op == "improving" and seen.before is not None else rule.value
    met = {
        ">=": seen.value >= bound,
        ">": seen.value > bound,
        "<=": seen.value <= bound,
        "<": seen.value < bound,
        "==": seen.value == bound,
        "between": rule.value <= seen.value <= rule.upper,
        "improving": seen.value < bound if rule.lower_is_better else seen.value > bound,
    }[rule.op]
    figures = {"value": say(seen.value), "op": rule.op, "bound": say(bound), "upper": say(rule.upper)}
    return (ONE if met else ZERO), ("threshold_met" if met else "threshold_missed", figures)


def _yes_no(_rule: Rule, seen: Seen) -> _Found:
    if seen.met is None:
        return _NOTHING
    return (ONE, ("yes", {})) if seen.met else (ZERO, ("no", {}))


def _steps(rule: Rule, seen: Seen) -> _Found:
    if seen.count is None or rule.of is None:
        return _NOTHING
    got = min(rule.step * max(seen.count, 0), rule.of)
    return got / rule.of, ("steps", {"count": str(seen.count), "step": say(rule.step), "of": say(rule.of)})


def _graded(rule: Rule, seen: Seen) -> _Found:
    if seen.count is None:
        return _NOTHING
    share = rule.shares[min(max(seen.count, 0), len(rule.shares) - 1)]
    return Fraction(share, 100), ("graded", {"count": str(seen.count), "share": str(share)})


def _information(_rule: Rule, _seen: Seen) -> _Found:
    return _NOTHING


_JUDGES = {
    Form.THRESHOLD: _threshold,
    Form.YES_NO: _yes_no,
    Form.STEPS: _steps,
    Form.GRADED: _graded,
    Form.INFORMATION: _information,
}


# --- windows ---


def opens_on(window: Window, end: date) -> date | None:
    """The first day whose evidence counts when the look back ends on `end` (inclusive); None for no window."""
    months = window.months if window.months is not None else (window.years or 0) * YEAR
    if not months:
        return None
    number = end.year * YEAR + end.month - 1 - months
    year, month = divmod(number, YEAR)
    last = (date(year + (month + 1) // YEAR, (month + 1) % YEAR + 1, 1) - date.resolution).day
    return date(year, month + 1, min(end.day, last)) + date.resolution


def years_of(window: Window, last: int) -> tuple[int, ...]:
    """The calendar years looked at, oldest first."""
    return tuple(range(last - (window.years or 0) + 1, last + 1))


def judge_years(rule: Rule, window: Window, by_year: Mapping[int, Seen], last: int, about: str = "") -> Judged:
    """Every year by itself, then by its weight (equal ones when none are given). A missing year is never shared out.

    A year that does not apply gives its weight to the others; no surplus of one year helps another.
    """
    years = years_of(window, last)
    weights = dict(zip(years, window.weights or [1] * len(years), strict=True))
    found = {year: judge(rule, by_year.get(year), f"{about} {year}".strip()) for year in years}
    counted = [year for year in years if found[year].share is not None]
    reasons = tuple(reason for year in years for reason in found[year].reasons)
    whole = sum(weights[year] for year in counted)
    if not whole:
        return Judged(None, ZERO, reasons)
    share = sum((weights[year] * (found[year].share or ZERO) for year in counted), ZERO) / whole
    unknown = sum((weights[year] * found[year].unknown for year in counted), ZERO) / whole
    return Judged(share, unknown, reasons, tuple(name for year in years for name in found[year].missing))


# --- trees ---


@dataclass(frozen=True, slots=True)
class Node:
    """One node of an edition's tree: a leaf has a rule, a heading has children; points may be given on either."""

    code: str
    rule: Rule | None = None
    points: Fraction | None = None
    is_veto: bool = False
    window: Window = Window()
    children: tuple["Node", ...] = ()


class Outcome(StrEnum):
    """How a veto stands."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Veto:
    """A veto stands apart from every score."""

    code: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Score:
    """Points with their reasons. `value` None: nothing applies. `value` = max(0, base - deducted) + bonus."""

    value: Fraction | None
    of: Fraction
    base: Fraction
    bonus: Fraction
    deducted: Fraction
    unknown: Fraction
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    vetoes: tuple[Veto, ...]
    edition: str
    rule_version: str = RULE_VERSION

    @property
    def is_vetoed(self) -> bool:
        """Whether a veto failed: then the points say nothing."""
        return any(veto.outcome == Outcome.FAILED for veto in self.vetoes)


@dataclass(frozen=True, slots=True)
class _Part:
    """What a node brings: points of those it could, or not applicable; and what is counted apart."""

    of: Fraction
    got: Fraction
    unknown: Fraction
    applies: bool
    bonus: Fraction = ZERO
    deducted: Fraction = ZERO
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    vetoes: tuple[Veto, ...] = ()


Observed = Mapping[str, Seen | Mapping[int, Seen]]


def score_tree(
    nodes: Iterable[Node], seen: Observed, *, edition: str, last_year: int = 0, bonus_cap: Fraction | None = None
) -> Score:
    """The whole tree in points. What does not apply gives its points to its siblings; vetoes and bonuses stand apart."""
    whole = _heading(Node("", children=tuple(nodes)), seen, last_year)
    bonus = whole.bonus if bonus_cap is None else min(whole.bonus, bonus_cap)
    value = max(ZERO, whole.got - whole.deducted) + bonus if whole.applies else None
    return Score(
        value=value,
        of=whole.of,
        base=whole.got,
        bonus=bonus,
        deducted=whole.deducted,
        unknown=whole.unknown,
        reasons=whole.reasons if whole.applies else (*whole.reasons, Reason("nothing_applies")),
        missing=whole.missing,
        vetoes=whole.vetoes,
        edition=edition,
    )


def _part(node: Node, seen: Observed, last_year: int) -> _Part:
    if node.children:
        return _heading(node, seen, last_year)
    if node.rule is None:
        return _Part(ZERO, ZERO, ZERO, applies=True)
    looked = seen.get(node.code)
    once = looked if isinstance(looked, Seen) else None
    if node.rule.form in COUNTED_APART:
        return _apart(node.code, node.rule, once)
    if node.window.by_year and (once is None or once.applies):
        by_year = looked if isinstance(looked, Mapping) else {}
        judged = judge_years(node.rule, node.window, by_year, last_year, node.code)
    else:
        judged = judge(node.rule, once, node.code)
    points = nominal(node)
    return _Part(
        of=points,
        got=points * (judged.share or ZERO),
        unknown=points * judged.unknown,
        applies=judged.share is not None,
        reasons=judged.reasons,
        missing=judged.missing if points or node.is_veto else (),
        vetoes=(Veto(node.code, _outcome(judged)),) if node.is_veto else (),
    )


def nominal(node: Node) -> Fraction:
    """The points a node carries: those given, else what its steps or its children add up to."""
    if node.rule is not None and node.rule.form in COUNTED_APART:
        return ZERO
    if node.points is not None:
        return node.points
    if node.children:
        return sum((nominal(child) for child in node.children), ZERO)
    return node.rule.of if node.rule is not None and node.rule.form == Form.STEPS and node.rule.of else ZERO


def _outcome(judged: Judged) -> Outcome:
    if judged.share is None:
        return Outcome.NOT_APPLICABLE
    if judged.is_whole:
        return Outcome.PASSED
    return Outcome.FAILED if judged.is_failed else Outcome.UNKNOWN


def _apart(code: str, rule: Rule, seen: Seen | None) -> _Part:
    """A bonus or a deduction: by cases, at most `of`; what was not looked at is said and counts for nothing."""
    if seen is not None and not seen.applies:
        return _Part(ZERO, ZERO, ZERO, applies=False, reasons=(Reason("not_applicable", code),))
    if seen is None or seen.count is None:
        return _Part(ZERO, ZERO, ZERO, applies=True, reasons=(Reason("missing", code),), missing=(code,))
    points = rule.step * max(seen.count, 0)
    points = points if rule.of is None else min(points, rule.of)
    figures = {"count": str(seen.count), "step": say(rule.step), "points": say(points)}
    reason = (Reason(rule.form.value, code, figures),)
    if rule.form == Form.BONUS:
        return _Part(ZERO, ZERO, ZERO, applies=True, bonus=points, reasons=reason)
    return _Part(ZERO, ZERO, ZERO, applies=True, deducted=points, reasons=reason)


def _heading(node: Node, seen: Observed, last_year: int) -> _Part:
    """The children together; with points of its own, theirs only say how these are shared."""
    parts = [_part(child, seen, last_year) for child in _weighed(node)]
    whole = sum((part.of for part in parts), ZERO)
    counted = [part for part in parts if part.applies]
    applicable = sum((part.of for part in counted), ZERO)
    points = whole if node.points is None else node.points
    scale = points / applicable if applicable else ZERO
    reasons = tuple(reason for part in parts for reason in part.reasons)
    if ZERO < applicable < whole:
        reasons += (Reason("shared_out", node.code, {"points": say(points - points * applicable / whole)}),)
    return _Part(
        of=points,
        got=scale * sum((part.got for part in counted), ZERO),
        unknown=scale * sum((part.unknown for part in counted), ZERO),
        applies=bool(applicable) if whole else bool(counted),
        bonus=sum((part.bonus for part in parts), ZERO),
        deducted=sum((part.deducted for part in parts), ZERO),
        reasons=reasons,
        missing=tuple(name for part in parts for name in part.missing),
        vetoes=tuple(veto for part in parts for veto in part.vetoes),
    )


def _weighed(node: Node) -> tuple[Node, ...]:
    """The children; under a heading with points, when none of them has any, each that is judged is worth the same."""
    if not node.points or any(nominal(child) for child in node.children):
        return node.children
    return tuple(replace(child, points=ONE) if _is_judged(child) else child for child in node.children)


def _is_judged(node: Node) -> bool:
    if node.children:
        return any(_is_judged(child) for child in node.children)
    return node.rule is not None and node.rule.form not in COUNTED_APART | {Form.INFORMATION}


# --- words ---


def say(figure: Fraction) -> str:
    """A fraction as a plain figure, four decimals at most: 90, 0.25, 1.3333."""
    text = f"{float(figure):.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def exact(figure: Number | str | None) -> Fraction | None:
    """A figure as an exact fraction; None stays None."""
    return None if figure is None else Fraction(str(figure)) if isinstance(figure, str) else Fraction(figure)
