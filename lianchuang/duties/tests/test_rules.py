"""Which rule answers: pure properties."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from lianchuang.duties.rules import PlaceFacts, RuleBook, RuleFacts, applies, choose, specificity, ties

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
