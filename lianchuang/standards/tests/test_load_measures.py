"""Loading the shared measures and the crosswalk."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.packs import loading
from lianchuang.standards.actions import load_edition, load_measures, publish_edition
from lianchuang.standards.models import Edition, Measure, MeasureLink
from lianchuang.standards.queries import crosswalk
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
PACK = loading.load_measures()


def load_all() -> None:
    for pack in loading.load_editions():
        publish_edition(edition=load_edition(pack=pack, by=SYSTEM, at=AT), by=SYSTEM, at=AT)


@pytest.mark.django_db
def test_measures_and_links_come_in_once() -> None:
    load_all()
    assert load_measures(pack=PACK, by=SYSTEM, at=AT) == len(PACK.links)
    assert load_measures(pack=PACK, by=SYSTEM, at=AT) == len(PACK.links)
    assert Measure.objects.count() == len(PACK.measures) == 18
    assert MeasureLink.objects.count() == len(PACK.links)
    assert Entry.objects.filter(code="measures.loaded").count() == 1


@pytest.mark.django_db
def test_a_link_the_pack_gave_up_goes() -> None:
    load_all()
    load_measures(pack=PACK, by=SYSTEM, at=AT)
    assert load_measures(pack=replace(PACK, links=PACK.links[1:]), by=SYSTEM, at=AT) == len(PACK.links) - 1
    assert MeasureLink.objects.count() == len(PACK.links) - 1


@pytest.mark.django_db
def test_a_requirement_that_is_not_loaded_is_named_and_nothing_is_written() -> None:
    with pytest.raises(Invalid) as refused:
        load_measures(pack=PACK, by=SYSTEM, at=AT)
    assert PACK.links[0].requirement in refused.value.sentences()[0]
    assert Measure.objects.count() == 0


@pytest.mark.django_db
def test_the_saving_is_links_minus_measures() -> None:
    load_all()
    load_measures(pack=PACK, by=SYSTEM, at=AT)
    walk = crosswalk(Edition.objects.all())
    linked = {link.measure for link in PACK.links}
    assert (walk.links, walk.measures) == (len(PACK.links), len(linked))
    assert walk.saved == len(PACK.links) - len(linked)
    assert sum(one.saved for one in walk.savings) == walk.saved


def test_only_the_office_may(cast: Cast) -> None:
    for name in ("leader", "coordinator", "auditor", "stranger"):
        with pytest.raises(NotAllowed):
            load_measures(pack=PACK, by=cast.members[name].actor, at=AT)
