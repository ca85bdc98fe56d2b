"""What the form refuses, a file does not bring in either: each fault with its row, and the page still opens."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from lianchuang.accounts.access import SYSTEM
from lianchuang.common.refusals import Invalid
from lianchuang.packs.loading import load_editions
from lianchuang.standards.actions import import_edition
from lianchuang.standards.exchange.checking import node_faults
from lianchuang.standards.exchange.oscal import write_catalog
from lianchuang.standards.exchange.shapes import EditionFile
from lianchuang.standards.exchange.sheets import write_sheets
from lianchuang.standards.exchange.yaml_pack import edition_of_pack
from lianchuang.standards.models import Edition
from lianchuang.standards.queries.changes import rows_of
from lianchuang.standards.queries.exchange import plan_edition
from lianchuang.standards.tests.test_exchange_pages import send
from lianchuang.standards.tests.test_sheets import sheet
from lianchuang.standards.tests.trees import small
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
MORE = ("编号", "标题", "评分方式", "比较", "数值", "评分其他", "出处")
BETWEEN = {"form": "threshold", "op": "between"}
WRONG: dict[str, dict[str, Any]] = {
    "bounds the wrong way round": {"scoring": {**BETWEEN, "value": "90", "upper": "40"}},
    "no upper bound": {"scoring": {**BETWEEN, "value": "90"}},
    "an unknown comparison": {"scoring": {"form": "threshold", "op": "约", "value": "90"}},
    "a comparison that is no word": {"scoring": {"form": "threshold", "op": ["<"], "value": "90"}},
    "an unknown form": {"scoring": {"form": "随便"}},
    "graded without shares": {"scoring": {"form": "graded"}},
    "shares that rise": {"scoring": {"form": "graded", "shares": [0, 100]}},
    "shares that are no list": {"scoring": {"form": "yes_no", "shares": 5}},
    "shares that are words": {"scoring": {"form": "graded", "shares": ["100", "0"]}},
    "a step of nothing": {"scoring": {"form": "steps", "step": "0", "of": "2"}},
    "a figure that is none": {"scoring": {"form": "threshold", "op": ">=", "value": "1/0"}},
    "a figure without end": {"scoring": {"form": "threshold", "op": ">=", "value": "1e999999999"}},
    "weights that make 90": {"window": {"years": 3, "weights": [15, 25, 50]}},
    "weights without years": {"window": {"weights": [40, 60]}},
    "weights that are words": {"window": {"years": 2, "weights": "40/60"}},
    "years that are words": {"window": {"years": "三"}},
    "months without end": {"window": {"months": 99999}},
    "points below nothing": {"points": Decimal(-5)},
    "points of nothing": {"points": Decimal(0)},
    "points of a thousandth": {"points": Decimal("0.001")},
}


def small_with(code: str, **facts: Any) -> EditionFile:
    """The small edition in which one row says something else."""
    return replace(small(), nodes=tuple(replace(one, **facts) if one.code == code else one for one in small().nodes))


@pytest.mark.parametrize("facts", WRONG.values(), ids=list(WRONG))
@pytest.mark.django_db
def test_an_added_or_changed_row_that_cannot_be_is_refused(facts: dict[str, Any]) -> None:
    wrong = replace(small_with("A1", **facts), rows={"A1": 3})
    for _added_then_changed in range(2):
        plan = plan_edition(wrong)
        assert [(one.row, one.place) for one in plan.refused] == [(3, "A1")]
        assert [row.kind for row in rows_of(plan) if row.code == "A1"] == ["refused"]
        with pytest.raises(Invalid):
            import_edition(plan=plan, by=SYSTEM, at=AT)
        import_edition(plan=plan_edition(small()), by=SYSTEM, at=AT)
    assert Edition.objects.get().requirements.get(code="A1").points is None


@pytest.mark.django_db
def test_what_stands_under_a_veto_is_one() -> None:
    import_edition(plan=plan_edition(small()), by=SYSTEM, at=AT)
    plan = plan_edition(small_with("A", is_veto=True))
    assert [one.place for one in plan.refused] == ["A1", "A2"]
    vetoes = tuple(replace(one, is_veto=True) if one.code[0] == "A" else one for one in small().nodes)
    assert not plan_edition(replace(small(), nodes=vetoes)).refused


@pytest.mark.django_db
def test_what_is_held_and_not_touched_is_no_fault_of_the_file() -> None:
    edition = import_edition(plan=plan_edition(small()), by=SYSTEM, at=AT)
    edition.requirements.filter(code="A1").update(scoring={"form": "graded"})
    wanted = small_with("A1", scoring={"form": "graded"})
    other = replace(wanted, nodes=tuple(replace(one, name="改") if one.code == "A2" else one for one in wanted.nodes))
    assert not plan_edition(other).refused


@pytest.mark.parametrize("pack", load_editions(), ids=lambda pack: pack.code)
def test_the_shipped_packs_hold_none(pack: Any) -> None:
    file = edition_of_pack(pack)
    assert node_faults(file, {node.code for node in file.nodes}) == []


SENT: dict[str, bytes | str] = {
    "catalogue": write_catalog(small_with("A1", scoring={"form": "graded"}), at=AT),
    "bounds": write_sheets(small_with("A1", scoring={**BETWEEN, "value": "90", "upper": "40"}), chinese=True),
    "comparison": sheet(["A1", "甲一", "达标线", "≥", "90", 'op="约"', "样本"], head=MORE),
    "form": sheet(["A1", "甲一", "达标线", "≥", "90", 'form="graded"', "样本"], head=MORE),
}


@pytest.mark.parametrize("sent", SENT.values(), ids=list(SENT))
def test_the_page_shows_what_cannot_be(cast: Cast, client_of: Callable[..., Client], sent: bytes | str) -> None:
    office = client_of(cast.office.person)
    page = office.get(send(office, sent)["Location"], {"code": "new-1"})
    assert page.status_code == 200
    assert [row.code for row in page.context["page"] if row.kind == "refused"] == ["A1"]
    assert not page.context["preview"].may_confirm
