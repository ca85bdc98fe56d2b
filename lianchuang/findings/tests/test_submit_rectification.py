"""报整改: what was done, with a photo; the clock stops."""

from datetime import timedelta

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid
from lianchuang.findings.actions import submit_rectification, verify_rectification
from lianchuang.findings.models import Finding, FindingPhoto, PhotoRole
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, dispatched, moment, rectifying, submitted, upload
from tests.cast import Cast, make_photo


def test_the_clock_stops_and_somebody_else_has_two_days(cast: Cast) -> None:
    finding, now = rectifying(cast), clock.now()
    submit_rectification(finding=finding, by=cast.post_holder.actor, note="清了", photos=[make_photo()], at=now)
    assert finding.state_enum is State.SUBMITTED
    assert finding.running_since is None
    assert finding.used_minutes >= 0
    assert finding.step_due_at is not None
    assert finding.step_due_at > now


def test_it_needs_words_and_a_photo(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        submit_rectification(finding=rectifying(cast), by=cast.post_holder.actor, note=" ", photos=[], at=clock.now())
    assert set(refusal.value.fields) == {"note", "photos"}


def test_the_same_photo_again_shows_nothing_new(cast: Cast) -> None:
    finding, by = submitted(cast), cast.post_holder.actor
    verify_rectification(finding=finding, by=cast.verifier.actor, passed=False, note="还有", at=moment(3))
    old = FindingPhoto.objects.get(finding=finding, role=PhotoRole.AFTER).file
    with pytest.raises(Invalid) as refusal:
        submit_rectification(finding=finding, by=by, note="好了", photos=[old], at=clock.now())
    assert "photos" in refusal.value.fields
    submit_rectification(finding=finding, by=by, note="好了", photos=[old, make_photo()], at=clock.now())


def test_late_is_remembered(cast: Cast) -> None:
    finding = dispatched(cast, at=clock.now() - timedelta(days=40))
    submit_rectification(finding=finding, by=cast.post_holder.actor, note="清了", photos=[make_photo()], at=clock.now())
    assert finding.was_late


def test_what_was_typed_and_photographed_stays_when_it_changed_meanwhile(cast: Cast, client_of: ClientOf) -> None:
    finding, browser = rectifying(cast), client_of(cast.post_holder.person)
    address = f"/findings/{finding.pk}/submit/"
    answer = browser.post(address, {"version": finding.version - 1, "note": "已清理完毕", "photos": upload()})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "已清理完毕" in page
    form = answer.context["form"]
    assert form["version"].value() == str(finding.version), "the next try is against what is now on the screen"
    again = {"version": form["version"].value(), "note": form["note"].value(), "kept": form["kept"].value()}
    assert browser.post(address, again).status_code == 302
    assert Finding.objects.get(pk=finding.pk).state_enum is State.SUBMITTED
    assert FindingPhoto.objects.filter(finding=finding, role=PhotoRole.AFTER).count() == 1


def test_photos_kept_for_one_person_are_of_no_use_to_another(cast: Cast, client_of: ClientOf) -> None:
    finding = rectifying(cast)
    address = f"/findings/{finding.pk}/submit/"
    first = client_of(cast.post_holder.person).post(address, {"version": 1, "note": "", "photos": upload()})
    assert first.status_code == 422
    refused = client_of(cast.coordinator.person).post(
        address, {"version": finding.version, "note": "清了", "kept": first.context["form"]["kept"].value()}
    )
    assert refused.status_code == 422


def test_what_is_no_photo_is_refused_with_the_words_kept(cast: Cast, client_of: ClientOf) -> None:
    finding, fake = rectifying(cast), upload()
    fake.seek(0)
    fake.write(b"not a picture at all, whatever its name says")
    fake.seek(0)
    data = {"version": finding.version, "note": "已清理", "photos": fake}
    answer = client_of(cast.post_holder.person).post(f"/findings/{finding.pk}/submit/", data)
    assert answer.status_code == 422
    assert "photos" in answer.context["form"].errors
    assert "已清理" in answer.content.decode()


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "submit",
        rectifying(cast),
        allowed=cast.post_holder,
        forbidden={"colleague": 404, "office": 403, "inspector": 403, "other_coordinator": 404},
        data=lambda: {"note": "清了", "photos": upload()},
    )
    assert done.state_enum is State.SUBMITTED
