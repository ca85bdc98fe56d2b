"""Time limits: what is in force, what other places published, and adopting it with an entry."""

import pytest
from django.urls import reverse

from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Role
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import NotAllowed, NotPossibleNow
from lianchuang.findings.actions import adopt_limits, set_time_limit
from lianchuang.findings.models import TimeLimit
from lianchuang.findings.queries import comparison, comparisons, limits_in_force
from lianchuang.findings.rules import LimitUnit
from lianchuang.findings.tests.ladder import ClientOf
from lianchuang.sites.models import Severity
from tests.cast import Cast, Member, grant, make_category, make_person, make_post


def test_published_tables_stand_beside_what_is_in_force(cast: Cast) -> None:
    litter = make_category(code="litter", name="垃圾与环卫设施")
    set_time_limit(
        category=litter, severity=Severity.ORDINARY, amount=4, unit=LimitUnit.WORKING_HOUR, source="本县",
        by=cast.office.actor, at=clock.now(),
    )  # fmt: skip
    tables = {table.code: table for table in comparisons()}
    assert set(tables) == {"shipped", "jiyuan", "city-a"}
    assert all(table.confidence in {"secondhand", "unverified"} and table.source for table in tables.values())
    changes = {(row.severity, row.change) for row in tables["jiyuan"].rows if row.category == litter}
    assert changes == {(Severity.ORDINARY, "longer"), (Severity.SERIOUS, "other")}
    same = [row for row in tables["city-a"].rows if row.category == litter and row.severity == Severity.ORDINARY]
    assert [row.differs for row in same] == [False]
    assert {row.published for row in tables["city-a"].unmapped} >= {"违法建筑：停工"}


def test_adopting_sets_what_differs_each_with_its_source_and_an_entry(cast: Cast) -> None:
    litter = make_category(code="litter", name="垃圾与环卫设施")
    table = comparison("jiyuan")
    assert table is not None
    assert adopt_limits(compared=table, by=cast.office.actor, at=clock.now()) == 2
    limit = TimeLimit.objects.get(category=litter, severity=Severity.ORDINARY)
    assert (limit.amount, limit.unit, limit.confidence) == (1, "working_day", "secondhand")
    codes = list(Entry.objects.order_by("id").values_list("code", flat=True))
    assert codes == ["finding.time_limit"] * 2 + ["finding.limits_adopted"]
    again = comparison("jiyuan")
    assert again is not None
    with pytest.raises(NotPossibleNow):
        adopt_limits(compared=again, by=cast.office.actor, at=clock.now())
    with pytest.raises(NotAllowed):
        adopt_limits(compared=again, by=cast.leader.actor, at=clock.now())


def test_every_category_has_its_line(cast: Cast) -> None:
    lines = limits_in_force()
    assert {line.category for line in lines} == {cast.rubbish, cast.roads, cast.service}
    assert all(len(line.cells) == 3 and all(cell.limit for cell in line.cells) for line in lines)


def test_the_pages(cast: Cast, client_of: ClientOf) -> None:
    make_category(code="litter", name="垃圾与环卫设施")
    office, leader = client_of(cast.office.person), client_of(cast.leader.person)
    adopt = reverse("findings:adopt_limits", args=["jiyuan"])
    assert adopt in office.get(reverse("findings:limit_table", args=["jiyuan"])).content.decode()
    assert adopt not in leader.get(reverse("findings:limit_table", args=["jiyuan"])).content.decode()
    assert leader.post(adopt).status_code == 403
    assert office.post(adopt).status_code == 302
    assert office.get(reverse("findings:limit_table", args=["nowhere"])).status_code == 404
    one = reverse("findings:set_limit", args=[cast.rubbish.pk, "minor"])
    assert office.post(one, {"amount": 9, "unit": "working_day", "source": "县办发〔2026〕9号"}).status_code == 302
    assert TimeLimit.objects.get(category=cast.rubbish, severity="minor").amount == 9
    rules = {"again_metres": 80, "again_months": 9, "topic_times": 4, "review_days": 14}
    assert office.post(reverse("findings:loop_rules"), rules).status_code == 302
    assert "80" in office.get(reverse("findings:limits")).content.decode()


@pytest.mark.parametrize("role", [Role.OFFICE, Role.ADMINISTRATOR])
def test_the_office_of_a_street_neither_sets_nor_is_offered_the_county_s_figures(
    cast: Cast, client_of: ClientOf, role: Role
) -> None:
    litter = make_category(code="litter", name="垃圾与环卫设施")
    post = make_post(unit=cast.street)
    grant(post=post, role=role, scope=cast.street)
    local, table, before = Member(make_person(post=post), post), comparison("jiyuan"), TimeLimit.objects.count()
    assert table is not None
    with pytest.raises(NotAllowed):
        adopt_limits(compared=table, by=local.actor, at=clock.now())
    limit = {"category": litter, "severity": Severity.MINOR, "amount": 1, "unit": LimitUnit.WORKING_DAY, "source": "x"}
    with pytest.raises(NotAllowed):
        set_time_limit(**limit, by=local.actor, at=clock.now())
    browser, one = client_of(local.person), reverse("findings:set_limit", args=[cast.rubbish.pk, "minor"])
    adopt, loop = reverse("findings:adopt_limits", args=["jiyuan"]), reverse("findings:loop_rules")
    shown = browser.get(reverse("findings:limits")).content.decode()
    shown += browser.get(reverse("findings:limit_table", args=["jiyuan"])).content.decode()
    assert not [address for address in (one, adopt, loop) if address in shown], "nobody is offered what is refused"
    assert [browser.get(address).status_code for address in (one, loop)] == [403, 403]
    assert [browser.post(address).status_code for address in (one, adopt, loop)] == [403, 403, 403]
    assert TimeLimit.objects.count() == before
    set_time_limit(**limit, by=SYSTEM, at=clock.now())
    assert TimeLimit.objects.count() == before + 1
