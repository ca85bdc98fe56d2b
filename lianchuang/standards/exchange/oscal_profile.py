"""OSCAL profiles (JSON): which controls of a catalogue are selected. All else in the file is carried as it is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from django.utils.translation import gettext as _

from lianchuang.standards.exchange.jsontext import Layout, compact, read_json, write_json
from lianchuang.standards.exchange.oscal_links import dangling_links
from lianchuang.standards.exchange.oscal_props import Obj, items, words
from lianchuang.standards.exchange.shapes import Dangling, UnreadableFile
from lianchuang.standards.exchange.slugs import code_of_title

FORM = "oscal-profile"


@dataclass(frozen=True)
class Selected:
    """One control id that the profile names, and where."""

    control: str
    place: str


@dataclass(frozen=True)
class ProfileFile:
    """A profile as its file has it. `from_words` say what it selects from; `takes_all` when it names no ids."""

    code: str
    name: str
    included: tuple[Selected, ...] = field(repr=False)
    excluded: tuple[Selected, ...] = field(repr=False)
    patterns: tuple[str, ...] = ()
    with_children: frozenset[str] = frozenset()
    takes_all: bool = False
    from_words: tuple[str, ...] = ()
    carried: str = field(default="", repr=False)
    dangling: tuple[Dangling, ...] = ()

    @property
    def named(self) -> set[str]:
        """The ids that it names, whether it takes them or leaves them out."""
        return {one.control for one in (*self.included, *self.excluded)}


def read_profile(document: Obj, layout: Layout) -> ProfileFile:
    """The profile that a document holds. Raises UnreadableFile."""
    profile = document.get("profile")
    if not isinstance(profile, dict) or not isinstance(profile.get("metadata"), dict):
        raise UnreadableFile(_("The OSCAL profile has no metadata."))
    imports = items(profile, "imports")
    if not imports:
        raise UnreadableFile(_("The OSCAL profile selects from nothing: it has no imports."))
    included = tuple(_selected(imports, "include-controls"))
    title, uuid = words(profile["metadata"], "title"), words(profile, "uuid")
    return ProfileFile(
        code=code_of_title(title, uuid),
        name=title[:200] or uuid,
        included=included,
        excluded=tuple(_selected(imports, "exclude-controls")),
        patterns=tuple(_patterns(imports)),
        with_children=frozenset(_with_children(imports)),
        takes_all=any("include-all" in one for one in imports),
        from_words=tuple(_from_words(profile, imports)),
        carried=compact({"form": FORM, "layout": layout.as_data(), "of": document}),
        dangling=tuple(one for one in dangling_links(document) if one.kind == "link"),
    )


def _selected(imports: list[Obj], key: str) -> Iterator[Selected]:
    for number, one in enumerate(imports):
        for at, choice in enumerate(items(one, key)):
            held = choice.get("with-ids")
            for place, control in enumerate(held if isinstance(held, list) else []):
                if isinstance(control, str):
                    yield Selected(control, f"imports[{number}] {key}[{at}] with-ids[{place}]")


def _patterns(imports: list[Obj]) -> Iterator[str]:
    for one in imports:
        for choice in items(one, "include-controls"):
            yield from (words(held, "pattern") for held in items(choice, "matching") if words(held, "pattern"))


def _with_children(imports: list[Obj]) -> Iterator[str]:
    for one in imports:
        for choice in items(one, "include-controls"):
            if choice.get("with-child-controls") == "yes" and isinstance(choice.get("with-ids"), list):
                yield from (control for control in choice["with-ids"] if isinstance(control, str))


def _from_words(profile: Obj, imports: list[Obj]) -> Iterator[str]:
    """What the imports point at: the address, or what the back matter says of it."""
    back = profile.get("back-matter")
    resources = {words(one, "uuid"): one for one in items(back if isinstance(back, dict) else {}, "resources")}
    for one in imports:
        href = words(one, "href")
        held = resources.get(href.removeprefix("#"))
        if held is None:
            yield href
            continue
        rlinks = [re.split(r"[/\\]", words(link, "href"))[-1] for link in items(held, "rlinks")]
        yield words(held, "title") or words(held, "description") or next(iter(rlinks), href)


def selected_in(profile: ProfileFile, parents: Mapping[str, str]) -> set[str]:
    """The ids it selects of a catalogue; `parents` maps every control to what it stands under.

    Ids that the catalogue does not have are in it too: the profile names them.
    """
    chosen = {one.control for one in profile.included}
    if profile.takes_all:
        chosen |= set(parents)
    chosen |= {code for code in parents for pattern in profile.patterns if fnmatchcase(code, pattern)}
    for code in parents:
        if any(one in profile.with_children for one in _above(code, parents)):
            chosen.add(code)
    return chosen - {one.control for one in profile.excluded}


def _above(code: str, parents: Mapping[str, str]) -> Iterator[str]:
    above = parents.get(code, "")
    while above:
        yield above
        above = parents.get(above, "")


def write_profile(carried: str) -> str:
    """The profile as it came."""
    held: dict[str, Any] = read_json(carried)
    return write_json(held["of"], Layout(**held["layout"]))
