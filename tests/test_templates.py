"""Pages keep the rules of the strict content security policy, and of people who cannot see them."""

import re

import pytest
from django.template import Context, Template
from django.test import Client

from tests.cast import Cast
from tests.pages import each_page, read
from tests.world import World

HANDLER = re.compile(r"^(on[a-z]+|hx-on.*|style)$")
DATA = {"application/json", "application/ld+json"}


def test_an_unknown_variable_fails_the_test() -> None:
    with pytest.raises(pytest.fail.Exception):
        Template("{{ nobody.knows.this }}").render(Context())


def test_the_policy_allows_nothing_inline(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.office.person)
    policy = client.get("/settings/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.slow
def test_no_page_has_inline_script_or_style(world: World) -> None:
    wrong = []
    for name, html in each_page(world):
        for tag, held in read(html).tags:
            inline = tag == "script" and not held.get("src") and held.get("type") not in DATA
            if inline or tag == "style" or any(HANDLER.match(key) for key in held):
                wrong.append(f"{name}: <{tag} {held}>")
            if any(str(value).strip().lower().startswith("javascript:") for value in held.values()):
                wrong.append(f"{name}: <{tag} {held}>")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_every_page_can_be_read_aloud(world: World) -> None:
    """One heading of the first rank, no id twice, a word for every picture and every field."""
    wrong = []
    for name, html in each_page(world):
        seen = read(html)
        if (headings := sum(tag == "h1" for tag, _held in seen.tags)) != 1:
            wrong.append(f"{name}: {headings} h1")
        ids = seen.ids()
        wrong += [f"{name}: id {one} {ids.count(one)} times" for one in sorted(set(ids)) if ids.count(one) > 1]
        wrong += [f"{name}: a picture without words" for tag, held in seen.tags if tag == "img" and "alt" not in held]
        labelled = {held.get("for") for tag, held in seen.tags if tag == "label"}
        wrong += [f"{name}: {held.get('name')} has no label" for held in _unlabelled(html, labelled)]
    assert not wrong, "\n".join(wrong)


def _unlabelled(html: str, labelled: set[str | None]) -> list[dict[str, str | None]]:
    """The fields that nothing names: no label for them, none around them, no aria-label."""
    within = set(re.findall(r"<label[^>]*>(?:(?!</label>).)*?name=\"([^\"]+)\"", html, re.DOTALL))
    return [
        held
        for tag, held in read(html).tags
        if tag in {"input", "select", "textarea"}
        and held.get("type") not in {"hidden", "submit", "button"}
        and held.get("id") not in labelled
        and held.get("name") not in within
        and not held.get("aria-label")
        and not held.get("aria-labelledby")
    ]
