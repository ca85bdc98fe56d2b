"""Commitments: promised, reported on, postponed in the open, judged by somebody else."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.access import Actor
from lianchuang.audit.models import Entry
from lianchuang.campaigns import actions
from lianchuang.campaigns.models import Commitment, CommitmentState, CommitmentStep
from lianchuang.campaigns.queries.charter import CommitmentLine, commitments_page
from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from tests.cast import Cast
from tests.charter import make_promise

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
DUE = date(2026, 10, 1)
ClientOf = Callable[..., Client]


def settle(promise: Commitment, by: Actor, **changes: Any) -> Commitment:
    facts = {"outcome": "kept", "note": "逐项核对", "reference": "莲验 7 号", **changes}
    return actions.settle_commitment(commitment=promise, **facts, by=by, at=AT)


def postpone(promise: Commitment, by: Actor, due_on: date = DUE, note: str = "雨季") -> Commitment:
    return actions.postpone_commitment(commitment=promise, due_on=due_on, note=note, by=by, at=AT)


def test_it_is_kept_with_what_shows_it(cast: Cast) -> None:
    promise = make_promise(cast, at=AT)
    actions.report_on_commitment(commitment=promise, note="已划线 1200 个", by=cast.post_holder.actor, at=AT)
    settle(promise, cast.office.actor)
    assert Commitment.objects.get().state == CommitmentState.KEPT
    assert [step.kind for step in CommitmentStep.objects.order_by("id")] == ["reported", "settled"]
    assert Entry.objects.get(code="commitment.settled").data["outcome"] == "已兑现"
    acts: list[Callable[[], object]] = [
        lambda: settle(promise, cast.office.actor),
        lambda: postpone(promise, cast.office.actor),
        lambda: actions.withdraw_commitment(commitment=promise, note="x", by=cast.office.actor, at=AT),
        lambda: actions.report_on_commitment(commitment=promise, note="x", by=cast.office.actor, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotPossibleNow):
            act()


def test_every_postponement_stays_in_sight(cast: Cast) -> None:
    promise = make_promise(cast, at=AT, due_on=date(2026, 9, 20))
    postpone(promise, cast.office.actor)
    postpone(promise, cast.office.actor, due_on=date(2026, 11, 1))
    kept = Commitment.objects.get()
    assert (kept.first_due_on, kept.due_on) == (date(2026, 9, 20), date(2026, 11, 1))
    days = CommitmentStep.objects.order_by("id").values_list("old_due", "new_due")
    assert list(days) == [(date(2026, 9, 20), DUE), (DUE, date(2026, 11, 1))]
    assert commitments_page(cast.joint, DUE).open[0].postponed == 2


def test_nobody_judges_their_own(cast: Cast) -> None:
    promise = actions.make_commitment(
        joint=cast.joint, text="t", measure="m", post=cast.office.post, campaigns=[cast.wenming], due_on=DUE,
        by=cast.office.actor, at=AT,
    )  # fmt: skip
    with pytest.raises(NotPossibleNow) as refused:
        settle(promise, cast.office.actor)
    assert refused.value.code == "own"


@pytest.mark.parametrize("name", ["leader", "coordinator", "colleague", "auditor", "foreign_office", "stranger"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    by, promise = cast.members[name].actor, make_promise(cast, at=AT)
    acts: list[Callable[[], object]] = [
        lambda: actions.make_commitment(
            joint=cast.joint, text="t", measure="m", post=by.post, campaigns=[cast.wenming], due_on=DUE, by=by, at=AT
        ),
        lambda: actions.report_on_commitment(commitment=promise, note="x", by=by, at=AT),
        lambda: settle(promise, by),
        lambda: postpone(promise, by),
        lambda: actions.withdraw_commitment(commitment=promise, note="x", by=by, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert not CommitmentStep.objects.exists()


def test_its_post_may_only_report(cast: Cast) -> None:
    promise = make_promise(cast, at=AT)
    with pytest.raises(NotAllowed):
        settle(promise, cast.post_holder.actor)
    with pytest.raises(NotAllowed):
        postpone(promise, cast.post_holder.actor)


def test_what_is_wrong_is_named(cast: Cast) -> None:
    wrong = {"text": " ", "measure": "", "post": cast.stranger.post, "campaigns": [], "due_on": date(2026, 8, 1)}
    with pytest.raises(Invalid) as refused:
        actions.make_commitment(joint=cast.joint, **wrong, by=cast.office.actor, at=AT)
    assert set(refused.value.fields) == set(wrong)
    promise = make_promise(cast, at=AT, due_on=DUE)
    with pytest.raises(Invalid) as same:
        postpone(promise, cast.office.actor, note=" ")
    assert set(same.value.fields) == {"due_on", "note"}
    with pytest.raises(Invalid) as shown:
        settle(promise, cast.office.actor, reference=" ")
    assert set(shown.value.fields) == {"reference"}
    with pytest.raises(Invalid):
        settle(promise, cast.office.actor, outcome="withdrawn")
    assert Commitment.objects.get().state == CommitmentState.OPEN


def test_two_people_judge_it_once(cast: Cast) -> None:
    promise = make_promise(cast, at=AT)
    stale = Commitment.objects.select_related("joint__place", "post__unit").get()
    settle(promise, cast.office.actor, outcome="partly")
    with pytest.raises(ChangedMeanwhile):
        settle(stale, cast.office.actor)
    assert Commitment.objects.get().state == CommitmentState.PARTLY


def test_the_tally_counts_what_was_judged(cast: Cast) -> None:
    due = {"kept": "kept", "partly": "partly", "broken": "broken"}
    for outcome in due:
        settle(make_promise(cast, at=AT, due_on=DUE), cast.office.actor, outcome=outcome)
    make_promise(cast, at=AT, due_on=DUE)
    gone = make_promise(cast, at=AT, due_on=DUE)
    actions.withdraw_commitment(commitment=gone, note="记错", by=cast.office.actor, at=AT)
    tally = commitments_page(cast.joint, DUE + timedelta(days=1)).tally
    assert (tally.judged, tally.kept, tally.open, tally.over) == (3, 1, 1, 1)


def test_a_shape_says_how_near_it_is(cast: Cast) -> None:
    line = CommitmentLine(make_promise(cast, at=AT, due_on=DUE), DUE)
    assert (line.shape, line.days_words) == ("soon", "今天")
    assert CommitmentLine(line.commitment, DUE + timedelta(days=3)).days_words == "逾期 3 天"


def test_the_pages(cast: Cast, client_of: ClientOf) -> None:
    client, today = client_of(cast.office.person), clock.today()
    given = {
        "text": "新增泊位 1200 个",
        "measure": "划线并启用",
        "post": cast.post_holder.post.pk,
        "campaigns": [cast.wenming.pk],
        "due_on": "2020-01-01",
    }
    kept = client.post(reverse("campaigns:make_commitment"), given)
    assert kept.status_code == 422
    assert "划线并启用" in kept.content.decode()
    due = today + timedelta(days=5)
    assert client.post(reverse("campaigns:make_commitment"), {**given, "due_on": due.isoformat()}).status_code == 302
    promise = Commitment.objects.get()
    at = {
        verb: reverse(f"campaigns:{verb}", args=[promise.pk])
        for verb in (
            "commitment",
            "report_on_commitment",
            "settle_commitment",
            "postpone_commitment",
            "withdraw_commitment",
        )
    }
    holder = client_of(cast.post_holder.person)
    assert holder.post(at["report_on_commitment"], {"note": "已划 300 个"}).status_code == 302
    assert holder.post(at["settle_commitment"], {"outcome": "kept", "note": "x", "version": 1}).status_code == 403
    later = (due + timedelta(days=30)).isoformat()
    assert client.post(at["postpone_commitment"], {"due_on": later, "note": "雨季", "version": 1}).status_code == 302
    page = holder.get(at["commitment"]).content.decode()
    assert "雨季" in page
    assert due.isoformat() in page
    assert at["settle_commitment"] not in page
    judged = {"outcome": "broken", "note": "只完成一半", "version": 2}
    assert client.post(at["settle_commitment"], judged).status_code == 302
    assert client.post(at["withdraw_commitment"], {"note": "x", "version": 3}).status_code == 422
    assert "未兑现" in client_of(cast.auditor.person).get(reverse("campaigns:commitments")).content.decode()
    assert client_of(cast.stranger.person).get(at["commitment"]).status_code == 404
