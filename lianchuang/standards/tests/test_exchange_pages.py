"""The pages about files: look first, write on a word, lose nothing on the way."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.access import SYSTEM
from lianchuang.common import clock
from lianchuang.standards.actions import import_edition, publish_edition
from lianchuang.standards.exchange.sheets import write_sheets
from lianchuang.standards.models import Edition, Profile, RequirementLink, StandardUpload
from lianchuang.standards.queries.exchange import plan_edition
from lianchuang.standards.tests.test_oscal import CATALOG, PROFILE, text_of
from lianchuang.standards.tests.trees import small
from tests.cast import Cast

ClientOf = Callable[..., Client]


@pytest.fixture
def office(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.office.person)


def send(client: Client, content: bytes | str, name: str = "file.bin") -> Any:
    body = content.encode() if isinstance(content, str) else content
    return client.post(reverse("standards:import"), {"file": SimpleUploadedFile(name, body)})


def confirm(client: Client, address: str, **chosen: str) -> Any:
    page = client.get(address, chosen)
    mark = page.context["preview"].mark
    return client.post(address, {"mark": mark, **chosen})


def test_a_catalogue_is_looked_at_then_written(office: Client) -> None:
    answer = send(office, text_of(CATALOG), "any.txt")
    assert answer.status_code == 302
    page = office.get(answer["Location"])
    words = page.content.decode()
    assert page.status_code == 200
    assert "#nowhere" in words
    assert "AC" not in Edition.objects.values_list("code", flat=True)
    assert not Edition.objects.filter(code="example-sp-1-rev-2").exists()
    done = confirm(office, answer["Location"])
    assert done["Location"] == reverse("standards:files", args=["example-sp-1-rev-2"])
    files = office.get(done["Location"]).content.decode()
    assert "#nowhere" in files
    tree = office.get(reverse("standards:edition", args=["example-sp-1-rev-2"]), {"q": "ac-1.1"}).content.decode()
    assert "已撤销" in tree
    out = office.get(reverse("standards:export", args=["example-sp-1-rev-2", "oscal"]))
    assert out.content.decode() == text_of(CATALOG)
    assert office.get(reverse("standards:export", args=["example-sp-1-rev-2", "yaml"])).status_code == 409
    assert office.get(reverse("standards:export", args=["example-sp-1-rev-2", "pdf"])).status_code == 404


def test_an_edited_sheet_shows_old_and_new_and_writes_on_a_word(office: Client) -> None:
    import_edition(plan=plan_edition(small()), by=SYSTEM, at=clock.now())
    edited = [
        replace(node, name="甲一改") if node.code == "A1" else node for node in small().nodes if node.code != "B2"
    ]
    answer = send(office, write_sheets(replace(small(), nodes=tuple(edited)), chinese=True))
    words = office.get(answer["Location"]).content.decode()
    for said in ("甲一", "甲一改", "乙二"):
        assert said in words
    changed = office.get(answer["Location"], {"show": "changed"}).content.decode()
    assert "乙二" not in changed
    edition = Edition.objects.get(code="small-1")
    assert edition.requirements.get(code="A1").name == "甲一"
    confirm(office, answer["Location"])
    assert edition.requirements.get(code="A1").name == "甲一改"
    assert not edition.requirements.filter(code="B2").exists()


def test_a_published_edition_offers_a_new_one(office: Client) -> None:
    edition = publish_edition(
        edition=import_edition(plan=plan_edition(small()), by=SYSTEM, at=clock.now()), by=SYSTEM, at=clock.now()
    )
    answer = send(office, write_sheets(replace(small(), nodes=small().nodes[:3]), chinese=True))
    page = office.get(answer["Location"])
    assert "small-1-2" in page.content.decode()
    refused = office.post(answer["Location"], {"mark": page.context["preview"].mark})
    assert refused.status_code == 422
    assert edition.requirements.count() == 6
    confirm(office, answer["Location"], code="small-1-2", like="small-1")
    assert Edition.objects.get(code="small-1-2").requirements.count() == 3


def test_what_changed_meanwhile_is_not_written_over(office: Client) -> None:
    edition = import_edition(plan=plan_edition(small()), by=SYSTEM, at=clock.now())
    answer = send(office, write_sheets(replace(small(), nodes=small().nodes[:3]), chinese=True))
    mark = office.get(answer["Location"]).context["preview"].mark
    edition.requirements.filter(code="B1").update(name="别人改了")
    assert office.post(answer["Location"], {"mark": mark}).status_code == 422
    assert edition.requirements.count() == 6
    assert StandardUpload.objects.count() == 1


def test_refused_rows_are_shown_with_their_place(office: Client) -> None:
    wrong = replace(small(), nodes=(*small().nodes, replace(small().nodes[-1], code="A1")))
    answer = send(office, write_sheets(wrong, chinese=True))
    page = office.get(answer["Location"])
    assert [row.row for row in page.context["page"] if row.kind == "refused"] == [8]
    assert office.post(answer["Location"], {"mark": page.context["preview"].mark}).status_code == 422
    assert not Edition.objects.filter(code="small-1").exists()


def test_a_profile(office: Client) -> None:
    confirm(office, send(office, text_of(CATALOG))["Location"])
    answer = send(office, text_of(PROFILE))
    assert "zz-9" in office.get(answer["Location"]).content.decode()
    done = confirm(office, answer["Location"])
    page = office.get(done["Location"]).content.decode()
    assert "zz-9" in page
    assert Profile.objects.values_list("edition__code", flat=True).get() == "example-sp-1-rev-2"
    assert office.get(reverse("standards:export_profile", args=["a-choice"])).content.decode() == text_of(PROFILE)


def test_a_table_of_pairs(office: Client) -> None:
    confirm(office, send(office, text_of(CATALOG))["Location"])
    import_edition(plan=plan_edition(small()), by=SYSTEM, at=clock.now())
    answer = send(office, "A1,ac-1,=\nA2,ac-2,包含\nB1,zz-1,∩\nB2,at-1,∩\n")
    words = office.get(answer["Location"]).content.decode()
    assert "zz-1" in words
    confirm(office, answer["Location"])
    assert RequirementLink.objects.count() == 3
    other = send(office, "Q1,Q2,=\n")
    page = office.get(other["Location"])
    assert not page.context["preview"].pairs
    assert office.post(other["Location"], {"mark": page.context["preview"].mark}).status_code == 422
    assert office.get(reverse("standards:export", args=["small-1", "mapping"])).status_code == 200


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"a": 1}', b"some words"])
def test_what_cannot_be_read_is_said_at_once(office: Client, content: bytes) -> None:
    answer = send(office, content or b" ")
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not StandardUpload.objects.exists()


def test_only_the_office_sends_files(cast: Cast, client_of: ClientOf) -> None:
    for name in ("leader", "coordinator", "auditor"):
        client = client_of(cast.members[name].person)
        assert client.get(reverse("standards:import")).status_code == 403
        assert send(client, text_of(CATALOG)).status_code == 403
    edition = cast.wenming.edition
    for form in ("xlsx", "oscal"):
        address = reverse("standards:export", args=[edition.code, form])
        assert client_of(cast.post_holder.person).get(address).status_code == 200
    assert client_of(cast.post_holder.person).get(reverse("standards:files", args=[edition.code])).status_code == 200
