"""The app's files: complete, small, of one version, and nothing of anybody's in them."""

import gzip
import json
import re

from django.urls import reverse

from lianchuang.field.queries.shell import MODULES, STATICS, catalogue, file_of, shell
from lianchuang.field.tests.sending import client_for
from tests.cast import Cast

MOST_BYTES = 400_000
IMPORT = re.compile(r'from\s*"(\.[^"]+)"')


def test_every_module_that_is_imported_is_kept(cast: Cast) -> None:
    """A file that is missing from the list would not open without signal."""
    listed = set(STATICS)
    for name in STATICS:
        if name.endswith((".js", ".mjs")):
            folder = name.rsplit("/", 1)[0]
            for target in IMPORT.findall(file_of(name).read_text(encoding="utf-8")):
                assert _join(folder, target) in listed, f"{name} imports {target}"
    own = {path.stem for path in file_of("field/app.js").parent.glob("*.js")}
    assert own == {*MODULES, "worker"}


def _join(folder: str, target: str) -> str:
    parts = folder.split("/")
    for part in target.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def test_the_first_load_is_small(cast: Cast) -> None:
    """Every file of the app, compressed as a server in production sends it."""
    client = client_for(cast.inspector)
    pages = [reverse("field:app"), reverse("field:manifest"), reverse("field:worker")]
    texts = [client.get(address).content for address in pages]
    texts += [json.dumps(catalogue(language)).encode() for language in ("zh-hans", "en")]
    texts += [file_of(name).read_bytes() for name in STATICS]
    assert sum(len(gzip.compress(text)) for text in texts) < MOST_BYTES / 3


def test_the_worker_names_the_version_and_every_file(cast: Cast) -> None:
    text = client_for(cast.inspector).get(reverse("field:worker")).content.decode()
    head = json.loads(text.splitlines()[0].removeprefix("const SHELL = ").removesuffix(";"))
    assert head == {"version": shell().version, "addresses": list(shell().addresses)}


def test_the_frame_is_the_same_for_everybody(cast: Cast) -> None:
    """A phone keeps it: no name, no post, no token in it."""
    first, second = (client_for(each).get(reverse("field:app")).content for each in (cast.inspector, cast.verifier))
    assert first == second
    assert b"csrf" not in first


def test_both_languages_say_every_text(cast: Cast) -> None:
    chinese = catalogue("zh-hans")
    assert len(chinese) > 100
    assert all(chinese.values())
    assert chinese["%(count)s photo"]
