"""Both languages are complete: every text has its Chinese, and no catalogue holds a stale one."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from babel.messages import Catalog, Message

from scripts.checks.found import report
from scripts.messages import apps, catalogue, collect, domains, in_one_form, is_translated, read
from scripts.run import ROOT, succeeds

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")
_IGNORED = shutil.ignore_patterns("__pycache__", "*.mo", "tests", "migrations")


def app_problems(app: Path) -> Iterator[str]:
    """What is wrong with one app's catalogues."""
    with tempfile.TemporaryDirectory(prefix="lianchuang-messages-") as folder:
        copy = Path(folder) / app.name
        shutil.copytree(app, copy, ignore=_IGNORED)
        collect(copy)
        for domain in domains(app):
            yield from _compare(catalogue(app, domain), catalogue(copy, domain), app.name)
        kept = {path.name for path in app.glob("locale/*/LC_MESSAGES/*.po")}
        yield from (f"{app.name}: {name} belongs to no text" for name in kept - {f"{d}.po" for d in domains(app)})


def _compare(committed: Path, fresh: Path, app: str) -> Iterator[str]:
    name = committed.relative_to(ROOT)
    if not fresh.exists():
        if committed.exists():
            yield f"{name}: the app has no texts; remove it"
        return
    if not committed.exists():
        yield f"{name}: missing; run `make messages APP={app}`"
        return
    ours, theirs = read(committed), read(fresh)
    have = {(message.context, _key(message)) for message in ours if message.id}
    want = {(message.context, _key(message)) for message in theirs if message.id}
    yield from (f"{name}: missing “{text}”; run `make messages APP={app}`" for _, text in sorted(want - have, key=str))
    yield from (f"{name}: stale “{text}”; run `make messages APP={app}`" for _, text in sorted(have - want, key=str))
    for message in ours:
        if message.id:
            yield from (f"{name}: {problem}" for problem in message_problems(message))
    if have == want and committed.read_text(encoding="utf-8") != in_one_form(ours):
        yield f"{name}: not in the one form; run `make messages APP={app}`"
    if not succeeds(["msgfmt", "--check-format", "--output-file=/dev/null", committed]):
        yield f"{name}: msgfmt refuses it; see `msgfmt --check-format {name}`"


def contradictions(catalogues: Iterable[tuple[str, Catalog]]) -> Iterator[str]:
    """One text with two translations: Django joins all catalogues, so only one of them would be shown."""
    seen: dict[tuple[str | None, str], tuple[str, str]] = {}
    for app, catalog in catalogues:
        for message in catalog:
            if not message.id or not is_translated(message.string):
                continue
            shown = str(message.string)
            first, other = seen.setdefault((message.context, _key(message)), (app, shown))
            if other != shown:
                both = f"{other} in {first}, {shown} in {app}"
                yield f"“{_key(message)}” is {both}; agree, or tell them apart with pgettext"


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def message_problems(message: Message) -> Iterator[str]:
    """Empty, guessed, or with other placeholders than the English."""
    texts = [message.string] if isinstance(message.string, str) else list(message.string or [])
    if message.fuzzy:
        yield f"“{_key(message)}” is only a guess (fuzzy)"
    if not is_translated(message.string):
        yield f"“{_key(message)}” is not translated"
        return
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = {found for text in ids for found in _PLACEHOLDER.findall(text)}
    needed = set(_PLACEHOLDER.findall(ids[-1]))
    for text in texts:
        found = set(_PLACEHOLDER.findall(text))
        if not needed <= found <= allowed:
            yield f"“{_key(message)}” has other placeholders in its translation"


def main() -> None:
    """Check all apps, two at a time."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        found = list(pool.map(lambda app: list(app_problems(app)), apps()))
    kept = [(app.name, read(catalogue(app))) for app in apps() if catalogue(app).exists()]
    report("Translations", [*(problem for problems in found for problem in problems), *contradictions(kept)])


if __name__ == "__main__":
    main()
