"""One verb for several findings: each is asked for itself, each refusal told."""

import pytest
from django.urls import reverse

from lianchuang.findings.models import Finding
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, dispatched, rectifying, reported, verified
from tests.cast import Cast, make_site


def bulk(name: str) -> str:
    return reverse("findings:bulk", args=[name])


def test_what_can_be_closed_is_closed_and_the_rest_is_told(cast: Cast, client_of: ClientOf) -> None:
    ready = verified(cast)
    site = make_site(site_type=cast.lane_type, unit=cast.community)
    not_ready = dispatched(cast, site=site)
    answer = client_of(cast.office.person).post(bulk("close"), {"rows": [ready.pk, not_ready.pk]}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert Finding.objects.get(pk=ready.pk).state_enum is State.CLOSED
    assert Finding.objects.get(pk=not_ready.pk).state_enum is State.DISPATCHED
    assert len(told) == 2
    assert not_ready.short_number in told[1]


def test_a_post_is_asked_for_first(cast: Cast, client_of: ClientOf) -> None:
    findings = [reported(cast), reported(cast)]
    browser = client_of(cast.office.person)
    rows = {"rows": [finding.pk for finding in findings]}
    asked = browser.post(bulk("dispatch"), rows)
    assert asked.status_code == 200
    assert all(str(finding.pk) in asked.content.decode() for finding in findings)
    assert browser.post(bulk("dispatch"), {**rows, "sure": "1"}).status_code == 422
    data = {**rows, "sure": "1", "post": cast.market_post.pk, "note": "按类别交办"}
    assert browser.post(bulk("dispatch"), data).status_code == 302
    assert {finding.responsible_post for finding in Finding.objects.all()} == {cast.market_post}


def test_a_coordinator_accepts_what_came_in(cast: Cast, client_of: ClientOf) -> None:
    finding = dispatched(cast)
    client_of(cast.coordinator.person).post(bulk("accept"), {"rows": [finding.pk]})
    assert Finding.objects.get().state_enum is State.ACCEPTED


def test_what_one_does_not_see_is_left_alone(cast: Cast, client_of: ClientOf) -> None:
    finding = rectifying(cast)
    data = {"rows": [finding.pk, "nonsense"], "sure": "1", "post": cast.market_post.pk, "note": "x"}
    assert client_of(cast.foreign_office.person).post(bulk("reassign"), data).status_code == 302
    assert Finding.objects.get().version == finding.version


@pytest.mark.parametrize("part", ["leader", "auditor", "verifier", "coordinator"])
def test_closing_is_for_the_office(cast: Cast, client_of: ClientOf, part: str) -> None:
    finding = verified(cast)
    assert client_of(cast.members[part].person).post(bulk("close"), {"rows": [finding.pk]}).status_code == 403
    assert Finding.objects.get().is_open


def test_the_address(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.office.person)
    assert browser.get(bulk("close")).status_code == 405
    assert browser.post(bulk("void"), {"rows": []}).status_code == 404
    assert browser.post(bulk("close"), {"rows": []}).status_code == 302
