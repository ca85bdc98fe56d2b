"""A finding without a database: the state table and the clock at work on plain values."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from lianchuang.common.workdays import calendar
from lianchuang.findings import rules
from lianchuang.findings.rules import Case, Clock, ClockEffect, State, Transition, Verb, Who

START = datetime(2026, 9, 24, 8, 30, tzinfo=calendar().zone)  # before the National Day holidays and their make-up days
STREET, BUREAU, OFFICE = "1.5.", "1.4.", "1.2."

PEOPLE: dict[str, Who] = {
    "office": Who(person_id="office", post_id="p-office", bodies=frozenset({OFFICE}), is_office=True, may_verify=True),
    "second desk": Who(person_id="desk", post_id="p-desk", bodies=frozenset({OFFICE}), is_office=True, may_verify=True),
    "holder": Who(person_id="holder", post_id="p-street", bodies=frozenset({STREET})),
    "coordinator": Who(person_id="coord", post_id="p-coord", bodies=frozenset({STREET}), is_coordinator=True),
    "neighbour": Who(person_id="near", post_id="p-near", bodies=frozenset({STREET}), may_verify=True),
    "two seats": Who(person_id="two", post_id="p-two", bodies=frozenset({BUREAU, STREET}), may_verify=True),
    "verifier": Who(person_id="far", post_id="p-far", bodies=frozenset({BUREAU}), may_verify=True),
    "nobody": Who(person_id="no", post_id="p-no", bodies=frozenset({BUREAU})),
    "program": Who(is_system=True),
}
HANDLING = frozenset(Verb) - {Verb.PASS, Verb.REJECT, Verb.CLOSE, Verb.REOPEN}


@dataclass
class Simulated:
    """One finding's case and clock, and what the invariants need to remember."""

    case: Case = field(default_factory=lambda: Case(State.REPORTED))
    clock: Clock = field(default_factory=lambda: Clock(calendar(), limit=3 * 420))
    at: datetime = START
    passed_by: Who | None = None  # who passed it since it was last submitted
    verbs: list[Verb] = field(default_factory=list)

    def wait(self, minutes: int) -> None:
        """Time goes by."""
        self.at += timedelta(minutes=minutes)

    def do(self, verb: Verb, who: Who) -> Transition:
        """One transition that the rules allow."""
        row = rules.transition(verb, self.case.state)
        assert row is not None
        self.clock = self.clock.after(row.clock, self.at)
        if verb in {Verb.EXTEND, Verb.GRANT_EXTENSION}:
            self.clock = self.clock.extended(420)
        involved = self.case.involved | ({who.person_id} if verb in HANDLING and who.person_id else set())
        self.case = replace(self.case, state=row.target or self.case.state, involved=involved)
        self.case = replace(self.case, **self._marks(verb))
        if row.clock in {ClockEffect.START, ClockEffect.FRESH}:
            self.case = replace(self.case, responsible_post_id="p-street", responsible_body=STREET)
        if verb is Verb.SUBMIT:
            self.passed_by = None
        if verb is Verb.PASS:
            self.passed_by = who
        self.verbs.append(verb)
        return row

    def _marks(self, verb: Verb) -> dict[str, Any]:
        """What the conditions of the table look at."""
        case, marks = self.case, dict[str, Any]()
        if verb is Verb.RETURN:
            marks["returns"] = case.returns + 1
        if verb is Verb.SPLIT:
            marks["open_parts"] = case.open_parts + 1
        if verb is Verb.ASK_EXTENSION:
            marks["extension_asked"] = True
        elif verb in {Verb.GRANT_EXTENSION, Verb.REFUSE_EXTENSION, Verb.REASSIGN} or case.state not in rules.WITH_UNIT:
            marks["extension_asked"] = False
        return marks

    def end_part(self) -> None:
        """Somebody hands in a part, or the lead drops it; only while the whole is worked on."""
        if self.case.open_parts and self.case.state in rules.WITH_UNIT:
            self.case = replace(self.case, open_parts=self.case.open_parts - 1)
