"""Drafting a task table: the action, its page, and files that are refused."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime

import docx
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from lianchuang.audit.models import Entry
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.duties.actions import draft_table, remember_unit
from lianchuang.duties.models import RowState, TaskTable
from lianchuang.duties.queries.tables import cells_of
from lianchuang.duties.tasktable import opening
from lianchuang.duties.tests.tasktables.making import LEFT, UP, Line, document, xlsx
from tests.cast import Cast

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ON = date(2026, 3, 2)
ClientOf = Callable[..., Client]
LINES: list[Line] = [
    ["2026年任务分解表", LEFT, LEFT, LEFT],
    ["序号", "工作任务", "责任单位", "完成时限"],
    [1, "背街小巷保洁", "桂亭街道、城管局", "9月底前"],
    [2, "农贸市场整治", "食药监所", "每月25日前"],
    [3, "占道经营整治", "城管局", "长期坚持"],
]


def draft(cast: Cast, content: bytes, name: str = "任务.xlsx") -> TaskTable:
    return draft_table(
        content=content, name=name, county=cast.county, campaign=cast.wenming, on=ON, by=cast.office.actor, at=AT
    )


def test_rows_are_kept_with_every_cell(cast: Cast) -> None:
    table = draft(cast, xlsx({"任务": LINES}))
    assert (table.title, table.rows.count()) == ("2026年任务分解表", 3)
    first, second, third = table.rows.order_by("order")
    cells = cells_of(first)
    assert cells["lead"].value == [cast.street.code]
    assert cells["responsible"].value == [cast.urban.code]
    assert (cells["deadline"].value, cells["deadline"].confidence) == ({"date": "2026-09-30"}, "sure")
    assert first.state == RowState.READY
    assert second.state == RowState.OPEN  # nobody is called so
    assert third.state == RowState.OPEN  # its unit has no coordinator
    entry = Entry.objects.get(code="task_table.drafted")
    assert (entry.data["rows"], entry.data["ready"]) == (3, 1)


def test_the_same_file_again_gives_the_same_draft(cast: Cast) -> None:
    content = xlsx({"任务": LINES})
    assert draft(cast, content) == draft(cast, content)
    assert Entry.objects.filter(code="task_table.drafted").count() == 1
    with pytest.raises(NotPossibleNow):
        draft_table(
            content=content, name="x", county=cast.county, campaign=cast.weisheng, on=ON, by=cast.office.actor, at=AT
        )


def test_what_was_remembered_is_used(cast: Cast) -> None:
    remember_unit(county=cast.county, text="食药监所", unit=cast.market_bureau, by=cast.office.actor, at=AT)
    lead = cells_of(draft(cast, xlsx({"任务": LINES})).rows.get(order=2))["lead"]
    assert lead.value == [cast.market_bureau.code]
    assert lead.pieces[0].why.code == "remembered"


def test_only_the_office_of_the_county_may(cast: Cast) -> None:
    content = xlsx({"任务": LINES})
    for by in (cast.coordinator.actor, cast.stranger.actor, cast.foreign_office.actor):
        with pytest.raises(NotAllowed):
            draft_table(content=content, name="x.xlsx", county=cast.county, campaign=None, on=ON, by=by, at=AT)
    assert not TaskTable.objects.exists()


# --- files that are refused ---


def macro_book() -> bytes:
    buffer = io.BytesIO(xlsx({"任务": LINES}))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = io.BytesIO(xlsx({"任务": LINES}))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/large.xml", bytes(opening.MOST_UNPACKED + 1))
    return buffer.getvalue()


def wide_sheet() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet()
    page.write(1_048_575, 16_383, "远")
    book.close()
    return buffer.getvalue()


def nonsense() -> bytes:
    return xlsx({"任务": [["莲县任务分解表", LEFT, LEFT], [UP, UP, UP], ["责任单位：城管局 任务：保洁", LEFT, LEFT]]})


def muddled() -> bytes:
    rows: list[Line] = [[number, "清理卫生死角，城管局负责", LEFT, "9月底前"] for number in range(1, 6)]
    return xlsx({"任务": [["序号", "工作任务", "责任单位", "完成时限"], *rows]})


def entities() -> bytes:
    buffer = io.BytesIO()
    text = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><w:document xmlns:w="x"/>'
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", text)
    return buffer.getvalue()


def empty_document() -> bytes:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    return buffer.getvalue()


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "任务.xlsx", "密码"),
    "old xls": (lambda: OLE, "任务.xls", "XLSX"),
    "old doc": (lambda: OLE, "任务.doc", "DOCX"),
    "macro inside": (macro_book, "任务.xlsx", "宏"),
    "macro by name": (lambda: xlsx({"任务": LINES}), "任务.xlsm", "宏"),
    "200 MB": (lambda: b"PK\x03\x04" + bytes(200 * 2**20), "任务.xlsx", "20 MB"),
    "bomb": (bomb, "任务.xlsx", "解开后"),
    "far cell": (wide_sheet, "任务.xlsx", ""),
    "nothing": (bytes, "任务.xlsx", "空"),
    "empty sheet": (lambda: xlsx({"任务": []}), "任务.xlsx", "空"),
    "empty document": (empty_document, "任务.docx", "空"),
    "merged into one": (nonsense, "任务.xlsx", "表头"),
    "merged across": (muddled, "任务.xlsx", "合并"),
    "header alone": (lambda: xlsx({"任务": LINES[:2]}), "任务.xlsx", "没有任务"),
    "text": (lambda: b"number,task", "任务.csv", "XLSX"),
    "pdf": (lambda: b"%PDF-1.7", "任务.pdf", "PDF"),
    "cut off": (lambda: xlsx({"任务": LINES})[:2000], "任务.xlsx", "损坏"),
    "entities": (entities, "任务.docx", "损坏"),
    "another zip": (zipped, "任务.xlsx", "XLSX"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_broken_file_is_refused_in_the_readers_language(cast: Cast, case: str) -> None:
    make, name, word = REFUSED[case]
    with override("zh-hans"), pytest.raises(Invalid) as refused:
        draft(cast, make(), name)
    (sentence,) = refused.value.fields["file"]
    assert word in sentence
    assert refused.value.code == "unreadable_table"
    assert not TaskTable.objects.exists()


# --- the page ---


def upload(client: Client, cast: Cast, content: bytes, name: str = "任务.docx") -> object:
    form = {"file": SimpleUploadedFile(name, content), "campaign": cast.wenming.pk, "on": "2026-03-02"}
    return client.post(reverse("duties:upload_table"), form)


def test_the_office_uploads_and_sees_what_was_understood(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)
    answer = upload(client, cast, document("2026年任务", [*LINES[1:]]))
    table = TaskTable.objects.get()
    assert answer.url == reverse("duties:table", args=[table.pk])
    page = client.get(answer.url).content.decode()
    assert page.index("食药监所") < page.index("背街小巷保洁")  # what was not understood stands first
    assert table.title in client.get(reverse("duties:tables")).content.decode()


def test_a_refused_file_is_said_on_the_page(cast: Cast, client_of: ClientOf) -> None:
    answer = upload(client_of(cast.office.person), cast, OLE, "任务.xls")
    assert answer.status_code == 422
    assert "旧式 XLS" in answer.content.decode()


def test_others_do_not_see_it(cast: Cast, client_of: ClientOf) -> None:
    table = draft(cast, xlsx({"任务": LINES}))
    address = reverse("duties:table", args=[table.pk])
    assert client_of(cast.coordinator.person).get(address).status_code == 403
    assert client_of(cast.foreign_office.person).get(address).status_code == 404
