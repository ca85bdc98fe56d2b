"""Every page, fetched once in both languages: it is whole in each (nothing English is left over in Chinese, nothing Chinese
in English), keeps the rules of the strict content security policy, and can be read aloud.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.db import transaction

from tests.house import PACKAGE
from tests.pages import Seen, each_page, read
from tests.world import World, build_world

HANDLER = re.compile(r"^(on[a-z]+|hx-on.*|style)$")
DATA = {"application/json", "application/ld+json"}
WORD = re.compile(r"[A-Za-z]{3,}")
HAN = re.compile(r"[\u3400-\u9fff]")
# Names, codes and formats that are the same in every language.
SAME = re.compile(
    r"^(XLSX|CSV|PDF|YAML|English|OpenStreetMap|WGS|GCJ|JPEG|PNG|WebP|GB|GPS|OSCAL|SHA|Del|[0-9a-f]{8}-[0-9a-f-]{27}|test)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Pages:
    """The pages by language and address, as sent and taken apart; words of the test county's own data."""

    sent: dict[str, dict[str, str]]
    seen: dict[str, dict[str, Seen]]
    own: set[str]


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: Any) -> Pages:
    """Every page of one world, which is gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        sent = {language: dict(each_page(world, language)) for language in ("zh-hans", "en")}
        seen = {language: {name: read(html) for name, html in held.items()} for language, held in sent.items()}
        found = Pages(sent, seen, own_words(world))
        transaction.set_rollback(True)
    return found


@lru_cache(maxsize=1)
def catalogue() -> dict[str, str]:
    """Every message of the house: English → Chinese."""
    found: dict[str, str] = {}
    for path in PACKAGE.glob("*/locale/zh_Hans/LC_MESSAGES/django*.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans"):
                forms = message.id if isinstance(message.id, list | tuple) else [message.id]
                text = message.string if isinstance(message.string, str) else "".join((message.string or ())[:1])
                found |= {form: text for form in forms if form}
    return found


def own_words(world: World) -> set[str]:
    """Words of the test county's own data that are English in Chinese pages: user names, codes."""
    codes = {member.person.username for member in world.cast.members.values()}
    return codes | {"wenming", "weisheng", "yuanlin", "shuangyong", "LANE", "MARKET", "cast", "post", "works"}


def test_the_catalogue_is_complete() -> None:
    assert len(catalogue()) > 300
    assert not [english for english, chinese in catalogue().items() if not chinese]
    assert not [chinese for chinese in catalogue().values() if "您" in chinese], "the program says 你 throughout"


@pytest.mark.slow
def test_no_english_is_left_over_in_chinese(pages: Pages) -> None:
    known, own = catalogue(), pages.own
    left = {
        f"{name}: {text}"
        for name, seen in pages.seen["zh-hans"].items()
        for text in seen.texts
        if (WORD.search(text) and not SAME.match(text) and text not in own and known.get(text, text) != text)
        or (not HAN.search(text) and any(_foreign(word, own) for word in WORD.findall(text)))
    }
    assert not left, "\n".join(sorted(left))


def _foreign(word: str, own: set[str]) -> bool:
    return not SAME.match(word) and not any(word.lower() in each.lower() for each in own)


@pytest.mark.slow
def test_no_chinese_is_left_over_in_english(pages: Pages) -> None:
    """Data may be Chinese (names of people, what somebody wrote); the program's own words may not."""
    chinese = {text for english, text in catalogue().items() if HAN.search(text) and text != english and len(text) > 1}
    left = {f"{name}: {text}" for name, seen in pages.seen["en"].items() for text in seen.texts if text in chinese}
    assert not left, "\n".join(sorted(left))


@pytest.mark.slow
def test_each_page_says_its_language(pages: Pages) -> None:
    for language, said in (("zh-hans", "zh-Hans"), ("en", "en")):
        for name, html in pages.sent[language].items():
            assert f'<html lang="{said}"' in html, f"{name} in {language}"


@pytest.mark.slow
def test_no_page_has_inline_script_or_style(pages: Pages) -> None:
    wrong = []
    for name, seen in pages.seen["zh-hans"].items():
        for tag, held in seen.tags:
            inline = tag == "script" and not held.get("src") and held.get("type") not in DATA
            if inline or tag == "style" or any(HANDLER.match(key) for key in held):
                wrong.append(f"{name}: <{tag} {held}>")
            if any(str(value).strip().lower().startswith("javascript:") for value in held.values()):
                wrong.append(f"{name}: <{tag} {held}>")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_every_page_can_be_read_aloud(pages: Pages) -> None:
    """One heading of the first rank, no id twice, a word for every picture and every field."""
    wrong = []
    for name, seen in pages.seen["zh-hans"].items():
        if (headings := sum(tag == "h1" for tag, _held in seen.tags)) != 1:
            wrong.append(f"{name}: {headings} h1")
        ids = seen.ids()
        wrong += [f"{name}: id {one} {ids.count(one)} times" for one in sorted(set(ids)) if ids.count(one) > 1]
        wrong += [f"{name}: a picture without words" for tag, held in seen.tags if tag == "img" and "alt" not in held]
        labelled = {held.get("for") for tag, held in seen.tags if tag == "label"}
        wrong += [
            f"{name}: {held.get('name')} has no label"
            for held in _unlabelled(pages.sent["zh-hans"][name], seen, labelled)
        ]
    assert not wrong, "\n".join(wrong)


def _unlabelled(html: str, seen: Seen, labelled: set[str | None]) -> list[dict[str, str | None]]:
    """The fields that nothing names: no label for them, none around them, no aria-label."""
    within = set(re.findall(r"<label[^>]*>(?:(?!</label>).)*?name=\"([^\"]+)\"", html, re.DOTALL))
    return [
        held
        for tag, held in seen.tags
        if tag in {"input", "select", "textarea"}
        and held.get("type") not in {"hidden", "submit", "button"}
        and held.get("id") not in labelled
        and held.get("name") not in within
        and not held.get("aria-label")
        and not held.get("aria-labelledby")
    ]
