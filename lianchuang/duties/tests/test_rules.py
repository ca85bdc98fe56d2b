"""Which rule answers: pure properties."""

from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.duties.rules import (
    OVERLOAD_LEAST,
    OVERLOAD_PEERS,
    OVERLOAD_TIMES,
    Checklist,
    Choice,
    KeptAnswers,
    Matter,
    PlaceFacts,
    RuleBook,
    RuleFacts,
    applies,
    choose,
    overloads,
    specificity,
    ties,
)

SITES = ("", "a", "b")
IDS = (None, 1, 2)
AREAS = ("", "1.", "1.2.", "1.3.", "1.2.4.", "1.22.")
PATHS = ("1.", "1.2.", "1.3.", "1.2.4.", "1.2.5.", "1.22.", "2.")

conditions = st.tuples(
    st.sampled_from(SITES), st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from(AREAS)
)
rule_lists = st.lists(conditions, max_size=14).map(
    lambda rows: [RuleFacts(number, *row) for number, row in enumerate(rows, start=1)]
)
places = st.builds(
    PlaceFacts,
    site=st.sampled_from(("a", "b", "c")),
    site_type=st.sampled_from((1, 2, 3)),
    item=st.sampled_from(IDS),
    category=st.sampled_from(IDS),
    unit_path=st.sampled_from(PATHS),
)
EVERY_PLACE = [PlaceFacts(*values) for values in product(("a", "b"), (1, 2), (1, 2), (1, 2), PATHS)]


@given(rules=rule_lists, place=places)
def test_the_answer_holds_and_nothing_more_specific_does(rules: list[RuleFacts], place: PlaceFacts) -> None:
    choice = choose(rules, place)
    fitting = [rule for rule in rules if applies(rule, place)]
    if choice.number is None:
        assert not fitting or len(choice.tied) > 1
        return
    (answer,) = [rule for rule in fitting if rule.number == choice.number]
    assert all(specificity(rule) < specificity(answer) for rule in fitting if rule is not answer)


@given(rules=rule_lists, place=places)
def test_a_tie_never_answers(rules: list[RuleFacts], place: PlaceFacts) -> None:
    choice = choose(rules, place)
    if choice.tied:
        assert choice.number is None
        held = [rule for rule in rules if rule.number in choice.tied]
        assert len({specificity(rule) for rule in held}) == 1
        assert all(ties(one, other) for one in held for other in held)


@given(rules=rule_lists, place=places)
def test_the_order_of_rules_does_not_matter(rules: list[RuleFacts], place: PlaceFacts) -> None:
    assert choose(rules, place) == choose(list(reversed(rules)), place)


@given(one=conditions, other=conditions)
def test_rules_tie_exactly_when_some_place_is_left_without_an_answer(
    one: tuple[str, int | None, int | None, int | None, str],
    other: tuple[str, int | None, int | None, int | None, str],
) -> None:
    first, second = RuleFacts(1, *one), RuleFacts(2, *other)
    left = any(choose([first, second], place).tied for place in EVERY_PLACE)
    assert ties(first, second) == left


@given(rules=rule_lists, place=places)
def test_the_book_answers_as_choose_does(rules: list[RuleFacts], place: PlaceFacts) -> None:
    book = RuleBook(rules)
    assert book.choose(place) == choose(rules, place)
    assert book.choose(place) == choose(rules, place)  # and again, from what it remembers


def test_one_site_before_one_item_before_type_and_category_before_the_smaller_area() -> None:
    ladder = [
        RuleFacts(1),
        RuleFacts(2, area_path="1."),
        RuleFacts(3, area_path="1.2."),
        RuleFacts(4, category=1),
        RuleFacts(5, category=1, area_path="1."),
        RuleFacts(6, site_type=1),
        RuleFacts(7, site_type=1, category=1),
        RuleFacts(8, item=1),
        RuleFacts(9, item=1, site_type=1, category=1),
        RuleFacts(10, site="a"),
        RuleFacts(11, site="a", item=1),
    ]
    place = PlaceFacts("a", 1, 1, 1, "1.2.4.")
    assert sorted(ladder, key=specificity) == ladder
    for length in range(1, len(ladder) + 1):
        assert choose(ladder[:length], place).number == length


# --- requirements, and places as a whole ---

NODES = ("", "7/0001.", "7/0001.0002.", "7/0001.0002.0001.", "7/0003.", "8/0001.")
LEAVES = ("7/0001.0002.", "7/0001.0002.0001.", "7/0001.0003.", "7/0003.", "8/0001.0001.")

any_rule = st.one_of(
    conditions.map(lambda row: RuleFacts(0, *row)),
    st.builds(RuleFacts, st.just(0), requirement=st.sampled_from(NODES[1:]), area_path=st.sampled_from(AREAS)),
    st.builds(
        RuleFacts,
        st.just(0),
        site=st.sampled_from(SITES),
        site_type=st.sampled_from(IDS),
        area_path=st.sampled_from(AREAS),
        is_whole=st.just(True),
    ),
)
any_rules = st.lists(any_rule, max_size=12).map(
    lambda rules: [replace(rule, number=number) for number, rule in enumerate(rules, start=1)]
)
any_place = st.one_of(
    places,
    st.builds(PlaceFacts, requirement=st.sampled_from(LEAVES), unit_path=st.sampled_from(PATHS)),
    st.builds(
        PlaceFacts,
        site=st.sampled_from(("a", "b", "c")),
        site_type=st.sampled_from((1, 2, 3)),
        unit_path=st.sampled_from(PATHS),
    ),
)


@given(rules=any_rules, place=any_place)
def test_the_book_answers_as_choose_does_for_requirements_and_whole_places(
    rules: list[RuleFacts], place: PlaceFacts
) -> None:
    assert RuleBook(rules).choose(place) == choose(rules, place)


matters = st.lists(st.builds(Matter, st.sampled_from(IDS), st.sampled_from(IDS)), max_size=8).map(tuple)


@given(rules=any_rules, place=places, asked=matters)
def test_a_checklist_laid_over_at_once_says_what_matter_by_matter_says(
    rules: list[RuleFacts], place: PlaceFacts, asked: tuple[Matter, ...]
) -> None:
    matters_only = [matter for matter in asked if matter != Matter(None)]  # without both it would be the whole place
    found = RuleBook(rules).choose_all(place, Checklist(tuple(matters_only)))
    alone = [choose(rules, replace(place, item=one.item, category=one.category)).number for one in matters_only]
    assert found == alone


@given(rules=any_rules, place=any_place)
def test_only_equal_rules_tie(rules: list[RuleFacts], place: PlaceFacts) -> None:
    tied = [rule for rule in rules if rule.number in choose(rules, place).tied]
    assert all(ties(one, other) for one in tied for other in tied)


def test_a_rule_about_places_never_answers_for_a_requirement_nor_the_other_way() -> None:
    everywhere, chapter = RuleFacts(1), RuleFacts(2, requirement="7/0001.")
    asked, place = PlaceFacts(requirement="7/0001.0002.", unit_path="1."), PlaceFacts("a", 1, 1, 1, "1.2.")
    assert choose([everywhere, chapter], asked) == Choice(2)
    assert choose([everywhere, chapter], place) == Choice(1)
    assert choose([everywhere], asked) == Choice(None)


def test_the_rule_further_down_the_tree_goes_first_then_the_smaller_area() -> None:
    rules = [
        RuleFacts(1, requirement="7/0001."),
        RuleFacts(2, requirement="7/0001.", area_path="1."),
        RuleFacts(3, requirement="7/0001.0002."),
        RuleFacts(4, requirement="70/0001.0002.0001."),
    ]
    assert choose(rules, PlaceFacts(requirement="7/0001.0003.", unit_path="1.")) == Choice(2)
    assert choose(rules, PlaceFacts(requirement="7/0001.0003.", unit_path="2.")) == Choice(1)
    assert choose(rules, PlaceFacts(requirement="7/0001.0002.0001.", unit_path="1.")) == Choice(3)


def test_a_rule_for_the_whole_place_decides_no_finding_there() -> None:
    everything, whole = RuleFacts(1, site_type=1), RuleFacts(2, site_type=1, is_whole=True)
    assert choose([everything, whole], PlaceFacts("a", 1)) == Choice(2)
    assert choose([everything, whole], PlaceFacts("a", 1, item=1, category=1)) == Choice(1)
    assert choose([whole], PlaceFacts("a", 1, category=1)) == Choice(None)


# --- kept answers: one changed rule asks again only where it decides ---


@given(rules=any_rules, one=any_rule, asked=st.lists(any_place, max_size=25))
@settings(max_examples=150)
def test_a_changed_rule_asks_again_exactly_where_the_answer_changes(
    rules: list[RuleFacts], one: RuleFacts, asked: list[PlaceFacts]
) -> None:
    kept, added = KeptAnswers(rules, asked), replace(one, number=99)
    assert kept.asked == len(asked)
    before = [choose(rules, place) for place in asked]
    assert kept.choices == before

    after = [choose([*rules, added], place) for place in asked]
    changed = [index for index, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert kept.add(added) == changed
    assert kept.choices == after
    assert kept.asked == len(asked) + len(changed)

    assert kept.retire(99) == changed
    assert kept.choices == before
    assert kept.asked == len(asked) + 2 * len(changed)


def test_one_rule_of_many_places_asks_again_a_few() -> None:
    """1,200 sites of 40 types and a rule for one type in one street: 6 of them are asked again, no more."""
    places = [PlaceFacts(f"s{number}", number % 40, unit_path=f"1.{number // 40 % 5 + 2}.") for number in range(1200)]
    kept = KeptAnswers([RuleFacts(1), *(RuleFacts(2 + kind, site_type=kind) for kind in range(20))], places)
    touched = kept.add(RuleFacts(99, site_type=3, area_path="1.4."))
    assert len(touched) == 6
    assert kept.asked == 1200 + 6
    assert kept.decided_by(99) == touched


# --- too much ---


def test_too_much_is_measured_against_the_middle_of_the_kind() -> None:
    leads = {1: 5, 2: 6, 3: 7, 4: 6 * OVERLOAD_TIMES + 10, 5: 0}
    (found,) = overloads(leads, dict.fromkeys(leads, 1))
    assert (found.post, found.leads, found.median, found.peers) == (4, 28, 6.5, OVERLOAD_PEERS)
    assert (
        overloads({1: 1, 2: 1, 3: 1, 4: OVERLOAD_LEAST}, dict.fromkeys(range(1, 5), 1)) == []
    )  # little is not too much
    assert overloads({1: 1, 2: 1, 3: 900}, dict.fromkeys(range(1, 4), 1)) == []  # too few to compare
    assert overloads(leads, {1: 1, 2: 1, 3: 1, 4: 2, 5: 2}) == []  # another kind


@given(st.dictionaries(st.integers(1, 30), st.integers(0, 200), max_size=20))
def test_at_most_half_of_a_kind_has_too_much(leads: dict[int, int]) -> None:
    found = overloads(leads, dict.fromkeys(leads, 1))
    assert len(found) * 2 <= sum(bool(number) for number in leads.values())
