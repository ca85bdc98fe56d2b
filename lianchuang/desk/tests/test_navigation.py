"""What frames a page: entries by role, theme, language, sample data."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from lianchuang.common import sample
from tests.cast import Cast, make_finding

SignIn = Callable[..., Client]


@pytest.fixture
def sample_county() -> Iterator[None]:
    before = list(sample._asked)
    sample.register(lambda: True)
    yield
    sample._asked[:] = before


def home(client: Client) -> str:
    return client.get("/").content.decode()


@pytest.mark.parametrize(("part", "reads"), [("auditor", True), ("office", True), ("administrator", True)])
def test_history_stands_in_the_rail_of_who_reads_it(cast: Cast, client_of: SignIn, part: str, reads: bool) -> None:
    assert ('href="/audit/"' in home(client_of(cast.members[part].person))) is reads


@pytest.mark.parametrize("part", ["leader", "coordinator", "post_holder", "inspector", "verifier"])
def test_history_is_not_offered_to_others(cast: Cast, client_of: SignIn, part: str) -> None:
    assert 'href="/audit/"' not in home(client_of(cast.members[part].person))


def test_every_entry_of_the_rail_opens(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.office.person)
    request = client.get("/").wsgi_request
    assert request.resolver_match is not None
    rail = client.get("/").context["rail"]
    for group in rail.groups:
        for entry in group:
            assert client.get(entry.url).status_code == 200, entry.url


def test_the_page_one_is_on_is_marked(cast: Cast, client_of: SignIn) -> None:
    rail = client_of(cast.office.person).get("/map/").context["rail"]
    assert [entry.url for group in rail.groups for entry in group if entry.is_here] == ["/map/"]


def test_a_phone_has_five_tabs_at_most(cast: Cast, client_of: SignIn) -> None:
    for member in cast.members.values():
        rail = client_of(member.person).get("/").context["rail"]
        assert len(rail.tabs) <= 4
        assert not {entry.url for entry in rail.tabs} & {entry.url for entry in rail.more}


def test_the_rail_counts_what_is_open_and_visible(cast: Cast, client_of: SignIn) -> None:
    make_finding(site=cast.lane, item=cast.rubbish_item)
    counts = {}
    for part in ("office", "colleague"):
        rail = client_of(cast.members[part].person).get("/map/").context["rail"]
        counts[part] = next(entry.count for group in rail.groups for entry in group if entry.url == "/findings/")
    assert counts == {"office": 1, "colleague": 0}


def test_the_theme_follows_the_person_else_the_cookie_else_the_system(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.office.person)
    assert "data-bs-theme" not in home(client).split("<head>")[0]
    client.cookies["theme"] = "dark"
    assert 'data-bs-theme="dark"' in home(client)
    client.cookies["theme"] = '"><script>'
    assert "data-bs-theme" not in home(client).split("<head>")[0]
    cast.office.person.theme = "light"
    cast.office.person.save(update_fields=["theme"])
    client.cookies["theme"] = "dark"
    assert 'data-bs-theme="light"' in home(client)


def test_the_page_is_in_the_readers_language(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.office.person)
    assert '<html lang="zh-Hans"' in home(client)
    cast.office.person.language = "en"
    cast.office.person.save(update_fields=["language"])
    html = home(client)
    assert '<html lang="en"' in html
    assert "Write down a finding" in html


def test_sample_data_says_so_on_every_page(cast: Cast, client_of: SignIn, sample_county: None) -> None:
    client = client_of(cast.office.person)
    for path in ("/", "/map/", "/dashboard/", "/nowhere/"):
        assert "示例数据" in client.get(path).content.decode()


def test_real_data_does_not(cast: Cast, client_of: SignIn) -> None:
    assert "示例数据" not in home(client_of(cast.office.person))


def test_a_visitor_sees_no_rail(client: Client, db: None) -> None:
    html = client.get("/sign-in/").content.decode()
    assert 'class="rail"' not in html
    assert "desk bare" in html


def test_a_refusal_and_a_missing_page_keep_the_frame(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.post_holder.person)
    missing = client.get("/findings/00000000-0000-0000-0000-000000000000/")
    assert missing.status_code == 404
    assert 'class="rail"' in missing.content.decode()
    refused = client.get("/audit/")
    assert refused.status_code == 403
    html = refused.content.decode()
    assert "可以找：" in html
    assert 'class="rail"' in html
