"""The pages for taking in visits: sent, looked at, taken in; by the round's office alone."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lianchuang.inspections.models import Round, Visit, VisitFile
from lianchuang.inspections.tests.files import MAP, csv_of, outside_row
from lianchuang.inspections.tests.test_record_visit import running
from tests.cast import Cast

SignIn = Callable[..., Client]


def sent(client: Client, found: Round, *rows: dict[str, str], mapping: str = MAP) -> str:
    """Send a file; where the preview is."""
    files = {"file": SimpleUploadedFile("测评.csv", csv_of([*rows]).encode())}
    if mapping:
        files["map"] = SimpleUploadedFile("map.yaml", mapping.encode())
    answer = client.post(reverse("inspections:import", args=[found.pk]), files)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_it_is_looked_at_and_then_taken_in(cast: Cast, client_of: SignIn) -> None:
    found, office = running(cast), client_of(cast.office.person)
    page = reverse("inspections:round", args=[found.pk])
    assert reverse("inspections:import", args=[found.pk]) in office.get(page).content.decode()
    preview = sent(office, found, outside_row("L-01", 数量="2"), outside_row("L-01", site="Nowhere"))
    shown = office.get(preview).content.decode()
    assert "Nowhere" in shown
    assert "河桥测评中心" in shown
    assert not Visit.objects.exists()
    assert office.post(preview).status_code == 422
    assert office.post(preview, {"accept_refused": "1"}).headers["Location"] == page
    visit = Visit.objects.get()
    for address in (
        reverse("inspections:visit", args=[visit.pk]),
        reverse("inspections:site_looks", args=[cast.lane.pk]),
    ):
        assert "河桥测评中心" in office.get(address).content.decode()
    office.post(preview, {"accept_refused": "1"})
    assert Visit.objects.count() == 1


def test_what_cannot_be_read_is_said(cast: Cast, client_of: SignIn) -> None:
    found, office = running(cast), client_of(cast.office.person)
    for rows, mapping in (((outside_row("L-01"),), ""), (({"a": "b"},), MAP), ((outside_row("L-01"),), "columns: [")):
        assert 'class="faults"' in office.get(sent(office, found, *rows, mapping=mapping)).content.decode()
    wrong = {"file": SimpleUploadedFile("a.csv", b"x"), "map": SimpleUploadedFile("m.yaml", b"\xff\xfe")}
    assert office.post(reverse("inspections:import", args=[found.pk]), wrong).status_code == 422


@pytest.mark.parametrize(("name", "status"), [("leader", 403), ("inspector", 403), ("stranger", 404)])
def test_others_neither_send_nor_look(cast: Cast, client_of: SignIn, name: str, status: int) -> None:
    found, office = running(cast), client_of(cast.office.person)
    preview = sent(office, found, outside_row("L-01"))
    client = client_of(cast.members[name].person)
    assert client.get(reverse("inspections:import", args=[found.pk])).status_code == status
    assert client.get(preview).status_code == status
    VisitFile.objects.update(sent_by=cast.inspector.person)
    assert office.get(preview).status_code == 404
