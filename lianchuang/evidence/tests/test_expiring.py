"""What expires before an assessment day, and telling it once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.evidence import actions
from lianchuang.evidence.actions import GivenFile, Validity
from lianchuang.evidence.book.contents import contents_of
from lianchuang.evidence.files.shelf import shelve
from lianchuang.evidence.models import Evidence, EvidenceRequest
from lianchuang.evidence.queries import expiring
from lianchuang.evidence.rules import is_time_to_warn
from lianchuang.evidence.tests.samples import a_pdf
from lianchuang.standards.actions import link_measure
from lianchuang.standards.models import Measure, Sharing
from tests.cast import Cast, make_requirement

TODAY = date(2026, 9, 1)
AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def plan(cast: Cast) -> Measure:
    """A document on which a requirement of one campaign rests, assessed on 2026-12-01."""
    plan = Measure.objects.create(code="M15", name="检测报告", sharing=Sharing.DOCUMENT, source="示例")
    requirement = make_requirement(edition=cast.wenming.edition, code="D1")
    words = {"relation": "equal", "reuse": "document", "reason": "x", "by": cast.office.actor, "at": AT}
    link_measure(measure=plan, requirement=requirement, **words)
    cast.wenming.target_date = date(2026, 12, 1)
    cast.wenming.save()
    return plan


def accepted(cast: Cast, plan: Measure, expires_on: date, period_to: date = TODAY) -> Evidence:
    office, at = cast.office.actor, AT
    request = actions.ask_for_document(
        measure=plan, place=cast.county, unit=cast.street, what="检测报告", period_from=date(2026, 1, 1),
        period_to=period_to, due_on=TODAY, by=office, at=at,
    )  # fmt: skip
    unit, validity = cast.coordinator.actor, Validity(date(2026, 1, 1), expires_on)
    file = GivenFile(shelve(a_pdf(f"{expires_on}")), "报告.pdf")
    actions.supply_document(request=request, files=[file], validity=validity, expected_version=1, by=unit, at=at)
    actions.accept_document(request=request, expected_version=2, by=office, at=at)
    return request.pieces.get()


def test_what_is_valid_on_the_day_does_not_expire_before_it(cast: Cast, plan: Measure) -> None:
    piece = accepted(cast, plan, date(2026, 11, 30))
    [line] = expiring(EvidenceRequest.objects.all(), TODAY)
    assert (line.pieces, line.campaigns, line.days_left, line.has_expired) == ((piece,), (cast.wenming,), 90, False)
    assert expiring(EvidenceRequest.objects.all(), date(2026, 12, 2)) == []  # the day is over
    Evidence.objects.filter(pk=piece.pk).update(expires_on=date(2026, 12, 1))
    assert expiring(EvidenceRequest.objects.all(), TODAY) == []


def test_a_renewed_document_no_longer_counts(cast: Cast, plan: Measure) -> None:
    accepted(cast, plan, date(2026, 10, 1), period_to=date(2026, 8, 31))
    renewed = accepted(cast, plan, date(2026, 11, 1))
    assert [line.pieces for line in expiring(EvidenceRequest.objects.all(), TODAY)] == [(renewed,)]


def test_of_two_for_the_same_time_the_one_asked_for_last_counts_everywhere(cast: Cast, plan: Measure) -> None:
    accepted(cast, plan, date(2026, 10, 1))
    renewed = accepted(cast, plan, date(2026, 11, 1))
    assert [line.pieces for line in expiring(EvidenceRequest.objects.all(), TODAY)] == [(renewed,)]
    [gaps] = [sheet.gaps for sheet in contents_of(cast.wenming, TODAY).sheets if sheet.code == "D1"]
    said = "\n".join(gaps)
    assert "2026-11-01" in said
    assert "2026-10-01" not in said


def test_it_is_told_once_in_time(cast: Cast, plan: Measure) -> None:
    piece = accepted(cast, plan, date(2026, 11, 15))
    assert actions.warn_of_expiry(by=SYSTEM, at=AT) == []  # 75 days away
    assert actions.warn_of_expiry(by=SYSTEM, at=AT + timedelta(days=15)) == [piece]
    assert actions.warn_of_expiry(by=SYSTEM, at=AT + timedelta(days=16)) == []
    entry = Entry.objects.get(code="evidence.expires")
    assert (entry.data["expires"], entry.data["unit_id"]) == ("2026-11-15", cast.street.pk)


@pytest.mark.parametrize(
    ("expires", "assessed", "is_told"),
    [(60, 90, True), (61, 90, False), (-5, 3, True), (10, 10, False), (5, -1, False)],
)
def test_when_it_is_time(expires: int, assessed: int, is_told: bool) -> None:
    days = {"expires_on": TODAY + timedelta(days=expires), "assessments": [TODAY + timedelta(days=assessed)]}
    assert is_time_to_warn(**days, today=TODAY) is is_told
