"""A finding of an undercover round: who sees it, and how it is released."""

import itertools
from functools import partial

import pytest
from django.urls import reverse

from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile, NotAllowed, NotPossibleNow
from lianchuang.findings.access import visible_findings
from lianchuang.findings.actions import accept_finding, unseal_finding, void_finding
from lianchuang.findings.models import Finding, Step
from lianchuang.findings.queries.kept import kept_until_a_step
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf
from tests.cast import Cast, make_finding


def sealed(cast: Cast) -> Finding:
    """Found undercover at the lane."""
    return make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor, sealed=True)


def test_only_the_office_and_its_finder_see_it(cast: Cast) -> None:
    finding = sealed(cast)
    seeing = {part for part, member in cast.members.items() if finding in visible_findings(member.actor)}
    assert seeing == {"office", "inspector"}


def test_it_is_on_nobodys_list_and_in_no_count(cast: Cast, client_of: ClientOf) -> None:
    finding = sealed(cast)
    for part in ("leader", "coordinator", "post_holder", "verifier", "auditor", "administrator"):
        browser = client_of(cast.members[part].person)
        listed = browser.get(reverse("findings:list"), {"view": "all"})
        assert listed.context["listed"].facets.answer.total == 0, part
        assert finding.title not in listed.content.decode()
        assert browser.get(reverse("findings:show", args=[finding.pk])).status_code == 404
        found = browser.get(reverse("findings:list"), {"q": "垃圾", "view": "all"})
        assert found.context["listed"].facets.answer.total == 0


def test_nothing_can_be_done_with_it_but_to_void_it(cast: Cast) -> None:
    finding = sealed(cast)
    with pytest.raises((NotPossibleNow, NotAllowed)):
        accept_finding(finding=finding, by=cast.post_holder.actor, at=clock.now())
    assert void_finding(finding=finding, by=cast.office.actor, note="误报", at=clock.now()).state_enum is State.VOID


def test_released_it_gets_its_number_and_goes_its_way(cast: Cast) -> None:
    finding = unseal_finding(finding=sealed(cast), by=cast.office.actor, at=clock.now())
    assert finding.number is not None
    assert finding.state_enum is State.DISPATCHED
    assert finding in visible_findings(cast.post_holder.actor)
    verbs = Step.objects.filter(finding=finding).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["open", "unseal", "dispatch"]


def test_twice_is_once(cast: Cast) -> None:
    finding = unseal_finding(finding=sealed(cast), by=cast.office.actor, at=clock.now())
    number = finding.number
    assert unseal_finding(finding=finding, by=cast.office.actor, at=clock.now()).number == number


def test_two_at_once_give_one_number(cast: Cast) -> None:
    finding = sealed(cast)
    other = Finding.objects.get(pk=finding.pk)
    unseal_finding(finding=finding, by=cast.office.actor, at=clock.now())
    with pytest.raises(ChangedMeanwhile):
        unseal_finding(finding=other, by=cast.office.actor, at=clock.now())


def test_nobody_else_releases_it(cast: Cast) -> None:
    finding = sealed(cast)
    for member in (cast.inspector, cast.leader, cast.foreign_office, cast.coordinator):
        with pytest.raises(NotAllowed):
            unseal_finding(finding=finding, by=member.actor, at=clock.now())


def test_figures_kept_for_a_minute_do_not_tell_of_sealed_steps(cast: Cast) -> None:
    times = itertools.count(1)
    count = partial(kept_until_a_step, "test", cast.leader.actor, lambda: next(times))
    make_finding(site=cast.lane, item=cast.ads_item, by=cast.inspector.actor)
    assert count() == 1
    sealed(cast)
    assert count() == 1
    make_finding(site=cast.other_lane, item=cast.rubbish_item, by=cast.inspector.actor)
    assert count() == 2
