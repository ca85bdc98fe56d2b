"""The proof: complete when everything is settled, and each kind of fault, once planted, is listed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianchuang.accounts.models import Appointment, Role
from lianchuang.common import clock
from lianchuang.duties.models import DutyRule, Sponsorship
from lianchuang.duties.queries import Moment, State, faults_of, mosaic_of, prove, table_of
from lianchuang.duties.rules import OVERLOAD_LEAST
from lianchuang.duties.tests.county import Settled, settle, whole_rule
from lianchuang.inspections.queries.places import bodies_concerned
from tests.cast import Cast, grant, make_duty_rule, make_person, make_post, make_requirement, make_site


@pytest.fixture
def settled(cast: Cast) -> Settled:
    return settle(cast)


def test_it_is_complete_when_everything_has_one_lead(settled: Settled) -> None:
    proof = settled.proof()
    assert (proof.requirements, proof.sites) == (9, 3)
    assert proof.is_complete
    assert (proof.tally.one, proof.tally.faults) == (12, 0)
    lists = faults_of(proof)
    assert [lists.gaps, lists.ties, lists.vacancies, lists.too_much] == [()] * 4


def test_another_county_is_not_in_it(settled: Settled) -> None:
    cast = settled.cast
    make_site(site_type=cast.lane_type, unit=cast.other_county)
    assert settled.proof().sites == 3


def test_headings_and_closed_sites_are_not_counted(settled: Settled) -> None:
    cast = settled.cast
    heading = make_requirement(edition=cast.yuanlin.edition)
    make_requirement(edition=cast.yuanlin.edition, parent=heading)
    make_site(site_type=cast.lane_type, unit=cast.street, is_active=False)
    proof = settled.proof()
    assert (proof.requirements, proof.sites) == (10, 3)
    (gap,) = proof.of(State.NONE)
    assert gap.thing.requirement in heading.children.all()
    make_duty_rule(requirement=heading, post=settled.desk)  # it holds for what is below
    assert settled.proof().is_complete


def test_a_requirement_without_a_rule_is_listed(settled: Settled) -> None:
    rule = settled.by_campaign["weisheng"][0]
    DutyRule.objects.filter(pk=rule.pk).update(retired_at=clock.now())
    proof = settled.proof()
    (gap,) = proof.of(State.NONE)
    assert gap.thing.requirement == rule.requirement
    assert not proof.is_complete
    (listed,) = faults_of(proof).gaps
    assert f"post={settled.desk.pk}" in listed.fix.query  # its neighbours are led by this post
    assert f"requirement={rule.requirement_id}" in listed.fix.query


def test_a_site_without_a_post_is_listed_with_what_similar_sites_do(settled: Settled) -> None:
    cast = settled.cast
    orphan = make_site(site_type=cast.lane_type, unit=cast.office_unit)  # lies in no street
    proof = settled.proof()
    assert [one.thing.site for one in proof.of(State.NONE)] == [orphan]
    DutyRule.objects.filter(pk=cast.lane_rule.pk).update(retired_at=clock.now())
    whole_rule(cast, area=cast.street)
    gaps = faults_of(settled.proof()).gaps
    assert {standing.thing.site for gap in gaps for standing in gap.standings} == {orphan, cast.other_lane}
    (gap,) = gaps
    assert gap.fix.is_sure
    assert f"site_type={cast.lane_type.pk}" in gap.fix.query
    assert f"post_kind={cast.sanitation.pk}" in gap.fix.query


def test_two_equal_rules_are_listed(settled: Settled) -> None:
    cast, rule = settled.cast, settled.by_campaign["wenming"][0]
    second = make_duty_rule(requirement=rule.requirement, area=cast.county, post=cast.road_post)
    third = whole_rule(cast, post=cast.road_post, site_type=cast.market_type)
    fourth = whole_rule(cast, post=cast.market_post, site_type=cast.market_type)
    proof = settled.proof()
    tied = {one.thing.label: one.tied for one in proof.of(State.TWO)}
    assert set(tied.values()) == {(rule.number, second.number), (third.number, fourth.number)}
    assert [set(tie.rules) for tie in faults_of(proof).ties] == [{rule, second}, {third, fourth}]
    assert all(one.post is None for one in proof.of(State.TWO))


def test_an_empty_post_is_listed_with_since_when(settled: Settled) -> None:
    cast, today = settled.cast, clock.today()
    Appointment.objects.filter(post=cast.market_post).update(until=today)
    proof = settled.proof()
    (standing,) = proof.of(State.VACANT)
    assert (standing.thing.site, standing.post) == (cast.market, cast.market_post)
    (vacancy,) = faults_of(proof).vacancies
    assert (vacancy.post, vacancy.since) == (cast.market_post, today)
    assert not proof.is_complete
    yesterday = Moment.of(today - timedelta(days=1))
    assert settled.proof(yesterday).is_complete  # somebody still held it then


def test_a_post_with_too_much_is_listed_and_breaks_nothing(settled: Settled) -> None:
    cast = settled.cast
    for number in range(3):
        post = make_post(unit=cast.urban, kind=cast.sanitation, code=f"peer-{number}")
        make_person(post=post)
        for _one in range(4):
            site = make_site(site_type=cast.lane_type, unit=cast.urban)
            make_duty_rule(site=site, post=post)
    for _one in range(OVERLOAD_LEAST + 1):
        make_site(site_type=cast.lane_type, unit=cast.street)
    proof = settled.proof()
    assert [one.post for one in proof.overloaded] == [cast.post_holder.post.pk]
    assert proof.is_complete
    (listed,) = faults_of(proof).too_much
    assert str(listed.leads) in listed.words


def test_a_post_without_any_duty_is_listed(settled: Settled) -> None:
    cast = settled.cast
    idle = make_post(unit=cast.urban, code="cast-idle")
    proof = settled.proof()
    assert idle in proof.idle
    assert cast.nobody_special.post in proof.idle
    busy = {cast.post_holder.post, cast.road_post, cast.inspector.post, cast.office.post, settled.desk}
    assert not busy & set(proof.idle)  # they lead, would get findings, or carry a role
    assert proof.is_complete
    named = [post for group in faults_of(proof).idle for post in group.posts]
    assert named.count(idle) == 1


@pytest.mark.parametrize("way", ["responsible", "sponsor", "role", "lead"])
def test_each_kind_of_work_makes_a_post_busy(settled: Settled, way: str) -> None:
    cast = settled.cast
    post = make_post(unit=cast.urban)
    if way == "responsible":
        settled.by_campaign["wenming"][0].responsible_posts.add(post)
    elif way == "sponsor":
        Sponsorship.objects.create(area=cast.street, post=post, begun_at=clock.now())
    elif way == "role":
        grant(post=post, role=Role.VERIFIER)
    else:
        make_duty_rule(site=cast.lane, post=post)
    assert post not in settled.proof().idle


def test_the_mosaic_has_one_tile_for_each_thing(settled: Settled) -> None:
    cast = settled.cast
    DutyRule.objects.filter(pk=settled.by_campaign["yuanlin"][0].pk).update(retired_at=clock.now())
    drawn = mosaic_of(settled.proof())
    blocks = [*drawn.campaigns, *drawn.places]
    assert [block.number for block in drawn.campaigns] == [2, 3, 2, 2]
    assert {block.label: block.number for block in drawn.places} == {
        cast.street.label: 2,
        cast.other_street.label: 1,
    }
    tiles = [block.path.count("z") + len(block.none) + len(block.two) + len(block.vacant) for block in blocks]
    assert tiles == [block.number for block in blocks]
    (yuanlin,) = [block for block in drawn.campaigns if block.campaign == cast.yuanlin]
    assert yuanlin.none[0].words in yuanlin.sentence


def test_the_table_adds_up(settled: Settled) -> None:
    cast = settled.cast
    rule = settled.by_campaign["wenming"][0]
    rule.supporting.add(cast.urban)
    rule.responsible_units.add(cast.street)
    rule.responsible_posts.add(cast.road_post)
    proof = settled.proof()
    table = table_of(proof, settled.reach.units)
    assert sum(group.load.leads for group in table.groups) == proof.tally.things
    lines = {line.unit: line for group in table.groups for line in group.lines}
    assert lines[cast.urban].load.supporting == 1
    assert lines[cast.urban].load.responsible == 1
    assert lines[cast.street].load.responsible == 1
    assert [mark.campaign for mark in lines[cast.office_unit].marks] == cast.campaigns
    names = [line.unit.sort_key for line in table.groups[0].lines]
    assert names == sorted(names)


def test_the_queries_do_not_grow(settled: Settled) -> None:
    cast = settled.cast

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            proof = prove(settled.reach, Moment.of(None))
            faults_of(proof)
            table_of(proof, settled.reach.units)
            mosaic_of(proof)
        return len(asked)

    make_duty_rule(site=cast.lane, post=cast.road_post).supporting.add(cast.urban)
    before = queries()
    for number in range(8):
        site = make_site(site_type=cast.lane_type, unit=cast.community)
        make_duty_rule(site=site, post=make_post(unit=cast.urban, code=f"more-{number}")).supporting.add(cast.urban)
        make_requirement(edition=cast.wenming.edition)
    assert queries() <= before


def test_whoever_leads_a_site_as_a_whole_is_concerned_when_it_is_inspected_undercover(settled: Settled) -> None:
    cast = settled.cast
    assert cast.urban.path not in bodies_concerned([cast.market])[cast.market.pk]
    whole_rule(cast, post=cast.road_post, site_type=cast.market_type)
    assert cast.urban.path in bodies_concerned([cast.market])[cast.market.pk]
