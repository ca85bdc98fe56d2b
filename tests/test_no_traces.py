"""Outcomes, not traces (DESIGN §2, 1; 国办函〔2026〕12号): no check-in, streak, online time, install count or track of staff
anywhere: in no column, address, form, text of a page in either language, and in no script.

Columns are looked at in test_house too. What only looks like one stands in ALLOWED, each with its reason.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import PASSWORD, Cast
from tests.house import PACKAGE
from tests.test_every_page import catalogue
from tests.test_house import OWN, TRACES

CHINESE = re.compile(
    r"打卡|签到|在线时长|在线人数|登录天数|登录次数|连续登录|连续\s*\d*\s*天|活跃度|活跃天数|安装率|安装量|下载率|轨迹|足迹|步数"
    r"|积分排名|积分榜|排行榜|红黑榜|个人排名|人员排名|勤奋|点赞数|转发数|学习时长|到岗率"
)
ENGLISH = re.compile(
    r"\b(check(ed)?[- ]?ins?|clock(ed)?[- ]in|streaks?|time online|online time|minutes online|last (seen|login|active)"
    r"|days in a row|install(ation)? (rate|count)s?|gps tracks?|location histor|leader ?boards?|top \d+ staff|step counts?)\b",
    re.IGNORECASE,
)
SCRIPT = re.compile(
    r"watchPosition|getCurrentPosition\s*\([^)]*setInterval|sendBeacon|requestIdleCallback.*track|visibilityTime"
)
# Text → why it may stand.
ALLOWED = {
    "Traces instead of results (photos, check-ins, rankings)": "what one complains about in the complaint box",
    "重留痕轻实绩（拍照、打卡、排名）": "the same in Chinese",
    "Done is done: no check-ins, no rankings, no online time.": "says that there are none",
    "办完即走，不打卡、不排名、不看在线时长。": "the same in Chinese",
}


def kept(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    """Where something was found that nobody has explained."""
    return [f"{where}: {text}" for where, text in texts.items() if pattern.search(text) and text not in ALLOWED]


def without_allowed(text: str) -> str:
    """A file's text without the sentences that may stand."""
    for sentence in ALLOWED:
        text = text.replace(sentence, "")
    return text


def routes(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Every address, with its name."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{space}{entry.pattern}")
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.pattern} {entry.name}"


def fields_of_forms() -> Iterator[str]:
    """Every field of every form of ours, and what it is called."""
    waiting: list[type[forms.BaseForm]] = list(forms.BaseForm.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith("lianchuang"):
            for name, field in getattr(form, "declared_fields", {}).items():
                yield f"{form.__module__}.{form.__name__}.{name} {field.label} {field.help_text}"


def sources(ending: str) -> dict[str, str]:
    """Every file of ours with that ending, by its path; what npm brings is not ours."""
    found = (path for path in PACKAGE.rglob(f"*{ending}") if "browser" not in path.parts)
    return {str(path.relative_to(PACKAGE)): path.read_text(encoding="utf-8") for path in found}


def test_no_column_and_no_table_keeps_traces() -> None:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in OWN]
    assert len(models) > 50
    words = {
        f"{model._meta.label}.{field.name}": f"{field.name} {getattr(field, 'verbose_name', '')} {field.help_text}"
        for model in models
        for field in model._meta.local_fields
    }
    snaked = {where: text.replace("_", " ") for where, text in words.items()}
    assert not [where for where, text in words.items() if TRACES.search(text.split()[0])]
    assert not kept(ENGLISH, snaked)
    assert not kept(CHINESE, words)


def test_signing_in_and_out_leaves_no_line(cast: Cast, client: Client) -> None:
    """Nor does a part that comes from outside keep the hours of anybody."""
    cast.office.person.set_password(PASSWORD)
    cast.office.person.save()
    foreign = [model for model in apps.get_models() if model._meta.app_label not in OWN]
    before = {model._meta.label: model._default_manager.count() for model in foreign}
    typed = {"username": cast.office.person.username, "password": PASSWORD}
    assert client.post(reverse("accounts:sign_in"), typed).status_code == 302
    assert client.post(reverse("accounts:sign_out")).status_code == 302
    assert {model._meta.label: model._default_manager.count() for model in foreign} == before


def test_no_address_leads_to_traces() -> None:
    found = list(routes(get_resolver()))
    assert len(found) > 150
    assert not [text for text in found if ENGLISH.search(text.replace("_", " ").replace("-", " "))]
    names = [word for text in found for word in re.split(r"[/\s<>:-]+", text)]
    assert not [name for name in names if TRACES.search(name)]


def test_no_form_asks_for_traces() -> None:
    assert list(get_resolver().url_patterns)  # every form is loaded
    found = {text: text.replace("_", " ") for text in fields_of_forms()}
    assert len(found) > 100
    assert not [text for text in found if TRACES.search(text.split()[0].rpartition(".")[2])]
    assert not [text for text in found.values() if ENGLISH.search(text) or CHINESE.search(text)]


def test_no_text_speaks_of_traces_in_either_language() -> None:
    messages = catalogue()
    assert not kept(ENGLISH, {text: text for text in messages})
    assert not kept(CHINESE, dict(messages))
    words = {path: without_allowed(text) for path, text in sources(".html").items()}
    words = {path: re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", text) for path, text in words.items()}
    assert len(words) > 80
    assert not [path for path, text in words.items() if ENGLISH.search(text) or CHINESE.search(text)]


def test_no_script_follows_anybody() -> None:
    scripts = sources(".js")
    assert len(scripts) > 10
    assert not [path for path, text in scripts.items() if SCRIPT.search(text)]


def test_every_exception_is_still_there() -> None:
    texts = {*catalogue(), *catalogue().values()}
    assert set(ALLOWED) <= texts


@pytest.mark.parametrize(
    "text",
    [
        "今日打卡",
        "连续登录 7 天",
        "工作轨迹",
        "积分排名",
        "在线时长",
        "Check-in",
        "7 days in a row",
        "Last seen",
        "GPS track",
    ],
)
def test_it_would_find_one(text: str) -> None:
    assert ENGLISH.search(text) or CHINESE.search(text)


@pytest.mark.parametrize(
    "text", ["Check item", "检查项", "交办后 3 天", "The installation", "督查轮次", "Track of a finding"]
)
def test_it_lets_others_pass(text: str) -> None:
    assert not ENGLISH.search(text)
    assert not CHINESE.search(text)


def test_it_would_find_a_script() -> None:
    assert SCRIPT.search("navigator.geolocation.watchPosition(note)")
    assert not SCRIPT.search(Path(PACKAGE / "common/static/common/page.js").read_text(encoding="utf-8"))
