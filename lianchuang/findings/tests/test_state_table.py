"""The state table alone: thousands of lives without a database."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianchuang.findings import parts, rules
from lianchuang.findings.rules import ENDED, OPEN, TRANSITIONS, WITH_UNIT, ClockEffect, Party, State, Verb, Who
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


@settings(max_examples=SEQUENCES, suppress_health_check=list(HealthCheck))
@given(moves=st.lists(MOVES, min_size=6, max_size=14), has_veto=st.booleans())
def test_lives_keep_what_the_table_promises(moves: list[tuple[str, int, int]], has_veto: bool) -> None:
    life = Simulated()
    life.case = replace(life.case, has_veto=has_veto)
    for name, choice, minutes in moves:
        life.wait(minutes)
        who, used = PEOPLE[name], life.clock.used_at(life.at)
        if choice % 4 == 0:
            life.end_part()
        assert_not_stuck(life)
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
            assert life.passed_by.person_id not in life.case.involved, "whoever fixes does not close"
            assert life.case.open_parts == 0, "handed in with an open part"
        assert life.case.returns <= rules.MOST_RETURNS
        if verb is Verb.RULE and before.returns >= rules.MOST_RETURNS:
            assert who.is_office, "after two returns only the office rules"
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


# --- nothing stays stuck ---

FRESH = Who(person_id="fresh", post_id="p-fresh", bodies=frozenset({"1.8."}), may_verify=True)
Key = tuple[State, int, bool, bool]


def key_of(case: rules.Case) -> Key:
    """What the table's rows and conditions look at."""
    return case.state, min(case.returns, rules.MOST_RETURNS), case.open_parts > 0, case.extension_asked


def case_at(key: Key) -> rules.Case:
    state, returns, parts, asked = key
    return rules.Case(state, "p-street", "1.5.", returns=returns, open_parts=int(parts), extension_asked=asked)


@cache
def ways(key: Key) -> frozenset[Key]:
    """Where people (not the program) can bring it in one step, a part handed in or dropped among them."""
    found = set()
    for who in [*(each for each in PEOPLE.values() if not each.is_system), FRESH]:
        for verb in rules.next_verbs(case_at(key), who):
            life = Simulated(case=case_at(key))
            life.do(verb, who)
            found.add(key_of(life.case))
    if key[2] and key[0] in WITH_UNIT:
        found.add((key[0], key[1], False, key[3]))
    return frozenset(found)


@cache
def ends_of(key: Key) -> frozenset[State]:
    """Every end that people can bring it to."""
    seen, todo = {key}, [key]
    while todo:
        for further in ways(todo.pop()) - seen:
            seen.add(further)
            todo.append(further)
    return frozenset(state for state, *_marks in seen if state in ENDED)


def assert_not_stuck(life: Simulated) -> None:
    """From here somebody may bring it to an end, also to a real closing."""
    if life.case.state in OPEN:
        assert State.CLOSED in ends_of(key_of(life.case))
        assert any(rules.next_verbs(life.case, who) for who in PEOPLE.values() if not who.is_system)


@pytest.mark.parametrize("state", sorted(OPEN))
@pytest.mark.parametrize("returns", [0, 1, 2])
@pytest.mark.parametrize(("parts", "asked"), [(False, False), (True, False), (False, True), (True, True)])
def test_from_everywhere_there_is_a_way_to_a_closing(state: State, returns: int, parts: bool, asked: bool) -> None:
    assert State.CLOSED in ends_of((state, returns, parts, asked))


@pytest.mark.parametrize("state", sorted(parts.PENDING))
def test_a_part_never_keeps_the_whole_for_ever(state: parts.PartState) -> None:
    """Its lead can drop it whatever its post does, and its post can hand in what it was given."""
    for whole in WITH_UNIT:
        lead = parts.part_verbs(state, whole, frozenset({parts.PartParty.LEAD}))
        assert parts.PartVerb.DROP in lead
        assert parts.PartVerb.GIVE in lead
    assert parts.part_verbs(parts.PartState.OPEN, State.RECTIFYING, frozenset({parts.PartParty.DOER})) == [
        parts.PartVerb.DONE,
        parts.PartVerb.RETURN,
    ]


def test_a_part_stands_with_its_whole() -> None:
    for whole in set(State) - WITH_UNIT:
        for state in parts.PartState:
            assert parts.part_verbs(state, whole, frozenset(parts.PartParty)) == []


def test_after_two_returns_there_is_none() -> None:
    case = rules.Case(State.RECTIFYING, "p-street", "1.5.", returns=2)
    reasons = rules.state_faults(Verb.RETURN, case, PEOPLE["holder"])
    assert [reason.code for reason in reasons] == ["returns_left"]
    returned = rules.Case(State.RETURNED, "p-street", "1.5.", returns=2)
    assert Verb.RULE in rules.next_verbs(returned, PEOPLE["office"])
    assert Verb.RULE not in rules.next_verbs(returned, PEOPLE["verifier"])
    assert Verb.RULE in rules.next_verbs(replace(returned, returns=1), PEOPLE["verifier"]), "on the spot"


def test_whoever_did_a_part_cannot_verify() -> None:
    case = rules.Case(State.SUBMITTED, "p-street", "1.5.", part_bodies=frozenset({"1.4."}))
    assert [reason.code for reason in rules.party_faults(Verb.PASS, case, PEOPLE["verifier"])] == ["same_body"]
    assert rules.party_faults(Verb.PASS, case, FRESH) == []


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
