"""The catalogues are one for the whole county: the office of a street reads them and writes none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.accounts.models import Role
from lianchuang.common.refusals import NotAllowed
from lianchuang.packs.loading import load_editions, load_measures
from lianchuang.standards import access, actions
from lianchuang.standards.models import Edition, EditionState, Measure, MeasureLink, Requirement, Sharing
from lianchuang.standards.queries.exchange import plan_edition, plan_profile
from lianchuang.standards.tests.test_import_profile import profile_file
from lianchuang.standards.tests.trees import small
from tests.cast import Cast, actor_of, grant

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
FACTS = actions.EditionFacts(code="another", name="又一版", source="文件", confidence="official")
Deed = Callable[["Ground", Actor], object]


class Ground:
    """A draft of two requirements with a measure linked to the first."""

    def __init__(self) -> None:
        self.draft = actions.import_edition(plan=plan_edition(small()), by=SYSTEM, at=AT)
        self.one, self.other = self.of("A1"), self.of("A2")
        self.measure = Measure.objects.create(code="M-1", name="量", sharing=Sharing.VALUE, source="文件")
        drawn = {"measure": self.measure, "requirement": self.one, "relation": "equal", "reuse": "value"}
        self.link = actions.link_measure(**drawn, reason="", by=SYSTEM, at=AT)
        self.drawn: dict[str, Any] = {**drawn, "requirement": self.other, "reason": "", "at": AT}

    def of(self, code: str) -> Requirement:
        """A requirement of the draft."""
        return Requirement.objects.select_related("edition").get(edition=self.draft, code=code)


DEEDS: dict[str, Deed] = {
    "delete": lambda on, by: actions.delete_requirement(requirement=on.one, expected_version=2, by=by, at=AT),
    "found": lambda _on, by: actions.add_standard(code="x", name="某", name_en="", seal="某", slot=6, by=by, at=AT),
    "copy": lambda on, by: actions.copy_edition(edition=on.draft, facts=FACTS, by=by, at=AT),
    "review": lambda on, by: actions.review_edition(edition=on.draft, expected_version=2, by=by, at=AT),
    "send back": lambda on, by: actions.send_back_edition(
        edition=on.draft, reason="改", expected_version=2, by=by, at=AT
    ),
    "publish": lambda on, by: actions.publish_edition(edition=on.draft, by=by, at=AT),
    "send a file": lambda _on, by: actions.keep_upload(content=b"x", name="x", kind="xlsx", by=by, at=AT),
    "import": lambda _on, by: actions.import_edition(plan=plan_edition(replace(small(), code="b")), by=by, at=AT),
    "select": lambda _on, by: actions.import_profile(
        plan=plan_profile(profile_file(), Edition.objects.all()), by=by, at=AT
    ),
    "pair": lambda _on, by: actions.import_pairs(plans=[], by=by, at=AT),
    "link": lambda on, by: actions.link_measure(**on.drawn, by=by),
    "link two": lambda on, by: actions.link_requirements(
        source=on.one, target=on.other, relation="equal", reason="", by=by, at=AT
    ),
    "change a link": lambda on, by: actions.change_relation(
        link=on.link, relation="subset", reason="", expected_version=1, by=by, at=AT
    ),
    "review a link": lambda on, by: actions.review_link(link=on.link, expected_version=1, by=by, at=AT),
    "remove a link": lambda on, by: actions.remove_link(link=on.link, reason="错", expected_version=1, by=by, at=AT),
    "turn down": lambda on, by: actions.reject_suggestion(measure=on.measure, requirement=on.other, by=by, at=AT),
    "settle": lambda on, by: actions.settle_successors(earlier=on.one, edition=on.draft, laters=[], by=by, at=AT),
    "drop": lambda on, by: actions.drop_successors(earlier=on.one, edition=on.draft, by=by, at=AT),
    "load": lambda _on, by: actions.load_edition(pack=load_editions()[0], by=by, at=AT),
    "load measures": lambda _on, by: actions.load_measures(pack=load_measures(), by=by, at=AT),
    "get an edition": lambda on, by: access.get_edition_to_write(by, on.draft.code),
    "get a requirement": lambda on, by: access.get_requirement_to_write(by, on.draft.code, on.one.pk),
    "get a standard": lambda _on, by: access.get_standard_to_write(by, "small"),
    "get a link": lambda on, by: access.get_link_to_change(by, "measure", on.link.pk),
}


@pytest.fixture
def street_office(cast: Cast) -> Actor:
    """The office of 桂亭街道, and of nothing else."""
    grant(post=cast.colleague.post, role=Role.OFFICE, scope=cast.street)
    return actor_of(cast.colleague.person, cast.colleague.post)


@pytest.mark.parametrize("deed", DEEDS.values(), ids=list(DEEDS))
def test_the_office_of_a_street_writes_none(street_office: Actor, deed: Deed) -> None:
    ground = Ground()
    with pytest.raises(NotAllowed) as refused:
        deed(ground, street_office)
    assert refused.value.code == "role_needed"
    assert MeasureLink.objects.get().version == 1
    assert Edition.objects.get(pk=ground.draft.pk).state == EditionState.DRAFT


def test_it_is_offered_none_either(cast: Cast, street_office: Actor, client_of: Callable[..., Client]) -> None:
    ground = Ground()
    assert (access.may_write(street_office), access.may_link(street_office)) == (False, False)
    assert (access.may_write(cast.office.actor), access.may_link(cast.office.actor)) == (True, True)
    client = client_of(cast.colleague.person, cast.colleague.post)
    assert client.get(reverse("standards:edition", args=[ground.draft.code])).status_code == 200
    assert client.post(reverse("standards:publish_edition", args=[ground.draft.code])).status_code == 403
    assert [client.get(reverse(f"standards:{name}")).status_code for name in ("add_standard", "import")] == [403, 403]
