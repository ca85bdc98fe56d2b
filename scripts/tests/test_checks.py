"""The checks catch what they are for, and let pass what is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages import Catalog, Message

from scripts.checks.found import blank
from scripts.checks.messages import contradictions, message_problems
from scripts.checks.size import long_functions
from scripts.checks.templates import icon_problems, markup_problems, text_problems
from scripts.messages import in_one_form
from scripts.run import ROOT
from scripts.setup import Step

PAGE = ROOT / "lianchuang" / "desk" / "templates" / "desk" / "invented.html"


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p { color: red }</style>",
        "<script>alert(1)</script>",
        '<a onclick="go()">',
        '<p hx-on:click="go()">',
        '<a href="javascript:go()">',
        "{{ words|safe }}",
        "{% autoescape off %}",
    ],
)
def test_it_finds_what_a_strict_policy_refuses(text: str) -> None:
    assert len(list(markup_problems(PAGE, text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{% static "desk/map.js" %}" type="module"></script>',
        '<script type="application/json" id="places">{}</script>',
        '<p {% if one > two %}hidden{% endif %} data-on="x" class="style">',
    ],
)
def test_it_lets_lawful_markup_pass(text: str) -> None:
    assert list(markup_problems(PAGE, text)) == []


@pytest.mark.parametrize("text", ["<p>Plain words</p>", "<p>垃圾</p>", '<a title="Plain">', '<img alt="垃圾">'])
def test_it_finds_text_that_is_not_translated(text: str) -> None:
    assert len(list(text_problems(PAGE, text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<p>{% translate "Plain words" %}: {{ count }} &middot; 12 km</p>',
        "{% blocktranslate %}Plain {{ words }}{% endblocktranslate %}",
        '<a title="{% translate "Plain" %}" aria-label="{{ words }}">×</a>',
    ],
)
def test_it_lets_translated_text_pass(text: str) -> None:
    assert list(text_problems(PAGE, text)) == []


def test_it_finds_an_icon_that_is_not_shipped() -> None:
    text = '{% icon "home" %} {% icon "unicorn" %} {% include "x" with icon="phoenix" %}'
    found = list(icon_problems(PAGE, text, {"home"}))
    assert [problem.split("icon ")[1].split()[0] for problem in found] == ["unicorn", "phoenix"]


def test_it_finds_a_long_function() -> None:
    path = ROOT / ".make" / "invented.py"
    source = "def short():\n    pass\n\n\ndef long():\n" + "    pass\n" * 60
    path.parent.mkdir(exist_ok=True)
    path.write_text(source)
    assert [problem.split(": ")[1] for problem in long_functions(path)] == ["long has 61 lines, 60 are allowed"]
    path.unlink()


def test_blanking_keeps_every_position() -> None:
    comment = re.compile(r"\{#.*?#\}", re.DOTALL)
    assert blank(comment, "a {# two\nlines #} b") == f"a {' ' * 6}\n{' ' * 8} b"


@pytest.mark.parametrize(
    ("english", "chinese", "is_fine"),
    [
        ("%(count)s findings", "%(count)s 个问题", True),
        ("%(count)s findings", "", False),
        ("%(count)s findings", "问题", False),
        ("%(count)s findings", "%(number)s 个问题", False),
        (("one finding", "%(count)s findings"), ("%(count)s 个问题",), True),
        (("one finding", "%(count)s findings"), ("一个问题",), False),
    ],
)
def test_a_translation_keeps_its_placeholders(
    english: str | tuple[str, ...], chinese: str | tuple[str, ...], is_fine: bool
) -> None:
    assert (not list(message_problems(Message(english, chinese)))) is is_fine


def test_it_finds_one_text_with_two_translations() -> None:
    one, other = Catalog(locale="zh_Hans"), Catalog(locale="zh_Hans")
    for catalog, chinese in ((one, "关闭"), (other, "销号")):
        catalog.add("Close", chinese)
        catalog.add("Open", "打开")
        catalog.add("Close", chinese, context=chinese)
    found = list(contradictions([("findings", one), ("rounds", other)]))
    assert len(found) == 1
    assert found[0].startswith("“Close” is 关闭 in findings, 销号 in rounds")


def test_a_catalogue_has_one_form_whatever_its_order() -> None:
    one, other = Catalog(locale="zh_Hans"), Catalog(locale="zh_Hans")
    for text in ("a", "b"):
        one.add(text, text.upper())
    for text in ("b", "a"):
        other.add(text, text.upper())
    assert in_one_form(one) == in_one_form(other)
    assert "POT-Creation-Date" not in in_one_form(one)


def test_a_guess_is_dropped_from_the_one_form() -> None:
    catalog = Catalog(locale="zh_Hans")
    catalog.add("close", "打开", flags={"fuzzy"})
    assert 'msgstr ""' in in_one_form(catalog).split("\n\n", 1)[1]


def test_a_step_is_done_until_its_inputs_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.setup.STAMPS", tmp_path)
    content, done = [b"first"], []
    step = Step("name", "Title", lambda: content, lambda: [tmp_path], lambda: done.append(content[0]))
    step.ensure()
    step.ensure()
    content[0] = b"second"
    step.ensure()
    assert done == [b"first", b"second"]
