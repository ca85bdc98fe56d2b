"""The burden meter: its figures against rows counted by hand."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from lianchuang.common import clock
from lianchuang.desk import rules
from lianchuang.desk.queries.burden import burden_of
from lianchuang.evidence.models import EvidenceRequest
from lianchuang.evidence.tests.test_request_cap import another, cap
from lianchuang.inspections.models import RoundKind, RoundState, Visit
from lianchuang.sites.models import ChecklistItem, ItemRequirement
from lianchuang.standards.models import MeasureLink, Relation
from tests.cast import Cast, make_round

SignIn = Callable[..., Client]


@pytest.fixture
def asked(cast: Cast) -> list[EvidenceRequest]:
    """Three documents of the street, two this week, one of them sent back; one of another street; an old one."""
    now = clock.now()
    made = [another(cast, at=now), another(cast, at=now), another(cast, at=now - timedelta(weeks=3))]
    made += [another(cast, unit=cast.other_street, at=now), another(cast, at=now - timedelta(weeks=9))]
    EvidenceRequest.objects.filter(pk=made[0].pk).update(reason="没盖章")
    requirements = [campaign.edition.requirements.get(code="1") for campaign in cast.campaigns[:3]]
    for requirement in requirements:
        MeasureLink.objects.create(measure=made[0].measure, requirement=requirement, relation=Relation.EQUAL)
    return made


def visit(cast: Cast, **round_facts: object) -> None:
    planned = make_round(joint=cast.joint, planned_by=cast.office.post, **round_facts)
    now, inspector = clock.now(), cast.inspector
    facts = {"by": inspector.person, "by_post": inspector.post, "by_unit": inspector.unit, "received_at": now}
    Visit.objects.create(
        round=planned, site=cast.lane, started_at=now, finished_at=now, item_count=30, fault_count=0, **facts
    )


def test_requests_by_unit_and_week(cast: Cast, asked: list[EvidenceRequest]) -> None:
    cap(cast, 1)
    meter = burden_of(cast.coordinator.actor, cast.joint, clock.now())
    lines = {line.label: line for league in meter.leagues for line in league.lines}
    assert lines["桂亭街道"].weeks == [0, 0, 0, 0, 1, 0, 0, 2]
    assert lines["桂亭街道"].over_cap
    assert lines["莲池街道"].total == 1
    assert (meter.asked, meter.asked_this_week, meter.units_this_week, meter.a_unit) == (4, 3, 2, 1.5)
    assert (meter.cap, meter.sent_back) == (1, 1)


def test_repeats_minutes_and_forms(cast: Cast, asked: list[EvidenceRequest]) -> None:
    visit(cast)
    visit(cast, kind=RoundKind.UNDERCOVER, state=RoundState.RUNNING)
    meter = burden_of(cast.leader.actor, cast.joint, clock.now())
    assert meter.repeats_documents == 2, "one document for three requirements"
    assert meter.visits == 1, "unreleased undercover work counts nowhere"
    assert meter.items == 30
    assert meter.minutes_requests == 4 * 30 + 15
    assert meter.minutes_visits == 10
    assert meter.forms.apart >= meter.forms.jointly > 0
    on_list = ChecklistItem.objects.filter(site_type=cast.lane_type).values("item")
    editions = ItemRequirement.objects.filter(item__in=on_list).values("requirement__edition").distinct().count()
    assert meter.repeats_visits == editions - 1 > 0


def test_everybody_who_works_here_reads_it_and_no_other(
    cast: Cast, client_of: SignIn, asked: list[EvidenceRequest]
) -> None:
    page = client_of(cast.post_holder.person).get("/burden/").content.decode()
    assert "桂亭街道" in page
    assert f"每次算 {rules.MINUTES_A_REQUEST} 分钟" in page, "the rule is said"
    foreign = client_of(cast.stranger.person).get("/burden/")
    assert foreign.status_code == 200
    assert "桂亭街道" not in foreign.content.decode()
