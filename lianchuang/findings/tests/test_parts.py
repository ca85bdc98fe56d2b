"""分办: one lead, parts with their own posts and dates; the whole is handed in when no part is open."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.desk.queries.home import home_of
from lianchuang.findings import access, rules
from lianchuang.findings.actions import (
    add_part,
    drop_part,
    give_part,
    hand_in_part,
    redo_part,
    return_finding,
    return_part,
    submit_rectification,
)
from lianchuang.findings.models import Finding, Part, Step
from lianchuang.findings.parts import PartState
from lianchuang.findings.queries import finding_page
from lianchuang.findings.queries.selection import awaiting, awaiting_verifier
from lianchuang.findings.rules import Verb
from lianchuang.findings.tests.ladder import ClientOf, climb, rectifying, soon
from tests.cast import Cast, Member, make_photo


def split(cast: Cast, doer: Member | None = None) -> Part:
    """The post-holder leads; the market bureau's general post does a part."""
    finding, post = rectifying(cast), (doer or cast.nobody_special).post
    add_part(finding=finding, by=cast.post_holder.actor, part_post=post, task="清理摊位", until=soon(), at=clock.now())
    part = Part.objects.select_related("post__unit", "unit").get()
    part.finding = finding
    return part


def hand_in(cast: Cast, finding: Finding) -> Finding:
    by = cast.post_holder.actor
    return submit_rectification(finding=finding, by=by, note="都好了", photos=[make_photo(by=by)], at=clock.now())


def test_the_part_is_its_posts_work_and_the_whole_waits_for_it(cast: Cast) -> None:
    doer = cast.nobody_special
    part = split(cast)
    finding = part.finding
    assert finding in access.visible_findings(doer.actor)
    assert finding in Finding.objects.filter(awaiting(doer.actor, clock.now()))
    assert [mine.part.task for mine in home_of(doer.actor, clock.now()).parts] == ["清理摊位"]
    with pytest.raises(NotPossibleNow) as refusal:
        hand_in(cast, finding)
    assert refusal.value.code == "parts_done"
    hand_in_part(part=part, by=doer.actor, note="已清", at=clock.now())
    assert home_of(doer.actor, clock.now()).parts == []
    assert hand_in(cast, finding).state_enum is rules.State.SUBMITTED


def test_whoever_did_a_part_and_their_body_cannot_verify(cast: Cast) -> None:
    part = split(cast)
    hand_in_part(part=part, by=cast.nobody_special.actor, note="已清", at=clock.now())
    finding = hand_in(cast, part.finding)
    with pytest.raises(NotAllowed):
        access.require_part(cast.verifier.actor, finding, Verb.PASS)  # of the market bureau
    access.require_part(cast.inspector.actor, finding, Verb.PASS)
    assert not Finding.objects.filter(awaiting_verifier(cast.verifier.actor)).exists()
    assert Finding.objects.filter(awaiting_verifier(cast.inspector.actor)).exists()


def test_whose_part_was_dropped_may_verify(cast: Cast) -> None:
    """Nobody there did anything of it."""
    part = split(cast)
    drop_part(part=part, by=cast.post_holder.actor, note="不需要了", at=clock.now())
    finding = hand_in(cast, part.finding)
    access.require_part(cast.verifier.actor, finding, Verb.PASS)  # of the market bureau
    assert Finding.objects.filter(awaiting_verifier(cast.verifier.actor)).exists()
    page = finding_page(cast.verifier.actor, access.get_finding(cast.verifier.actor, finding.pk), clock.now())
    assert "findings:verify" in [one.url for one in page.actions]


def test_returned_it_goes_to_another_post_or_is_dropped(cast: Cast) -> None:
    part, lead = split(cast), cast.post_holder.actor
    return_part(part=part, by=cast.nobody_special.actor, note="不归我们", at=clock.now())
    assert (part.state_enum, part.return_count, part.finding.open_parts) == (PartState.RETURNED, 1, 1)
    give_part(part=part, by=lead, post=cast.road_post, until=soon(), note="归市政", at=clock.now())
    assert (part.post, part.state_enum) == (cast.road_post, PartState.OPEN)
    drop_part(part=part, by=lead, note="不需要了", at=clock.now())
    assert part.finding.open_parts == Finding.objects.get().open_parts == 0
    verbs = Step.objects.filter(finding=part.finding, verb__startswith="part_").values_list("verb", flat=True)
    assert list(verbs) == ["part_return", "part_give", "part_drop"]


def test_the_lead_may_ask_for_it_again(cast: Cast) -> None:
    part = split(cast)
    hand_in_part(part=part, by=cast.nobody_special.actor, note="已清", at=clock.now())
    redo_part(part=part, by=cast.post_holder.actor, until=soon(), note="还有一处", at=clock.now())
    assert (part.state_enum, part.finding.open_parts) == (PartState.OPEN, 1)


def test_a_whole_handed_in_meanwhile_gets_no_open_part(cast: Cast) -> None:
    """The lead has two windows: one says of the part “do again”, the other has just handed the whole in."""
    part = split(cast)
    hand_in_part(part=part, by=cast.nobody_special.actor, note="已清", at=clock.now())
    stale = Part.objects.select_related("finding__responsible_unit", "finding__place_unit", "post__unit", "unit").get()
    hand_in(cast, Finding.objects.get())
    with pytest.raises(ChangedMeanwhile):
        redo_part(part=stale, by=cast.post_holder.actor, until=soon(), note="还有一处", at=clock.now())
    assert Part.objects.get().state == PartState.DONE
    assert Finding.objects.get().open_parts == 0


def test_parts_stand_while_the_whole_is_not_worked_on(cast: Cast) -> None:
    part = split(cast)
    return_finding(finding=part.finding, by=cast.post_holder.actor, note="整件不属", at=clock.now())
    with pytest.raises(NotPossibleNow) as refusal:
        hand_in_part(part=part, by=cast.nobody_special.actor, note="已清", at=clock.now())
    assert refusal.value.code == "whole_stands"


def test_nobody_else_moves_it_and_two_do_not_move_it_at_once(cast: Cast) -> None:
    part = split(cast)
    for somebody in (cast.office, cast.verifier, cast.post_holder):
        with pytest.raises(NotAllowed):
            hand_in_part(part=part, by=somebody.actor, note="已清", at=clock.now())
    with pytest.raises(NotAllowed):
        drop_part(part=part, by=cast.nobody_special.actor, note="不要", at=clock.now())
    with pytest.raises(ChangedMeanwhile):
        hand_in_part(part=part, by=cast.nobody_special.actor, note="已清", at=clock.now(), expected_version=9)


@pytest.mark.parametrize(
    ("wrong", "field"), [({"part_post": None}, "part_post"), ({"task": " "}, "task"), ({"until": None}, "until")]
)
def test_a_part_needs_post_words_and_date(cast: Cast, wrong: dict[str, object], field: str) -> None:
    given = {"part_post": cast.road_post, "task": "补路", "until": soon(), **wrong}
    with pytest.raises(Invalid) as refusal:
        add_part(finding=rectifying(cast), by=cast.post_holder.actor, at=clock.now(), **given)  # type: ignore[arg-type]
    assert set(refusal.value.fields) == {field}
    assert not Part.objects.exists()


def test_not_to_the_lead_not_elsewhere_not_for_yesterday(cast: Cast) -> None:
    finding, by = rectifying(cast), cast.post_holder
    yesterday = clock.today() - timedelta(days=1)
    for post, until, field in ((by.post, soon(), "part_post"), (cast.stranger.post, soon(), "part_post"),
                               (cast.road_post, yesterday, "until")):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            add_part(finding=finding, by=by.actor, part_post=post, task="补路", until=until, at=clock.now())
        assert set(refusal.value.fields) == {field}


def test_the_ladder_of_splitting(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "split",
        rectifying(cast),
        allowed=cast.post_holder,
        forbidden={"colleague": 404, "verifier": 403},
        data=lambda: {"part_post": cast.road_post.pk, "task": "补路", "until": soon().isoformat()},
    )
    assert (done.part_count, done.open_parts) == (1, 1)


def test_the_pages_of_a_part(cast: Cast, client_of: ClientOf) -> None:
    part = split(cast)
    finding = part.finding
    address = reverse("findings:part", args=[finding.pk, part.pk, "done"])
    data = {"version": part.version, "note": "已清"}
    for member, status in ((cast.colleague, 404), (cast.stranger, 404), (cast.leader, 403), (cast.post_holder, 403)):
        browser = client_of(member.person)
        assert (browser.get(address).status_code, browser.post(address, data).status_code) == (status, status)
    doer = client_of(cast.nobody_special.person)
    assert address in doer.get(reverse("findings:show", args=[finding.pk])).content.decode()
    assert address in doer.get(reverse("desk:home")).content.decode()
    assert doer.get(address.replace("done", "dance")).status_code == 404
    assert doer.post(address, {"version": part.version, "note": ""}).status_code == 422
    assert doer.post(address, data).status_code == 302
    assert doer.get(address).status_code == 409
    lead = client_of(cast.post_holder.person)
    assert lead.get(reverse("findings:part", args=[finding.pk, part.pk, "redo"])).status_code == 200
