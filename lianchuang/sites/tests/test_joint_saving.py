"""What inspecting jointly saves, with its arithmetic."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from lianchuang.campaigns.models import Campaign
from lianchuang.sites.models import Site
from lianchuang.sites.queries.saving import joint_saving
from tests.cast import Cast


def test_items_and_visits_jointly_and_apart(cast: Cast) -> None:
    saving = joint_saving(Site.objects.all(), Campaign.objects.all())
    assert [share.number for share in saving.items.shares] == [4, 4, 1, 1]
    assert (saving.items.jointly, saving.items.apart, saving.items.saved) == (6, 10, 4)
    assert [share.number for share in saving.visits.shares] == [3, 3, 2, 1]
    assert (saving.visits.jointly, saving.visits.apart, saving.visits.saved) == (3, 9, 6)
    Site.objects.filter(pk=cast.market.pk).update(is_active=False)
    fewer = joint_saving(Site.objects.all(), Campaign.objects.all())
    assert (fewer.visits.jointly, fewer.visits.apart) == (2, 6)


def test_the_part_and_the_page(cast: Cast, client_of: Callable[..., Client]) -> None:
    client, address = client_of(cast.colleague.person), reverse("sites:saving")
    assert "<html" in client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "= 10" in part
