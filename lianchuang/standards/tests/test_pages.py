"""The pages about standards."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianchuang.accounts.access import SYSTEM
from lianchuang.common import clock
from lianchuang.packs import loading
from lianchuang.standards.actions import load_edition, load_measures, publish_edition
from lianchuang.standards.models import Edition, EditionState
from lianchuang.standards.queries import standards_with_editions
from tests.cast import Cast, make_edition, make_requirement, make_standard

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


@pytest.fixture
def packs(db: None) -> None:
    for pack in loading.load_editions():  # published now, they supersede the test editions of the cast
        publish_edition(edition=load_edition(pack=pack, by=SYSTEM, at=AT), by=SYSTEM, at=clock.now())
    load_measures(pack=loading.load_measures(), by=SYSTEM, at=AT)


def test_editions(cast: Cast, client_of: ClientOf) -> None:
    draft = make_edition(standard=make_standard(code="draft", slot=5), code="a-draft", state=EditionState.DRAFT)
    office = client_of(cast.office.person).get(reverse("standards:editions"))
    assert draft.name in office.content.decode()
    other = client_of(cast.post_holder.person).get(reverse("standards:editions"))
    assert other.status_code == 200
    assert draft.name not in other.content.decode()
    assert cast.wenming.edition.name in other.content.decode()


def test_edition(cast: Cast, packs: None, client_of: ClientOf) -> None:
    client = client_of(cast.colleague.person)
    for pack in loading.load_editions():
        page = client.get(reverse("standards:edition", args=[pack.code]))
        assert page.status_code == 200
        assert len(page.content) < 200_000
        for node in pack.walk():
            assert f'id="{node.code}"' in page.content.decode()


def test_edition_of_nobody(cast: Cast, client_of: ClientOf) -> None:
    draft = make_edition(standard=make_standard(code="draft", slot=5), code="a-draft", state=EditionState.DRAFT)
    client = client_of(cast.colleague.person)
    assert client.get(reverse("standards:edition", args=["no-such"])).status_code == 404
    assert client.get(reverse("standards:edition", args=[draft.code])).status_code == 404
    assert client.post(reverse("standards:edition", args=[cast.wenming.edition.code])).status_code == 405


def test_measures(cast: Cast, packs: None, client_of: ClientOf) -> None:
    page = client_of(cast.colleague.person).get(reverse("standards:measure_table")).content.decode()
    for measure in loading.load_measures().measures:
        assert measure.name in page
    links = loading.load_measures().links
    linked = {one.measure for one in links}
    assert f"{len(links)}" in page
    assert f"= {len(links) - len(linked)}" in page


def test_pages_need_a_sign_in(db: None) -> None:
    for name in ("editions", "measures", "measure_table", "gaps"):
        assert Client().get(reverse(f"standards:{name}")).status_code == 302


def test_counts_of_an_edition(cast: Cast) -> None:
    edition = make_edition(standard=make_standard(code="five", slot=5), code="five-1")
    top = make_requirement(edition=edition, code="A")
    veto = make_requirement(edition=edition, code="A1", parent=top, is_veto=True)
    make_requirement(edition=edition, code="A11", parent=veto, is_veto=True)
    make_requirement(edition=edition, code="A12", parent=veto, is_veto=True)
    make_requirement(edition=edition, code="B")
    ((counts,),) = [row.editions for row in standards_with_editions(Edition.objects.filter(pk=edition.pk))]
    assert (counts.requirements, counts.vetoes, counts.nodes) == (3, 1, 5)


def test_query_counts_do_not_grow(cast: Cast, packs: None, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)
    small, large = cast.wenming.edition.code, max(loading.load_editions(), key=lambda one: len(list(one.walk()))).code

    def queries(code: str) -> int:
        with CaptureQueriesContext(connection) as held:
            client.get(reverse("standards:edition", args=[code]))
        return len(held)

    queries(small)
    assert queries(large) <= queries(small)
