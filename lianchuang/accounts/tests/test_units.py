"""Adding and renaming units and posts; the tree and the unit page."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts import actions, queries
from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Post, Unit, UnitKind
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed
from tests.cast import Cast


def test_it_puts_a_unit_into_the_tree(cast: Cast) -> None:
    unit = actions.add_unit(
        name="桂花社区", kind=UnitKind.COMMUNITY, parent=cast.street, by=cast.office.actor, at=clock.now()
    )
    assert unit.path == f"{cast.street.path}{unit.code}."
    assert unit.sort_key == "gui4 hua1 she4 qu1"
    assert Entry.objects.filter(code="unit.added", object_id=str(unit.pk)).exists()


def test_a_street_office_adds_units_in_its_own_street_only(cast: Cast) -> None:
    given = {"name": "新社区", "kind": UnitKind.COMMUNITY, "at": clock.now()}
    for member in (cast.coordinator, cast.inspector, cast.stranger, cast.foreign_office):
        with pytest.raises(NotAllowed):
            actions.add_unit(parent=cast.street, by=member.actor, **given)
    with pytest.raises(NotAllowed):
        actions.add_unit(parent=None, by=cast.administrator.actor, **given)
    assert actions.add_unit(parent=None, by=SYSTEM, **given).path.count(".") == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [({"name": " "}, "name"), ({"name": "桂香社区"}, "name"), ({"code": "1.2"}, "code"), ({"code": "51"}, "code")],
)
def test_it_refuses_what_does_not_fit(cast: Cast, given: dict[str, str], field: str) -> None:
    whole = {"name": "新社区", **given}
    with pytest.raises(Invalid) as refusal:
        actions.add_unit(kind=UnitKind.COMMUNITY, parent=cast.street, by=cast.office.actor, at=clock.now(), **whole)
    assert list(refusal.value.fields) == [field]


def test_renaming_keeps_the_place(cast: Cast) -> None:
    path = cast.community.path
    actions.rename_unit(
        unit=cast.community, name="月桂社区", name_en="Laurel", by=cast.administrator.actor, at=clock.now()
    )
    cast.community.refresh_from_db()
    assert (cast.community.path, cast.community.sort_key) == (path, "yue4 gui4 she4 qu1")
    with pytest.raises(Invalid):
        actions.rename_unit(unit=cast.urban, name="莲县创建办", by=SYSTEM, at=clock.now())


def test_it_adds_a_vacant_post(cast: Cast) -> None:
    post = actions.add_post(
        unit=cast.street, kind=cast.sanitation, name="二号环卫岗", by=cast.office.actor, at=clock.now()
    )
    assert queries.holder_of(post, clock.today()) is None
    assert post in queries.vacant_posts(cast.street.path, clock.today())
    with pytest.raises(Invalid):
        actions.add_post(unit=cast.street, kind=cast.sanitation, name="二号环卫岗", by=SYSTEM, at=clock.now())
    with pytest.raises(NotAllowed):
        actions.add_post(
            unit=cast.street, kind=cast.sanitation, name="三", by=cast.foreign_office.actor, at=clock.now()
        )


def test_the_tree_counts_posts_and_vacancies(cast: Cast) -> None:
    (county,) = queries.unit_tree(cast.office.actor, clock.today())
    assert county.unit == cast.county
    assert county.posts_below == Post.objects.filter(unit__path__startswith=cast.county.path).count()
    assert county.vacant_below == 2  # market_post and road_post
    names = [line.unit.sort_key for line in county.children]
    assert names == sorted(names)


def test_its_pages_show_the_tree_and_the_posts(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.office.person)
    assert "桂亭街道" in client.get(reverse("accounts:units")).content.decode()
    page = client.get(reverse("accounts:unit", args=[cast.street.pk])).content.decode()
    assert "周实" in page
    assert reverse("accounts:add_post", args=[cast.street.pk]) in page


def test_another_county_sees_nothing_of_it(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.foreign_office.person)
    assert client.get(reverse("accounts:unit", args=[cast.street.pk])).status_code == 404
    assert "桂亭街道" not in client.get(reverse("accounts:units")).content.decode()


def test_an_insider_without_the_right_is_told_so(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.post_holder.person)
    page = client.get(reverse("accounts:unit", args=[cast.street.pk]))
    assert reverse("accounts:add_post", args=[cast.street.pk]) not in page.content.decode()
    assert client.post(reverse("accounts:add_post", args=[cast.street.pk])).status_code == 403


def test_its_forms_work(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.administrator.person)
    address = reverse("accounts:add_unit", args=[cast.street.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"kind": "community", "name": "桂香社区"})
    assert answer.status_code == 422
    assert "桂香社区" in answer.content.decode()
    assert client.post(address, {"kind": "community", "name": "月亮社区"}).status_code == 302
    unit = Unit.objects.get(name="月亮社区")
    address = reverse("accounts:add_post", args=[unit.pk])
    assert client.post(address, {"kind": cast.sanitation.pk, "name": "环卫岗"}).status_code == 302
    assert unit.posts.count() == 1
    address = reverse("accounts:rename_unit", args=[unit.pk])
    assert client.post(address, {"name": "星星社区"}).status_code == 302
    assert client.get(reverse("accounts:unit", args=[99999])).status_code == 404
