"""The data packs: complete, honest about their sources, and refused with the place of the fault."""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from lianchuang.packs import (
    PACKS,
    PackError,
    load_categories,
    load_check_items,
    load_editions,
    load_limit_tables,
    load_measures,
    load_site_types,
)
from lianchuang.packs.shapes import CheckItem, Requirement

HAN = re.compile(r"[\u4e00-\u9fff]")
ROADS = "checkitems/roads.yaml"
WEISHENG = "standards/weisheng/weisheng-2014.yaml"


def han(text: str) -> int:
    return len(HAN.findall(text))


def requirements() -> dict[str, Requirement]:
    return {node.code: node for edition in load_editions() for node in edition.walk()}


def items_on(site_type: str) -> list[CheckItem]:
    return [item for item in load_check_items() if item.zone_on(site_type)]


# what is there


def test_four_editions_in_the_order_of_their_slots() -> None:
    editions = load_editions()
    assert [(e.standard.code, e.standard.seal, e.standard.slot) for e in editions] == [
        ("wenming", "文", 1),
        ("weisheng", "卫", 2),
        ("yuanlin", "园", 3),
        ("shuangyong", "双", 4),
    ]
    assert all(edition.note and edition.note_en for edition in editions)


def test_every_node_says_where_it_comes_from_and_how_sure_that_is() -> None:
    for edition in load_editions():
        for provenance in (edition.provenance, *(node.provenance for node in edition.walk())):
            assert provenance.source
            assert provenance.source_en
            assert provenance.confidence in {"official", "secondhand", "unverified"}


def test_the_vetoes_are_the_known_ones() -> None:
    vetoes = {edition.standard.code: [v.code for v in edition.vetoes()] for edition in load_editions()}
    assert vetoes["weisheng"] == [f"WS-V{n}" for n in range(1, 12)]
    assert vetoes["wenming"] == ["WM-N1", "WM-N2"]
    assert vetoes["yuanlin"] == ["YL-1", "YL-3", "YL-4", "YL-12"]
    assert vetoes["shuangyong"] == ["SY-V"]


@pytest.mark.parametrize(
    ("code", "op", "value"),
    [
        ("WM-N1", ">=", "85"),
        ("WM-S2", ">", "85"),
        ("WM-S3a", ">", "95"),
        ("WS-V3a", ">=", "90"),
        ("WS-V4a", ">=", "85"),
        ("WS-V5a", ">=", "36"),
        ("WS-V5b", ">=", "8.5"),
        ("WS-V6", ">=", "300"),
        ("WS-V7b", ">=", "95"),
        ("WS-V11", ">=", "90"),
        ("WS-7.3", ">=", "75"),
        ("YL-1", ">=", "40"),
        ("YL-3", ">=", "35"),
        ("YL-4", ">=", "9"),
        ("YL-8", ">=", "80"),
        ("YL-11a", ">=", "85"),
    ],
)
def test_figures_are_those_of_the_domain_tables(code: str, op: str, value: str) -> None:
    scoring = requirements()[code].scoring
    assert (scoring.op, str(scoring.value)) == (op, value)


def test_windows_and_steps_are_kept() -> None:
    known = requirements()
    negative, accident, leadership = known["WM-N2"].window, known["WS-V8"].window, known["SY-1.1"].window
    assert negative is not None
    assert accident is not None
    assert leadership is not None
    assert negative.months == 12
    assert accident.years == 3
    assert (leadership.years, leadership.each_year) == (4, True)
    steps = known["SY-1.1"].scoring
    assert (str(steps.step), str(steps.of), str(known["SY-1.1"].points)) == ("0.5", "2", "2")
    assert known["WM-F5"].scoring.shares == (100, 66, 33, 0)


def test_remembered_values_are_not_coded() -> None:
    """standards.md §6: a list to check, never a rule."""
    for edition in load_editions():
        assert "建城〔2022〕2" not in str(edition)
        for node in edition.walk():
            # A rule under `unverified` would be one without a document behind it.
            if node.provenance.confidence == "unverified":
                assert node.scoring.form == "information", node.code


def test_eighteen_measures_and_each_serves_two_standards_or_more() -> None:
    pack = load_measures()
    assert [measure.code for measure in pack.measures] == [f"M{n:02d}" for n in range(1, 19)]
    for measure in pack.measures:
        served = {link.edition for link in pack.links if link.measure == measure.code}
        assert len(served) >= 2, measure.code


def test_one_document_serves_four_standards() -> None:
    served = {link.edition for link in load_measures().links if link.measure == "M15"}
    assert len(served) == 4


def test_site_types_are_enough_for_a_county() -> None:
    types = load_site_types()
    assert len(types) >= 42
    assert 1150 <= sum(kind.weight for kind in types) <= 1250
    assert len({kind.name for kind in types}) == len(types)
    sampled = {kind.code: kind.minimum_sample for kind in types if kind.minimum_sample}
    assert {code: sample.count for code, sample in sampled.items()} == {
        "main_road": 8,
        "secondary_road": 8,
        "community": 2,
    }


def test_every_category_is_used_and_a_serious_finding_is_the_most_urgent() -> None:
    hours = {"working_hour": 1, "urgent_hour": 1, "working_day": 7, "calendar_day": 5}
    used = {item.category for item in load_check_items()}
    for category in load_categories():
        assert category.code in used
        minor, ordinary, serious = (
            limit.amount * hours[limit.unit] for limit in (category.minor, category.ordinary, category.serious)
        )
        assert minor > ordinary > serious, category.code


def test_about_three_hundred_items_eight_to_thirty_on_each_type() -> None:
    assert 280 <= len(load_check_items()) <= 330
    for kind in load_site_types():
        items = items_on(kind.code)
        assert 8 <= len(items) <= 30, kind.code
        zones = Counter(item.zone_on(kind.code) for item in items)
        assert set(zones) == {zone.code for zone in kind.zones}, kind.code


def test_the_food_market_is_the_one_of_the_picture() -> None:
    zones = Counter(item.zone_on("market") for item in items_on("market"))
    assert zones == {"entrance": 6, "inside": 9, "toilet": 5, "around": 4}


def test_items_are_shared_between_types_and_between_standards() -> None:
    items = load_check_items()
    placed = sum(len(item.places) for item in items)
    assert placed > 2.5 * len(items)
    shared = [item for item in items if len({link.edition for link in item.requirements}) > 1]
    assert len(shared) > len(items) / 3


def test_an_item_is_a_veto_only_by_a_full_link_to_one() -> None:
    known = requirements()
    for item in load_check_items():
        full = {link.code for link in item.requirements if link.fill == "full"}
        assert item.veto == any(known[code].veto for code in full), item.code
    tobacco = next(item for item in load_check_items() if "烟草广告" in item.text)
    assert tobacco.veto
    assert tobacco.severity == "serious"


def test_an_item_without_a_known_requirement_is_local_and_unverified() -> None:
    for item in load_check_items():
        assert item.local == (item.provenance.confidence == "unverified"), item.code
        if item.local:
            assert item.provenance.source == "演示县自定项目"


def test_a_yes_or_no_item_counts_to_one() -> None:
    for item in load_check_items():
        assert item.cap == (1 if item.grading == "yes_no" else 3), item.code


# how it reads


def test_chinese_fits_a_phone() -> None:
    for node in requirements().values():
        assert 2 <= han(node.title) <= 20, node.code
    for item in load_check_items():
        assert 4 <= han(item.text) <= 22, item.code
        assert 3 <= han(item.finding) <= 16, item.code
        assert 1 <= han(item.counts) <= 2, item.code


def test_no_two_items_on_one_type_read_the_same() -> None:
    for kind in load_site_types():
        items = items_on(kind.code)
        for said in ("text", "text_en", "finding"):
            words = Counter(getattr(item, said) for item in items)
            assert max(words.values()) == 1, (kind.code, words.most_common(1))


@pytest.mark.parametrize("path", sorted(PACKS.glob("**/*.yaml")), ids=lambda path: path.stem)
def test_english_stands_beside_every_chinese_text(path: Path) -> None:
    def walk(node: Any, place: str) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if isinstance(value, str) and HAN.search(value) and key not in {"seal", "of", "per"}:  # names of inputs
                    english = node.get("en" if key == "zh" else f"{key}_en", "")
                    assert re.search(r"[A-Za-z%²³]", english), f"{place}.{key}"
                    assert not HAN.search(english), f"{place}.{key}_en"
                walk(value, f"{place}.{key}")
        elif isinstance(node, list):
            for i, value in enumerate(node):
                walk(value, f"{place}[{i}]")

    walk(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem)


def test_no_exclamation_and_no_half_width_punctuation_in_chinese() -> None:
    texts = [item.text + item.finding for item in load_check_items()]
    texts += [node.title + node.text for node in requirements().values()]
    for text in texts:
        assert not re.search(r"[!！,;?]|(?<!\d)\.(?!\d)", text), text


# what is refused: a planted fault of each kind, with its place

Change = Callable[[Any], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("standards", "sites", "checkitems", "limits"):
        shutil.copytree(PACKS / folder, tmp_path / folder)
    shutil.copy(PACKS / "measures.yaml", tmp_path)
    return tmp_path


def plant(root: Path, file: str, change: Change) -> None:
    path = root / file
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")


def put(*steps: str | int, value: Any) -> Change:
    def change(document: Any) -> None:
        node = document
        for step in steps[:-1]:
            node = node[step]
        node[steps[-1]] = value

    return change


def drop(*steps: str | int) -> Change:
    def change(document: Any) -> None:
        node = document
        for step in steps[:-1]:
            node = node[step]
        del node[steps[-1]]

    return change


def twice(name: str) -> Change:
    return lambda document: document[name].append(document[name][0])


FAULTS: list[tuple[str, Callable[[Path], object], Change, str, str]] = [
    # a node without source
    (WEISHENG, load_editions, drop("requirements", 0, "children", 2, "source"), "WS-V3", "'source'"),
    (WEISHENG, load_editions, put("requirements", 0, "source", value=""), "(WS-V).source", "non-empty"),
    (WEISHENG, load_editions, put("requirements", 0, "confidence", value="sure"), "confidence", "sure"),
    (ROADS, load_check_items, drop("items", 1, "source"), "C-STR-02", "'source'"),
    # schema
    (WEISHENG, load_editions, put("requirements", 0, "colour", value="red"), "WS-V", "colour"),
    (WEISHENG, load_editions, put("edition", "effective", value="2014-02-30"), "edition.effective", "day"),
    (ROADS, load_check_items, put("items", 0, "severity", value="grave"), "(C-STR-01).severity", "grave"),
    (ROADS, load_check_items, drop("items", 0, "text_en"), "C-STR-01", "'text_en'"),
    ("sites/site_types.yaml", load_site_types, put("site_types", 0, "zones", value=[]), "main_road", "[]"),
    ("sites/categories.yaml", load_categories, drop("categories", 0, "limits", "minor"), "litter", "'minor'"),
    ("measures.yaml", load_measures, put("links", 0, "relation", value="same"), "links[0]", "same"),
    # duplicates
    (WEISHENG, load_editions, put("requirements", 1, "code", value="WS-V"), "requirements[1]", "duplicate"),
    ("sites/site_types.yaml", load_site_types, twice("site_types"), "(main_road).code", "duplicate"),
    (
        "sites/categories.yaml",
        load_categories,
        twice("categories"),
        "categories[16].code",
        "duplicate litter",
    ),
    ("measures.yaml", load_measures, twice("measures"), "measures[18].code", "duplicate M01"),
    ("measures.yaml", load_measures, twice("links"), "links[73]", "duplicate"),
    (ROADS, load_check_items, twice("items"), "(C-STR-01).code", "duplicate C-STR-01"),
    # references
    (ROADS, load_check_items, put("items", 0, "category", value="rubbish"), "category", "unknown category"),
    (ROADS, load_check_items, put("items", 0, "zone", value="roof"), "(C-STR-01).zone", "unknown zone roof"),
    (ROADS, load_check_items, put("items", 0, "site_types", 0, value="moon"), "site_types", "site type moon"),
    (ROADS, load_check_items, put("items", 0, "zones", "market", value="inside"), "zones", "not among"),
    (
        ROADS,
        load_check_items,
        put("items", 0, "requirements", 0, "code", value="WM-F99"),
        "requirements[0].code",
        "unknown requirement WM-F99 in wenming-county-2022",
    ),
    (
        ROADS,
        load_check_items,
        put("items", 0, "requirements", 0, "edition", value="weisheng-1999"),
        "requirements[0].edition",
        "unknown edition weisheng-1999",
    ),
    ("measures.yaml", load_measures, put("links", 0, "measure", value="M99"), "links[0].measure", "M99"),
    ("measures.yaml", load_measures, put("links", 0, "requirement", value="WS-X"), "requirement", "WS-X"),
    (
        "measures.yaml",
        load_measures,
        put("measures", 0, "reading", "of", value="x"),
        "measures[0].reading.of",
        "no input",
    ),
    ("measures.yaml", load_measures, put("links", 0, "edition", value="none"), "links[0].edition", "none"),
    (
        "sites/site_types.yaml",
        load_site_types,
        put("site_types", 0, "minimum_sample", "together_with", value=["moon"]),
        "minimum_sample",
        "unknown site type moon",
    ),
    # a veto holds for everything under it
    (
        WEISHENG,
        load_editions,
        drop("requirements", 0, "children", 4, "children", 0, "veto"),
        "WS-V5a",
        "under a veto",
    ),
    (WEISHENG, load_editions, put("standard", "code", value="sanitary"), "standard.code", "folder weisheng"),
    (WEISHENG, load_editions, put("edition", "code", value="weisheng-2015"), "edition.code", "weisheng-2014"),
    (WEISHENG, load_editions, put("standard", "slot", value=4), "standard.slot", "taken"),
]


@pytest.mark.parametrize(
    ("file", "load", "change", "where", "reason"),
    FAULTS,
    ids=[f"{i}-{fault[3]}-{fault[4]}" for i, fault in enumerate(FAULTS)],
)
def test_a_fault_is_refused_with_its_place(
    root: Path, file: str, load: Callable[[Path], object], change: Change, where: str, reason: str
) -> None:
    plant(root, file, change)
    with pytest.raises(PackError) as refused:
        load(root)
    assert where in refused.value.where
    assert reason in refused.value.reason
    assert refused.value.path.is_relative_to(root)


def test_a_file_that_is_not_yaml_is_refused_with_its_line(root: Path) -> None:
    (root / "sites" / "categories.yaml").write_text("categories:\n  - [\n", encoding="utf-8")
    with pytest.raises(PackError, match="line 3: not YAML"):
        load_categories(root)


def test_a_missing_file_is_refused(root: Path) -> None:
    (root / "measures.yaml").unlink()
    with pytest.raises(PackError, match=r"measures\.yaml: file:"):
        load_measures(root)


def test_packs_import_nothing_else_of_the_house() -> None:
    for path in PACKS.glob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(("import ", "from ")):
                assert "django" not in line
                assert "lianchuang" not in line or "lianchuang.packs" in line


def test_bonus_deduction_and_weighted_years_are_packs_too(tmp_path: Path) -> None:
    """The forms that no shipped pack uses yet are read all the same; weights that do not fit are refused."""
    text = (PACKS / "standards" / "weisheng" / "weisheng-2014.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    node = document["requirements"][0]["children"][0]
    node |= {"scoring": {"form": "bonus", "step": 1, "of": 5}, "window": {"years": 3, "weights": [15, 25, 60]}}
    document["requirements"][0]["children"][1]["scoring"] = {"form": "deduction", "step": 0.5}
    folder = tmp_path / "standards" / "weisheng"
    folder.mkdir(parents=True)

    def read() -> list[Requirement]:
        (folder / "weisheng-2014.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
        load_editions.cache_clear()
        (edition,) = load_editions(tmp_path)
        return list(edition.walk())

    bonus, deduction = read()[1:3]
    assert (bonus.scoring.form, str(bonus.scoring.of)) == ("bonus", "5")
    assert bonus.window is not None
    assert bonus.window.weights == (15, 25, 60)
    assert (deduction.scoring.form, deduction.scoring.of) == ("deduction", None)
    node["window"] = {"years": 3, "weights": [15, 25]}
    with pytest.raises(PackError, match="weights"):
        read()
    load_editions.cache_clear()


def test_the_coming_edition_of_the_demo_is_wholly_unverified() -> None:
    (edition,) = load_editions(PACKS.parent / "demo" / "packs")
    assert {edition.provenance.confidence, *(node.provenance.confidence for node in edition.walk())} == {"unverified"}
    assert not edition.vetoes()


# time limits of other places


def test_published_limits_say_where_they_come_from_and_fit_our_categories() -> None:
    tables = load_limit_tables()
    assert {table.code for table in tables} == {"city-a", "jiyuan"}
    known = {category.code for category in load_categories()}
    for table in tables:
        assert table.provenance.confidence == "secondhand"
        assert han(table.provenance.source)
        assert all(row.limit.amount > 0 and han(row.published) for row in table.rows)
        assert {code for row in table.rows for code, _severity in row.maps} <= known


def test_a_limit_for_no_category_is_refused_with_its_place(root: Path) -> None:
    plant(root, "limits/jiyuan.yaml", lambda pack: pack["rows"][0].update(maps=["gold/ordinary"]))
    with pytest.raises(PackError, match=r"rows\[0\]\.maps: unknown category gold/ordinary"):
        load_limit_tables(root)
