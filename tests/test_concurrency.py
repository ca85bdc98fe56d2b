"""Two people at once, in real transactions: one wins, the other is told, no number is given twice."""

import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import connections

from lianchuang.audit.models import Entry
from lianchuang.campaigns.models import Topic
from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile
from lianchuang.findings.actions import accept_finding, accept_topic, reassign_finding, void_finding
from lianchuang.findings.models import FailingPlace, Finding, Step
from lianchuang.findings.tests.test_recurring import failing
from lianchuang.inspections.actions import GivenAnswer, close_site, start_round
from lianchuang.inspections.models import Closed, RoundSite, Visit
from lianchuang.inspections.tests.test_double_visits import by_two
from lianchuang.inspections.tests.test_record_visit import another_inspector, record
from lianchuang.inspections.tests.test_rounds import draw, plan
from lianchuang.standards.actions import RequirementFacts, add_requirement
from lianchuang.standards.models import EditionState
from tests.cast import Cast, make_edition, make_finding, make_site

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


def test_two_looks_sent_at_once_hold_nothing_back(cast: Cast) -> None:
    """Each must know of the other: whichever comes second opens what the first had held."""
    second = another_inspector(cast)
    planned = by_two(cast, second)
    answers = GivenAnswer(cast.rubbish_item, count=1)
    actors = [cast.inspector.actor, second.actor]  # read before the threads begin
    assert actors
    outcomes = at_once(lambda: record(cast, planned, answers), lambda: record(cast, planned, answers, by=second))
    assert all(isinstance(outcome, Visit) for outcome in outcomes), outcomes
    assert not Visit.objects.filter(findings_held=True).exists()
    assert Finding.objects.get().seen_count == 2


def test_two_closed_sites_get_two_others(cast: Cast) -> None:
    for _number in range(14):
        make_site(site_type=cast.lane_type, unit=cast.community)
    planned = plan(cast, starts_on=clock.today(), ends_on=clock.today())
    draw(cast, planned, sites_per_type={"back-street": 10}, by_town=False)
    start_round(round=planned, by=cast.office.actor, at=clock.now())
    stops = planned.round_sites.select_related("round__joint__place", "site__unit", "site__site_type", "team")
    by, now = cast.inspector.actor, clock.now()

    def close(stop: RoundSite) -> RoundSite | None:
        return close_site(stop=stop, reason=Closed.SHUT, by=by, at=now)

    one, other = stops[:2]
    outcomes = at_once(lambda: close(one), lambda: close(other))
    assert all(isinstance(outcome, RoundSite) for outcome in outcomes), outcomes
    assert len({outcome.site_id for outcome in outcomes}) == 2


def test_a_double_click_makes_one_topic(cast: Cast) -> None:
    failing(cast, 3, clock.now())
    office, now = cast.office.actor, clock.now()

    def accept() -> Topic:
        return accept_topic(site=cast.lane, item=cast.rubbish_item, by=office, at=now)

    outcomes = at_once(accept, accept)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotPossibleNow", "Topic"], outcomes
    assert (Topic.objects.count(), FailingPlace.objects.count()) == (1, 1)


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
