"""Handing a post over in one step: who holds it, what goes over, and the two confirmations."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.actions import hand_over
from lianchuang.accounts.models import Person
from lianchuang.accounts.queries import holder_of
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.duties.actions import begin_sponsorship, confirm_giving, confirm_taking, hand_over_post
from lianchuang.duties.models import HandOver
from lianchuang.duties.queries import unsigned, waiting_for
from lianchuang.duties.tests.county import settle
from tests.cast import Cast, actor_of, make_duty_rule, make_person, make_post

ClientOf = Callable[..., Client]


@pytest.fixture
def heir(cast: Cast) -> Person:
    return make_person(name="接班人")


def handed(cast: Cast, heir: Person) -> HandOver:
    return hand_over_post(
        post=cast.post_holder.post, taker=heir, from_day=clock.today(), by=cast.office.actor, at=clock.now()
    )


def test_the_post_moves_and_what_goes_over_is_listed(cast: Cast, heir: Person) -> None:
    rule = settle(cast).by_campaign["weisheng"][2]
    make_duty_rule(requirement=rule.requirement, post=cast.road_post)  # less specific: without an area
    rule.post = cast.post_holder.post
    rule.save(update_fields=["post"])
    begin_sponsorship(area=cast.street, post=cast.post_holder.post, by=cast.office.actor, at=clock.now())
    made = handed(cast, heir)
    assert holder_of(cast.post_holder.post, clock.today()) == heir
    assert made.giver == cast.post_holder.person
    (group,) = made.listed["requirements"]
    assert [(one["code"], one["is_veto"]) for one in group["requirements"]] == [("V1", True)]
    assert cast.lane.name in [site["name"] for one in made.listed["sites"] for site in one["sites"]]
    assert made.listed["sponsored"] == [cast.street.name]
    assert heir.name in Entry.objects.get(code="hand_over.drawn_up").data["taker"]


def test_the_list_stays_as_it_was(cast: Cast, heir: Person) -> None:
    made = handed(cast, heir)
    make_duty_rule(site=cast.other_lane, post=cast.post_holder.post)
    assert HandOver.objects.get().listed == made.listed


def test_after_a_whole_person_was_handed_over_the_list_is_drawn_up(cast: Cast, heir: Person) -> None:
    day = clock.today()
    hand_over(
        person=cast.post_holder.person,
        successors={cast.post_holder.post.pk: heir},
        from_day=day,
        by=cast.office.actor,
        at=clock.now(),
    )
    made = handed(cast, heir)
    assert (made.giver, made.taker) == (cast.post_holder.person, heir)


def test_what_is_not_possible_is_said(cast: Cast, heir: Person) -> None:
    now, today, by = clock.now(), clock.today(), cast.office.actor
    with pytest.raises(Invalid):  # to oneself
        hand_over_post(post=cast.post_holder.post, taker=cast.post_holder.person, from_day=today, by=by, at=now)
    with pytest.raises(NotPossibleNow):
        hand_over_post(post=make_post(unit=cast.street), taker=heir, from_day=today, by=by, at=now)
    assert not HandOver.objects.exists()


@pytest.mark.parametrize("name", ["leader", "coordinator", "post_holder", "foreign_office"])
def test_only_those_who_manage_the_unit_may(cast: Cast, heir: Person, name: str) -> None:
    with pytest.raises(NotAllowed):
        hand_over_post(
            post=cast.post_holder.post,
            taker=heir,
            from_day=clock.today(),
            by=cast.members[name].actor,
            at=clock.now(),
        )


def test_both_confirm_and_only_they(cast: Cast, heir: Person) -> None:
    made, now = handed(cast, heir), clock.now()
    giver, taker = actor_of(cast.post_holder.person), actor_of(heir)
    for wrong in (cast.office.actor, taker):
        with pytest.raises(NotAllowed):
            confirm_giving(hand_over=made, by=wrong, at=now)
    assert waiting_for(heir) == [made]
    confirm_giving(hand_over=made, by=giver, at=now)
    with pytest.raises(NotPossibleNow):
        confirm_giving(hand_over=made, by=giver, at=now)
    assert list(HandOver.objects.filter(unsigned())) == [made]
    assert made.signed_at is None
    confirm_taking(hand_over=made, by=taker, at=now + timedelta(hours=1))
    assert HandOver.objects.get().is_signed
    assert HandOver.objects.get().signed_at == now + timedelta(hours=1)
    assert not HandOver.objects.filter(unsigned()).exists()
    assert waiting_for(heir) == []
    assert {entry.code for entry in Entry.objects.filter(object_kind="hand_over")} == {
        "hand_over.drawn_up",
        "hand_over.given",
        "hand_over.taken",
    }


def test_the_pages(cast: Cast, heir: Person, client_of: ClientOf) -> None:
    office = client_of(cast.office.person)
    url = reverse("duties:hand_over", args=[cast.post_holder.post.pk])
    assert office.get(url).status_code == 200
    assert office.post(url, {"taker": heir.pk, "from_day": ""}).status_code == 422
    day = (clock.today() + timedelta(days=1)).isoformat()
    answer = office.post(url, {"taker": heir.pk, "from_day": day})
    made = HandOver.objects.get()
    shown = reverse("duties:hand_over_list", args=[made.pk])
    assert answer.headers["Location"] == shown
    assert cast.post_holder.person.name in office.get(reverse("duties:coverage")).content.decode()
    give, take = (reverse(f"duties:{name}", args=[made.pk]) for name in ("give", "take"))
    giver, taker = client_of(cast.post_holder.person), client_of(heir)
    assert shown in giver.get(reverse("duties:mine")).content.decode()
    assert give in giver.get(shown).content.decode()
    assert giver.post(give).status_code == 302
    assert give not in giver.get(shown).content.decode()
    assert taker.post(give).status_code == 403
    assert taker.post(take).status_code == 302
    assert taker.post(take).status_code == 409
    assert shown not in office.get(reverse("duties:coverage")).content.decode()


def test_the_ladder(cast: Cast, heir: Person, client_of: ClientOf) -> None:
    made = handed(cast, heir)
    shown = reverse("duties:hand_over_list", args=[made.pk])
    assert client_of(cast.colleague.person).get(shown).status_code == 404
    assert client_of(cast.foreign_office.person).get(shown).status_code == 404
    assert client_of(cast.office.person).get(reverse("duties:give", args=[made.pk])).status_code == 405
    url = reverse("duties:hand_over", args=[cast.post_holder.post.pk])
    assert client_of(cast.colleague.person).get(url).status_code == 403
    assert client_of(cast.stranger.person).get(url).status_code == 404
