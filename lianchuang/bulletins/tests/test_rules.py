"""The definitions: who belongs to which figure, when there is a rate, which units are summed. No database."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from lianchuang.bulletins import rules
from lianchuang.bulletins.rules import Fact, UnitName
from lianchuang.bulletins.tests.week import CUT_OFF, MONDAY, SUNDAY, WINDOW, moment
from lianchuang.findings.rules import State

FACT = Fact(UUID(int=1), State.RECTIFYING, due_at=moment(12), unit=1, campaigns=frozenset({"wenming"}))


def test_it_counts_as_due_what_was_to_be_put_right_in_these_days() -> None:
    assert rules.keys_of(FACT, WINDOW) == {"due"}


@pytest.mark.parametrize("day", [8, 16])
def test_it_does_not_count_as_due_what_has_another_week(day: int) -> None:
    assert rules.keys_of(replace(FACT, due_at=moment(day)), WINDOW) == set()


def test_it_counts_nothing_as_due_that_has_no_date_or_is_not_dispatched() -> None:
    assert rules.keys_of(replace(FACT, due_at=None), WINDOW) == set()
    assert rules.keys_of(replace(FACT, state=State.REPORTED), WINDOW) == set()


@pytest.mark.parametrize("state", [State.MERGED, State.VOID, State.ELSEWHERE])
def test_it_counts_merged_void_and_elsewhere_settled_ones_nowhere(state: State) -> None:
    verbs = frozenset({"open", "see_again", "pass", "return"})
    assert rules.keys_of(replace(FACT, state=state, verbs=verbs, has_veto=True), WINDOW) == set()


@pytest.mark.parametrize("state", [State.DEFERRED, State.RETURNED])
def test_it_shows_deferred_and_returned_ones_beside_what_is_due(state: State) -> None:
    keys = rules.keys_of(replace(FACT, state=state), WINDOW)
    assert "left_out" in keys
    assert "due" not in keys


def test_it_does_not_let_a_mere_request_for_deferral_out_of_the_denominator() -> None:
    assert "due" in rules.keys_of(replace(FACT, state=State.DEFERRAL_ASKED), WINDOW)


def test_it_counts_verified_but_not_closed_as_due_only() -> None:
    assert rules.keys_of(replace(FACT, state=State.VERIFIED, has_veto=True), WINDOW) == {"due", "veto"}


def test_it_counts_a_late_closing_as_closed_but_not_on_time() -> None:
    closed = replace(FACT, state=State.CLOSED)
    assert rules.keys_of(closed, WINDOW) == {"due", "due_closed", "on_time"}
    assert rules.keys_of(replace(closed, was_late=True), WINDOW) == {"due", "due_closed"}


def test_it_counts_no_closing_that_was_undone_before_the_cut_off() -> None:
    again = replace(FACT, state=State.DISPATCHED, verbs=frozenset({"close", "reopen"}), due_at=moment(20))
    assert rules.keys_of(again, WINDOW) == {"repeat", "sighted"}


def test_it_counts_rework_and_repeats_once_each_as_a_share_of_something() -> None:
    both = replace(FACT, due_at=None, verbs=frozenset({"open", "see_again", "reject", "pass"}))
    assert rules.keys_of(both, WINDOW) == {"new", "repeat", "sighted", "verified", "rework"}


def test_its_window_ends_at_midnight_and_at_the_cut_off() -> None:
    assert WINDOW.holds(WINDOW.start)
    assert not WINDOW.holds(WINDOW.end)
    assert WINDOW.cut_off == CUT_OFF
    early = replace(WINDOW, as_of=moment(12))
    assert early.holds(moment(12))
    assert not early.holds(moment(12) + timedelta(seconds=1))


def test_every_denominator_is_a_figure_and_holds_its_numerator() -> None:
    facts = [
        replace(FACT, id=UUID(int=number), state=state, verbs=frozenset(verbs), was_late=bool(number % 2))
        for number, (state, verbs) in enumerate(
            (state, verbs)
            for state in State
            for verbs in ((), ("open",), ("see_again",), ("reject", "pass", "close"), ("reopen", "return"))
        )
    ]
    members = rules.tally(facts, WINDOW)
    for figure in rules.FIGURES:
        if figure.base and figure.key != "visited":
            assert {fact.id for fact in members[figure.key]} <= {fact.id for fact in members[figure.base]}, figure.key


def test_it_names_the_three_commonest_kinds_of_place() -> None:
    types = [1, 1, 1, 2, 2, 3, 3, 4, None]
    facts = [replace(FACT, id=UUID(int=n), site_type=each) for n, each in enumerate(types)]
    assert rules.most_frequent(facts) == [1, 2, 3]


def test_it_sorts_new_ones_by_origin_and_keeps_an_unknown_one() -> None:
    facts = [replace(FACT, origin=origin) for origin in ("case", "visit", "voice", "visit")]
    assert {key: len(some) for key, some in rules.by_origin(facts).items()} == {"visit": 2, "case": 1, "voice": 1}


@pytest.mark.parametrize(("denominator", "is_shown"), [(None, False), (0, False), (9, False), (10, True)])
def test_it_shows_a_rate_from_ten_on(denominator: int | None, is_shown: bool) -> None:
    assert rules.shows_rate(denominator) is is_shown


def test_it_compares_only_rates_that_may_be_shown() -> None:
    now, before = {"value": 3, "denominator": 20}, {"value": 2, "denominator": 10}
    assert rules.change_in_points(now, before) == -5.0
    assert rules.change_in_points(now, {"value": 2, "denominator": 9}) is None


def names(leagues: dict[int, str]) -> dict[int, UnitName]:
    return {unit: UnitName(league, f"{99 - unit:02d}", f"单位{unit}") for unit, league in leagues.items()}


def many(counts: dict[int, int]) -> rules.Members:
    """So many due for each unit, none closed."""
    units = [unit for unit, count in counts.items() for _each in range(count)]
    return rules.tally([replace(FACT, id=UUID(int=n), unit=unit) for n, unit in enumerate(units)], WINDOW)


def test_it_puts_units_in_leagues_and_name_order_and_sums_the_tiny_ones() -> None:
    leagues = {1: "street", 2: "street", 3: "town", 4: "body", 5: "body", 6: "body"}
    lines = rules.unit_lines(many({1: 10, 2: 9, 3: 1, 4: 2, 5: 1, 6: 3}), names(leagues))
    assert [(line.cell, line.units, line.counts["due"], line.shows_rates) for line in lines] == [
        ("unit-2", 1, 9, False),
        ("unit-1", 1, 10, True),
        ("unit-3", 1, 1, False),
        ("unit-6", 1, 3, False),
        ("rest-body", 2, 3, False),
    ]


def test_it_does_not_lose_what_belongs_to_no_unit() -> None:
    lines = rules.unit_lines(rules.tally([replace(FACT, unit=None)], WINDOW), {})
    assert [(line.cell, line.name.league) for line in lines] == [("unit-0", "none")]


def test_a_sum_of_units_has_no_rate_however_large() -> None:
    line = rules.Line("rest-town", UnitName("town", "", ""), units=7)
    line.facts["due"] = [FACT] * 12
    assert not line.shows_rates


def test_it_counts_a_finding_for_each_campaign_that_it_serves() -> None:
    fact = replace(FACT, campaigns=frozenset({"wenming", "weisheng"}))
    members = rules.tally([fact], WINDOW)
    for code, count in (("wenming", 1), ("weisheng", 1), ("yuanlin", 0)):
        assert len(rules.campaign_members(members, code)["due"]) == count
    assert len(members["due"]) == 1


def test_keys_of_cells_come_apart_again() -> None:
    assert rules.split_key(rules.cell_key("due_closed", "unit-12")) == ("due_closed", "unit-12")
    assert rules.split_key("due") == ("due", "")


def test_a_week_runs_from_monday_to_sunday() -> None:
    assert not rules.week_faults(MONDAY, SUNDAY)
    assert rules.week_faults(MONDAY + timedelta(days=1), SUNDAY + timedelta(days=1))
    assert rules.week_faults(MONDAY, SUNDAY + timedelta(days=7))
