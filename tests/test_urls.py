"""Every address × every role: what they get. The table is read in every diff.

`tests/urls.csv` has a line for each address and method; a posted form is empty. After a wanted change
write it anew: UPDATE_TABLES=1 pytest tests/test_urls.py
"""

import csv
import os
import re
from copy import deepcopy
from html import unescape
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import resolve

from tests.pages import read_out
from tests.world import NOBODY, PARTS_OF, World

TABLE = Path(__file__).with_name("urls.csv")
METHODS = ("GET", "POST")
# Open to whoever knocks; everything else sends somebody who is not signed in to the door.
PUBLIC = {"healthz", "accounts:sign_in", "accounts:language", "campaigns:feed", "demo:door", "demo:sign_in_as"}
UPDATE = bool(os.environ.get("UPDATE_TABLES"))


def table() -> dict[tuple[str, str], dict[str, str]]:
    """The reviewed table: (address, method) → role → status."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row.pop("address"), row.pop("method")): row for row in csv.DictReader(file)}


# role → the addresses that the pages it was shown lead to, each with one page that does.
Offers = dict[str, dict[str, str]]


def status_of(world: World, name: str, method: str, role: str, offers: Offers) -> str:
    """What that role gets there; whatever it wrote is undone, and who signed out is signed in again."""
    client, address = world.clients[role], world.address(name)
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.get(address) if method == "GET" else client.post(address, {"nothing": "typed"})
        read_out(answer)
        transaction.set_rollback(True)
    client.cookies = cookies
    if method == "GET" and answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
        page = answer.content.decode()
        assert 'src=""' not in page, f"{name} points nowhere for {role}"
        for link in links_of(page):
            offers.setdefault(role, {}).setdefault(link, name)
    where = str(answer.headers.get("Location", ""))
    return f"{answer.status_code} door" if where.startswith("/sign-in/") else str(answer.status_code)


def links_of(page: str) -> set[str]:
    """Where a page leads to within the house."""
    return {unescape(link) for link in re.findall(r'href="(/[^"#]*)"', page) if not link.startswith("/static/")}


def refused_offers(world: World, offers: Offers, known: dict[tuple[str, str], dict[str, str]]) -> list[str]:
    """Links that a page shows to a role which is then refused. Only what the table does not call open is tried."""
    faults = []
    for role, links in offers.items():
        for link, page in sorted(links.items()):
            name = resolve(link.split("?")[0]).view_name
            if name in PARTS_OF and known[name, "GET"][role][:3] not in {"200", "302"}:
                status = world.clients[role].get(link).status_code
                faults += [f"{page} offers {link} to {role}, who gets {status}"] if status >= 400 else []
    return faults


def test_the_table_knows_every_address() -> None:
    if UPDATE:
        pytest.skip("it is being written")
    assert {name for name, _method in table()} == set(PARTS_OF)


APPS = sorted({name.rpartition(":")[0] for name in PARTS_OF})


@pytest.mark.slow
@pytest.mark.parametrize("app", APPS)
def test_every_role_gets_what_the_table_says(world: World, app: str) -> None:
    offers: Offers = {}
    found = {
        (name, method): {role: status_of(world, name, method, role, offers) for role in world.clients}
        for name in PARTS_OF
        if name.rpartition(":")[0] == app
        for method in METHODS
    }
    if UPDATE:
        _keep(found, list(world.clients))
        return
    known = table()
    other = [
        f"{name} {method} {role}: {status}, the table says {known[name, method][role]}"
        for (name, method), row in found.items()
        for role, status in row.items()
        if status != known[name, method][role]
    ]
    assert not other, "\n".join(other)
    refused = refused_offers(world, offers, known)
    assert not refused, "\n".join(refused)


def _keep(found: dict[tuple[str, str], dict[str, str]], roles: list[str]) -> None:
    known = table() if TABLE.exists() else {}
    known = {key: row for key, row in known.items() if key[0] in PARTS_OF} | found
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["address", "method", *roles], lineterminator="\n")
        writer.writeheader()
        writer.writerows({"address": key[0], "method": key[1], **row} for key, row in sorted(known.items()))


def test_no_address_is_without_its_guard(world: World) -> None:
    """The guard of LoginRequiredMiddleware stands before every view but the public ones."""
    views = {name: resolve(world.address(name)).func for name in PARTS_OF}
    assert {name for name, view in views.items() if not getattr(view, "login_required", True)} == PUBLIC


def test_nobody_gets_anything_without_signing_in() -> None:
    open_doors = {name for (name, _method), row in table().items() if name not in PUBLIC and row[NOBODY] != "302 door"}
    assert not open_doors


def test_every_address_answers() -> None:
    """No role ever meets a fault of the program."""
    assert not [(key, role) for key, row in table().items() for role, status in row.items() if status[0] == "5"]


def test_reading_never_posts_and_posting_never_shows() -> None:
    """A page that only reads refuses POST; a posted form answers with another page or with what is wrong."""
    wrong = [key for key, row in table().items() if key[1] == "POST" and row["office"] == "200"]
    assert not wrong
