"""The cast's county with every duty settled, so that a test can break one of them."""

from dataclasses import dataclass

from lianchuang.accounts.models import Post
from lianchuang.duties.access import reach_of
from lianchuang.duties.models import DutyRule, Where
from lianchuang.duties.queries import Moment, Proof, Reach, prove
from lianchuang.standards.models import Requirement
from tests.cast import Cast, make_duty_rule, make_person, make_post


@dataclass(frozen=True)
class Settled:
    """Everything has exactly one lead at a post that somebody holds; the rule of each campaign's requirements."""

    cast: Cast
    reach: Reach
    by_campaign: dict[str, list[DutyRule]]
    desk: Post

    def proof(self, moment: Moment | None = None) -> Proof:
        return prove(self.reach, moment or Moment.of(None))


def settle(cast: Cast) -> Settled:
    """A rule for each requirement, a sanitation post in the other street, people on the empty posts."""
    desk = make_post(unit=cast.office_unit, name="标准岗", code="cast-desk")
    make_person(post=desk)
    for post in (cast.market_post, cast.road_post, make_post(unit=cast.other_street, kind=cast.sanitation)):
        make_person(post=post)
    by_campaign = {
        campaign.code: [
            make_duty_rule(requirement=each, area=cast.county, post=desk)
            for each in Requirement.objects.filter(edition=campaign.edition)
        ]
        for campaign in cast.campaigns
    }
    return Settled(cast, reach_of(cast.office.actor), by_campaign, desk)


def whole_rule(cast: Cast, **parts: object) -> DutyRule:
    """A rule for places as a whole, led by the sanitation post of the place unless said otherwise."""
    given = {"post_kind": cast.sanitation, "where": Where.PLACE} | parts
    if parts.get("post"):
        given = dict(parts)
    return make_duty_rule(is_whole=True, **given)
