"""Every page that somebody may read, for the tests that look at all of them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.test import Client

from tests.world import NOBODY, World

TABLE = Path(__file__).with_name("urls.csv")
# Whose page is looked at, when several may read it.
READERS = (
    "office",
    "inspector",
    "coordinator",
    "post_holder",
    "administrator",
    "auditor",
    "verifier",
    "leader",
    NOBODY,
)


def readable() -> dict[str, str]:
    """Address → the first role that reads it (the reviewed table says who may)."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["method"] == "GET"]
    roles = {row["address"]: next((role for role in READERS if row[role] == "200"), "") for row in rows}
    return {name: role for name, role in roles.items() if role}


def look(world: World, name: str, role: str, language: str = "zh-hans") -> str:
    """The page as that role sees it in that language; empty when it is a picture, a sheet or data."""
    client: Client = world.clients[role]
    if role != NOBODY:
        person = world.cast.members[role].person
        type(person).objects.filter(pk=person.pk).update(language=language)
    answer = client.get(world.address(name), headers={"accept-language": language})
    assert answer.status_code == 200, f"{name} as {role}: {answer.status_code}"
    if answer.headers["Content-Type"].startswith("text/html"):
        return answer.content.decode()
    read_out(answer)
    return ""


def read_out(answer: Any) -> None:
    """Read a file that is sent piece by piece to its end, which closes it."""
    if answer.streaming:
        for _piece in answer:
            pass


@dataclass
class Seen:
    """What a page holds: its texts, its tags with their attributes."""

    texts: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    def ids(self) -> list[str]:
        """Every id, in order."""
        return [held["id"] or "" for _tag, held in self.tags if "id" in held]


class _Reader(HTMLParser):
    """Reads a page into Seen; what stands in scripts and pictures is no text, nor are codes, nor what was typed in a
    language that the field names.
    """

    silent = frozenset({"script", "style", "code"})

    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.seen.tags.append((tag, held))
        if tag in self.silent or (tag == "textarea" and held.get("lang")):
            self.within.append(tag)
        for name in ("title", "placeholder", "aria-label", "alt"):
            if held.get(name):
                self.seen.texts.append(str(held[name]))

    def handle_endtag(self, tag: str) -> None:
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if not self.within and data.strip():
            self.seen.texts.append(" ".join(data.split()))


def read(html: str) -> Seen:
    """The page taken apart."""
    reader = _Reader()
    reader.feed(html)
    return reader.seen


def each_page(world: World, language: str = "zh-hans") -> Iterator[tuple[str, str]]:
    """Every readable page as (address, html)."""
    for name, role in readable().items():
        if html := look(world, name, role, language):
            yield name, html
