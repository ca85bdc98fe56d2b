"""Templates and the content security policy are strict. What each page makes of it: test_every_page.py."""

import pytest
from django.template import Context, Template
from django.test import Client

from tests.cast import Cast


def test_an_unknown_variable_fails_the_test() -> None:
    with pytest.raises(pytest.fail.Exception):
        Template("{{ nobody.knows.this }}").render(Context())


def test_the_policy_allows_nothing_inline(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.office.person)
    policy = client.get("/settings/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
