"""Every page is whole in both languages: nothing English is left over in Chinese, nothing Chinese in
English.
"""

import re
from functools import lru_cache

import pytest
from babel.messages.pofile import read_po

from tests.house import PACKAGE
from tests.pages import each_page, read
from tests.world import World

WORD = re.compile(r"[A-Za-z]{3,}")
HAN = re.compile(r"[\u3400-\u9fff]")
# Names, codes and formats that are the same in every language.
SAME = re.compile(
    r"^(XLSX|CSV|PDF|YAML|English|OpenStreetMap|WGS|GCJ|JPEG|PNG|WebP|GB|GPS|OSCAL|SHA|Del|[0-9a-f]{8}-[0-9a-f-]{27}|test)$",
    re.IGNORECASE,
)


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


@pytest.mark.slow
def test_no_english_is_left_over_in_chinese(world: World) -> None:
    known, own = catalogue(), own_words(world)
    left = {
        f"{name}: {text}"
        for name, html in each_page(world, "zh-hans")
        for text in read(html).texts
        if (WORD.search(text) and not SAME.match(text) and text not in own and known.get(text, text) != text)
        or (not HAN.search(text) and any(_foreign(word, own) for word in WORD.findall(text)))
    }
    assert not left, "\n".join(sorted(left))


def _foreign(word: str, own: set[str]) -> bool:
    return not SAME.match(word) and not any(word.lower() in each.lower() for each in own)


@pytest.mark.slow
def test_no_chinese_is_left_over_in_english(world: World) -> None:
    """Data may be Chinese (names of people, what somebody wrote); the program's own words may not."""
    chinese = {text for english, text in catalogue().items() if HAN.search(text) and text != english and len(text) > 1}
    left = {f"{name}: {text}" for name, html in each_page(world, "en") for text in read(html).texts if text in chinese}
    assert not left, "\n".join(sorted(left))


@pytest.mark.slow
def test_each_page_says_its_language(world: World) -> None:
    for language, said in (("zh-hans", "zh-Hans"), ("en", "en")):
        for name, html in each_page(world, language):
            assert f'<html lang="{said}"' in html, f"{name} in {language}"
