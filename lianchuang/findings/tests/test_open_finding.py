"""报告: written down once, however often it is seen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.findings.models import Finding, FindingCampaign, Step
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, closed, dispatched, upload
from lianchuang.sites.models import Fill
from tests.cast import Cast, make_finding, make_photo


def test_at_a_site_the_rules_name_the_post(cast: Cast) -> None:
    finding = dispatched(cast)
    assert finding.state_enum is State.DISPATCHED
    assert (finding.responsible_post, finding.ground) == (cast.post_holder.post, "R-1")
    assert finding.limit_minutes == 2 * 420
    assert finding.number is not None
    codes = Entry.objects.filter(object_id=str(finding.pk)).order_by("id").values_list("code", flat=True)
    assert list(codes) == ["finding.opened", "finding.dispatch"]


def test_it_counts_for_every_campaign_of_its_item(cast: Cast) -> None:
    finding = dispatched(cast)
    counts = {count.campaign.code: count.fill for count in FindingCampaign.objects.filter(finding=finding)}
    assert counts == {"wenming": Fill.FULL, "weisheng": Fill.PART}
    assert not finding.has_veto


def test_a_veto_item_makes_a_veto_finding(cast: Cast) -> None:
    finding = make_finding(site=cast.market, item=cast.veto_item, by=cast.inspector.actor)
    assert Finding.objects.get(pk=finding.pk).has_veto


def test_without_a_rule_it_waits_for_the_office(cast: Cast) -> None:
    finding = make_finding(category=cast.service, by=cast.inspector.actor)
    assert finding.state_enum is State.REPORTED
    assert finding.running_since is None
    assert finding.step_due_at is not None


def test_the_same_id_is_the_same_finding(cast: Cast) -> None:
    given = uuid4()
    first = make_finding(site=cast.lane, item=cast.ads_item, by=cast.inspector.actor, finding_id=given)
    again = make_finding(site=cast.lane, item=cast.ads_item, by=cast.inspector.actor, finding_id=given)
    assert first == again
    assert Finding.objects.count() == 1
    assert Finding.objects.get().seen_count == 1


def test_an_open_one_is_seen_again(cast: Cast) -> None:
    first = dispatched(cast)
    photo = make_photo()
    again = make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.verifier.actor, photos=[photo])
    assert again == first
    assert Finding.objects.get().seen_count == 2
    assert Step.objects.filter(finding=first).latest("id").verb == "see_again"


def test_one_closed_lately_is_reopened_with_a_fresh_clock(cast: Cast) -> None:
    first = closed(cast)
    again = make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.verifier.actor)
    assert again == first
    again.refresh_from_db()
    assert again.state_enum is State.DISPATCHED
    assert (again.reopen_count, again.seen_count, again.used_minutes) == (1, 2, 0)


def test_one_closed_long_ago_is_another_matter(cast: Cast) -> None:
    first = closed(cast)
    Finding.objects.filter(pk=first.pk).update(ended_at=clock.now() - timedelta(days=31))
    assert make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.verifier.actor) != first


def test_it_needs_words_and_a_place(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        make_finding(category=cast.rubbish, by=cast.inspector.actor, title=" ", place=" ")
    assert set(refusal.value.fields) == {"title", "place"}


def test_who_may_not_report(cast: Cast) -> None:
    for member in (cast.leader, cast.auditor, cast.nobody_special, cast.post_holder):
        with pytest.raises(NotAllowed):
            make_finding(site=cast.lane, item=cast.ads_item, by=member.actor)


def test_not_in_another_county(cast: Cast) -> None:
    with pytest.raises(NotAllowed) as refusal:
        make_finding(site=cast.lane, item=cast.ads_item, by=cast.foreign_office.actor)
    assert refusal.value.code == "other_county"


def test_a_sealed_one_has_no_number_goes_nowhere_and_is_due_to_nobody(cast: Cast) -> None:
    finding = make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor, sealed=True)
    assert (finding.number, finding.state_enum, finding.step_due_at) == (None, State.REPORTED, None)
    open_one = dispatched(cast)
    assert open_one != finding, "an undercover finding is never taken for the open one"


def test_the_form_writes_it_down(cast: Cast, client_of: ClientOf) -> None:
    address = reverse("findings:new")
    data = {
        "site": str(cast.lane.pk),
        "category": cast.rubbish.pk,
        "severity": "ordinary",
        "title": "巷口堆放建筑垃圾",
        "detail": "约两方",
        "count": 2,
        "campaigns": [cast.wenming.pk],
        "photos": upload(),
    }
    answer = client_of(cast.inspector.person).post(address, data)
    finding = Finding.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("findings:show", args=[finding.pk])
    assert (finding.title, finding.count, finding.site) == ("巷口堆放建筑垃圾", 2, cast.lane)
    assert finding.responsible_post == cast.post_holder.post
    assert finding.photos.count() == 1


def test_a_form_without_a_place_comes_back_with_what_was_typed(cast: Cast, client_of: ClientOf) -> None:
    data = {"category": cast.rubbish.pk, "severity": "minor", "title": "无名小巷有垃圾", "count": 1}
    answer = client_of(cast.coordinator.person).post(reverse("findings:new"), data)
    assert answer.status_code == 422
    assert "无名小巷有垃圾" in answer.content.decode()
    assert not Finding.objects.exists()


@pytest.mark.parametrize("part", ["leader", "auditor", "post_holder", "stranger"])
def test_the_form_is_not_for_everybody(cast: Cast, client_of: ClientOf, part: str) -> None:
    browser = client_of(cast.members[part].person)
    assert browser.get(reverse("findings:new")).status_code == 403
    assert browser.post(reverse("findings:new"), {}).status_code == 403
