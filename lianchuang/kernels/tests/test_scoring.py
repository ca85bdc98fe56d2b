"""What must hold of every score, whatever the tree: bounded, monotone, nothing lost, no order."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.kernels.scoring import (
    DEFAULT_SHARES,
    Form,
    Node,
    Outcome,
    Rule,
    Seen,
    Window,
    judge,
    judge_years,
    nominal,
    say,
    score_tree,
)

points = st.integers(1, 40).map(Fraction)
rules = st.one_of(
    st.builds(Rule, st.just(Form.GRADED), shares=st.sampled_from([DEFAULT_SHARES, (100, 0), (100, 50, 20)])),
    st.builds(Rule, st.just(Form.YES_NO)),
    st.builds(Rule, st.just(Form.STEPS), step=st.sampled_from([Fraction(1, 4), Fraction(1, 2)]), of=points),
    st.builds(Rule, st.just(Form.THRESHOLD), op=st.sampled_from([">=", "<"]), value=st.integers(0, 9).map(Fraction)),
)
looks = st.one_of(
    st.none(),
    st.just(Seen(applies=False)),
    st.builds(Seen, value=st.integers(0, 9).map(Fraction), met=st.booleans(), count=st.integers(0, 5)),
)


@st.composite
def trees(draw: st.DrawFn) -> tuple[tuple[Node, ...], dict[str, Seen]]:
    """Two levels, now and then three, with what was seen of each leaf."""
    seen: dict[str, Seen] = {}

    def leaf(code: str) -> Node:
        look = draw(looks)
        if look is not None:
            seen[code] = look
        return Node(code, draw(rules), draw(points), is_veto=draw(st.booleans()))

    def heading(code: str, depth: int) -> Node:
        children = tuple(
            heading(f"{code}{n}", depth - 1) if depth and draw(st.booleans()) else leaf(f"{code}{n}")
            for n in range(draw(st.integers(1, 3)))
        )
        return Node(code, points=draw(st.none() | points), children=children)

    return tuple(heading(letter, 1) for letter in "ABC"[: draw(st.integers(1, 3))]), seen


def turned(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(replace(node, children=turned(node.children)) for node in reversed(nodes))


@settings(max_examples=60)
@given(trees())
def test_bounded_and_without_order(tree: tuple[tuple[Node, ...], dict[str, Seen]]) -> None:
    nodes, seen = tree
    score = score_tree(nodes, seen, edition="x")
    assert score.of == sum(nominal(node) for node in nodes)
    assert 0 <= score.base <= score.base + score.unknown <= score.of
    assert (score.value is None) == all(not seen.get(code, Seen()).applies for code in leaves(nodes))
    other = score_tree(turned(nodes), seen, edition="x")
    assert (other.value, other.of, other.unknown) == (score.value, score.of, score.unknown)
    assert sorted(other.missing) == sorted(score.missing)
    assert set(other.vetoes) == set(score.vetoes)


def leaves(nodes: tuple[Node, ...]) -> list[str]:
    return [code for node in nodes for code in (leaves(node.children) if node.children else [node.code])]


@settings(max_examples=60)
@given(trees())
def test_what_does_not_apply_keeps_the_total(tree: tuple[tuple[Node, ...], dict[str, Seen]]) -> None:
    """With everything that applies wholly met the score is the full total, however much does not apply."""
    nodes, seen = tree
    best = Seen(met=True, count=1000)
    full = {code: look if (look := seen.get(code)) and not look.applies else best for code in leaves(nodes)}
    met = {node.code: _met(node) for node in _leaf_nodes(nodes)}
    score = score_tree(
        nodes, {code: look if not look.applies else met[code] for code, look in full.items()}, edition="x"
    )
    assert score.value in {None, score.of}
    assert not score.is_vetoed


def _leaf_nodes(nodes: tuple[Node, ...]) -> list[Node]:
    return [leaf for node in nodes for leaf in (_leaf_nodes(node.children) if node.children else [node])]


def _met(node: Node) -> Seen:
    """The best that can be seen of a leaf."""
    assert node.rule is not None
    if node.rule.form == Form.GRADED:
        return Seen(count=0)
    if node.rule.form == Form.THRESHOLD:
        return Seen(value=node.rule.value - (1 if node.rule.op == "<" else 0))
    return Seen(met=True, count=1000)


@given(st.sampled_from([DEFAULT_SHARES, (100, 0), (100, 80, 60, 40)]), st.integers(0, 6))
def test_more_violations_never_earn_more(shares: tuple[int, ...], count: int) -> None:
    rule = Rule(Form.GRADED, shares=shares)
    here, there = judge(rule, Seen(count=count)).share, judge(rule, Seen(count=count + 1)).share
    assert here is not None
    assert there is not None
    assert there <= here


@given(st.integers(0, 30))
def test_bonus_is_capped_and_outside_the_hundred(cases: int) -> None:
    nodes = [Node("A", Rule(Form.YES_NO), Fraction(100)), Node("X", Rule(Form.BONUS, step=Fraction(1), of=Fraction(5)))]
    score = score_tree(nodes, {"A": Seen(met=True), "X": Seen(count=cases)}, edition="x")
    assert score.of == 100
    assert score.bonus == min(cases, 5)
    capped = score_tree(nodes, {"A": Seen(met=True), "X": Seen(count=cases)}, edition="x", bonus_cap=Fraction(3))
    assert capped.value == 100 + min(cases, 3)


def test_a_veto_over_years_fails_with_one_year() -> None:
    node = Node("V", Rule(Form.YES_NO), is_veto=True, window=Window(years=4, each_year=True))
    good = {year: Seen(met=True) for year in range(2023, 2027)}

    def outcome(by_year: dict[int, Seen]) -> Outcome:
        return score_tree([node], {"V": by_year}, edition="x", last_year=2026).vetoes[0].outcome

    assert outcome(good) == Outcome.PASSED
    assert outcome({**good, 2024: Seen(met=False)}) == Outcome.FAILED
    assert outcome({year: good[year] for year in (2024, 2025)}) == Outcome.UNKNOWN
    assert score_tree([node], {"V": Seen(applies=False)}, edition="x").vetoes[0].outcome == Outcome.NOT_APPLICABLE


@settings(max_examples=40)
@given(st.dictionaries(st.integers(2024, 2026), st.booleans()))
def test_a_missing_year_is_never_shared_out(met: dict[int, bool]) -> None:
    window = Window(years=3, weights=(15, 25, 60))
    weights = {2024: 15, 2025: 25, 2026: 60}
    judged = judge_years(Rule(Form.YES_NO), window, {year: Seen(met=is_met) for year, is_met in met.items()}, 2026)
    assert judged.share == Fraction(sum(weights[year] for year, is_met in met.items() if is_met), 100)
    assert judged.unknown == Fraction(sum(weight for year, weight in weights.items() if year not in met), 100)
    assert len(judged.missing) == 3 - len(met)


def test_nothing_applies() -> None:
    score = score_tree([Node("A", Rule(Form.YES_NO), Fraction(10))], {"A": Seen(applies=False)}, edition="x")
    assert score.value is None
    assert score.base == 0
    assert score.reasons[-1].code == "nothing_applies"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Rule(Form.THRESHOLD, op="about"),
        lambda: Rule(Form.THRESHOLD, op="between", value=Fraction(40), upper=Fraction(36)),
        lambda: Rule(Form.STEPS, step=Fraction(0), of=Fraction(1)),
        lambda: Rule(Form.BONUS, step=Fraction(1)),
        lambda: Rule(Form.GRADED, shares=(33, 66)),
        lambda: Rule(Form.GRADED, shares=()),
        lambda: Window(years=3, weights=(15, 25)),
        lambda: Window(years=2, weights=(15, 25)),
        lambda: Window(years=2, weights=(150, -50)),
        lambda: judge(Rule(Form.DEDUCTION, step=Fraction(1)), None),
    ],
)
def test_a_rule_that_says_nothing_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        wrong()  # type: ignore[operator]


def test_figures_are_said_plainly() -> None:
    assert [say(Fraction(text)) for text in ("90", "1/4", "4/3", "0", "-0.00001")] == ["90", "0.25", "1.3333", "0", "0"]
