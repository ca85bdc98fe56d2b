"""One answer and many: the same."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianchuang.accounts.models import Post
from lianchuang.duties.models import Where
from lianchuang.duties.queries import Resolver, answers_at, explain, resolve_duty, resolve_many
from lianchuang.sites.models import Category, CheckItem, Site
from tests.cast import Cast, make_duty_rule, make_post, make_site


def sites() -> list[Site]:
    return list(Site.objects.select_related("unit", "owner_unit"))


def many_rules(cast: Cast) -> None:
    """Rules of every shape, with ties, and posts that are not there."""
    make_duty_rule(site=cast.lane, category=cast.rubbish, post=cast.market_post)
    make_duty_rule(area=cast.street, category=cast.rubbish, post=cast.road_post)
    make_duty_rule(area=cast.community, category=cast.rubbish, post_kind=cast.sanitation, where=Where.COMMUNITY)
    make_duty_rule(item=cast.market_item, post_kind=cast.sanitation, where=Where.OWNER)
    make_duty_rule(item=cast.window_item, post=cast.road_post)
    make_duty_rule(item=cast.window_item, post=cast.market_post)  # a tie, as old data may hold
    make_duty_rule(site_type=cast.lane_type, area=cast.other_street, post_kind=cast.sanitation)
    make_post(unit=cast.other_street, kind=cast.sanitation, code="z-second")
    make_post(unit=cast.other_street, kind=cast.sanitation, code="a-first")
    make_site(site_type=cast.market_type, unit=cast.street, owner_unit=cast.street)


def test_many_say_what_one_by_one_says(cast: Cast) -> None:
    many_rules(cast)
    categories = list(Category.objects.all())
    found = resolve_many(sites=sites(), categories=categories)
    assert len(found) == len(sites()) * len(categories)
    for site in sites():
        for category in categories:
            alone = resolve_duty(site=site, item=None, category=category)
            assert found[site.pk, category.pk] == alone
    resolver = Resolver()
    for site in sites():
        for item in CheckItem.objects.select_related("category"):
            assert resolver.resolve(site, item=item) == resolve_duty(site=site, item=item, category=None)


def test_many_cost_as_few_queries_as_one(cast: Cast) -> None:
    many_rules(cast)
    held = sites()
    categories = list(Category.objects.all())
    with CaptureQueriesContext(connection) as asked:
        resolve_many(sites=held, categories=categories)
    assert len(asked) == 4


def test_answers_at_a_site_go_by_category_and_part_where_items_part(cast: Cast) -> None:
    make_duty_rule(item=cast.ads_item, post=cast.road_post)
    lines = answers_at(cast.lane)
    rubbish = [line for line in lines if line.category == cast.rubbish]
    assert [(line.is_whole, line.resolution.post) for line in rubbish] == [
        (False, cast.post_holder.post),
        (False, cast.road_post),
    ]
    (roads,) = [line for line in lines if line.category == cast.roads]
    assert roads.is_whole
    assert roads.resolution.post == cast.road_post


def test_why_and_which_rules_gave_way(cast: Cast) -> None:
    told = explain(cast.market, item=cast.market_item)
    assert told.resolution.post == cast.market_post
    assert [one.line.rule for one in told.contenders] == [cast.market_rule, cast.lane_rule]
    assert [one.answers for one in told.contenders] == [True, False]
    assert all(one.why for one in told.contenders)


def test_a_tie_is_said_and_nobody_answers(cast: Cast) -> None:
    many_rules(cast)
    told = explain(cast.market, item=cast.window_item)
    assert told.resolution.post is None
    assert not any(one.answers for one in told.contenders)
    assert len({one.why for one in told.contenders[:2]}) == 1


def test_a_gap_is_shown(cast: Cast) -> None:
    Post.objects.filter(kind=cast.sanitation).update(kind=cast.road_post.kind)
    found = Resolver().resolve(cast.lane, category=cast.rubbish)
    assert found.post is None
    assert found.rule == cast.lane_rule
    assert found.reasons
