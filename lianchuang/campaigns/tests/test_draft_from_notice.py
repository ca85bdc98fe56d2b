"""Drafting a charter from a notice: what it says, tied to its sentence; nothing it does not say; nobody's name."""

import json
import os
import random
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.campaigns.notice import Draft, draft_notice, read_notice
from lianchuang.campaigns.notice.demands import demands_of
from lianchuang.campaigns.notice.names import without_names
from lianchuang.campaigns.notice.sentences import sentences_of
from lianchuang.campaigns.tests.mirror import mirrored, survives_conversion, to_simplified
from lianchuang.campaigns.tests.notices import CASES, NOT_NOTICES, Case

SHARED = Path(os.environ.get("LIANCHUANG_SHARED") or Path(__file__).parents[3].parent / "shared")
REAL = SHARED / "seed" / "notice.txt"
needs_real_notice = pytest.mark.skipif(
    not REAL.exists(), reason="the real notice (../shared/seed/notice.txt) is not here"
)
MIRRORED = {name: case for name, case in CASES.items() if survives_conversion(case.text)}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def as_text(draft: Draft) -> str:
    return json.dumps(asdict(draft), ensure_ascii=False, default=str)


def assert_tied(draft: Draft) -> None:
    """Nothing in the draft that its sentence does not say, no sentence that the mended text does not hold."""
    for campaign in draft.campaigns:
        assert campaign.name in campaign.sentence
        assert campaign.sentence in draft.text
        assert campaign.lead_sentence in draft.text
        for post in campaign.lead_post.split("、") if campaign.lead_post else ():
            assert post in campaign.lead_sentence
    for demand in draft.demands:
        assert demand.text in demand.sentence
        assert demand.sentence in draft.text
        assert re.fullmatch(r"(D([1-9]|1[0-9]))?", demand.kind)
    for day in draft.dates:
        assert day.sentence in draft.text
    assert draft.date is None or draft.date in {day.date for day in draft.dates}
    assert draft.name in draft.text
    assert draft.place in draft.text


def assert_found(draft: Draft, case: Case) -> None:
    assert draft.is_found, draft.reason
    assert (draft.name, draft.place, draft.date) == (case.name, case.place, case.date)
    assert {campaign.name: campaign.lead_post for campaign in draft.campaigns} == case.campaigns
    assert case.kinds <= {demand.kind for demand in draft.demands}
    for words in case.demands:
        assert any(words in demand.text for demand in draft.demands)
    assert set(case.due) <= {day.date for day in draft.dates if day.kind == "due"}
    assert [name for name in case.people if name in as_text(draft)] == []
    assert_tied(draft)


@pytest.mark.parametrize("name", CASES)
def test_a_notice_gives_its_campaigns_leads_demands_and_date(name: str) -> None:
    assert_found(draft_notice(CASES[name].text), CASES[name])


@pytest.mark.parametrize("name", MIRRORED)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_mirrored_notice_gives_the_same(name: str, seed: int) -> None:
    damaged = mirrored(MIRRORED[name].text, random.Random(seed))
    draft = draft_notice(damaged)
    assert_found(draft, MIRRORED[name])
    assert draft.mended.counts["script"]


@pytest.mark.parametrize("name", NOT_NOTICES)
def test_what_is_no_notice_gives_nothing_and_says_why(name: str) -> None:
    draft = draft_notice(NOT_NOTICES[name])
    assert not draft.is_found
    assert "Nothing found" in draft.reason
    assert not any((draft.campaigns, draft.demands, draft.dates, draft.name, draft.place, draft.date))


@pytest.mark.parametrize("text", ["", "   \n\t\u3000", "\ufeff"])
def test_an_empty_text_says_that_it_is_empty(text: str) -> None:
    assert draft_notice(text).reason == "The file holds no text."


@given(st.lists(st.sampled_from([line for case in CASES.values() for line in case.text.split("\n")]), max_size=12))
@settings(max_examples=60)
def test_whatever_lines_stand_together_everything_is_tied_to_its_sentence(lines: list[str]) -> None:
    assert_tied(draft_notice("\n".join(lines)))


@given(st.text("创建国家卫生县城由副县长王小明牵头，。；！？“”、（）2026年3月底前要督查通报\n 某", max_size=120))
@settings(max_examples=150)
def test_any_text_is_drafted_without_a_fault(text: str) -> None:
    assert_tied(draft_notice(text))


# --- campaigns ---


@pytest.mark.parametrize(
    ("sentence", "campaigns"),
    [
        ("会上，县长吴大勇要求，国家卫生县城创建要亲自部署。", {"国家卫生县城": ""}),
        ("会议部署创建国家卫生县城、国家园林县城工作。", {"国家卫生县城": "", "国家园林县城": ""}),
        ("会议要求，学习邻县创建国家卫生县城经验，争创国家森林城市。", {"国家森林城市": ""}),
        ("我县已成功创建国家卫生县城，现启动国家园林县城创建，会议作了动员。", {"国家园林县城": ""}),
        ("会议明确，由市发展和改革委员会牵头创建国家节水型城市。", {"国家节水型城市": "市发展和改革委员会"}),
        ("会议明确，国家卫生城市创建由市卫健委、市城管局共同负责。", {"国家卫生城市": "市卫健委、市城管局"}),
        ("会议明确，国家卫生县城创建由县长吴大勇、副县长郑小军双牵头。", {"国家卫生县城": "县长、副县长"}),
        ("会上，县长吴大勇就国家卫生县城创建工作进行再动员再部署。", {"国家卫生县城": ""}),
        (
            "动员会上，副县长何川安排国家卫生县城创建，县政协副主席林夏安排国家园林县城创建。",
            {"国家卫生县城": "副县长", "国家园林县城": "县政协副主席"},
        ),
        (
            "会上，县长吴大勇对国家卫生县城、国家园林县城、省级文明县城创建工作进行了部署。",  # everything: leads nothing in particular
            {"国家卫生县城": "", "国家园林县城": "", "省级文明县城": ""},
        ),
    ],
)
def test_who_leads_what(sentence: str, campaigns: dict[str, str]) -> None:
    draft = draft_notice(sentence)
    assert {campaign.name: campaign.lead_post for campaign in draft.campaigns} == campaigns


# --- demands ---


@pytest.mark.parametrize(
    ("sentence", "demands"),
    [
        (
            "要健全督查机制，采取明察暗访相结合的方式，每周通报一次。",
            [("要健全督查机制，采取明察暗访相结合的方式", "D6"), ("每周通报一次", "D9")],
        ),
        ("2027年3月底前完成背街小巷和农贸市场改造。", [("2027年3月底前完成背街小巷和农贸市场改造", "")]),
        ("全县上下要坚定信心，以昂扬的斗志掀起创建热潮。", []),
        ("近年来，全县开展了专项督查。", []),
        ("（二）强化督导检查。", []),
        ("组织保障要有力。", []),
        (
            "会议由县长主持，要求各乡镇压实责任，着力提升群众知晓率。",
            [("要求各乡镇压实责任", "D3"), ("着力提升群众知晓率", "D15")],
        ),
        ("这是一项重要工作，主要任务需要明确，要素齐全。", []),
    ],
)
def test_what_is_demanded(sentence: str, demands: list[tuple[str, str]]) -> None:
    assert [(found.text, found.kind) for found in demands_of(sentences_of(sentence))] == demands


# --- places ---


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("柏川县2026年创建国家卫生县城动员会召开，紧紧围绕县委部署。", "柏川县"),
        ("河南省柏川县召开创建国家卫生县城动员会。", "柏川县"),
        ("中共云岭市委关于创建国家卫生城市的通知", "云岭市"),
        ("全县召开创建国家卫生县城动员会。", ""),
    ],
)
def test_the_place(text: str, place: str) -> None:
    assert draft_notice(text).place == place


# --- dates ---


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-05\n12月28日上午，全县召开创建国家卫生县城动员会。", date(2025, 12, 28)),
        ("2026年9月14日\n定于9月20日召开创建国家卫生县城动员会。", date(2026, 9, 20)),
        ("全县召开创建国家卫生县城动员会。\n二〇二六年十月三十一日", date(2026, 10, 31)),
        ("会议部署创建国家卫生县城，要在2027年3月底前完成改造。", None),
        ("2月30日，全县召开创建国家卫生县城动员会。2026年2月30日", None),
        ("会议部署创建国家卫生县城。?月14日，大会召开。\n2026-13-40", None),
    ],
)
def test_the_day_of_a_notice(text: str, day: date | None) -> None:
    assert draft_notice(text).date == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("9月底前", date(2026, 9, 30)),
        ("2月底前", date(2027, 2, 28)),
        ("2027年底前", date(2027, 12, 31)),
        ("8月20日前", date(2026, 8, 20)),
    ],
)
def test_a_deadline_without_a_year_is_the_next_one(words: str, day: date) -> None:
    draft = draft_notice(f"2026年7月1日\n县里召开国家卫生县城创建会议，各乡镇要在{words}完成公厕改造。")
    assert [found.date for found in draft.dates if found.kind == "due"] == [day]


# --- names ---


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("县委副书记安排部署了工作。", "县委副书记安排部署了工作。"),
        ("副县长丁强调研创卫工作。", "副县长某某调研创卫工作。"),
        ("县长何强强调，要抓好。", "县长某某强调，要抓好。"),
        ("出席会议的有：李　明、王大力、欧阳书文。", "出席会议的有：某某、某某、某某。"),
        ("水利、农业、文化等部门参加会议。", "水利、农业、文化等部门参加会议。"),
        ("方案要求，各单位要抓好落实。", "方案要求，各单位要抓好落实。"),
        ("县委葛书记作了讲话，胡县长主持。", "县委某书记作了讲话，某县长主持。"),
        ("（记者 钱多多 周小满 摄）", "（记者 某某 某某 摄）"),
        ("责任编辑：马小跳 审核：司马远川", "责任编辑：某某 审核：某某"),
        ("（记者绳墨）来源：青槐网 作者：青槐网", "（记者某某）来源：青槐网 作者：青槐网"),
        ("县领导潘小安、宋小玉、杜若出席", "县领导某某、某某、某某出席"),
        ("联系人：谢小雨，电话13912345678", "联系人：某某，电话（号码略）"),
        ("孙立禾指出，要重视。按照孙立禾书记要求", "某某指出，要重视。按照某某书记要求"),
    ],
)
def test_people_are_left_out_by_where_they_stand(text: str, blanked: str) -> None:
    assert without_names(text.replace("　", " ")).text == blanked


# --- the real notice ---


def names_of_the_real_notice(text: str) -> set[str]:
    """Whom the damaged copy names, by the places where such a report names people: written apart from the rules under test."""
    bare = re.sub(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+ ?\)", "", text)
    present = re.search(r"動員大會。([^。]+?)及縣副處級", bare)
    assert present
    names = set(present[1].split("、"))
    names |= set(re.findall(r"(?:縣長|主任|縣委書記)([一-鿿]{3})(?=主持|安排|就|如是)", bare))
    names |= set(re.findall(r"(?:記者|通訊員) ([一-鿿]{2,3})/", bare)) | set(re.findall(r"責任編輯:([一-鿿]{3})", bare))
    assert len(names) == 14
    return names


@needs_real_notice
def test_the_real_notice() -> None:
    damaged = read_notice(REAL)
    draft = draft_notice(damaged)
    assert draft.name == "四城联创"
    assert draft.date == date(2020, 9, 14)
    assert {campaign.name: campaign.lead_post for campaign in draft.campaigns} == {
        "省文明城市提名城市": "县委常委、县委办公室主任",
        "省级双拥模范城": "县委常委、副县长",
        "国家园林城市": "县委常委、常务副县长",
        "国家卫生县城": "副县长",
    }
    assert {demand.kind for demand in draft.demands} >= {
        f"D{number}" for number in (3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    }
    assert len(draft.demands) == 21
    assert_tied(draft)
    shown = as_text(draft)
    names = names_of_the_real_notice(damaged)
    simplified = names | {to_simplified(name) for name in names}
    assert [name for name in simplified if name in shown] == []
    assert draft.mended.names_left_out == 14


@needs_real_notice
def test_the_real_notice_is_mended_and_says_where_it_could_not_be() -> None:
    draft = draft_notice(read_notice(REAL))
    assert draft.mended.counts["pinyin"] == 203
    assert draft.mended.counts["restored"] == 5
    assert [(place.line, place.before) for place in draft.mended.damaged] == [(13, "?!?")]
    assert not re.search("[a-zàáāǎèéēěìíīǐòóōǒùúūǔ]|□|\ufffd", draft.text)
    assert "县四个班子领导" in draft.text
    assert "确保“四城联创”目标逐一实现" in draft.text
    assert draft.text.count("敢教日月换新天") == 2
