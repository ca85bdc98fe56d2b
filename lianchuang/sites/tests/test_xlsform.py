"""A checklist as an XLSForm: its rows, its download; pyxform and ODK Validate look at the whole of it."""

import os
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from pyxform.validators.odk_validate import check_xform
from pyxform.xls2xform import convert

from lianchuang.common.sheets import book_bytes
from lianchuang.sites.queries.forms import form_of
from lianchuang.sites.xlsform import (
    ChecklistForm,
    Choice,
    FormItem,
    FormZone,
    Words,
    choice_rows,
    field_of,
    survey_rows,
)
from tests.cast import Cast

NO_JAVA = "ODK Validate needs Java, and none is installed here: python3 -m scripts.system java"
GRADED = FormItem("M-01", Words("地面干净", "Clean floor"), Words("有垃圾", "Rubbish"), Words("处", "places"), 3, False)
YES_NO = FormItem("M_02", Words("无活禽宰杀"), Words("有活禽宰杀"), Words("处"), 1, True)
FORM = ChecklistForm(
    code="night-market",
    label=Words("夜市 <&>", 'Night "market"'),
    zones=[FormZone("gate", Words("入口", "Gate"), [GRADED]), FormZone("inside", Words("场内"), [YES_NO])],
    sites=[Choice("NM-0001", Words("=桂花夜市", "-Guihua")), Choice("NM-0002", Words("荷花夜市'${x}'"))],
    inspectors=[Choice("inspector-1", Words("督查组 · 督查员"))],
)


def test_only_what_is_wrong_asks_for_more() -> None:
    rows = {row[1]: row for row in survey_rows(FORM) if row[1]}
    assert rows["verdict_M_01"][:4] == ["select_one verdict", "verdict_M_01", "地面干净", "Clean floor"]
    wrong = "${verdict_M_01} = 'wrong'"
    assert rows["count_M_01"][6:9] == ["yes", wrong, ". >= 1 and . <= 3"]
    for fact in ("photo", "note", "fixed"):
        assert rows[f"{fact}_M_01"][6:8] == ["", wrong]
    assert "count_M_x5f_02" not in rows
    assert {row[1] for row in choice_rows(FORM) if row[0] == "verdict"} == {"right", "wrong", "na"}
    assert [row[1] for row in survey_rows(FORM) if row[0] == "begin group"] == ["place", "zone_gate", "zone_inside"]


def test_no_two_codes_have_the_same_field() -> None:
    assert field_of("count", "M-02") == "count_M_02"
    assert len({field_of("count", code) for code in ("M-02", "M_02", "M.02", "M02", "M 02", "米02")}) == 6


def test_the_version_changes_with_the_content_only() -> None:
    again = ChecklistForm(FORM.code, FORM.label, FORM.zones, FORM.sites, FORM.inspectors)
    assert again.version == FORM.version
    assert ChecklistForm(FORM.code, FORM.label, FORM.zones[:1], FORM.sites, FORM.inspectors).version != FORM.version


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None and not os.environ.get("CI"), reason=NO_JAVA)
def test_pyxform_and_odk_validate_find_nothing(tmp_path: Path) -> None:
    file, xform = tmp_path / "form.xlsx", tmp_path / "form.xml"
    file.write_bytes(book_bytes(FORM.sheets()))
    warnings: list[str] = []
    made = convert(file, warnings=warnings)
    xform.write_text(made.xform, encoding="utf-8")
    assert [*warnings, *check_xform(str(xform))] == []
    assert 'id="lianchuang_night_market"' in made.xform
    assert f'version="{FORM.version}"' in made.xform


def test_it_is_made_from_the_checklist_without_names_of_persons(cast: Cast) -> None:
    form = form_of(cast.office.actor, cast.lane_type)
    assert [choice.code for choice in form.sites] == ["LANE-1", "LANE-2"]
    assert cast.inspector.post.code in [choice.code for choice in form.inspectors]
    said = str(form.sheets())
    assert not [each.person.name for each in cast.members.values() if each.person.name in said]
    assert form_of(cast.foreign_office.actor, cast.lane_type).sites == []


def test_the_page_offers_it_to_who_inspects(cast: Cast, client_of: Callable[..., Client]) -> None:
    address = reverse("sites:xlsform", args=["back-street"])
    office = client_of(cast.office.person)
    assert address in office.get(reverse("sites:checklist", args=["back-street"])).content.decode()
    answer = office.get(address)
    sheets = CalamineWorkbook.from_filelike(BytesIO(answer.content)).sheet_names
    assert (answer.status_code, sheets) == (200, ["survey", "choices", "settings"])
    assert client_of(cast.nobody_special.person).get(address).status_code == 403
    assert client_of(cast.foreign_office.person).get(address).status_code == 409
