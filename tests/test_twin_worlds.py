"""What is done undercover cannot be seen before its release: two worlds that differ in nothing else answer the same."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import twin
from tests.twin import Answers, Secrets

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    import time

    secrets = Secrets()
    with django_db_blocker.unblock():
        for sealed in (True, False):
            t = time.process_time()
            with twin.worlds(tmp_path_factory.mktemp("world")) as ids:
                world = twin.build(ids, secrets, sealed=sealed)
                print("build", time.process_time() - t)
                t = time.process_time()
                answers: Answers = {}
                asks = list(twin.pages(world))
                twin.hear(world, asks, answers)
                print("pages", len(answers), time.process_time() - t)
                t = time.process_time()
                twin.hear(world, twin.guesses(world, secrets), answers)
                print("guesses", len(answers), time.process_time() - t)
                t = time.process_time()
                followed = set()
                more = [
                    each
                    for ask in asks
                    if answers[ask.key].status == 200
                    for each in twin.onward(ask, answers[ask.key], followed)
                ]
                twin.hear(world, more, answers)
                print("onward", len(answers), time.process_time() - t)
                t = time.process_time()
                twin.hear(world, twin.deeds(world, secrets), answers)
                print("deeds", len(answers), time.process_time() - t)
                t = time.process_time()
                if sealed:
                    a = answers
                else:
                    b = answers
    yield a, b


def test_x(both):
    a, b = both
    d = twin.differences(a, b)
    open("/tmp/team/twin.txt", "w").write("\n".join(d))
    assert not d, len(d)
