"""Whom an entry tells: the row stands in the action's transaction, or neither does."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Role
from lianchuang.audit import codes
from lianchuang.audit.actions import record, record_many
from lianchuang.audit.codes import Code, Tells
from lianchuang.audit.models import Entry
from lianchuang.duties.actions import hand_over_post
from lianchuang.findings import actions as findings
from lianchuang.findings.rules import State
from lianchuang.inspections.actions import start_round
from lianchuang.inspections.models import RoundKind, RoundState
from lianchuang.inspections.tests.test_double_visits import by_two
from lianchuang.notices.models import Notice
from lianchuang.notices.tasks import telling_since
from lianchuang.notices.words import says_of
from tests.cast import Cast, appoint, grant, make_finding, make_person, make_post, make_round

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def told(code: str = "") -> set[str]:
    """The codes of the posts that are told."""
    rows = Notice.objects.filter(code=code) if code else Notice.objects.all()
    return set(rows.values_list("post__code", flat=True))


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function: let the test code tell somebody."""

    def tells(**whom: Any) -> None:
        made = Code("test.told", "%(who)s", tells=Tells("Told", page="desk:home", parts=(), about="%(title)s", **whom))
        monkeypatch.setitem(codes._codes, "test.told", made)

    return tells


def write(by: Any = SYSTEM, sealed: bool = False, **data: Any) -> None:
    sealed_with = ("round", 1) if sealed else None
    record(code="test.told", by=by, at=AT, object_kind="finding", object_id=1, data=data, sealed_with=sealed_with)


def test_a_dispatched_finding_tells_its_post(cast: Cast) -> None:
    finding = make_finding(state=State.REPORTED, site=cast.lane, title="垃圾堆", has_veto=True)
    findings.dispatch_finding(finding=finding, by=cast.office.actor, post=cast.post_holder.post, at=AT)
    notice = Notice.objects.get(code="finding.dispatch")
    assert notice.post == cast.post_holder.post
    assert notice.about == f"{finding.number} 垃圾堆"
    assert notice.link == f"/findings/{finding.pk}/"
    assert notice.due
    assert notice.is_urgent
    assert not notice.in_app_only


def test_what_is_undone_tells_nobody(cast: Cast) -> None:
    finding = make_finding(state=State.REPORTED, site=cast.lane)
    with transaction.atomic():
        findings.dispatch_finding(finding=finding, by=cast.office.actor, post=cast.post_holder.post, at=AT)
        assert told()
        transaction.set_rollback(True)
    assert not told()


def test_a_returned_one_tells_the_office_of_that_county(cast: Cast) -> None:
    post = cast.post_holder.post
    finding = make_finding(state=State.DISPATCHED, site=cast.lane, responsible_post=post)
    findings.return_finding(finding=finding, by=cast.post_holder.actor, note="不是我们的", at=AT)
    assert told("finding.return") == {"cast-office"}


def test_whoever_acts_is_not_told(cast: Cast, code: Any) -> None:
    code(posts=("to_posts",))
    posts = [cast.office.post.pk, cast.coordinator.post.pk]
    write(by=cast.office.actor, to_posts=posts, title="甲")
    assert told() == {"cast-coordinator"}


def test_another_post_of_whoever_acts_is_told_only_when_others_hold_it(cast: Cast, code: Any) -> None:
    code(posts=("to_post",))
    shared = make_post(unit=cast.street, kind=cast.sanitation, name="又一岗", code="shared")
    appoint(person=cast.coordinator.person, post=shared)
    write(by=cast.coordinator.actor, to_post=shared.pk, title="甲")
    assert not told()
    make_person(name="同岗", post=shared)
    write(by=cast.coordinator.actor, to_post=shared.pk, title="乙")
    assert told() == {"shared"}


def test_a_unit_is_told_through_its_coordinators(cast: Cast, code: Any) -> None:
    code(units=("to_unit",))
    write(to_unit=cast.street.pk, title="甲")
    assert told() == {"cast-coordinator"}
    Notice.objects.all().delete()
    post = make_post(unit=cast.market_bureau, kind=cast.sanitation, name="办事岗", code="market-post")
    grant(post=post, role=Role.POST_HOLDER)
    write(to_unit=cast.market_bureau.pk, title="乙")
    assert told() == {"market-post"}


def test_roles_are_told_over_a_place_or_within_it(cast: Cast, code: Any) -> None:
    code(roles=("coordinator", "leader"), within=True)
    write(tree=cast.county.path, title="甲")
    assert told() == {"cast-coordinator", "cast-other_coordinator", "cast-leader"}
    Notice.objects.all().delete()
    code(roles=("office",))
    write(tree=cast.street.path, title="乙")
    assert told() == {"cast-office"}


def test_sealed_work_tells_nobody_but_those_who_may_know(cast: Cast, code: Any) -> None:
    code(posts=("to_post",))
    write(sealed=True, to_post=cast.coordinator.post.pk, title="甲")
    assert not told()
    code(posts=("to_post",), even_sealed=True)
    write(sealed=True, to_post=cast.inspector.post.pk, title="乙")
    notice = Notice.objects.get()
    assert notice.in_app_only
    assert notice.mail_done
    assert notice.group_done


def test_the_inspectors_of_a_round_are_told_and_of_an_undercover_one_they_alone(cast: Cast) -> None:
    planned = make_round(
        joint=cast.joint,
        planned_by=cast.office.post,
        kind=RoundKind.UNDERCOVER,
        state=RoundState.PLANNED,
        inspector=cast.inspector.post,
        sites=[cast.lane],
    )
    start_round(round=planned, by=cast.office.actor, at=AT)
    assert told() == {"cast-inspector"}


def test_the_others_of_a_team_are_told_too(cast: Cast) -> None:
    planned = by_two(cast, cast.verifier, state=RoundState.PLANNED)
    planned.teams.get(number=1).members.add(cast.colleague.post)
    start_round(round=planned, by=cast.office.actor, at=AT)
    assert told() == {"cast-inspector", "cast-verifier", "cast-colleague"}
    assert Entry.objects.get(code="round.started").data["sites"] == 1  # by two teams, but one site


def test_a_sealed_finding_waits_for_its_release(cast: Cast) -> None:
    origin = findings.Origin("visit", words="暗访")
    finding = make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor, sealed=True, origin=origin)
    assert not told()
    findings.unseal_finding(finding=finding, by=cast.office.actor, at=AT)
    assert told() == {"cast-post_holder"}


def test_a_past_that_is_made_up_tells_nobody(cast: Cast, code: Any) -> None:
    code(posts=("to_post",))
    with telling_since(AT + timedelta(seconds=1)):
        write(to_post=cast.coordinator.post.pk, title="甲")
    assert not told()
    with telling_since(AT):
        write(to_post=cast.coordinator.post.pk, title="乙")
    assert told() == {"cast-coordinator"}


def test_many_at_once_tell_each_their_own(cast: Cast, code: Any) -> None:
    code(posts=("to_post",))
    facts = {"1": {"to_post": cast.coordinator.post.pk, "title": "甲"}, "2": {"to_post": cast.inspector.post.pk}}
    record_many(code="test.told", by=SYSTEM, at=AT, object_kind="finding", facts=facts)
    assert told() == {"cast-coordinator", "cast-inspector"}


def test_a_post_handed_over_is_told(cast: Cast) -> None:
    made = hand_over_post(
        post=cast.post_holder.post,
        taker=cast.nobody_special.person,
        from_day=date(2026, 9, 7),
        by=cast.office.actor,
        at=AT,
    )
    notice, post = Notice.objects.get(), cast.post_holder.post.written_name
    assert notice.link == f"/duties/hand-overs/{made.pk}/"
    giver, taker = cast.post_holder.person.name, cast.nobody_special.person.name
    assert (says_of(notice.code), notice.about) == ("岗位交接清单", f"{post}：{giver} → {taker}（2026-09-07）")
    assert told() == {"cast-post_holder"}


def test_deadlines_are_told_once_each(cast: Cast) -> None:
    post = cast.post_holder.post
    kept = {"site": cast.lane, "responsible_post": post, "state": State.RECTIFYING}
    near = make_finding(step_due_at=AT + timedelta(hours=2), title="快到", **kept)
    make_finding(step_due_at=AT - timedelta(hours=2), title="已过", **kept)
    make_finding(step_due_at=AT + timedelta(days=9), title="还早", **kept)
    make_finding(step_due_at=AT - timedelta(hours=2), title="密封", is_sealed=True, **kept)
    done = findings.note_due_findings(by=SYSTEM, at=AT)
    assert (done.soon, done.overdue) == (1, 1)
    assert not any(asdict(findings.note_due_findings(by=SYSTEM, at=AT)).values())
    type(near).objects.filter(pk=near.pk).update(step_due_at=AT + timedelta(hours=3))  # extended: a new deadline
    assert findings.note_due_findings(by=SYSTEM, at=AT).soon == 1
    assert {notice.code for notice in Notice.objects.all()} == {"finding.due_soon", "finding.overdue"}
    assert Notice.objects.count() == 3
