"""The state table alone: thousands of lives without a database."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianchuang.findings import rules
from lianchuang.findings.rules import ENDED, OPEN, TRANSITIONS, WITH_UNIT, ClockEffect, Party, State, Verb
from lianchuang.findings.tests.simulated import PEOPLE, Simulated

SEQUENCES = 1_000
# Who acts, which of the verbs open to them, and after how many minutes.
MOVES = st.tuples(st.sampled_from(sorted(PEOPLE)), st.integers(0, 30), st.integers(0, 4 * 24 * 60))


def every_verb_is_answered(life: Simulated) -> None:
    """What can be done, what cannot and why, and what is others' work: together all verbs, each once."""
    for who in PEOPLE.values():
        able, unable = set(rules.next_verbs(life.case, who)), rules.why_not(life.case, who)
        others = {
            verb
            for verb in Verb
            if [reason.code for reason in rules.party_faults(verb, life.case, who)] == ["not_your_part"]
        }
        assert able | set(unable) | others == set(Verb)
        assert not able & set(unable)
        assert not able & others
        assert not set(unable) & others
        assert all(reasons and all(reason.sentence for reason in reasons) for reasons in unable.values())


@settings(max_examples=SEQUENCES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(moves=st.lists(MOVES, min_size=6, max_size=14), has_veto=st.booleans())
def test_lives_keep_what_the_table_promises(moves: list[tuple[str, int, int]], has_veto: bool) -> None:
    life = Simulated()
    life.case = replace(life.case, has_veto=has_veto)
    for name, choice, minutes in moves:
        life.wait(minutes)
        who, used = PEOPLE[name], life.clock.used_at(life.at)
        able = rules.next_verbs(life.case, who)
        if not able:
            continue
        verb = able[choice % len(able)]
        before = life.case
        row = life.do(verb, who)
        if verb is Verb.PASS:
            assert not rules.independence_faults(before, who), "somebody looked who had a part in it"
        if life.case.state is State.CLOSED:
            assert life.passed_by is not None, "closed without a passed look since it was last submitted"
            assert not (has_veto and who.is_system), "a veto is closed by hand"
        if row.clock not in {ClockEffect.START, ClockEffect.FRESH}:
            assert life.clock.used_at(life.at) == used, "used time was lost or made up"
        assert life.clock.remaining_at(life.at) == life.clock.limit - life.clock.used_at(life.at)
        assert (life.clock.running_since is not None) == (life.case.state in WITH_UNIT)


@pytest.mark.parametrize("state", sorted(State))
@pytest.mark.parametrize("has_veto", [False, True])
def test_every_verb_is_answered_in_every_state(state: State, has_veto: bool) -> None:
    life = Simulated()
    involved = frozenset({"office", "holder", "coord"})
    life.case = rules.Case(state, "p-street", "1.5.", has_veto=has_veto, involved=involved)
    every_verb_is_answered(life)
    every_verb_is_answered(Simulated(case=replace(life.case, sealed=True)))


def reachable(state: State, allowed: frozenset[Party]) -> set[State]:
    """Every state that these parties can bring it to."""
    seen, todo = {state}, [state]
    while todo:
        here = todo.pop()
        for row in TRANSITIONS:
            if here in row.sources and row.by & allowed and row.target and row.target not in seen:
                seen.add(row.target)
                todo.append(row.target)
    return seen


@pytest.mark.parametrize("state", sorted(OPEN))
def test_there_is_no_dead_end(state: State) -> None:
    """From every open state people alone, without the program, can bring it to an end; also to a real closing."""
    ends = reachable(state, frozenset(Party) - {Party.SYSTEM})
    assert ends & ENDED
    assert State.CLOSED in ends


def test_closing_has_one_door() -> None:
    assert {row.verb for row in TRANSITIONS if row.target is State.CLOSED} == {Verb.CLOSE}
    assert rules.rows_of(Verb.CLOSE)[0].sources == {State.VERIFIED}
    assert {row.verb for row in TRANSITIONS if row.target is State.VERIFIED} == {Verb.PASS}
    assert rules.rows_of(Verb.PASS)[0].by == {Party.VERIFIER}


def test_a_verb_has_at_most_one_row_from_a_state() -> None:
    for verb in Verb:
        for state in State:
            assert sum(row.verb == verb and state in row.sources for row in TRANSITIONS) <= 1


def test_refusing_a_units_work_needs_a_note() -> None:
    for verb in (Verb.REJECT, Verb.REFUSE_DEFERRAL, Verb.RULE, Verb.REASSIGN, Verb.VOID, Verb.REOPEN, Verb.RETURN):
        assert all("note" in row.needs for row in rules.rows_of(verb)), verb


def test_what_nobody_can_do_says_who_could() -> None:
    nobody, case = PEOPLE["nobody"], rules.Case(State.SUBMITTED, "p-street", "1.5.")
    for verb in Verb:
        reasons = rules.party_faults(verb, case, nobody)
        assert reasons
        assert "This is for ." not in reasons[0].sentence


def test_whoever_holds_a_second_post_in_the_unit_cannot_verify() -> None:
    reasons = rules.party_faults(Verb.PASS, rules.Case(State.SUBMITTED, "p-street", "1.5."), PEOPLE["two seats"])
    assert [reason.code for reason in reasons] == ["same_body"]


def test_the_desk_that_dispatched_by_hand_cannot_verify_but_the_next_desk_can() -> None:
    case = rules.Case(State.SUBMITTED, "p-street", "1.5.", involved=frozenset({"office"}))
    assert [reason.code for reason in rules.party_faults(Verb.PASS, case, PEOPLE["office"])] == ["took_part"]
    assert rules.party_faults(Verb.PASS, case, PEOPLE["second desk"]) == []


def test_a_ruling_may_leave_it_where_it_is_and_the_clock_goes_on() -> None:
    life = Simulated()
    for verb, name in ((Verb.DISPATCH, "office"), (Verb.RETURN, "holder")):
        life.do(verb, PEOPLE[name])
        life.wait(60)
    life.do(Verb.RULE, PEOPLE["office"])
    assert life.case.state is State.DISPATCHED
    assert life.clock.used_at(life.at) == 60
