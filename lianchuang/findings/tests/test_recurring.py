"""The same again at the same place: links, the topic a failing place becomes, and nothing about what is sealed."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from lianchuang.accounts.models import Role
from lianchuang.campaigns.models import Topic
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.findings.access import get_finding
from lianchuang.findings.actions import (
    accept_topic,
    decline_topic,
    merge_finding,
    set_loop_rules,
    unseal_finding,
    void_finding,
)
from lianchuang.findings.models import FailingPlace, Finding, Recurrence
from lianchuang.findings.queries import failing_places, finding_page
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf
from lianchuang.sites.models import Site
from tests.cast import Cast, Member, grant, make_finding, make_person, make_post, make_site

METRE = 1 / 111_195  # degrees of latitude


def near(cast: Cast, metres: float) -> Site:
    """Another lane so many metres north of the lane."""
    lon, lat = cast.lane.lon, cast.lane.lat + metres * METRE
    return make_site(site_type=cast.lane_type, unit=cast.community, lon=lon, lat=lat)


def found(cast: Cast, site: Site, at: datetime, **facts: object) -> Finding:
    return make_finding(site=site, item=cast.rubbish_item, by=cast.inspector.actor, at=at, **facts)


def links(finding: Finding) -> set[Finding]:
    return {link.earlier for link in Recurrence.objects.filter(finding=finding).select_related("earlier")}


def test_near_and_not_long_ago_is_again(cast: Cast) -> None:
    now = clock.now()
    first = found(cast, near(cast, 40), now - timedelta(days=90))
    found(cast, near(cast, -70), now - timedelta(days=80))  # too far
    found(cast, near(cast, 20), now - timedelta(days=200))  # too long ago
    make_finding(site=near(cast, 10), item=cast.ads_item, by=cast.inspector.actor, at=now)  # another item
    again = found(cast, cast.lane, now)
    assert links(again) == {first}
    assert Finding.objects.get(pk=again.pk).again_count == 1
    assert Recurrence.objects.get(finding=again).metres == 40


def test_how_often_before_is_what_the_reader_can_look_at(cast: Cast, client_of: ClientOf) -> None:
    now = clock.now()
    first, second, third = (found(cast, near(cast, 10 * number), now - timedelta(days=number)) for number in (3, 2, 1))
    again = found(cast, cast.lane, now)
    assert again.again_count == 3
    void_finding(finding=first, by=cast.office.actor, note="误报", at=now)
    merge_finding(finding=second, by=cast.office.actor, into=third, at=now)
    again.refresh_from_db()
    assert again.again_count == 1, "the list row says it without a question"
    third.refresh_from_db()
    assert third.again_count == 0
    assert shown(cast.office, again) == (1, [third])
    # Another place and post: whoever answers for the later one does not see the earlier one.
    Finding.objects.filter(pk=third.pk).update(
        responsible_post=cast.market_post, responsible_unit=cast.market_bureau, place_unit=cast.other_community
    )
    assert shown(cast.post_holder, again) == (0, [])
    page = client_of(cast.post_holder.person).get(reverse("findings:show", args=[again.pk])).content.decode()
    assert "再次出现" not in page


def test_more_than_are_listed_are_counted(cast: Cast) -> None:
    now = clock.now()
    for number in range(7):
        found(cast, near(cast, number), now - timedelta(days=number + 1))
    total, links = shown(cast.office, found(cast, cast.lane, now))
    assert (total, len(links)) == (7, 5)


def shown(member: Member, finding: Finding) -> tuple[int, list[Finding]]:
    earlier = finding_page(member.actor, get_finding(member.actor, finding.pk), clock.now()).earlier
    return earlier.total, [link.earlier for link in earlier.links]


def test_the_county_sets_how_near_and_how_long(cast: Cast) -> None:
    now = clock.now()
    old = found(cast, near(cast, 90), now - timedelta(days=250))
    set_loop_rules(again_metres=100, again_months=9, topic_times=3, review_days=30, by=cast.office.actor, at=now)
    assert links(found(cast, cast.lane, now)) == {old}
    with pytest.raises(Invalid) as refusal:
        set_loop_rules(again_metres=0, again_months=99, topic_times=1, review_days=0, by=cast.office.actor, at=now)
    assert set(refusal.value.fields) == {"again_metres", "again_months", "topic_times", "review_days"}
    with pytest.raises(NotAllowed):
        set_loop_rules(again_metres=9, again_months=9, topic_times=9, review_days=9, by=cast.leader.actor, at=now)


def test_a_sealed_one_shows_nowhere_until_it_is_released(cast: Cast, client_of: ClientOf) -> None:
    now = clock.now()
    sealed = found(cast, near(cast, 10), now - timedelta(days=3), sealed=True)
    ordinary = found(cast, cast.lane, now)
    assert links(ordinary) == set()
    assert Finding.objects.get(pk=ordinary.pk).again_count == 0
    for member in (cast.office, cast.inspector, cast.post_holder):
        seen = client_of(member.person).get(reverse("findings:show", args=[ordinary.pk]))
        assert str(sealed.pk) not in seen.content.decode()
    unseal_finding(finding=sealed, by=cast.office.actor, at=clock.now())
    assert links(ordinary) == {sealed}
    assert Finding.objects.get(pk=ordinary.pk).again_count == 1
    page = client_of(cast.post_holder.person).get(reverse("findings:show", args=[ordinary.pk])).content.decode()
    assert str(sealed.pk) in page


def test_a_sealed_one_that_was_none_is_counted_by_nobody(cast: Cast) -> None:
    now = clock.now()
    sealed = found(cast, near(cast, 10), now - timedelta(days=3), sealed=True)
    ordinary = found(cast, cast.lane, now)
    sealed = void_finding(finding=sealed, by=cast.office.actor, note="误报", at=clock.now())
    unseal_finding(finding=sealed, by=cast.office.actor, at=clock.now())
    assert links(ordinary) == set()
    assert Finding.objects.get(pk=ordinary.pk).again_count == 0


def failing(cast: Cast, times: int, at: datetime) -> None:
    """The lane fails so often in one item, each time closed and long gone before the next."""
    for number in range(times):
        when = at - timedelta(days=20 * (times - number))
        row = make_finding(
            site=cast.lane, item=cast.rubbish_item, at=when, state=State.CLOSED, responsible_post=cast.post_holder.post
        )
        Finding.objects.filter(pk=row.pk).update(responsible_unit=cast.street, place_unit=cast.community)


def test_a_failing_place_becomes_a_sweep_and_then_a_routine(cast: Cast) -> None:
    now = clock.now()
    failing(cast, 2, now)
    assert failing_places(cast.office.actor, now) == []
    failing(cast, 1, now)
    (place,) = failing_places(cast.office.actor, now)
    assert (place.site, place.item, place.times, len(place.findings)) == (cast.lane, cast.rubbish_item, 3, 3)
    topic = accept_topic(site=cast.lane, item=cast.rubbish_item, by=cast.office.actor, at=now)
    assert not topic.is_standing
    assert topic.owner == cast.post_holder.post
    assert {campaign.code for campaign in topic.campaigns.all()} == {"wenming", "weisheng"}
    assert failing_places(cast.office.actor, now) == []
    with pytest.raises(NotPossibleNow):
        accept_topic(site=cast.lane, item=cast.rubbish_item, by=cast.office.actor, at=now)
    later = now + timedelta(days=40)
    assert failing_places(cast.office.actor, later) == [], "the sweep is over and nothing came after it"
    failing(cast, 1, later + timedelta(days=20))
    (place,) = failing_places(cast.office.actor, later)
    assert place.topic == topic
    accept_topic(site=cast.lane, item=cast.rubbish_item, by=cast.office.actor, at=later)
    assert Topic.objects.get().is_standing
    assert failing_places(cast.office.actor, later + timedelta(days=1)) == []


def test_declined_it_is_proposed_again_only_when_it_failed_as_often_again(cast: Cast) -> None:
    now = clock.now()
    failing(cast, 3, now)
    with pytest.raises(Invalid):
        decline_topic(site=cast.lane, item=cast.rubbish_item, note=" ", by=cast.office.actor, at=now)
    decline_topic(site=cast.lane, item=cast.rubbish_item, note="巷子要拆", by=cast.office.actor, at=now)
    assert FailingPlace.objects.get().note == "巷子要拆"
    later = now + timedelta(days=70)
    failing(cast, 2, later)
    assert failing_places(cast.office.actor, later) == []
    failing(cast, 1, later)
    assert [place.times for place in failing_places(cast.office.actor, later)] == [3]


def test_what_was_none_or_is_sealed_does_not_count(cast: Cast) -> None:
    now = clock.now()
    failing(cast, 2, now)
    void = found(cast, cast.lane, now - timedelta(days=1))
    void_finding(finding=void, by=cast.office.actor, note="误报", at=now)
    found(cast, cast.lane, now, sealed=True)
    assert failing_places(cast.office.actor, now) == []


def test_the_pages(cast: Cast, client_of: ClientOf) -> None:
    failing(cast, 3, clock.now())
    parts = [cast.lane.pk, cast.rubbish_item.pk]
    accept, decline = reverse("findings:accept_topic", args=parts), reverse("findings:decline_topic", args=parts)
    office, leader = client_of(cast.office.person), client_of(cast.leader.person)
    assert accept in office.get(reverse("findings:failing")).content.decode()
    assert accept not in leader.get(reverse("findings:failing")).content.decode()
    assert leader.post(accept).status_code == 403
    assert client_of(cast.foreign_office.person).post(accept).status_code == 404
    assert office.post(decline, {"note": ""}).status_code == 422
    assert office.post(accept).status_code == 302
    assert office.post(accept).status_code == 409


def test_the_office_of_a_street_decides_nothing_and_is_offered_nothing(cast: Cast, client_of: ClientOf) -> None:
    failing(cast, 3, clock.now())
    post = make_post(unit=cast.street)
    grant(post=post, role=Role.OFFICE, scope=cast.street)
    local, parts = Member(make_person(post=post), post), [cast.lane.pk, cast.rubbish_item.pk]
    accept, decline = reverse("findings:accept_topic", args=parts), reverse("findings:decline_topic", args=parts)
    browser = client_of(local.person)
    page = browser.get(reverse("findings:failing")).content.decode()
    assert reverse("sites:show", args=[cast.lane.pk]) in page, "it sees the place"
    assert accept not in page
    assert decline not in page
    assert browser.get(decline).status_code == 403, "no form whose answer is a refusal"
    assert [browser.post(address).status_code for address in (accept, decline)] == [403, 403]
    with pytest.raises(NotAllowed):
        accept_topic(site=cast.lane, item=cast.rubbish_item, by=local.actor, at=clock.now())
