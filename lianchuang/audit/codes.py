"""The register of audit codes. Each app's history.py puts its codes here, with sentence and what is
private.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _


class UnknownCode(LookupError):
    """A code that no history.py has registered."""


@dataclass(frozen=True)
class Tells:
    """Whom an entry with this code tells; `notices` writes the rows, in the action's own transaction.

    `says` is the word before what it is about ("New for you"). `posts` are keys of the entry's data that hold the id of
    a post, or a list of them; `units` the same for units: their coordinators are told; with `roles` every post that
    carries one of them over the unit whose path stands under "tree", or (`within`) anywhere below it. `about` names the
    thing, with keys of the data; "due" and "veto" are read when they are there. `page` is the name of the page, with
    `parts` (keys of the data, or "object_id") for its address. Whoever acts is never told. A sealed entry tells nobody,
    unless it tells only those who may know (`even_sealed`), and then in the app alone.
    """

    says: str | Promise
    page: str
    parts: tuple[str, ...] = ("object_id",)
    posts: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    within: bool = False
    about: str | Promise = "%(number)s %(title)s"
    even_sealed: bool = False


@dataclass(frozen=True)
class Code:
    """One audit code.

    `sentence` is a lazy translation with named placeholders (`%(who)s` is always given: the post, else the
    person); the other placeholders are keys of the entry's data. `private` names the data keys that hold
    personal data and are shown as dots to readers without the right to see them. An entry that `releases`
    opens the sealed entries of its object. `tells`: whom it concerns, see Tells.
    """

    name: str
    sentence: str | Promise
    private: frozenset[str] = field(default_factory=frozenset)
    releases: bool = False
    tells: Tells | None = None


_codes: dict[str, Code] = {}
_kinds: dict[str, str | Promise] = {}


def register(*codes: Code) -> None:
    """Add codes; registering one name twice with different words is a programming error."""
    for code in codes:
        if _codes.get(code.name, code) != code:
            raise ValueError(f"audit code {code.name} is registered twice")
        _codes[code.name] = code


def name_kinds(**words: str | Promise) -> None:
    """Say what an object kind is called on a page: name_kinds(finding=_("Finding"))."""
    _kinds.update(words)


def kind_label(kind: str) -> str:
    """What an object kind is called; one that no history.py has named is shown as it is."""
    return str(_kinds.get(kind, kind))


def find(name: str) -> Code:
    """Return the code of that name, or raise UnknownCode."""
    try:
        return _codes[name]
    except KeyError:
        raise UnknownCode(name) from None


def all_codes() -> Mapping[str, Code]:
    """Every registered code by name."""
    return dict(_codes)


def sentence_of(name: str, *, who: str, data: Mapping[str, Any], blank_private: bool = False) -> str:
    """Say one entry as a sentence in the reader's language. A missing fact is shown as a dash, never an
    error.
    """
    code = find(name)
    facts: dict[str, Any] = {"who": who}
    for key, value in data.items():
        hidden = blank_private and key in code.private
        facts[key] = _("•••") if hidden else value
    return str(code.sentence) % Dashed(facts)


def outline_of(name: str) -> str:
    """The sentence of a code without its facts, to choose it from a list: … closed …"""
    return str(find(name).sentence) % _Outline()


class _Outline(dict[str, str]):
    """A mapping that answers dots for everything."""

    def __missing__(self, key: str) -> str:
        return "…"


class Dashed(dict[str, Any]):
    """A mapping that answers a dash for what it does not hold."""

    def __missing__(self, key: str) -> str:
        return "–"
