"""What becomes due is said once: soon, overdue, to review, a part that is late. Nothing about what is sealed."""

from datetime import timedelta

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import NotAllowed
from lianchuang.findings.actions import extend_finding, note_due_findings
from lianchuang.findings.actions.noting import Noted
from lianchuang.findings.models import Finding
from lianchuang.findings.queries import due_list
from lianchuang.findings.tests.ladder import (
    deferral_asked,
    deferred,
    dispatched,
    elsewhere,
    returned,
    submitted,
    verified,
)
from lianchuang.findings.tests.test_parts import split
from tests.cast import Cast, make_finding

NOTHING = Noted(0, 0, 0, 0)


def codes() -> list[str]:
    named = ("finding.due_soon", "finding.overdue", "finding.review_due", "finding.part_overdue")
    return list(Entry.objects.filter(code__in=named).order_by("id").values_list("code", flat=True))


def test_each_is_said_once_and_again_when_its_date_moved(cast: Cast) -> None:
    finding = dispatched(cast, at=clock.now())
    assert finding.step_due_at is not None
    assert note_due_findings(by=SYSTEM, at=finding.step_due_at - timedelta(days=9)) == NOTHING
    assert note_due_findings(by=SYSTEM, at=finding.step_due_at - timedelta(minutes=5)).soon == 1
    assert note_due_findings(by=SYSTEM, at=finding.step_due_at - timedelta(minutes=4)) == NOTHING
    late = finding.step_due_at + timedelta(minutes=5)
    assert note_due_findings(by=SYSTEM, at=late).overdue == 1
    assert note_due_findings(by=SYSTEM, at=late) == NOTHING
    finding.refresh_from_db()
    extend_finding(finding=finding, by=cast.office.actor, days=1, note="雨天", at=late)
    assert note_due_findings(by=SYSTEM, at=late).soon == 1
    assert codes() == ["finding.due_soon", "finding.overdue", "finding.due_soon"]
    entry = Entry.objects.filter(code="finding.overdue").get()
    assert entry.data["post_id"] == cast.post_holder.post.pk


def test_what_others_are_late_with_is_not_said_of_the_unit(cast: Cast) -> None:
    """With the verifier, with the office: its post has done its part."""
    steps = (submitted, verified, returned, deferral_asked)
    for bring in steps:
        bring(cast, site=elsewhere(cast))
    later = clock.now() + timedelta(days=60)
    assert {one.kind for one in due_list(SYSTEM, later, timedelta(days=1)).items} == {"overdue"}
    assert note_due_findings(by=SYSTEM, at=later) == NOTHING
    assert codes() == []


def test_reviews_and_parts_and_nothing_sealed(cast: Cast) -> None:
    part = split(cast)
    deferred(cast, site=elsewhere(cast))
    sealed = make_finding(site=elsewhere(cast), item=cast.rubbish_item, by=cast.inspector.actor, sealed=True)
    Finding.objects.filter(pk=sealed.pk).update(step_due_at=clock.now())
    later = clock.now() + timedelta(days=25)
    noted = note_due_findings(by=cast.office.actor, at=later)
    assert (noted.overdue, noted.reviews, noted.parts) == (1, 1, 1)
    assert note_due_findings(by=SYSTEM, at=later) == NOTHING
    due = due_list(SYSTEM, later, timedelta(days=1))
    assert {kind: len(due.of(kind)) for kind in ("overdue", "review", "part")} == {"overdue": 1, "review": 1, "part": 1}
    assert [one.what for one in due.of("part")] == ["清理摊位"]
    of_bureau = due_list(SYSTEM, later, timedelta(days=1), cast.market_bureau)
    assert [(one.kind, one.finding) for one in of_bureau.items] == [("part", part.finding)]
    with pytest.raises(NotAllowed):
        note_due_findings(by=cast.leader.actor, at=later)
