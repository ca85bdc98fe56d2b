"""Accepting a task table: which rows become tasks, whose they are; discarding a draft."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.audit.models import Entry
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.duties.actions import accept_table, discard_table, draft_table, leave_out_row
from lianchuang.duties.models import RowState, TableState, Task, TaskTable
from lianchuang.duties.tests.tasktables.making import Line, xlsx
from tests.cast import Cast, make_requirement, make_task_table

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


@pytest.fixture
def table(cast: Cast) -> TaskTable:
    """A draft with one open and one ready row."""
    return make_task_table(cast)


def accept(cast: Cast, table: TaskTable) -> list[Task]:
    return accept_table(table=table, campaign=cast.wenming, by=cast.office.actor, at=AT)


def test_ready_rows_become_tasks_and_open_ones_stay(cast: Cast, table: TaskTable) -> None:
    (task,) = accept(cast, table)
    assert (task.text, task.lead_unit, task.lead_post) == ("清理卫生死角2", cast.street, cast.coordinator.post)
    assert (task.due_on, task.rhythm, task.chapter) == (date(2026, 9, 30), {}, "环境卫生")
    table.refresh_from_db()
    assert table.state == TableState.DRAFT
    assert [row.state for row in table.rows.order_by("order")] == [RowState.OPEN, RowState.ACCEPTED]
    entry = Entry.objects.get(code="task_table.accepted")
    assert (entry.data["rows"], entry.data["tasks"]) == (1, 1)
    with pytest.raises(NotPossibleNow):  # nothing is ready any more
        accept(cast, table)


def test_the_table_is_accepted_when_no_row_is_open(cast: Cast, table: TaskTable) -> None:
    leave_out_row(row=table.rows.get(order=1), reason="不属于本县", by=cast.office.actor, at=AT)
    accept(cast, table)
    assert table.state == TableState.ACCEPTED
    assert table.settled_at == AT


def test_a_group_that_leads_gives_each_of_its_units_a_task(cast: Cast) -> None:
    requirement = make_requirement(edition=cast.wenming.edition, code="WM-F11", name="公园内吸烟")
    lines: list[Line] = [
        ["编号", "工作任务", "牵头单位", "责任单位", "配合单位", "完成时限"],
        ["WM-F11", "公园内无吸烟现象", "各街道办事处", "桂亭街道、城管局", "市监局", "每周五"],
    ]
    table = draft_table(
        content=xlsx({"任务": lines}),
        name="任务.xlsx",
        county=cast.county,
        campaign=cast.wenming,
        on=date(2026, 3, 2),
        by=cast.office.actor,
        at=AT,
    )
    tasks = {task.lead_unit: task for task in accept(cast, table)}
    assert set(tasks) == {cast.street, cast.other_street}
    here, there = tasks[cast.street], tasks[cast.other_street]
    assert (here.lead_post, there.lead_post) == (cast.coordinator.post, cast.other_coordinator.post)
    assert set(here.responsible.all()) == {cast.urban}  # nobody is responsible beside themselves
    assert set(there.responsible.all()) == {cast.street, cast.urban}
    assert set(here.supporting.all()) == {cast.market_bureau}
    assert here.rhythm == {"every": "week", "weekday": 5}
    assert here.requirement == requirement  # by its code


def test_another_campaign_is_refused(cast: Cast, table: TaskTable) -> None:
    with pytest.raises(NotPossibleNow):
        accept_table(table=table, campaign=cast.weisheng, by=cast.office.actor, at=AT)


def test_others_may_not(cast: Cast, table: TaskTable) -> None:
    for by in (cast.coordinator.actor, cast.stranger.actor, cast.foreign_office.actor):
        with pytest.raises(NotAllowed):
            accept_table(table=table, campaign=cast.wenming, by=by, at=AT)
        with pytest.raises(NotAllowed):
            discard_table(table=table, reason="x", by=by, at=AT)
    assert not Task.objects.exists()


def test_a_draft_is_discarded_with_a_reason(cast: Cast, table: TaskTable) -> None:
    with pytest.raises(Invalid):
        discard_table(table=table, reason="", by=cast.office.actor, at=AT)
    discard_table(table=table, reason="传错了", by=cast.office.actor, at=AT)
    assert table.state == TableState.DISCARDED
    for settled in (
        lambda: accept(cast, table),
        lambda: discard_table(table=table, reason="x", by=cast.office.actor, at=AT),
    ):
        with pytest.raises(NotPossibleNow):
            settled()


def test_the_office_accepts_on_the_page(cast: Cast, client_of: ClientOf, table: TaskTable) -> None:
    client = client_of(cast.office.person)
    page = client.get(reverse("duties:accept_table", args=[table.pk])).content.decode()
    assert "1 行将成为任务" in page
    assert "1 行留在草稿里" in page
    answer = client.post(reverse("duties:accept_table", args=[table.pk]), {"campaign": cast.wenming.pk})
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "桂亭街道 · 联络员" in page
    answer = client.post(reverse("duties:discard_table", args=[table.pk]), {"reason": "其余不要"})
    assert answer.status_code == 302
    assert Task.objects.count() == 1
