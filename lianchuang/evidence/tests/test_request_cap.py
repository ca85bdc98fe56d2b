"""The cap on requests: set by the office, kept by the program, passed only with a written reason."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from lianchuang.audit.models import Entry
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.evidence.actions import set_request_cap
from lianchuang.evidence.models import EvidenceRequest, RequestCap
from lianchuang.evidence.rules import cap_faults
from lianchuang.evidence.tests.test_requests import AT, ask
from lianchuang.standards.models import Measure, Sharing
from tests.cast import Cast, serial

SignIn = Callable[..., Client]


def another(cast: Cast, **changes: object) -> EvidenceRequest:
    """A request for a document of its own."""
    measure = Measure.objects.create(
        code=f"C{serial()}", name="材料", sharing=Sharing.DOCUMENT, unit="份", source="示例"
    )
    return ask(cast, measure, **changes)


def cap(cast: Cast, per_week: int | None = 2) -> RequestCap | None:
    return set_request_cap(place=cast.county, per_week=per_week, by=cast.office.actor, at=AT)


@pytest.mark.parametrize(
    ("asked", "reason", "refused"), [(1, "", False), (2, "", True), (2, " ", True), (9, "急", False)]
)
def test_the_rule(asked: int, reason: str, refused: bool) -> None:
    assert bool(cap_faults(unit="桂亭街道", asked=asked, cap=2, urgent_reason=reason)) is refused


def test_without_a_cap_nothing_is_refused(cast: Cast) -> None:
    for _number in range(4):
        another(cast)
    assert EvidenceRequest.objects.count() == 4


def test_one_more_than_the_cap_is_refused_with_the_reason(cast: Cast) -> None:
    cap(cast)
    another(cast)
    another(cast)
    with pytest.raises(NotPossibleNow) as refusal:
        another(cast)
    assert refusal.value.code == "cap_reached"
    assert EvidenceRequest.objects.count() == 2
    another(cast, unit=cast.other_street)  # each unit for itself


def test_the_week_begins_on_monday(cast: Cast) -> None:
    cap(cast, 1)  # AT is a Tuesday
    another(cast, at=AT - timedelta(days=2))
    another(cast)
    with pytest.raises(NotPossibleNow):
        another(cast, at=AT + timedelta(days=5))
    another(cast, at=AT + timedelta(days=6))


def test_an_urgent_one_passes_with_its_reason_in_history(cast: Cast) -> None:
    cap(cast, 1)
    first = another(cast, urgent_reason="不急也写了")
    urgent = another(cast, urgent_reason="省检查组明天到")
    assert (first.urgent_reason, urgent.urgent_reason) == ("", "省检查组明天到")
    [entry] = Entry.objects.filter(code="evidence.asked_beyond_cap")
    assert entry.data["reason"] == "省检查组明天到"
    assert entry.object_id == str(urgent.pk)


def test_the_nearest_place_counts(cast: Cast) -> None:
    cap(cast, 5)
    set_request_cap(place=cast.street, per_week=1, by=cast.office.actor, at=AT)
    another(cast)
    with pytest.raises(NotPossibleNow):
        another(cast)
    another(cast, unit=cast.other_street)
    another(cast, unit=cast.other_street)


def test_who_sets_it(cast: Cast) -> None:
    for member in (cast.leader, cast.coordinator, cast.administrator, cast.foreign_office):
        with pytest.raises(NotAllowed):
            set_request_cap(place=cast.county, per_week=2, by=member.actor, at=AT)
    for wrong in (0, 51):
        with pytest.raises(Invalid):
            cap(cast, wrong)
    cap(cast)
    cap(cast)
    assert Entry.objects.filter(code="evidence.cap_set").count() == 1
    cap(cast, None)
    cap(cast, None)
    assert Entry.objects.filter(code="evidence.cap_lifted").count() == 1
    assert not RequestCap.objects.exists()


def test_the_page_says_why_not_and_keeps_what_was_typed(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.office.person)
    assert client.post("/evidence/requests/cap/", {"per_week": "1"}).status_code == 302
    measure = Measure.objects.create(code="C1", name="材料", sharing=Sharing.DOCUMENT, unit="份", source="示例")
    today = date(2026, 9, 1).isoformat()
    form = {"measure": measure.pk, "what": "花名册", "unit": cast.street.pk, "place": cast.county.pk}
    form |= {"period_from": today, "period_to": today, "due_on": today}
    assert client.post("/evidence/requests/ask/", form).status_code == 302
    other = Measure.objects.create(code="C2", name="材料二", sharing=Sharing.DOCUMENT, unit="份", source="示例")
    answer = client.post("/evidence/requests/ask/", {**form, "measure": other.pk})
    assert answer.status_code == 422
    assert "上限是 1 次" in answer.content.decode()
    assert "花名册" in answer.content.decode()
    assert (
        client.post("/evidence/requests/ask/", {**form, "measure": other.pk, "urgent_reason": "急"}).status_code == 302
    )
