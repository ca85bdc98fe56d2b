"""What frames every page: the rail's entries, the place's name, theme and language, whether it is sample data."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language, pgettext_lazy

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Person, Role
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common.sample import is_sample
from lianchuang.findings.access import visible_findings

THEME_COOKIE = "theme"
THEMES = ("light", "dark")
LANGUAGES = {"zh-hans": "中文", "en": "English"}


@dataclass(frozen=True)
class Place:
    """An entry of the rail: where it leads, and for which roles (empty: everybody with a post)."""

    name: str
    label: Promise
    icon: str
    group: int
    roles: frozenset[Role] = frozenset()
    count: Callable[[Actor], int] | None = None


def _open_count(actor: Actor) -> int:
    return visible_findings(actor).filter(is_open=True).count()


_WIDE = frozenset({Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR})
_ROUNDS = frozenset({Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.INSPECTOR, Role.VERIFIER})

PLACES = (
    Place("desk:home", pgettext_lazy("navigation", "Home"), "home", 0),
    Place("findings:list", pgettext_lazy("navigation", "Findings"), "flag", 0, count=_open_count),
    Place("sites:list", pgettext_lazy("navigation", "Sites"), "map-pin", 0),
    Place("inspections:rounds", pgettext_lazy("navigation", "Inspections"), "route", 0, _ROUNDS),
    Place("standards:editions", pgettext_lazy("navigation", "Standards"), "book", 1),
    Place("standards:measures", pgettext_lazy("navigation", "Crosswalk"), "arrows-split", 1),
    Place("duties:rules", pgettext_lazy("navigation", "Duties"), "sitemap", 1),
    Place("accounts:units", pgettext_lazy("navigation", "Units"), "building-community", 1),
    Place("bulletins:list", pgettext_lazy("navigation", "Bulletins"), "news", 2),
    Place("desk:dashboard", pgettext_lazy("navigation", "Dashboard"), "chart-bar", 2),
    Place("desk:map", pgettext_lazy("navigation", "Map"), "map", 2),
    Place("audit:entries", pgettext_lazy("navigation", "History"), "history", 2, _WIDE - {Role.LEADER}),
)

# The four entries within the thumb's reach, by the first role that is held; the rest stand under "More".
_THUMB: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (Role.OFFICE, ("desk:home", "findings:list", "inspections:rounds", "bulletins:list")),
    (Role.LEADER, ("desk:home", "desk:dashboard", "desk:map", "bulletins:list")),
    (Role.INSPECTOR, ("desk:home", "inspections:rounds", "findings:list", "desk:map")),
    (Role.VERIFIER, ("desk:home", "findings:list", "inspections:rounds", "desk:map")),
    (Role.AUDITOR, ("desk:home", "audit:entries", "findings:list", "bulletins:list")),
    (Role.ADMINISTRATOR, ("desk:home", "accounts:units", "sites:list", "standards:editions")),
)
_THUMB_ELSE = ("desk:home", "findings:list", "sites:list", "bulletins:list")


@dataclass(frozen=True)
class Entry:
    """An entry as it is drawn."""

    name: str
    label: Promise
    icon: str
    group: int
    url: str
    is_here: bool
    count: int | None


class Rail:
    """The frame of one request. Everything is worked out only when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        person = getattr(request, "user", None)
        self.person = person if isinstance(person, Person) and person.is_authenticated else None

    @property
    def is_shown(self) -> bool:
        """Whether somebody is signed in; without a person there is no rail."""
        return self.person is not None and hasattr(self.request, "actor")

    @cached_property
    def actor(self) -> Actor:
        """The acting post of the request."""
        return self.request.actor  # type: ignore[attr-defined, no-any-return]

    @cached_property
    def entries(self) -> list[Entry]:
        """The entries this actor may open, in order."""
        if self.actor.post is None:
            return []
        entries = [self._entry(place) for place in PLACES if not place.roles or self.actor.has(*place.roles)]
        return [entry for entry in entries if entry is not None]

    def _entry(self, place: Place) -> Entry | None:
        try:
            url = reverse(place.name)
        except NoReverseMatch:
            return None
        count = place.count(self.actor) if place.count else None
        return Entry(place.name, place.label, place.icon, place.group, url, place.name == self._here, count)

    @cached_property
    def _here(self) -> str:
        """The entry this page belongs to: the page itself, else the entry of its app."""
        match = self.request.resolver_match
        if match is None:
            return ""
        names = [place.name for place in PLACES]
        if match.view_name in names:
            return match.view_name
        if match.view_name.startswith("standards:measure"):
            return "standards:measures"
        return next((name for name in names if name.split(":")[0] == match.namespace), "")

    @property
    def groups(self) -> list[list[Entry]]:
        """The entries between the hairlines."""
        groups = [[entry for entry in self.entries if entry.group == number] for number in range(3)]
        return [group for group in groups if group]

    @cached_property
    def tabs(self) -> list[Entry]:
        """At most four entries for the phone; "More" is the fifth."""
        wanted = next((names for role, names in _THUMB if self.actor.has(role)), _THUMB_ELSE)
        by_name = {entry.name: entry for entry in self.entries}
        return [by_name[name] for name in wanted if name in by_name]

    @property
    def more(self) -> list[Entry]:
        """The entries that are no tabs."""
        return [entry for entry in self.entries if entry not in self.tabs]

    @property
    def is_in_more(self) -> bool:
        """Whether the page stands under "More"."""
        return any(entry.is_here for entry in self.more)

    @cached_property
    def joint(self) -> JointCampaign | None:
        """The joint campaign, when there is one."""
        return JointCampaign.objects.select_related("place").order_by("pk").first()

    @property
    def place_name(self) -> str:
        """The place of the joint campaign."""
        return self.joint.place.label if self.joint else ""

    @property
    def post_name(self) -> str:
        """The acting post, short."""
        return self.actor.post_name or self.person_name

    @property
    def person_name(self) -> str:
        """Who is signed in."""
        return self.person.name if self.person else ""

    @property
    def here(self) -> str:
        """Where to come back to after a switch: this page when it was looked at, else home."""
        return self.request.get_full_path() if self.request.method == "GET" else reverse("desk:home")

    @property
    def other_theme(self) -> str:
        """The theme the switch leads to."""
        return "light" if theme_of(self.request) == "dark" else "dark"

    @property
    def other_language(self) -> str:
        """The language the switch leads to."""
        return "zh-hans" if (get_language() or "").startswith("en") else "en"

    @property
    def other_language_name(self) -> str:
        """The other language, in itself."""
        return LANGUAGES[self.other_language]

    home_url = property(lambda self: reverse("desk:home"))
    theme_url = property(lambda self: reverse("desk:set_theme"))
    language_url = property(lambda self: reverse("desk:set_language"))
    posts_url = property(lambda self: reverse("accounts:posts"))
    sign_out_url = property(lambda self: reverse("accounts:sign_out"))


def theme_of(request: HttpRequest) -> str:
    """The theme chosen: kept with the person, else in a cookie; empty leaves it to the system."""
    person = getattr(request, "user", None)
    kept = person.theme if isinstance(person, Person) else ""
    chosen = kept or request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame."""
    return {"rail": Rail(request), "theme": theme_of(request), "is_demo": SimpleLazyObject(partial(bool, is_sample()))}
