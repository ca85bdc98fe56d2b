"""What a phone is given: its own stops, checklists, last findings, what to verify; nothing of others."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianchuang.common import clock
from lianchuang.field.queries.package import package_of
from lianchuang.field.tests.sending import JSON, client_for, running_round, send, visit
from lianchuang.findings.rules import State
from lianchuang.inspections.actions import open_assignment
from lianchuang.inspections.models import Round, RoundKind, RoundState
from tests.cast import Cast, Member, make_finding, make_photo, make_round, make_site
from tests.pages import read_out


def package(member: Member) -> dict:  # type: ignore[type-arg]
    answer = client_for(member).get(reverse("field:package"), headers=JSON)
    assert answer.status_code == 200
    return dict(answer.json())


def test_stops_with_their_checklists(cast: Cast) -> None:
    found = running_round(cast)
    given = package(cast.inspector)
    assert [stop["site"] for stop in given["stops"]] == [str(cast.lane.pk), str(cast.market.pk)]
    assert given["rounds"] == [
        {"id": str(found.pk), "name": found.name, "kind": found.get_kind_display(), "sealed": False}
    ]
    lane = given["sites"][str(cast.lane.pk)]
    zones = given["checklists"][lane["type"]]["zones"]
    items = {item["id"]: item for zone in zones for item in zone["items"]}
    rubbish = items[cast.rubbish_item.pk]
    assert [choice["grade"] for choice in rubbish["choices"]] == ["A", "B", "C", "C#"]
    assert all(choice["made"] for choice in rubbish["choices"])
    assert {seal["c"] for seal in rubbish["seals"]} <= {"文", "卫", "园", "双"}


def test_a_visit_counts_in_the_version_of_its_stop(cast: Cast) -> None:
    found = running_round(cast)
    send(cast.inspector, visit(cast, found))
    stops = {stop["site"]: stop["base_version"] for stop in package(cast.inspector)["stops"]}
    assert stops == {str(cast.lane.pk): 1, str(cast.market.pk): 0}


def test_it_asks_no_more_when_there_is_more(cast: Cast) -> None:
    """Twelve sites of the inspector, with findings and what to verify, ask as much as two."""

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            package_of(cast.inspector.actor, clock.now())
        return len(asked)

    def more(number: int) -> None:
        sites = [make_site(site_type=cast.lane_type, unit=cast.community) for _ in range(number)]
        make_round(joint=cast.joint, planned_by=cast.office.post, inspector=cast.inspector.post, sites=sites)
        for site in sites:
            make_finding(site=site, item=cast.ads_item, by=cast.inspector.actor, photos=[make_photo()])
            facts = {"state": State.SUBMITTED, "responsible_post": cast.post_holder.post}
            make_finding(site=site, item=cast.rubbish_item, **facts)

    more(2)
    before = questions()
    more(10)
    assert questions() == before


def test_the_last_finding_with_its_photo(cast: Cast) -> None:
    running_round(cast)
    make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor, photos=[make_photo()])
    lane = package(cast.inspector)["sites"][str(cast.lane.pk)]
    assert (lane["open"], lane["last"]["count"], lane["last"]["times"]) == (1, 1, 1)
    answer = client_for(cast.inspector).get(lane["last"]["photo"])
    read_out(answer)
    assert answer.status_code == 200


def test_what_to_verify_is_what_one_may_verify(cast: Cast) -> None:
    finding = make_finding(
        site=cast.lane, item=cast.rubbish_item, state=State.SUBMITTED, responsible_post=cast.post_holder.post
    )
    for name, sees in (
        ("verifier", True),
        ("inspector", True),
        ("same_unit_verifier", False),
        ("foreign_office", False),
    ):
        ids = [each["id"] for each in package(cast.members[name])["verify"]]
        assert ids == ([str(finding.pk)] if sees else []), name


def test_the_version_says_whether_it_changed(cast: Cast) -> None:
    running_round(cast)
    client = client_for(cast.inspector)
    first = client.get(reverse("field:package"), headers=JSON)
    tag = first.headers["ETag"]
    assert client.get(reverse("field:package"), headers={**JSON, "if-none-match": tag}).status_code == 304
    make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor)
    assert client.get(reverse("field:package"), headers={**JSON, "if-none-match": tag}).status_code == 200


def test_undercover_work_opens_on_its_day_and_to_its_inspector_alone(cast: Cast) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    make_round(
        joint=cast.joint,
        planned_by=cast.office.post,
        inspector=cast.inspector.post,
        sites=[cast.market],
        kind=RoundKind.UNDERCOVER,
        day=tomorrow,
        name="暗访甲",
        is_opened=False,
    )
    given = package(cast.inspector)
    assert (given["stops"], given["sites"], given["rounds"]) == ([], {}, [])
    assert given["sealed"] == [{"day": tomorrow.isoformat(), "may_open": False, "address": ""}]
    assert cast.market.name not in json.dumps(given, ensure_ascii=False)
    with clock.fixed(clock.now() + timedelta(days=1)):
        given = package_of(cast.inspector.actor, clock.now())
        assert (given["stops"], given["sealed"][0]["may_open"]) == ([], True)
        open_assignment(round=Round.objects.get(), day=tomorrow, by=cast.inspector.actor, at=clock.now())
        given = package_of(cast.inspector.actor, clock.now())
        assert [stop["site"] for stop in given["stops"]] == [str(cast.market.pk)]
        for name in ("verifier", "same_unit_verifier", "office"):
            assert "暗访甲" not in json.dumps(package_of(cast.members[name].actor, clock.now()), ensure_ascii=False)


def test_rounds_that_do_not_run_are_not_given(cast: Cast) -> None:
    running_round(cast, state=RoundState.PLANNED)
    running_round(cast, state=RoundState.FINISHED)
    assert package(cast.inspector)["stops"] == []


@pytest.mark.parametrize("name", ["coordinator", "post_holder", "leader", "auditor", "stranger"])
def test_others_have_no_package(cast: Cast, name: str) -> None:
    for address in ("package", "session", "app"):
        assert client_for(cast.members[name]).get(reverse(f"field:{address}"), headers=JSON).status_code == 403


def test_nobody_signed_in_is_401_for_the_device_and_the_door_for_a_reader(cast: Cast) -> None:
    for address in ("package", "session"):
        assert Client().get(reverse(f"field:{address}"), headers=JSON).status_code == 401
        assert Client().get(reverse(f"field:{address}")).status_code == 302


def test_the_session_gives_a_token_that_is_taken(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.inspector.person)
    told = client.get(reverse("field:session"), headers=JSON).json()
    assert told["person"]["id"] == str(cast.inspector.person.pk)
    sent = json.dumps(visit(cast, running_round(cast)))
    address, kind = reverse("field:submit"), "application/json"
    assert client.post(address, sent, content_type=kind, headers=JSON).status_code == 403
    answer = client.post(address, sent, content_type=kind, headers={**JSON, "x-csrftoken": told["token"]})
    assert answer.json()["result"] == "applied"
