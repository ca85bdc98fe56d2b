"""What must hold for every state, verb and person. No database."""

from hypothesis import given
from hypothesis import strategies as st

from lianchuang.findings.rules import (
    ENDED,
    MINUTES_OF,
    STATE_LABELS,
    STOP_OF,
    TRANSITIONS,
    VERB_LABELS,
    Case,
    ClockEffect,
    LimitUnit,
    State,
    Verb,
    Who,
    body_of,
    next_states,
    next_verbs,
    parties,
    party_faults,
    state_faults,
    transition,
    why_not,
)
from scripts.state_docs import PAGE, page

cases = st.builds(
    Case,
    state=st.sampled_from(State),
    responsible_post_id=st.sampled_from(["", "p1", "p2"]),
    responsible_body=st.sampled_from(["", "1.2.", "1.3."]),
    sealed=st.booleans(),
    has_veto=st.booleans(),
    involved=st.frozensets(st.sampled_from(["a", "b", "c"])),
)
people = st.builds(
    Who,
    person_id=st.sampled_from(["a", "b", "c"]),
    post_id=st.sampled_from(["p1", "p2", "p3"]),
    bodies=st.frozensets(st.sampled_from(["1.2.", "1.3.", "1.4."])),
    is_system=st.booleans(),
    is_office=st.booleans(),
    is_coordinator=st.booleans(),
    may_verify=st.booleans(),
)


def after(case: Case, verb: Verb) -> State:
    row = transition(verb, case.state)
    assert row is not None
    return row.target or case.state


# --- the table itself ---


def test_every_state_and_verb_has_its_word() -> None:
    assert set(STATE_LABELS) == set(State) == set(STOP_OF)
    assert set(VERB_LABELS) == set(Verb) == {row.verb for row in TRANSITIONS}


def test_every_state_is_reached_from_reported() -> None:
    reached, old = {State.REPORTED}, set[State]()
    while reached != old:
        old = set(reached)
        reached |= {row.target for row in TRANSITIONS if row.target and row.sources & reached}
    assert reached == set(State)


def test_an_ended_finding_only_ever_reopens() -> None:
    ways_out = {(source, row.verb) for row in TRANSITIONS for source in row.sources & ENDED}
    assert ways_out == {(State.CLOSED, Verb.REOPEN)}


def test_the_clock_stands_in_every_state_where_the_unit_cannot_act() -> None:
    running = {State.REPORTED: False}
    queue = [State.REPORTED]
    while queue:
        state = queue.pop()
        for row in TRANSITIONS:
            if state not in row.sources or row.target is None:
                continue
            goes = running[state] if row.clock == ClockEffect.KEEP else row.clock != ClockEffect.STOP
            if row.target not in running:
                running[row.target] = goes
                queue.append(row.target)
            assert running[row.target] == goes, (state, row.verb)
    assert {state for state, runs in running.items() if runs} == {
        State.DISPATCHED,
        State.ACCEPTED,
        State.RECTIFYING,
        State.REWORK,
    }


def test_the_page_about_it_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


# --- whoever, whatever ---


@given(cases, people)
def test_what_is_offered_is_allowed_and_the_rest_has_a_reason(case: Case, who: Who) -> None:
    offered, refused = next_verbs(case, who), why_not(case, who)
    assert not set(offered) & set(refused)
    for verb in offered:
        assert not party_faults(verb, case, who)
        assert not state_faults(verb, case, who)
        row = transition(verb, case.state)
        assert row is not None
        assert parties(case, who) & row.by, "offered by the verb's rows, but not by the row of this state"
    for verb, reasons in refused.items():
        assert reasons, verb
        assert all(reason.sentence for reason in reasons)
    for verb in set(Verb) - set(offered) - set(refused):
        assert [reason.code for reason in party_faults(verb, case, who)] == ["not_your_part"]


@given(cases, people)
def test_nobody_verifies_their_own_work(case: Case, who: Who) -> None:
    if Verb.PASS in next_verbs(case, who):
        assert who.may_verify
        assert not who.is_system
        assert case.responsible_body not in who.bodies
        assert who.person_id not in case.involved


@given(cases, people)
def test_a_sealed_finding_stays_where_it_is(case: Case, who: Who) -> None:
    if case.sealed:
        assert set(next_verbs(case, who)) <= {Verb.VOID}


@given(cases, people)
def test_the_program_never_closes_over_a_veto(case: Case, who: Who) -> None:
    if case.has_veto and who.is_system:
        assert Verb.CLOSE not in next_verbs(case, who)


@given(cases, people)
def test_a_stranger_can_do_nothing(case: Case, who: Who) -> None:
    stranger = Who(person_id=who.person_id, post_id="elsewhere", bodies=who.bodies)
    assert next_verbs(case, stranger) == []
    assert next_states(case, stranger) == set()


@given(st.lists(st.tuples(st.sampled_from(Verb), people), max_size=40), st.booleans())
def test_however_it_goes_a_closed_finding_was_verified_last(moves: list[tuple[Verb, Who]], veto: bool) -> None:
    case, passed = Case(State.REPORTED, "p1", "1.2.", has_veto=veto), False
    for verb, who in moves:
        if verb not in next_verbs(case, who):
            continue
        passed = {Verb.PASS: True, Verb.REOPEN: False}.get(verb, passed)
        state = after(case, verb)
        assert state != State.CLOSED or passed
        case = Case(state, "p1", "1.2.", has_veto=veto, involved=case.involved | {who.person_id})


def test_a_working_day_is_seven_hours() -> None:
    assert MINUTES_OF[LimitUnit.WORKING_DAY] == 7 * MINUTES_OF[LimitUnit.WORKING_HOUR]


def test_a_body_is_a_bureau_or_a_town_and_not_its_station() -> None:
    assert body_of("1.2.3.4.") == body_of("1.2.") == "1.2."
    assert body_of("1.") == "1."
