"""Two worlds, equal but for undercover rounds that nobody has released: how they are made and asked.

What is random is made equal in both: the time stands, ids are counted, and what is done under seal takes its ids from
a count of its own, between those of what everybody may know. A number that counts up in the database is not made
equal: if one shows, the worlds differ, as they should.
"""

import csv
import functools
import io
import itertools
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import override_settings
from django.urls import reverse

from lianchuang.accounts.models import Role
from lianchuang.common import clock
from lianchuang.field.tests.sending import envelope, send, send_photo, sha256_of, visit_body
from lianchuang.inspections import actions
from lianchuang.inspections.models import ConflictGround, Round, RoundKind, RoundSite
from tests import rows
from tests.cast import Cast, Member, grant, make_person, make_post, make_unit
from tests.pages import TABLE, read_out
from tests.world import NOBODY, PARTS_OF, World, build_world

NOW = datetime(2026, 3, 11, 7, 0, tzinfo=UTC)  # a Wednesday, three in the afternoon in the county
MAY_KNOW = frozenset({"office"})
SEE_MOST = ("leader", "inspector", "auditor")
SECRET = "暗访密卷"
FOUND = "密卷所见"
JPEG = rows.photo_bytes(colour=(11, 22, 33))
SHA256 = sha256_of(JPEG)


@dataclass
class Ids:
    """Ids in order. Those of sealed work lie between the others and do not move them."""

    number: int = 0
    between: int = 0
    is_sealed: bool = False

    def next(self, *, nanoseconds: int | None = None) -> UUID:  # noqa: ARG002 - stands in for uuid7
        """The next one; a moment to tell does not change it, the order alone counts here."""
        if self.is_sealed:
            self.between += 1
        else:
            self.number, self.between = self.number + 1, 0
        return UUID(int=0x0190000000007000_8000000000000000 + (self.number << 20) + self.between)

    @contextmanager
    def sealed(self) -> Iterator[None]:
        self.is_sealed = True
        try:
            yield
        finally:
            self.is_sealed = False


@dataclass
class Secrets:
    """What is sealed in the one world, by the names of the parts of addresses. In the other one it never existed."""

    parts: dict[str, Any] = field(default_factory=dict)
    objects: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Ask:
    """One request of one role."""

    role: str
    method: str
    path: str
    data: Mapping[str, Any] | bytes | None = None
    kind: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        return f"{self.role} {self.method} {self.path} {self.kind}"


@dataclass(frozen=True)
class Said:
    """What came back, with what is random in every answer left out, and how often the database was asked."""

    status: int
    headers: tuple[tuple[str, str], ...]
    packed: bytes
    queries: int

    @property
    def body(self) -> str:
        return zlib.decompress(self.packed).decode("utf-8", "replace")


class _Still(datetime):
    """What the template tag `now` asks."""

    @classmethod
    def now(cls, tz: Any = None) -> "_Still":
        return cls.fromtimestamp(NOW.timestamp(), tz)


Answers = dict[str, Said]
TOKENS = re.compile(rb'(name="csrfmiddlewaretoken" value="|"token": ")[A-Za-z0-9:_-]+')
TOOK = re.compile("用时 [0-9.]+ 秒".encode())  # how long a proof was at work, in the clock's own time


@contextmanager
def worlds(home: Path) -> Iterator[Ids]:
    """The ground on which one world is built; everything is undone at the end."""
    ids = Ids()
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": home / "files"}}
    with ExitStack() as stack:
        stack.enter_context(override_settings(HOME=home, STORAGES={**settings.STORAGES, "default": files}))
        stack.enter_context(patch("lianchuang.common.ids.uuid7", ids.next))
        stack.enter_context(patch("lianchuang.common.ids.uuid4", ids.next))
        stack.enter_context(patch("django.utils.timezone.now", lambda: NOW))
        stack.enter_context(patch("django.template.defaulttags.datetime", _Still))
        stack.enter_context(patch.object(rows, "_serial", itertools.count(1)))
        # What is kept for a minute is kept while a world stands: else how long the asking takes decides who counts anew.
        stack.enter_context(patch("lianchuang.findings.queries.kept.SECONDS", None))
        stack.enter_context(clock.fixed(NOW))
        _count_from_the_start()
        cache.clear()
        stack.enter_context(transaction.atomic())
        yield ids
        transaction.set_rollback(True)
    cache.clear()


def _count_from_the_start() -> None:
    """PostgreSQL goes on counting after what was undone."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(
            no_style(), list(apps.get_models(include_auto_created=True))
        ):
            cursor.execute(statement)


def build(ids: Ids, secrets: Secrets, *, sealed: bool) -> World:
    """The world; with `sealed` the undercover rounds come before everything else that happens in it."""

    def first(cast: Cast) -> None:
        watchers = [_watcher(cast, name) for name in ("甲", "乙")]
        if sealed:
            with ids.sealed():
                _go_undercover(cast, watchers, secrets)

    return build_world(NOW, first)


def _watcher(cast: Cast, name: str) -> Member:
    """An inspector of a bureau that has nothing to do with any site. There are such people in both worlds."""
    unit = make_unit(parent=cast.county, name=f"莲县档案局{name}", code=f"8{ord(name)}")
    post = make_post(unit=unit, name=f"督查岗{name}")
    grant(post=post, role=Role.INSPECTOR, scope=cast.county)
    return Member(make_person(name=f"暗访员{name}", post=post), post)


def _go_undercover(cast: Cast, watchers: Sequence[Member], secrets: Secrets) -> None:
    """One round under way with everything in it, one finished, one planned; none is released."""
    running = _round(cast, watchers, SECRET)
    for watcher in watchers:
        actions.open_assignment(round=running, day=clock.today(), by=watcher.actor, at=NOW - timedelta(hours=5))
    stops = list(RoundSite.objects.filter(round=running).select_related("site", "inspector").order_by("pk"))
    members = {watcher.post.pk: watcher for watcher in watchers}
    first, *others = stops
    member = members[first.inspector_id]
    visited = _visits(cast, running, first, member, secrets)
    _others(cast, running, others, members, secrets)
    finished = _round(cast, watchers[:1], f"{SECRET}之二")
    actions.open_assignment(round=finished, day=clock.today(), by=watchers[0].actor, at=NOW - timedelta(hours=4))
    stop = RoundSite.objects.filter(round=finished).select_related("site").order_by("-pk")[0]
    send(watchers[0], envelope("visit", visit_body(finished, stop.site), post=watchers[0].post))
    actions.finish_round(round=Round.objects.get(pk=finished.pk), by=cast.office.actor, at=NOW)
    actions.plan_round(
        joint=cast.joint, name=f"{SECRET}之三", kind=RoundKind.UNDERCOVER, starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=3), by=cast.office.actor, at=NOW,
    )  # fmt: skip
    secrets.parts |= {"round_id": running.pk, "site_id": first.site_id, "day": clock.today(), "visit_id": visited}
    secrets.objects += [("round", str(running.pk)), ("visit", str(visited)), ("file", SHA256[:40])]


def _round(cast: Cast, watchers: Sequence[Member], name: str) -> Round:
    by, today = cast.office.actor, clock.today()
    planned = actions.plan_round(
        joint=cast.joint, name=name, kind=RoundKind.UNDERCOVER, starts_on=today, ends_on=today, by=by, at=NOW
    )
    posts = [watcher.post for watcher in watchers]
    actions.draw_sample(
        round=planned,
        sites_per_type=None,
        everything=True,
        seed=7,
        inspectors=posts,
        by=by,
        at=NOW - timedelta(hours=6),
    )
    return actions.start_round(round=planned, by=by, at=NOW - timedelta(hours=6))


def _visits(cast: Cast, running: Round, stop: RoundSite, member: Member, secrets: Secrets) -> UUID:
    """A visit with photos that found everything wrong, sent by the phone; and a report beside it."""
    sha256 = send_photo(member, JPEG)
    body = visit_body(running, stop.site)
    for answer in body["answers"]:
        answer |= {"count": 1, "note": FOUND, "photos": [sha256]}
    sent = envelope("visit", body, post=member.post, photos=(sha256,))
    assert send(member, sent)["result"] == "applied"
    wrong = {"category": "rubbish", "severity": "ordinary", "title": FOUND, "place": "后墙外", "photos": [sha256]}
    report = envelope("report", wrong, post=member.post, photos=(sha256,))
    assert send(member, report)["result"] == "applied"
    secrets.parts |= {"finding_id": UUID(report["id"]), "submission_id": UUID(report["id"]), "sha256": SHA256}
    secrets.objects += [("finding", report["id"]), ("submission", report["id"])]
    return UUID(sent["id"])


def _others(
    cast: Cast, running: Round, stops: Iterable[RoundSite], members: Mapping[int, Member], secrets: Secrets
) -> None:
    """A conflict declared and passed on; a visit that waits for its photos; one refused; a verification refused."""
    tied, *left = stops
    by = members[tied.inspector_id]
    actions.declare_conflict(round=running, site=tied.site_id, ground=ConflictGround.KIN, by=by.actor, at=NOW)
    for stop in left:
        member = members[stop.inspector_id]
        body = visit_body(running, stop.site)
        body["answers"][0] |= {"count": 1, "photos": ["ab" * 32]}
        waits = envelope("visit", body, post=member.post, photos=("ab" * 32,))
        assert send(member, waits)["result"] == "missing_photos"
        half = envelope("visit", {**visit_body(running, stop.site), "answers": []}, post=member.post)
        assert send(member, half)["result"] == "refused"
        verdict = {"finding": str(UUID(int=5)), "verdict": "yes", "note": "", "photos": []}
        assert send(member, envelope("verification", verdict, post=member.post))["result"] == "refused"


# --- asking ---


def roles_of(world: World) -> list[str]:
    return [role for role in world.clients if role not in MAY_KNOW]


def pages(world: World, *, everything: bool) -> Iterator[Ask]:
    """Every address of the project × every role that must not know.

    For a short run, of those who get the page (the reviewed table says who) those who see most and one of the others, and
    one of those who do not get it; other ones for the next address.
    """
    for number, name in enumerate(PARTS_OF):
        roles = roles_of(world)
        for role in roles if everything else _some(roles, _reviewed().get(name, {}), number):
            yield Ask(role, "GET", world.address(name))


@functools.cache
def _reviewed() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["address"]: row for row in csv.DictReader(file) if row["method"] == "GET"}


def _some(roles: Sequence[str], answered: Mapping[str, str], number: int) -> list[str]:
    turned = [*roles[number % len(roles) :], *roles[: number % len(roles)]]
    reading = [role for role in turned if answered.get(role, "200") == "200"]
    most = [role for role in reading if role in SEE_MOST]
    return [
        *most,
        *[role for role in reading if role not in most][:1],
        *[role for role in turned if role not in reading][:1],
    ]


def guesses(world: World, secrets: Secrets, *, everything: bool) -> Iterator[Ask]:
    """Every address that can be asked with the ids of sealed things: read, and posted with nothing in it.

    For a short run one or two roles ask each, others the next.
    """
    paths = dict.fromkeys(path for name, parts in PARTS_OF.items() for path in _guessed(world, secrets, name, parts))
    roles = [role for role in roles_of(world) if role != NOBODY]
    for number, path in enumerate(paths):
        for turn, role in enumerate(roles):
            if everything or (turn + number) % 9 == 0:
                yield Ask(role, "GET", path)
                yield Ask(role, "POST", path, {"nothing": "typed"})


def _guessed(world: World, secrets: Secrets, name: str, parts: Sequence[str]) -> Iterator[str]:
    arguments = world.arguments(name)
    if "object_kind" in parts:
        for kind, number in secrets.objects:
            yield reverse(name, kwargs={**arguments, "object_kind": kind, "object_id": number})
    known = {part: secrets.parts[part] for part in parts if part in secrets.parts and part != "site_id"}
    if known:
        yield reverse(name, kwargs={**arguments, **known, **_site(parts, secrets)})
    if "sha256" in known and len(known) > 1:  # the sealed photo of a thing that everybody may see
        yield reverse(name, kwargs={**arguments, "sha256": SHA256})


def _site(parts: Sequence[str], secrets: Secrets) -> dict[str, Any]:
    return {"site_id": secrets.parts["site_id"]} if "site_id" in parts and "round_id" in parts else {}


SHORT = 1  # role that follows the same sort of link, and searches the same page
LINK = re.compile(r'(?:href|hx-get|action)="([^"#]*\?[^"#]+)"')
WORD = "a word"
SEARCH = re.compile(r'<input[^>]+type="search"|name="q"|name="who"')


def onward(answers: Answers, asks: Iterable[Ask], *, everything: bool) -> Iterator[Ask]:
    """Where pages lead with something behind the question mark (filters, pages, downloads); searches for secrets.

    Each sort of link once for a role; for a short run one role takes each.
    """
    taken: Counter[tuple[str, frozenset[str]]] = Counter()
    followed: set[tuple[str, tuple[str, frozenset[str]]]] = set()
    for ask in asks:
        said = answers[ask.key]
        if said.status != HTTPStatus.OK:
            continue
        for path, query in _leads(ask.path, said.body):
            shape = (path, frozenset(part.partition("=")[0] for part in query.split("&")))
            if (ask.role, shape) in followed or (taken[shape] >= SHORT and not everything):
                continue
            followed.add((ask.role, shape))
            taken[shape] += 1
            for words in _searches(query):
                yield Ask(ask.role, "GET", f"{path}?{words}")


def _searches(query: str) -> list[str]:
    return [f"q={word}&who={word}" for word in (SECRET, FOUND, "暗访员甲")] if query == WORD else [query]


def _leads(page: str, html: str) -> Iterator[tuple[str, str]]:
    for link in dict.fromkeys(LINK.findall(html)):
        target, _mark, query = link.replace("&amp;", "&").partition("?")
        if not target.startswith(("http", "mailto", "geo:")):
            yield target or page, query
    if SEARCH.search(html):
        yield page, WORD


JSON_HEADERS = (("accept", "application/json"),)


def deeds(world: World, secrets: Secrets) -> Iterator[Ask]:
    """Work from the field that guesses what is sealed, and photos with the very bytes of a sealed one."""
    cast = world.cast
    photo = reverse("field:photo", args=[SHA256])
    for role in ("inspector", "verifier", "same_unit_verifier"):
        post = cast.members[role].post
        sent = {"round": str(secrets.parts["round_id"]), "site": str(secrets.parts["site_id"]), "answers": [],
                "started_at": NOW.isoformat(), "finished_at": NOW.isoformat()}  # fmt: skip
        report = {"category": "rubbish", "severity": "ordinary", "title": "路边堆物", "place": "巷口", "photos": []}
        seen = {"finding": str(secrets.parts["finding_id"]), "verdict": "yes", "note": "", "photos": []}
        for kind, body in (("visit", sent), ("report", report), ("verification", seen)):
            for number in (secrets.parts["submission_id"], secrets.parts["visit_id"], UUID(int=77)):
                text = json.dumps(envelope(kind, body, post=post, id=number)).encode()
                yield Ask(role, "POST", reverse("field:submit"), text, f"{kind} {number}", JSON_HEADERS)
        yield Ask(role, "HEAD", photo, headers=JSON_HEADERS)
        whole = (*JSON_HEADERS, ("content-range", f"bytes 0-{len(JPEG) - 1}/{len(JPEG)}"))
        yield Ask(role, "PATCH", photo, JPEG, "the same photo", whole)


def hear(world: World, asks: Iterable[Ask], answers: Answers) -> Answers:
    """Ask, each time undoing what was done, and keep the answers."""
    for ask in asks:
        if ask.key not in answers:
            answers[ask.key] = _say(world, ask)
    return answers


def _say(world: World, ask: Ask) -> Said:
    client = world.clients[ask.role]
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    asked = 0

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal asked
        asked += not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(count):
        answer = _send(client, ask)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    read_out(answer)
    client.cookies.clear()
    client.cookies.load(cookies)
    is_archive = body.startswith(b"PK")
    left_out = {"Set-Cookie", "Expires", *(("Content-Length",) if is_archive else ())}
    headers = tuple(sorted((name, value) for name, value in answer.headers.items() if name not in left_out))
    text = _unpacked(body) if is_archive else TOOK.sub(b"", TOKENS.sub(rb"\1", body))
    return Said(answer.status_code, headers, zlib.compress(text, 1), asked)


def _unpacked(archive: bytes) -> bytes:
    """What is in a workbook, but for when it was written."""
    with zipfile.ZipFile(io.BytesIO(archive)) as book:
        return b"".join(book.read(name) for name in book.namelist() if name != "docProps/core.xml")


def _send(client: Any, ask: Ask) -> Any:
    headers = dict(ask.headers)
    if isinstance(ask.data, bytes):
        kind = "application/json" if ask.method == "POST" else "application/octet-stream"
        return client.generic(ask.method, ask.path, ask.data, content_type=kind, headers=headers)
    if ask.method == "POST":
        return client.post(ask.path, ask.data, headers=headers)
    return client.generic(ask.method, ask.path, headers=headers)


def differences(one: Answers, other: Answers) -> list[str]:
    """What the answers of two worlds to the same questions differ in, as lines a person can read."""
    found = []
    for key in one.keys() & other.keys():
        here, there = one[key], other[key]
        if (here.status, here.headers) != (there.status, there.headers):
            found.append(f"{key}: {here.status} {dict(here.headers)} – {there.status} {dict(there.headers)}")
        elif here.packed != there.packed:
            found.append(f"{key}: {_first_difference(here.body, there.body)}")
        elif here.queries != there.queries:
            found.append(f"{key}: the database was asked {here.queries} – {there.queries} times")
    return sorted(found)


def _first_difference(here: str, there: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there)))
    return f"… {here[max(0, at - 80) : at + 80]!r} – {there[max(0, at - 80) : at + 80]!r}"


def address_of(world: World, name: str, secrets: Secrets) -> str:
    """The address of that name for what is sealed."""
    arguments = world.arguments(name)
    return reverse(name, kwargs={part: secrets.parts.get(part, value) for part, value in arguments.items()})
