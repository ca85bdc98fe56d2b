"""Mending: what mirror sites did is undone where that can be proven, and marked where it cannot."""

import random

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from lianchuang.campaigns.notice.mend import mend
from lianchuang.campaigns.tests.mirror import (
    mirrored,
    survives_conversion,
    to_traditional,
    with_marks_found_inside,
    with_pinyin_inside,
)
from lianchuang.campaigns.tests.notices import CASES, NOT_NOTICES

SENTENCES = sorted(
    {
        line.strip()
        for case in CASES.values()
        for line in case.text.split("\n")
        if len(line.strip()) > 8 and "　" not in line and " " not in line and survives_conversion(line)
    }
)


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("創(chuàng )建國家衛生縣城", "创建国家卫生县城"),
        ("四城聯(lián)創(chuàng)", "四城联创"),
        ("各鄉鎮(zhèn)", "各乡镇"),
        ("縣長(cháng)", "县长"),
        ("縣長(zhǎng)", "县长"),
        ("創(chuàng\u00a0)建", "创建"),
        ("創（chuàng）建", "创建"),
        ("動(do\u0300ng)員", "动员"),  # the tone as a mark of its own
        ("創(chu\u00e0n\u0261)建", "创建"),  # the phonetic ɡ
        ("網(wang)絡", "网络"),
        ("創chuàng建", "创建"),
        ("创(chuàng )建国家卫生县城", "创建国家卫生县城"),
        ("整治與规范,提升", "整治与规范，提升"),
        ("著力推進,取得顯著成效", "着力推进，取得显著成效"),
        ("各鄉鎮(街道)黨(工)委", "各乡镇（街道）党（工）委"),
        ("要把\u00a0“四城联创”作为一把手工程", "要把“四城联创”作为一把手工程"),
        ("２０２６年３月", "2026年3月"),
    ],
)
def test_copy_damage_is_undone(damaged: str, meant: str) -> None:
    mended = mend(damaged)
    assert mended.text == meant
    assert mended.counts


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月5日上午9:30，全县召开大会（视频会议）。“四城联创”，你准备好了吗？",
        "上证指数（SSE）收于3,000.5点",
        "乾隆年间的著名建筑，徵信、瞭望塔",
        "重（chóng）庆火锅",  # a reading given on purpose: this character is the same in both scripts
        "他说：“真的吗?!”",
        "怎么办？请看A股。",
        "出席会议的有张三 李四",
        "",
    ],
)
def test_a_sound_text_stays_as_it_is(text: str) -> None:
    assert mend(text).text.replace("？！", "?!") == text


@pytest.mark.parametrize("text", [*(case.text for case in CASES.values()), *NOT_NOTICES.values()])
def test_a_clean_notice_needs_no_mending_but_of_spaces(text: str) -> None:
    assert set(mend(text).counts) <= {"spaces"}


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), st.integers(0, 2**32))
@settings(max_examples=60)
def test_mending_undoes_what_a_mirror_did(lines: list[str], seed: int) -> None:
    clean = "\n".join(lines)
    assert mend(mirrored(clean, random.Random(seed))).text == clean


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=40), st.integers(0, 2**32)
)
@settings(max_examples=60)
def test_mending_undoes_a_mirror_on_any_characters(clean: str, seed: int) -> None:
    assume(survives_conversion(clean))
    damaged = mirrored(clean, random.Random(seed))
    assume(damaged != clean and all(survives_conversion(sign) for sign in clean))
    assert len(mend(damaged).text) == len(clean)  # no pinyin left, nothing else gone


@given(st.text(max_size=80))
@example("?")
@example("?lián)")
@example("創(chuàng )" * 3)
@settings(max_examples=150)
def test_any_text_is_mended_without_a_fault_and_once_is_enough(text: str) -> None:
    once = mend(text).text
    assert mend(once).text == once


# --- bytes lost ---


@pytest.mark.parametrize(
    ("clean", "after"),
    [
        ("组织保障要有力。县四个班子要带头", "。县"),
        ("严明纪律。”颖川县委强调", "。”颖"),
        ("扎实做好常态工作。”开展专项督查", "。”开"),
        ("争做宣传者。“五城联创”活动让环境更优美", "。“五城联创”活动让环"),
    ],
)
def test_a_lost_byte_is_put_back(clean: str, after: str) -> None:
    damaged = with_marks_found_inside(to_traditional(clean))
    assert "?" in damaged
    mended = mend(damaged)
    assert mended.text == clean
    assert [place.after for place in mended.restored] == [after]
    assert not mended.damaged


def test_a_word_that_lost_a_byte_is_put_back_where_the_dictionary_knows_one() -> None:
    clean = "以决战姿态，确保“四城联创”目标实现"
    damaged = with_marks_found_inside(with_pinyin_inside(to_traditional(clean), "聯"))
    damaged = damaged.replace(
        "確保“四城?lián)", "確?!八某锹?lián)"
    )  # one accident after the other, as the real copy shows it
    mended = mend(damaged)
    assert mended.text == clean
    assert mended.restored[0].after == "保“四城联"


def test_where_both_a_mark_and_a_word_fit_nobody_decides() -> None:
    mended = mend("我們都回到學??h城很美")
    assert mended.text == "我们都回到学□县城很美"  # 学。县城, or 学校县城
    assert [place.before for place in mended.damaged] == ["□"]


def test_pinyin_inside_a_character_is_taken_out() -> None:
    clean = to_traditional("敢教日月换新天")
    damaged = with_pinyin_inside(clean, "聯")
    assert damaged == "敢教日月?lián)Q新天"
    assert mend(damaged).text == "敢教日月换新天"


@pytest.mark.parametrize(
    ("damaged", "place"),
    [
        ("創(chuàng )出嶄新形象?!?月14日,在大會(huì )上", "?!?"),
        ("三?月底前完成", "?"),
        ("锟斤拷锟斤拷", "锟斤拷锟斤拷"),
        ("领导\ufffd\ufffd出席", "\ufffd\ufffd"),
        ("什么?wáng)的", "?wáng)"),
        ("人\ue5e5", "\ue5e5"),
    ],
)
def test_what_cannot_be_proven_stays_and_is_marked(damaged: str, place: str) -> None:
    mended = mend(damaged)
    assert [found.before for found in mended.damaged] == [place]
    assert place in mended.text
    assert not mended.restored


@given(
    st.sampled_from(SENTENCES),
    st.sampled_from(["。”", "。“", "。县", "。”县"]),
    st.sampled_from("聯創實進長務會"),
    st.data(),
)
@settings(max_examples=100)
def test_nothing_is_ever_invented(sentence: str, end: str, converted: str, data: st.DataObject) -> None:
    """What is put back was there, but for a □ that says that something is lost."""
    marks = [at for at, sign in enumerate(sentence) if sign in "，。；"]
    assume(marks)
    at = data.draw(st.sampled_from(marks))
    clean = to_traditional(sentence[:at] + end + sentence[at + 1 :])
    damage = data.draw(st.sampled_from([with_marks_found_inside, lambda text: with_pinyin_inside(text, converted)]))
    mended = mend(damage(clean))
    meant = mend(clean).text
    for place in mended.restored:
        assert place.after.lstrip("□") in meant


def test_places_are_told_by_line() -> None:
    mended = mend("第一行\n創(chuàng )建\n干淨,整潔")
    assert mended.counts == {"pinyin": 1, "script": 3, "punctuation": 1}
    assert mended.lines == {"pinyin": (2,), "script": (2, 3), "punctuation": (3,)}
