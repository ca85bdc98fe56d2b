"""The files of the app, and the version of their content: what a phone keeps to open without signal."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.i18n import JSONCatalog

MODULES = (
    "app",
    "camera",
    "checklist",
    "device",
    "drafts",
    "mine",
    "net",
    "outbox",
    "parts",
    "photos",
    "place",
    "report",
    "route",
    "state",
    "store",
    "sync",
    "syncing",
    "today",
    "verify",
    "walk",
    "words",
)
STATICS = (
    "common/tokens.css",
    "common/components.css",
    "common/theme.js",
    "common/mark.svg",
    "field/field.css",
    "lit/lit-html.js",
    "lit/directives/repeat.js",
    "lit/directive.js",
    "lit/directive-helpers.js",
    "dexie/dexie.min.mjs",
    *(f"field/{name}.js" for name in MODULES),
)
LANGUAGES = ("zh-hans", "en")
WORKER = "field/worker.js"


@dataclass(frozen=True)
class Shell:
    """The version of the app, and the addresses that make it whole."""

    version: str
    addresses: tuple[str, ...]

    def as_json(self) -> str:
        return json.dumps({"version": self.version, "addresses": self.addresses})


def file_of(name: str) -> Path:
    """A file of the app on the server's disk."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise LookupError(f"{name} is not there: run make setup")
    return Path(found)


@lru_cache(maxsize=1)
def shell() -> Shell:
    """The app as it is now; worked out once in a server's life."""
    content = hashlib.sha256()
    for name in (*STATICS, WORKER):
        content.update(file_of(name).read_bytes())
    content.update(Path(str(get_template("field/app.html").origin.name)).read_bytes())  # type: ignore[attr-defined]
    for language in LANGUAGES:
        content.update(json.dumps(catalogue(language), sort_keys=True).encode())
    addresses = [reverse("field:app"), reverse("field:manifest")]
    addresses += [reverse("field:catalogue", args=[language]) for language in LANGUAGES]
    addresses += [static(name) for name in STATICS]
    return Shell(content.hexdigest()[:16], tuple(addresses))


def catalogue(language: str) -> dict[str, Any]:
    """The app's own texts in a language: text → translation, or its forms by number."""
    with translation.override(language):
        view = JSONCatalog(domain="djangojs", packages=["lianchuang.field"])
        view.translation = translation.trans_real.DjangoTranslation(language, domain="djangojs")
        return dict(view.get_catalog())
