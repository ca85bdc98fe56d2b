"""The county as a whole: small ones are made through the ordinary actions, and are alive whatever the day."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from lianchuang.bulletins.models import Bulletin, BulletinState
from lianchuang.common import clock
from lianchuang.demo import county
from lianchuang.demo.queries import sign_in_links
from lianchuang.duties.models import RowState, TaskRow
from lianchuang.findings import rules
from lianchuang.findings.models import Finding
from lianchuang.findings.queries.selection import Moment
from lianchuang.inspections.models import Round, RoundState
from lianchuang.sites.models import Site, SiteType

WEDNESDAY = datetime(2026, 11, 25, 3, 30, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 3, 30, tzinfo=UTC)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def own_home(settings: Settings, tmp_path: Path) -> None:
    """The county's basemap lies in a folder of its own, where no other test meets it."""
    settings.HOME = tmp_path


def make(monkeypatch: pytest.MonkeyPatch, as_of: datetime, scale: float) -> Moment:
    """A county whose photos come from a stock so small that the same ones come again and again."""
    monkeypatch.setattr(county, "MOST_DRAWN", 0)
    monkeypatch.setattr(county, "STOCK", 5)
    county.make_county(scale=scale, seed=5, as_of=as_of)
    return Moment(as_of)


def test_a_county_is_alive_on_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = make(monkeypatch, WEDNESDAY, 0.06)
    waiting = Finding.objects.filter(is_open=True, is_sealed=False)
    late = waiting.filter(moment.time_filter("over")).count()
    assert late < waiting.count() * 0.4
    closed = Finding.objects.filter(state=rules.State.CLOSED)
    assert 0.75 < closed.filter(was_late=False).count() / closed.count() < 0.97
    old = waiting.filter(found_at__lt=datetime(2026, 10, 25, tzinfo=UTC)).exclude(state=rules.State.DEFERRED)
    assert old.count() <= waiting.count() * 0.1
    assert Site.objects.values("site_type").distinct().count() == SiteType.objects.count()
    assert Bulletin.objects.filter(state=BulletinState.DRAFT).count() == 1
    assert Round.objects.filter(state=RoundState.RUNNING).exists()
    assert set(TaskRow.objects.values_list("state", flat=True)) == {RowState.ACCEPTED, RowState.OPEN}
    with clock.fixed(WEDNESDAY):
        assert len(sign_in_links("")) == 10


def test_a_county_is_alive_on_a_day_off(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("county", "rounds"):  # a short life is enough; promises reach further back
        monkeypatch.setattr(f"lianchuang.demo.{module}.WEEKS", 8)
    monkeypatch.setattr("lianchuang.demo.charter.PROMISES", ())
    make(monkeypatch, SATURDAY, 0.03)
    states = set(Round.objects.values_list("state", flat=True))
    assert states == {RoundState.PLANNED, RoundState.RUNNING, RoundState.FINISHED}
    assert Round.objects.get(state=RoundState.RUNNING).visits.exists()
