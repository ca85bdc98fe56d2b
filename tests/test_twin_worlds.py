"""What is done undercover cannot be seen before its release: two worlds that differ in nothing else answer the same.

Every address of the project × every role but the office that plans, with the links that pages lead to, searches, ids of
sealed things, work from the field that guesses them, and photos with the very bytes of a sealed one. New addresses are
asked by themselves. TWIN_WORLDS=all asks everybody everything (docs/rules/undercover.md).
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db.models import Q

from lianchuang.common import clock
from lianchuang.findings.actions import numbers, opening
from lianchuang.inspections.actions import finish_round, release_round
from lianchuang.inspections.models import Round
from tests import twin
from tests.twin import Answers, Ask, Secrets
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EVERYTHING = os.environ.get("TWIN_WORLDS") == "all"
LEAKS: dict[str, tuple[str, Any]] = {
    "access to rounds": ("lianchuang.inspections.access._unsealed", lambda _prefix, _actor: Q()),
    "a count of findings": ("lianchuang.findings.access._unsealed_for", lambda _actor: Q()),
    "an entry of history": ("lianchuang.audit.access._unsealed", lambda _reader: Q()),
    "a count of what hangs on a requirement": ("lianchuang.standards.queries.hanging._counted", lambda _relation: Q()),
}
GAP = "a gap in the numbers of findings"


@dataclass(frozen=True)
class Heard:
    """What each world answered; what the one with sealed work answers when it leaks, and after its release."""

    sealed: Answers
    plain: Answers
    leaking: dict[str, Answers]
    released: dict[str, str]


@pytest.fixture(scope="module")
def heard(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """Both worlds, asked once for all tests of this module."""
    with django_db_blocker.unblock():
        yield _listen(
            tmp_path_factory.mktemp("sealed"), tmp_path_factory.mktemp("plain"), tmp_path_factory.mktemp("gap")
        )


def _listen(*homes: Path) -> Heard:
    secrets = Secrets()
    with twin.worlds(homes[0]) as ids:
        world = twin.build(ids, secrets, sealed=True)
        asks = _questions(world, secrets)
        sealed = twin.hear(world, asks, {})
        more = list(twin.onward(sealed, asks, everything=EVERYTHING))
        twin.hear(world, more, sealed)
        few = _few(world)
        leaking = {}
        for leak, (name, instead) in LEAKS.items():
            with patch(name, instead):
                leaking[leak] = twin.hear(world, few, {})
        released = _release(world, secrets)
    with twin.worlds(homes[1]) as ids:
        world = twin.build(ids, Secrets(), sealed=False)
        plain = twin.hear(world, [*asks, *more], {})
        twin.hear(world, few, plain)
    with twin.worlds(homes[2]) as ids, patch.object(opening, "_create", _counting(opening._create)):
        leaking[GAP] = twin.hear(twin.build(ids, Secrets(), sealed=True), few, {})
    return Heard(sealed, plain, leaking, released)


def _questions(world: World, secrets: Secrets) -> list[Ask]:
    return [
        *twin.pages(world, everything=EVERYTHING),
        *twin.guesses(world, secrets, everything=EVERYTHING),
        *twin.deeds(world, secrets),
    ]


def _few(world: World) -> list[Ask]:
    """The pages at which the planted leaks show."""
    names = ("inspections:rounds", "findings:list", "audit:entries", "standards:diff")
    return [Ask(role, "GET", world.address(name)) for name in names for role in ("auditor", "leader")]


def _counting(create: Any) -> Any:
    """The same, but a sealed finding takes a number away from the others."""

    def leaky(**facts: Any) -> Any:
        if facts["sealed"]:
            numbers.next_number(facts["found_at"])
        return create(**facts)

    return leaky


def _release(world: World, secrets: Secrets) -> dict[str, str]:
    """What is seen once the round is released."""
    office, planned = world.cast.office.actor, Round.objects.get(pk=secrets.parts["round_id"])
    finish_round(round=planned, by=office, at=clock.now())
    release_round(round=planned, by=office, at=clock.now())
    names = {"rounds": "inspections:rounds", "findings": "findings:list", "history": "audit:entries"}
    asks = {key: Ask("auditor", "GET", world.address(name)) for key, name in names.items()}
    for part, name in (("visit_id", "inspections:visit"), ("finding_id", "findings:show")):
        asks[part] = Ask("auditor", "GET", twin.address_of(world, name, secrets))
    answers = twin.hear(world, asks.values(), {})
    return {key: answers[ask.key].body for key, ask in asks.items()}


def test_both_worlds_answer_the_same(heard: Heard) -> None:
    assert heard.sealed.keys() <= heard.plain.keys()
    different = twin.differences(heard.sealed, heard.plain)
    assert not different, "\n".join(different[:40])


@pytest.mark.parametrize("leak", [*LEAKS, GAP])
def test_a_planted_leak_is_caught(heard: Heard, leak: str) -> None:
    assert twin.differences(heard.leaking[leak], heard.plain)


@pytest.mark.parametrize("shown", ["rounds", "findings", "history", "visit_id", "finding_id"])
def test_after_its_release_everything_is_seen(heard: Heard, shown: str) -> None:
    assert twin.FOUND in heard.released[shown] or twin.SECRET in heard.released[shown]
