"""Findings brought to a state through the actions, and the ladder of people that every verb's page is tried with."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lianchuang.common import clock
from lianchuang.findings import actions
from lianchuang.findings.models import Finding
from lianchuang.findings.rules import State
from lianchuang.sites.models import Site
from tests.cast import Cast, Member, make_finding, make_photo, make_site, photo_bytes

ClientOf = Callable[..., Client]


def moment(hours: int = 0) -> datetime:
    """A moment of two days ago, so many hours later: what happened before the page is looked at."""
    return clock.now() - timedelta(days=2) + timedelta(hours=hours)


def soon() -> date:
    """A day that is still to come."""
    return clock.today() + timedelta(days=20)


def reported(cast: Cast) -> Finding:
    """Somewhere without a site: no rule names a post, the office must dispatch it."""
    found = make_finding(category=cast.service, by=cast.inspector.actor, at=moment(), place_unit=cast.community)
    assert found.state_enum is State.REPORTED
    return found


def dispatched(cast: Cast, **facts: Any) -> Finding:
    """At the lane: the rules sent it to the street's sanitation post."""
    wanted = {"site": cast.lane, "item": cast.rubbish_item, "by": cast.inspector.actor, "at": moment(), **facts}
    found = make_finding(**wanted)
    assert found.responsible_post == cast.post_holder.post
    return found


def rectifying(cast: Cast, **facts: Any) -> Finding:
    """Accepted and begun by the post-holder."""
    found = dispatched(cast, **facts)
    actions.accept_finding(finding=found, by=cast.post_holder.actor, at=moment(1))
    return actions.start_rectification(finding=found, by=cast.post_holder.actor, at=moment(1))


def submitted(cast: Cast, **facts: Any) -> Finding:
    """Handed in as put right."""
    photos = [make_photo(by=cast.post_holder.actor)]
    found, by = dispatched(cast, **facts), cast.post_holder.actor
    return actions.submit_rectification(finding=found, by=by, note="已清理", photos=photos, at=moment(2))


def verified(cast: Cast, **facts: Any) -> Finding:
    """Looked at and passed; a veto hangs on it, so that it waits for the office's hand."""
    found = submitted(cast, **facts)
    Finding.objects.filter(pk=found.pk).update(has_veto=True)
    found.has_veto = True
    return actions.verify_rectification(finding=found, by=cast.verifier.actor, passed=True, at=moment(3))


def closed(cast: Cast, **facts: Any) -> Finding:
    """Looked at, passed, and closed by rule."""
    return actions.verify_rectification(
        finding=submitted(cast, **facts), by=cast.verifier.actor, passed=True, at=moment(3)
    )


def returned(cast: Cast, **facts: Any) -> Finding:
    """Sent back as not ours."""
    found = dispatched(cast, **facts)
    return actions.return_finding(finding=found, by=cast.post_holder.actor, note="不属本街道", at=moment(2))


def deferral_asked(cast: Cast, **facts: Any) -> Finding:
    """Cannot be fixed yet, says the unit."""
    found, by = dispatched(cast, **facts), cast.post_holder.actor
    return actions.ask_deferral(finding=found, by=by, note="要等管网", plan="明年一季度", until=soon(), at=moment(2))


def deferred(cast: Cast, **facts: Any) -> Finding:
    """Put off with the office's leave."""
    return actions.grant_deferral(finding=deferral_asked(cast, **facts), by=cast.office.actor, at=moment(3))


def elsewhere(cast: Cast) -> Site:
    """Another lane of the same street, so that nothing there was seen before."""
    return make_site(site_type=cast.lane_type, unit=cast.community)


def upload(name: str = "now.jpg") -> SimpleUploadedFile:
    """A photo as a browser sends it."""
    return SimpleUploadedFile(name, photo_bytes(), "image/jpeg")


def page_of(name: str, finding: Finding) -> str:
    """The address of a verb's page."""
    return reverse(f"findings:{name}", args=[finding.pk])


def climb(
    client_of: ClientOf,
    cast: Cast,
    name: str,
    finding: Finding,
    *,
    allowed: Member,
    forbidden: Mapping[str, int],
    data: Callable[[], dict[str, Any]] = dict,
) -> Finding:
    """The whole ladder: who may not gets 403 (an insider) or 404 (a stranger) and changes nothing; then it works.

    `forbidden` maps a part of the cast to the status; everybody is tried reading and writing.
    """
    address = page_of(name, finding)
    everyone = {"stranger": 404, "foreign_office": 404, "leader": 403, "auditor": 403, "administrator": 403}
    for part, status in {**everyone, **forbidden}.items():
        browser = client_of(cast.members[part].person)
        assert browser.get(address).status_code == status, f"{part} reads the page of {name}"
        answer = browser.post(address, {"version": finding.version, **data()})
        assert answer.status_code == status, f"{part} does {name}"
    assert Client().get(address).status_code == 302, "whoever is not signed in is sent to the door"
    browser = client_of(allowed.person)
    missing = reverse(f"findings:{name}", args=[uuid4()])
    assert browser.post(missing, {"version": 1, **data()}).status_code == 404
    assert browser.put(address).status_code == 405
    assert browser.delete(address).status_code == 405
    assert browser.get(address).status_code == 200
    assert Finding.objects.get(pk=finding.pk).version == finding.version, "nobody changed it so far"
    answer = browser.post(address, {"version": finding.version, **data()})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Finding.objects.get(pk=finding.pk)
