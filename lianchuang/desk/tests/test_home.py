"""The home page: my work first, by role."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lianchuang.accounts.access import Actor
from lianchuang.bulletins.models import Bulletin
from lianchuang.common import clock
from lianchuang.desk.queries.home import home_of
from lianchuang.findings.models import Step
from lianchuang.findings.rules import State
from tests.cast import Cast, Member, make_finding, make_post, make_round

SignIn = Callable[..., Client]


def page_of(client_of: SignIn, member: Member) -> str:
    response = client_of(member.person, member.post).get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_of_the_cast_has_a_home(cast: Cast, client_of: SignIn) -> None:
    make_finding(site=cast.lane, item=cast.rubbish_item)
    for member in cast.members.values():
        assert "<h1>" in page_of(client_of, member)


def test_a_visitor_signs_in_first(client: Client, db: None) -> None:
    response = client.get("/")
    assert response.status_code == 302
    assert "/sign-in/" in response["Location"]


@pytest.mark.parametrize("path", ["/", "/dashboard/", "/map/", "/map/data.json"])
def test_looking_is_all_one_can_do(cast: Cast, client_of: SignIn, path: str) -> None:
    assert client_of(cast.office.person).post(path).status_code == 405


def test_the_post_holder_sees_what_is_theirs_with_the_honest_exits(cast: Cast, client_of: SignIn) -> None:
    finding = make_finding(site=cast.lane, item=cast.rubbish_item)
    html = page_of(client_of, cast.post_holder)
    for deed in ("submit", "return", "ask-deferral"):
        assert f"/findings/{finding.pk}/{deed}/" in html
    assert "不打卡" in html


def test_a_colleague_and_a_stranger_do_not_see_it(cast: Cast, client_of: SignIn) -> None:
    finding = make_finding(site=cast.lane, item=cast.rubbish_item)
    for member in (cast.colleague, cast.other_coordinator, cast.stranger):
        assert str(finding.pk) not in page_of(client_of, member)


def test_the_coordinator_passes_on(cast: Cast, client_of: SignIn) -> None:
    finding = make_finding(site=cast.lane, item=cast.rubbish_item)
    html = page_of(client_of, cast.coordinator)
    assert f"/findings/{finding.pk}/assign/" in html
    assert f"/findings/{finding.pk}/submit/" not in html


def test_rework_says_what_the_verifier_missed(cast: Cast) -> None:
    finding = make_finding(
        site=cast.lane, item=cast.rubbish_item, state=State.REWORK, responsible_post=cast.post_holder.post
    )
    now = clock.now()
    facts = {"verb": "reject", "from_state": "submitted", "to_state": "rework", "at": now, "received_at": now}
    Step.objects.create(finding=finding, note="东侧 6 米还没清", **facts)
    (card,) = home_of(cast.post_holder.actor, now).cards
    assert card.missed == "东侧 6 米还没清"


def test_a_verifier_is_asked_for_what_others_submitted(cast: Cast, client_of: SignIn) -> None:
    finding = make_finding(
        site=cast.lane, item=cast.rubbish_item, state=State.SUBMITTED, responsible_post=cast.post_holder.post
    )
    assert f"/findings/{finding.pk}/verify/" in page_of(client_of, cast.verifier)
    assert f"/findings/{finding.pk}/verify/" not in page_of(client_of, cast.same_unit_verifier)


DECIDED = {
    State.REPORTED: "dispatch",
    State.RETURNED: "rule",
    State.VERIFIED: "close",
    State.DEFERRAL_ASKED: "",
}


@pytest.mark.parametrize("state", DECIDED)
def test_the_office_decides(cast: Cast, client_of: SignIn, state: State) -> None:
    finding = make_finding(site=cast.lane, item=cast.rubbish_item, state=state, responsible_post=cast.post_holder.post)
    deed = f"{DECIDED[state]}/" if DECIDED[state] else ""
    assert f'class="btn sm" href="/findings/{finding.pk}/{deed}"' in page_of(client_of, cast.office)
    assert home_of(cast.leader.actor, clock.now()).decisions == []


def test_a_veto_stands_above_everything(cast: Cast, client_of: SignIn) -> None:
    make_finding(site=cast.market, item=cast.veto_item, state=State.RECTIFYING, has_veto=True)
    html = page_of(client_of, cast.office)
    assert html.index("lc-veto") < html.index("dk-camp")
    (veto,) = home_of(cast.office.actor, clock.now()).vetoes
    assert (veto.open, veto.overdue) == (1, 0)


def test_without_an_open_veto_it_says_so(cast: Cast, client_of: SignIn) -> None:
    html = page_of(client_of, cast.office)
    assert "lc-veto" not in html
    assert "dk-vetoes calm" in html


def test_an_overdue_veto_is_told(cast: Cast) -> None:
    now = clock.now()
    make_finding(
        site=cast.market,
        item=cast.veto_item,
        state=State.RECTIFYING,
        has_veto=True,
        step_due_at=now - timedelta(days=1),
    )
    (veto,) = home_of(cast.leader.actor, now).vetoes
    assert veto.overdue == 1


def test_a_sealed_finding_is_in_no_figure(cast: Cast) -> None:
    make_finding(site=cast.lane, item=cast.rubbish_item, state=State.REPORTED, is_sealed=True)
    for member in (cast.office, cast.leader, cast.post_holder):
        home = home_of(member.actor, clock.now())
        assert home.open_total == 0
        assert all(state.open == 0 for state in home.campaigns)
        assert home.flow is None
        assert sum(day.new for day in home.days) == 0
        assert home.decisions == []


def test_an_inspector_begins_with_todays_sites(cast: Cast, client_of: SignIn) -> None:
    make_round(joint=cast.joint, planned_by=cast.office.post, inspector=cast.inspector.post, sites=[cast.lane])
    html = page_of(client_of, cast.inspector)
    assert cast.lane.name in html
    assert "/today/" in html


def test_the_auditor_reads_the_latest_history(cast: Cast, client_of: SignIn) -> None:
    make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.office.actor)
    assert home_of(cast.auditor.actor, clock.now()).history
    assert not home_of(cast.leader.actor, clock.now()).history
    assert "/audit/" in page_of(client_of, cast.auditor)


def test_the_administrator_sees_vacant_posts_of_the_own_county(cast: Cast) -> None:
    vacant = make_post(unit=cast.street, name="缺人岗")
    make_post(unit=cast.other_county, name="外县缺人岗")
    home = home_of(cast.administrator.actor, clock.now())
    assert vacant in home.vacant
    assert all(post.unit.path.startswith(cast.county.path) for post in home.vacant)
    assert home_of(cast.office.actor, clock.now()).vacant_total == 0


def test_the_office_and_the_leader_see_the_draft_of_a_bulletin(cast: Cast, client_of: SignIn) -> None:
    now = clock.now()
    Bulletin.objects.create(
        joint=cast.joint,
        year=2026,
        issue=7,
        period_from=now.date() - timedelta(days=7),
        period_to=now.date(),
        as_of=now,
    )
    for member in (cast.office, cast.leader):
        text = page_of(client_of, member)
        assert "/bulletins/weekly/2026/7/" in text
        assert "第 7 期已拟好" in text
        assert '<p class="dim xs">周报 · ' in text
    Bulletin.objects.update(state="signed")
    signed = page_of(client_of, cast.office)
    assert "第 7 期已签发" in signed
    assert "有通报待印发" in signed
    assert "第 7 期已拟好" not in signed
    assert "/bulletins/weekly/2026/7/" not in page_of(client_of, cast.leader)
    assert "/bulletins/weekly/2026/7/" not in page_of(client_of, cast.post_holder)


def test_somebody_without_a_post_gets_an_empty_page(cast: Cast) -> None:
    assert home_of(Actor(person=cast.office.person, post=None), clock.now()).is_empty


@pytest.mark.parametrize("part", ["office", "leader", "post_holder", "inspector", "verifier", "auditor"])
def test_the_number_of_queries_does_not_grow(
    cast: Cast, client_of: SignIn, part: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    states = (State.REPORTED, State.RECTIFYING, State.REWORK, State.SUBMITTED, State.VERIFIED, State.CLOSED)
    for _number in range(3):
        for state in states:
            make_finding(site=cast.lane, item=cast.rubbish_item, state=state, responsible_post=cast.post_holder.post)
    client = client_of(cast.members[part].person)
    client.get("/")
    with django_assert_max_num_queries(45):
        assert client.get("/").status_code == 200
