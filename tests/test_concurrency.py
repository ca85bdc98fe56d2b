"""Two people at once, in real transactions: one wins, the other is told, no number is given twice."""

import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import connections

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile
from lianchuang.findings.actions import accept_finding, reassign_finding, void_finding
from lianchuang.findings.models import Finding, Step
from lianchuang.standards.actions import RequirementFacts, add_requirement
from lianchuang.standards.models import EditionState
from tests.cast import Cast, make_edition, make_finding

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(*doings: Callable[[], object]) -> list[object]:
    """Run these at the same moment, each with a connection of its own; what each returned or raised."""
    start, outcomes = threading.Barrier(len(doings)), [None] * len(doings)

    def run(number: int, doing: Callable[[], object]) -> None:
        start.wait(timeout=30)
        try:
            outcomes[number] = doing()  # type: ignore[call-overload]
        except Exception as fault:  # noqa: BLE001 - the test looks at every outcome
            outcomes[number] = fault  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, doing)) for number, doing in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return list(outcomes)


def losers(outcomes: Sequence[object]) -> list[object]:
    """Those that did not come back with a finding."""
    return [outcome for outcome in outcomes if not isinstance(outcome, Finding)]


def test_one_of_two_writers_wins(cast: Cast) -> None:
    """Both have read the same version; the coordinator accepts it while the office declares it void."""
    finding = make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor)
    coordinator, office = cast.coordinator.actor, cast.office.actor
    mine, yours = (Finding.objects.select_related("place_unit", "responsible_unit").get(pk=finding.pk) for _ in "ab")
    steps, entries = Step.objects.count(), Entry.objects.count()
    outcomes = at_once(
        lambda: accept_finding(finding=mine, by=coordinator, at=clock.now()),
        lambda: void_finding(finding=yours, by=office, note="重复", at=clock.now()),
    )
    (loser,) = losers(outcomes)
    assert isinstance(loser, ChangedMeanwhile), loser
    now = Finding.objects.get(pk=finding.pk)
    assert now.version == finding.version + 1
    assert now.state in {"accepted", "void"}
    assert (Step.objects.count(), Entry.objects.count()) == (steps + 1, entries + 1)


def test_the_same_deed_twice_is_done_once(cast: Cast) -> None:
    """A double click: both say which version they saw."""
    finding = make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor)
    office, version = cast.office.actor, finding.version

    def reassign() -> Finding:
        row = Finding.objects.select_related("place_unit", "responsible_unit").get(pk=finding.pk)
        return reassign_finding(
            finding=row, by=office, post=cast.road_post, note="改派", at=clock.now(), expected_version=version
        )

    outcomes = at_once(*[reassign] * 4)
    assert len(losers(outcomes)) == 3
    assert all(isinstance(loser, ChangedMeanwhile) for loser in losers(outcomes)), outcomes
    assert Finding.objects.get(pk=finding.pk).reassign_count == 1


def test_no_number_is_given_twice(cast: Cast) -> None:
    inspector = cast.inspector.actor

    def report() -> Finding:
        made = [make_finding(category=cast.rubbish, by=inspector, place=f"路口{n}") for n in range(4)]
        return made[-1]

    outcomes = at_once(*[report] * 4)
    assert not losers(outcomes), outcomes
    numbers = sorted(str(number) for number in Finding.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 16
    assert int(numbers[-1].rsplit("-", 1)[1]) - int(numbers[0].rsplit("-", 1)[1]) == 15


def test_two_add_to_the_same_tree(cast: Cast) -> None:
    edition = make_edition(code="a-draft", state=EditionState.DRAFT)

    def add(code: str) -> object:
        facts = RequirementFacts(code=code, name=code, source="文件", confidence="unverified")
        place = {"edition": edition, "parent": None, "after": None, "expected_version": 1}
        return add_requirement(**place, facts=facts, by=cast.office.actor, at=clock.now())  # type: ignore[arg-type]

    outcomes = at_once(lambda: add("A"), lambda: add("B"))
    assert sorted(type(one).__name__ for one in outcomes) == ["ChangedMeanwhile", "Requirement"]
    assert list(edition.requirements.values_list("path", flat=True)) == ["0001."]
