"""The little language of the texts: what it understands, what it refuses and with which words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang import packs
from lianchuang.bulletins.forms import WordingForm, initial_of
from lianchuang.bulletins.rules import BY_KEY, Kind
from lianchuang.bulletins.rules.wording import (
    LETTER_BY_NAME,
    NAMES,
    Wording,
    WordingFault,
    Words,
    in_order,
    kept,
    parse,
    wording_faults,
)

SHIPPED = {kind: Wording.of(data) for kind, data in packs.load_wordings().items()}


def said(text: str, *there: str) -> str:
    """The text with each name in angle brackets; only these are known."""
    pieces = kept(parse(text), lambda name: name.code in there)
    return "".join(f"<{piece.name.code}>" if piece.name else piece.words for piece in pieces)


def test_names_are_understood_in_both_languages() -> None:
    assert said("应销 {应销} 件，{due_closed}") == "应销 <due> 件，<due_closed>"


def test_a_bracket_is_left_out_whole_when_something_in_it_is_missing() -> None:
    text = "共 {应销} 件[，返工 {返工率}，{返工变化}]。[挂账 {挂账} 件。]"
    assert said(text, "due", "deferred") == "共 <due> 件。挂账 <deferred> 件。"
    assert said(text, "rework_rate", "rework_change") == "共 <due> 件，返工 <rework_rate>，<rework_change>。"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("共 {应销 件", "应销"),
        ("共 应销} 件", "} 件"),
        ("[挂账 {挂账} 件", "]"),
        ("挂账] 件", "]"),
        ("[一[二]三]", "[二]"),
        ("{销号}", "销号率"),
        ("{__import__('os')}", "__import__"),
        ("{}", "{}"),
    ],
)
def test_it_refuses_with_the_place_or_the_nearest_name(text: str, words: str) -> None:
    with pytest.raises(WordingFault) as refused:
        parse(text)
    assert words in refused.value.sentence


@settings(max_examples=150)
@given(st.text(alphabet="ab{}[]应销率due ，", max_size=24))
def test_any_text_is_refused_or_comes_out_as_it_was(text: str) -> None:
    try:
        pieces = parse(text)
    except WordingFault:
        return
    words = "".join("{" + "}" if piece.name else piece.words for piece in pieces)
    bare = text.replace("[", "").replace("]", "")
    for name in NAMES:
        bare = bare.replace("{" + name.zh + "}", "{}").replace("{" + name.code + "}", "{}")
    assert words.replace(" ", "") == bare.replace(" ", "")


def test_every_name_prints_a_figure_that_exists_and_is_spelt_once() -> None:
    assert all(name.figure in BY_KEY for name in NAMES if name.figure)
    spelt = [word for name in NAMES for word in (name.code, name.zh)]
    assert len(spelt) == len(set(spelt))


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_shipped_can_be_used_and_kept(kind: Kind) -> None:
    wording = SHIPPED[kind]
    assert not wording_faults(wording)
    assert Wording.of(wording.data) == wording


def test_shipped_letters_hold_known_names_and_as_many_paragraphs_in_both_languages() -> None:
    for rung, words in packs.load_letter_wordings().items():
        zh, en = (parse(words["text"][language], LETTER_BY_NAME) for language in ("zh", "en"))
        assert {piece.name for piece in zh} == {piece.name for piece in en}, rung
        assert len(words["text"]["zh"].splitlines()) == len(words["text"]["en"].splitlines()), rung


def test_vetoes_stay_first_and_shown() -> None:
    weekly = SHIPPED["weekly"]
    assert "order" in wording_faults(in_order(weekly, ["whole", "vetoes"]))
    hidden = Wording.of({**weekly.data, "sections": [{**one, "shown": False} for one in weekly.data["sections"]]})
    assert "order" in wording_faults(hidden)


def test_faults_name_the_field() -> None:
    weekly = SHIPPED["weekly"].data
    wrong = Wording.of({**weekly, "opening": {"zh": "{走仿}", "en": ""}, "copies": {"zh": "{应销}", "en": ""}})
    assert set(wording_faults(wrong)) == {"opening_zh", "copies_zh"}
    empty = Wording.of({**weekly, "title": Words("").data})
    assert set(wording_faults(empty)) == {"title_zh"}


def test_the_form_gives_back_what_it_was_given() -> None:
    wording = SHIPPED["round"]
    data = {**initial_of(wording), "number": 0}
    data |= {f"{section.key}_place": place for place, section in enumerate(wording.sections, start=1)}
    form = WordingForm({key: value for key, value in data.items() if value is not False}, wording=wording, number=0)
    assert form.is_valid(), form.errors
    assert form.typed() == wording
