"""The rules in words, trying them, who answers at a site."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from lianchuang.duties.access import visible_rules
from lianchuang.duties.models import DutyRule
from lianchuang.duties.queries import rules_in_words, rules_with_words
from lianchuang.duties.words import sentence_of
from lianchuang.sites.models import Site
from tests.cast import Cast, make_duty_rule, make_site

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


def test_rules_in_words(cast: Cast) -> None:
    rule = make_duty_rule(site_type=cast.lane_type, category=cast.rubbish, post_kind=cast.sanitation)
    rule.supporting.add(cast.urban)
    held = rules_with_words().get(pk=rule.pk)
    with translation.override("zh-hans"):
        assert sentence_of(held) == "背街小巷的垃圾 → 所在街道（乡镇）的环卫岗；配合 城管局"
    with translation.override("en"):
        assert sentence_of(held).startswith("Rubbish at Back street → ")


def test_reach_is_counted_in_sites_and_items(cast: Cast) -> None:
    rules = rules_in_words(visible_rules(cast.office.actor), Site.objects.all())
    reach = {line.rule.pk: (line.sites, line.pairs) for line in rules.in_force}
    items = cast.market_type.checklist_items.count()
    assert reach[cast.market_rule.pk] == (1, items)
    assert sum(pairs for _sites, pairs in reach.values()) == rules.pairs
    assert rules.answered + rules.unanswered == rules.pairs


def test_retired_rules_are_folded(cast: Cast, client_of: ClientOf) -> None:
    DutyRule.objects.filter(pk=cast.market_rule.pk).update(retired_at=AT)
    rules = rules_in_words(visible_rules(cast.office.actor), Site.objects.all())
    assert [line.rule for line in rules.retired] == [cast.market_rule]
    assert "<details" in client_of(cast.office.person).get(reverse("duties:rules")).content.decode()


def test_everyone_reads_and_only_the_office_is_offered_to_change(cast: Cast, client_of: ClientOf) -> None:
    url = reverse("duties:rules")
    for name in ("leader", "colleague", "auditor"):
        page = client_of(cast.members[name].person).get(url)
        assert page.status_code == 200
        assert reverse("duties:add") not in page.content.decode()
    assert reverse("duties:add") in client_of(cast.office.person).get(url).content.decode()


def test_rules_of_another_county_are_not_seen(cast: Cast) -> None:
    foreign = make_duty_rule(area=cast.other_county, post=cast.stranger.post)
    assert foreign not in visible_rules(cast.office.actor)
    assert foreign in visible_rules(cast.stranger.actor)


def test_trying(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator.person)
    url = reverse("duties:try")
    assert client.get(url).status_code == 200
    assert cast.lane.name in client.get(url, {"q": "桂花"}).content.decode()
    page = client.get(url, {"site": str(cast.market.pk), "item": cast.market_item.code}).content.decode()
    assert cast.market_post.full_name in page
    assert "R-1" in page
    by_category = client.get(url, {"site": str(cast.lane.pk), "category": cast.roads.code}).content.decode()
    assert cast.road_post.full_name in by_category
    assert client.get(url, {"site": str(cast.lane.pk), "item": "no-such"}).status_code == 200
    for wrong in (uuid4(), "x"):
        assert client.get(url, {"site": str(wrong)}).status_code == 404
    assert client_of(cast.stranger.person).get(url, {"site": str(cast.lane.pk)}).status_code == 404


def test_who_answers_at_a_site(cast: Cast, client_of: ClientOf) -> None:
    url = reverse("duties:site_answers", args=[cast.market.pk])
    client = client_of(cast.coordinator.person)
    assert cast.market_post.full_name in client.get(url).content.decode()
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert client_of(cast.stranger.person).get(url).status_code == 404
    assert client.post(url).status_code == 405


def test_query_counts_do_not_grow(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)

    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as held:
            client.get(url)
        return len(held)

    urls = [reverse("duties:rules"), reverse("duties:site_answers", args=[cast.lane.pk])]
    make_duty_rule(site=cast.other_lane, post=cast.road_post).supporting.add(cast.urban)
    before = [queries(url) for url in urls + urls][2:]
    for number in range(12):
        site = make_site(site_type=cast.lane_type, unit=cast.community, name=f"新巷{number}")
        make_duty_rule(site=site, post=cast.road_post).supporting.add(cast.urban)
    assert all(now <= then for now, then in zip([queries(url) for url in urls], before, strict=True))
