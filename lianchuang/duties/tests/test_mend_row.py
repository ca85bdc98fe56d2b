"""Mending a row: what is put right, what is remembered, who may; leaving a row out and taking it back."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.audit.models import Entry
from lianchuang.audit.queries import tell
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.duties.actions import (
    accept_table,
    discard_table,
    draft_table,
    leave_out_row,
    mend_row,
    remember_unit,
    take_back_row,
)
from lianchuang.duties.models import RowState, TaskRow, UnitAlias
from lianchuang.duties.queries.tables import cells_of
from lianchuang.duties.tasktable import Cell
from lianchuang.duties.tests.tasktables.making import Line, xlsx
from tests.cast import Cast, make_task_table

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


@pytest.fixture
def row(cast: Cast) -> TaskRow:
    """The open row of a draft."""
    return make_task_table(cast).rows.get(order=1)


def mend(cast: Cast, row: TaskRow, **parts: object) -> TaskRow:
    given: dict[str, Any] = {
        "cells": {},
        "remember": {},
        "lead_post": None,
        "requirement": None,
        "by": cast.office.actor,
        "at": AT,
        "expected_version": row.version,
    }
    return mend_row(row=row, **{**given, **parts})


def typed(row: TaskRow, **changes: str) -> dict[str, str]:
    """The form as the page holds it, with changes."""
    return {
        "version": str(row.version),
        "task": "清理卫生死角1",
        "lead": "桂亭街道",
        "responsible": "",
        "supporting": "",
        "deadline": "2026-09-30",
        "number": "1",
        "chapter": "环境卫生",
        "remarks": "",
        "means_0": "-",
        **changes,
    }


def test_a_mended_cell_is_sure_and_the_row_ready(cast: Cast, row: TaskRow) -> None:
    mend(cast, row, cells={"supporting": Cell.mended([cast.market_bureau.code], "县食药监局")})
    row.refresh_from_db()
    assert cells_of(row)["supporting"].confidence == "sure"
    assert (row.state, row.version) == (RowState.READY, 2)
    assert "配合" in tell([Entry.objects.get(code="task_row.mended")])[0].sentence


def test_a_mend_is_remembered_and_applied_at_once_to_the_other_rows(cast: Cast) -> None:
    lines: list[Line] = [["序号", "工作任务", "牵头单位", "配合单位"]]
    lines += [[number, f"任务{number}", "桂亭街道", "食药监所"] for number in (1, 2)]
    table = draft_table(
        content=xlsx({"任务": lines}),
        name="任务.xlsx",
        county=cast.county,
        campaign=cast.wenming,
        on=date(2026, 3, 2),
        by=cast.office.actor,
        at=AT,
    )
    first, second = table.rows.order_by("order")
    cell = Cell.mended([cast.market_bureau.code], "食药监所")
    mend(cast, first, cells={"supporting": cell}, remember={"食药监所": cast.market_bureau})
    second.refresh_from_db()
    assert cells_of(second)["supporting"].value == [cast.market_bureau.code]
    assert second.state == RowState.READY
    assert UnitAlias.objects.get().unit == cast.market_bureau


def test_what_is_said_later_replaces_what_was_remembered(cast: Cast) -> None:
    for unit in (cast.urban, cast.market_bureau, cast.market_bureau):
        remember_unit(county=cast.county, text=" 县食药监局 ", unit=unit, by=cast.office.actor, at=AT)
    assert UnitAlias.objects.get().unit == cast.market_bureau
    assert Entry.objects.filter(code="unit_alias.remembered").count() == 2
    with pytest.raises(Invalid):
        remember_unit(county=cast.county, text="县", unit=cast.other_county, by=cast.office.actor, at=AT)
    with pytest.raises(Invalid):
        remember_unit(county=cast.county, text="  ", unit=cast.urban, by=cast.office.actor, at=AT)
    with pytest.raises(NotAllowed):
        remember_unit(county=cast.county, text="环卫", unit=cast.urban, by=cast.coordinator.actor, at=AT)


def test_a_post_of_another_unit_is_refused(cast: Cast, row: TaskRow) -> None:
    with pytest.raises(Invalid):
        mend(cast, row, lead_post=cast.road_post)
    mend(cast, row, lead_post=cast.post_holder.post)


def test_two_at_once_do_not_overwrite_each_other(cast: Cast, row: TaskRow) -> None:
    mend(cast, row)
    with pytest.raises(ChangedMeanwhile):
        mend(cast, row, expected_version=1)


def test_others_may_not(cast: Cast, row: TaskRow) -> None:
    for by in (cast.coordinator.actor, cast.stranger.actor, cast.foreign_office.actor):
        with pytest.raises(NotAllowed):
            mend(cast, row, by=by)


def test_a_settled_row_or_table_stays(cast: Cast, row: TaskRow) -> None:
    ready = row.table.rows.get(order=2)
    accept_table(table=row.table, campaign=cast.wenming, by=cast.office.actor, at=AT)
    ready.refresh_from_db()
    with pytest.raises(NotPossibleNow):
        mend(cast, ready)
    discard_table(table=row.table, reason="重复", by=cast.office.actor, at=AT)
    with pytest.raises(NotPossibleNow):
        mend(cast, row)
    with pytest.raises(NotPossibleNow):
        leave_out_row(row=row, reason="x", by=cast.office.actor, at=AT)


def test_a_row_is_left_out_and_taken_back(cast: Cast, row: TaskRow) -> None:
    by = cast.office.actor
    with pytest.raises(Invalid):
        leave_out_row(row=row, reason=" ", by=by, at=AT)
    leave_out_row(row=row, reason="与第 2 行重复", by=by, at=AT)
    assert row.state == RowState.LEFT_OUT
    with pytest.raises(NotPossibleNow):
        leave_out_row(row=row, reason="再来", by=by, at=AT)
    take_back_row(row=row, by=by, at=AT)
    assert row.state == RowState.OPEN
    with pytest.raises(NotAllowed):
        take_back_row(row=row, by=cast.coordinator.actor, at=AT)


# --- the page ---


def test_the_office_chooses_what_unknown_words_mean(cast: Cast, client_of: ClientOf, row: TaskRow) -> None:
    client, address = client_of(cast.office.person), reverse("duties:mend_row", args=[row.pk])
    assert "县食药监局" in client.get(address).content.decode()
    answer = client.post(address, typed(row, means_0=cast.market_bureau.code, remember="on"))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert cells_of(row)["supporting"].value == [cast.market_bureau.code]
    assert row.state == RowState.READY
    assert UnitAlias.objects.get().text == "县食药监局"


def test_words_that_mean_nobody_are_left_out_and_not_remembered(cast: Cast, client_of: ClientOf, row: TaskRow) -> None:
    client_of(cast.office.person).post(
        reverse("duties:mend_row", args=[row.pk]), typed(row, means_0="-", remember="on")
    )
    row.refresh_from_db()
    assert cells_of(row)["supporting"].value == []
    assert row.state == RowState.READY
    assert not UnitAlias.objects.exists()


@pytest.mark.parametrize(
    ("field", "words", "said"),
    [
        ("lead", "没有这个局", "没有这样的单位"),
        ("lead", "城管局、市监局", "有且只有一个"),
        ("lead", "", "有且只有一个"),
        ("deadline", "尽快", "完整日期"),
        ("means_0", "", "必填"),
    ],
)
def test_what_cannot_be_stays_on_the_page_with_its_reason(
    cast: Cast, client_of: ClientOf, row: TaskRow, field: str, words: str, said: str
) -> None:
    answer = client_of(cast.office.person).post(reverse("duties:mend_row", args=[row.pk]), typed(row, **{field: words}))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    row.refresh_from_db()
    assert row.version == 1


def test_typed_units_groups_and_rhythms_are_understood(cast: Cast, client_of: ClientOf, row: TaskRow) -> None:
    form = typed(row, lead="各街道", responsible="城管局，市监局", deadline="每月25日前")
    client_of(cast.office.person).post(reverse("duties:mend_row", args=[row.pk]), form)
    row.refresh_from_db()
    cells = cells_of(row)
    assert set(cells["lead"].value) == {cast.street.code, cast.other_street.code}
    assert cells["responsible"].value == [cast.urban.code, cast.market_bureau.code]
    assert cells["deadline"].value == {"every": "month", "day": 25}
