"""Figures over long periods are counted once a minute for each post."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from lianchuang.common import clock
from lianchuang.findings.queries.kept import kept
from tests.cast import Cast, make_finding


def test_it_counts_once_a_minute(cast: Cast) -> None:
    counted: list[int] = []

    def count() -> int:
        counted.append(1)
        return len(counted)

    with time_machine.travel(clock.now(), tick=False) as moment:
        assert [kept("x", cast.office.actor, count) for _look in range(3)] == [1, 1, 1]
        moment.shift(timedelta(seconds=61))
        assert kept("x", cast.office.actor, count) == 2


def test_posts_and_languages_do_not_share(cast: Cast) -> None:
    assert kept("x", cast.office.actor, lambda: "甲") == "甲"
    assert kept("x", cast.stranger.actor, lambda: "乙") == "乙"
    with translation.override("en"):
        assert kept("x", cast.office.actor, lambda: "a") == "a"


def test_the_dashboard_says_as_of_when_it_is(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.office.person)
    with time_machine.travel(clock.now(), tick=False) as moment:
        first = client.get("/dashboard/").context["overview"]
        make_finding(site=cast.lane, item=cast.rubbish_item)
        again = client.get("/dashboard/").context["overview"]
        assert (again.now, again.joint.open) == (first.now, 0)
        moment.shift(timedelta(seconds=61))
        assert client.get("/dashboard/").context["overview"].joint.open == 1


def test_the_list_counts_anew_when_a_finding_makes_a_step(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.office.person)
    before = client.get("/findings/").context["listed"].open_count
    make_finding(site=cast.lane, item=cast.rubbish_item)
    assert client.get("/findings/").context["listed"].open_count == before + 1


def test_the_list_does_not_count_twice_for_nothing(
    cast: Cast, client_of: Callable[..., Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(cast.office.person)
    make_finding(site=cast.lane, item=cast.rubbish_item)
    with CaptureQueriesContext(connection) as first:
        client.get("/findings/")
    with django_assert_max_num_queries(len(first) - 5):
        client.get("/findings/")
