"""Loading kinds of finding, site types and check items from the packs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Role
from lianchuang.audit.models import Entry
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.packs import loading
from lianchuang.sites.actions import load_categories, load_check_items, load_site_types
from lianchuang.sites.models import Category, CheckItem, ChecklistItem, ItemRequirement, SiteType, Zone
from lianchuang.sites.queries import checklist_for
from lianchuang.standards.actions import load_edition
from tests.cast import Cast, grant

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ITEMS = loading.load_check_items()


@pytest.fixture
def ground(db: None) -> None:
    """Everything the check items refer to."""
    for pack in loading.load_editions():
        load_edition(pack=pack, by=SYSTEM, at=AT)
    load_categories(categories=loading.load_categories(), by=SYSTEM, at=AT)
    load_site_types(site_types=loading.load_site_types(), by=SYSTEM, at=AT)


@pytest.mark.usefixtures("ground")
def test_everything_comes_in_once() -> None:
    assert load_check_items(items=ITEMS, by=SYSTEM, at=AT) > len(ITEMS)
    assert CheckItem.objects.count() == len(ITEMS)
    assert ItemRequirement.objects.count() == sum(len(one.requirements) for one in ITEMS)
    assert ChecklistItem.objects.count() == sum(len(one.places) for one in ITEMS)
    assert Category.objects.count() == len(loading.load_categories())
    assert Zone.objects.count() == sum(len(one.zones) for one in loading.load_site_types())
    written = Entry.objects.count()
    assert load_check_items(items=ITEMS, by=SYSTEM, at=AT) == 0
    assert load_categories(categories=loading.load_categories(), by=SYSTEM, at=AT) == 0
    assert load_site_types(site_types=loading.load_site_types(), by=SYSTEM, at=AT) == 0
    assert Entry.objects.count() == written


@pytest.mark.usefixtures("ground")
def test_every_type_has_a_checklist_in_walking_order() -> None:
    load_check_items(items=ITEMS, by=SYSTEM, at=AT)
    for pack in loading.load_site_types():
        zones = checklist_for(SiteType.objects.get(code=pack.code))
        held = [zone.zone.code for zone in zones]
        assert held == [zone.code for zone in pack.zones if zone.code in held]
        asked = {one.code for one in ITEMS if pack.code in one.site_types}
        assert {line.item.code for zone in zones for line in zone.lines} == asked


@pytest.mark.usefixtures("ground")
def test_an_item_follows_its_pack() -> None:
    load_check_items(items=ITEMS, by=SYSTEM, at=AT)
    item = next(one for one in ITEMS if len(one.places) > 1 and one.requirements)
    less = replace(item, text="另一句话", places=item.places[:1], requirements=item.requirements[:-1])
    assert load_check_items(items=[less], by=SYSTEM, at=AT) > 0
    row = CheckItem.objects.get(code=item.code)
    assert row.text == "另一句话"
    assert row.checklist_items.count() == 1
    assert row.item_requirements.count() == len(item.requirements) - 1
    assert CheckItem.objects.count() == len(ITEMS)


@pytest.mark.usefixtures("ground")
def test_what_is_not_loaded_is_named_and_nothing_is_written() -> None:
    with pytest.raises(Invalid) as refused:
        load_check_items(items=[ITEMS[0], replace(ITEMS[1], category="no-such")], by=SYSTEM, at=AT)
    assert len(refused.value.sentences()) == 1
    assert "no-such" in refused.value.sentences()[0]
    assert CheckItem.objects.count() == 0


def test_only_the_office_may(cast: Cast) -> None:
    load_categories(categories=loading.load_categories(), by=cast.office.actor, at=AT)
    grant(post=cast.colleague.post, role=Role.OFFICE, scope=cast.street)
    for name in ("leader", "coordinator", "inspector", "stranger", "colleague"):
        by = cast.members[name].actor
        with pytest.raises(NotAllowed):
            load_categories(categories=loading.load_categories(), by=by, at=AT)
        with pytest.raises(NotAllowed):
            load_site_types(site_types=loading.load_site_types(), by=by, at=AT)
        with pytest.raises(NotAllowed):
            load_check_items(items=ITEMS, by=by, at=AT)
