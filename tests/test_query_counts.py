"""How many questions a page asks the database. The numbers are read in every diff.

After a wanted change write them anew: UPDATE_TABLES=1 pytest tests/test_query_counts.py
"""

import json
import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.actions import add_post
from lianchuang.common import clock
from lianchuang.findings import rules
from tests.cast import make_finding, make_person, make_photo, make_round, make_site, serial
from tests.charter import make_charter
from tests.pages import read_out, readable
from tests.world import World

COUNTS = Path(__file__).with_name("query_counts.json")
UPDATE = bool(os.environ.get("UPDATE_TABLES"))
PASSING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")


def questions(world: World, name: str, role: str, *, is_warm: bool = False) -> int:
    """The questions of one look at the page: the program is warm, but no figure is kept from a look before."""
    client, address = world.clients[role], world.address(name)
    if not is_warm:
        read_out(client.get(address))
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        read_out(answer)
    return sum(not query["sql"].startswith(PASSING) for query in asked.captured_queries)


def count_all(world: World, *, is_warm: bool = False) -> dict[str, int]:
    """Every page's number."""
    return {name: questions(world, name, role, is_warm=is_warm) for name, role in sorted(readable().items())}


@pytest.mark.slow
def test_every_page_asks_what_the_file_says(world: World) -> None:
    found = count_all(world)
    if UPDATE:
        COUNTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(COUNTS.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_no_page_asks_more_when_there_is_more(world: World) -> None:
    """First so much that everything lists show is there, and more than fits on a card; then as much again."""
    _double(world)
    _double(world)
    before = count_all(world)
    _double(world)
    grown = {name: (before[name], now) for name, now in count_all(world, is_warm=True).items() if now > before[name]}
    assert not grown


def _double(world: World) -> None:
    """More of everything that lists show: findings in every state, sites, rounds, people at posts."""
    cast, now = world.cast, clock.now()
    make_charter(cast)
    for state in rules.State:
        make_finding(site=cast.lane, item=cast.road_item, at=now, state=state, responsible_post=cast.post_holder.post)
    for number in range(6):
        site = make_site(site_type=cast.lane_type, unit=cast.community, name=f"又一条巷{number}")
        make_finding(site=site, item=cast.rubbish_item, by=cast.inspector.actor, photos=[make_photo()])
        make_round(joint=cast.joint, planned_by=cast.office.post, inspector=cast.inspector.post, sites=[site])
        kind, name = cast.sanitation, f"又一岗{serial()}"
        post = add_post(unit=cast.street, kind=kind, name=name, by=SYSTEM, at=now)
        make_person(post=post)
