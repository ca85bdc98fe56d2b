"""Exactly the rows of the list as a spreadsheet."""

from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from lianchuang.findings.queries import listing
from lianchuang.findings.tests.ladder import ClientOf, closed, dispatched
from lianchuang.findings.views import listing as pages
from tests.cast import Cast, make_finding

DOWNLOAD = "/findings/download/"


def sheet(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_the_rows_of_the_view_and_the_choices(cast: Cast, client_of: ClientOf) -> None:
    finding = dispatched(cast)
    make_finding(site=cast.lane, item=cast.road_item, by=cast.inspector.actor)
    answer = client_of(cast.office.person).get(DOWNLOAD, {"category": "rubbish"})
    rows = sheet(answer.getvalue())
    assert len(rows) == 2
    assert rows[1][0] == finding.number
    assert rows[1][6] == "文卫"


def test_nobody_downloads_what_they_may_not_see(cast: Cast, client_of: ClientOf) -> None:
    closed(cast)
    assert len(sheet(client_of(cast.stranger.person).get(DOWNLOAD, {"view": "all"}).getvalue())) == 1
    assert len(sheet(client_of(cast.auditor.person).get(DOWNLOAD, {"view": "all"}).getvalue())) == 2


def test_a_title_that_looks_like_a_formula_stays_text(cast: Cast, client_of: ClientOf) -> None:
    make_finding(category=cast.rubbish, by=cast.office.actor, title="=1+1")
    assert sheet(client_of(cast.office.person).get(DOWNLOAD).getvalue())[1][1] == "=1+1"


def test_too_many_rows_are_refused_and_not_cut(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatched(cast)
    monkeypatch.setattr(pages, "MOST_DOWNLOADED", 0)
    monkeypatch.setattr(listing, "MOST_DOWNLOADED", 0)
    answer = client_of(cast.office.person).get(DOWNLOAD, {"view": "all"}, follow=True)
    assert answer.redirect_chain == [("/findings/?view=all", 302)]
    assert [str(message) for message in answer.context["messages"]]
