"""What frames every page: the rail's entries, the place's name, theme and language, whether it is sample data."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language, pgettext_lazy

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.campaigns.access import visible_joint_campaigns
from lianchuang.common.sample import is_sample
from lianchuang.findings.access import visible_findings
from lianchuang.findings.actions import REPORTERS
from lianchuang.findings.queries.kept import kept_until_a_step
from lianchuang.notices.queries import count_unread

HISTORY_READERS = (Role.AUDITOR, Role.OFFICE, Role.ADMINISTRATOR)
MOST_TABS = 4


@dataclass(frozen=True)
class Place:
    """An entry as it is known: the name of its address, its words, its icon, the names that belong to it."""

    name: str
    label: str | Promise
    icon: str
    spaces: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()


PLACES: tuple[tuple[Place, ...], ...] = (
    (
        Place("desk:home", pgettext_lazy("navigation", "Home"), "home"),
        Place("findings:list", pgettext_lazy("navigation", "Findings"), "flag", ("findings:",)),
        Place("sites:list", pgettext_lazy("navigation", "Sites"), "map-pin", ("sites:",)),
        Place("inspections:rounds", pgettext_lazy("navigation", "Rounds"), "route", ("inspections:",)),
    ),
    (
        Place("standards:editions", pgettext_lazy("navigation", "Standards"), "book", ("standards:edition",)),
        Place("standards:measures", pgettext_lazy("navigation", "Crosswalk"), "arrows-exchange"),
        Place("duties:coverage", pgettext_lazy("navigation", "Duties"), "sitemap", ("duties:",)),
        Place("campaigns:show", pgettext_lazy("navigation", "Campaigns"), "target", ("campaigns:",)),
        Place("accounts:units", pgettext_lazy("navigation", "Units"), "building", ("accounts:unit", "accounts:people")),
    ),
    (
        Place("bulletins:list", pgettext_lazy("navigation", "Bulletins"), "file-text", ("bulletins:",)),
        Place("desk:dashboard", pgettext_lazy("navigation", "Overview"), "chart-bar"),
        Place("desk:map", pgettext_lazy("navigation", "Map"), "map"),
        Place("audit:entries", pgettext_lazy("navigation", "History"), "history", ("audit:",), HISTORY_READERS),
    ),
)
# An inspector's day is the offline app; the page without it is one link away.
TODAY = Place("field:app", pgettext_lazy("navigation", "Today"), "route", ("inspections:",))


@dataclass(frozen=True)
class Entry:
    """An entry as it is drawn."""

    url: str
    label: str
    icon: str
    is_here: bool
    count: int | None = None


@dataclass(frozen=True)
class Rail:
    """The rail of a desk page, which is the tabs of a phone page."""

    is_shown: bool
    here: str = ""
    place_name: str = ""
    person_name: str = ""
    post_name: str = ""
    may_report: bool = False
    groups: Sequence[Sequence[Entry]] = ()
    tabs: Sequence[Entry] = ()
    more: Sequence[Entry] = ()
    other_theme: str = "dark"
    other_language: str = "en"
    other_language_name: str = "EN"
    unread: int = 0
    complaints_url: str = ""  # empty for whoever works for no joint campaign

    @property
    def is_in_more(self) -> bool:
        """Whether the page open now stands under "more" on a phone."""
        return any(entry.is_here for entry in self.more) and not any(entry.is_here for entry in self.tabs)

    @property
    def home_url(self) -> str:
        return reverse("desk:home")

    @property
    def notices_url(self) -> str:
        return reverse("notices:list")

    @property
    def posts_url(self) -> str:
        return reverse("accounts:posts")

    @property
    def theme_url(self) -> str:
        return reverse("accounts:theme")

    @property
    def language_url(self) -> str:
        return reverse("accounts:language")

    @property
    def sign_out_url(self) -> str:
        return reverse("accounts:sign_out")


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame, for a signed-in person and for a visitor."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    theme = (user.theme if signed_in and user else "") or request.COOKIES.get("theme", "")
    theme = theme if theme in {"light", "dark"} else ""
    # Worked out only when a template asks: a part that htmx fetches has no frame.
    rail = SimpleLazyObject(partial(_rail, request, theme)) if signed_in else Rail(is_shown=False)
    return {"rail": rail, "theme": theme, "is_demo": SimpleLazyObject(is_sample)}


def _rail(request: HttpRequest, theme: str) -> Rail:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    view = request.resolver_match.view_name if request.resolver_match else ""
    waiting = kept_until_a_step("waiting", actor, lambda: visible_findings(actor).filter(is_open=True).count())
    counts = {"findings:list": waiting}
    groups = [[_entry(place, view, counts) for place in group if _may_open(place, actor)] for group in PLACES]
    tabs = _tabs(actor, view, counts)
    shown = {entry.url for entry in tabs}
    joint = visible_joint_campaigns(actor).select_related("place").order_by("place__path", "pk").first()
    other = "zh-hans" if (get_language() or "").startswith("en") else "en"
    return Rail(
        is_shown=True,
        here=request.get_full_path() if request.method == "GET" else reverse("desk:home"),
        place_name=joint.place.label if joint else "",
        complaints_url=reverse("campaigns:complaints") if joint else "",
        person_name=actor.person_name,
        post_name=actor.post_label or actor.person_name,
        may_report=actor.has(*REPORTERS),
        groups=groups,
        tabs=tabs,
        more=[entry for group in groups for entry in group if entry.url not in shown],
        other_theme="light" if theme == "dark" else "dark",
        other_language=other,
        other_language_name="中文" if other == "zh-hans" else "EN",
        unread=count_unread(actor),
    )


def _may_open(place: Place, actor: Actor) -> bool:
    return not place.roles or actor.has(*place.roles)


def _entry(place: Place, view: str, counts: dict[str, int]) -> Entry:
    is_here = view == place.name or any(view.startswith(space) for space in place.spaces)
    return Entry(reverse(place.name), str(place.label), place.icon, is_here, counts.get(place.name))


def _tabs(actor: Actor, view: str, counts: dict[str, int]) -> list[Entry]:
    """Four entries for the thumb: an inspector's begin with today's sites."""
    places = {place.name: place for group in PLACES for place in group}
    names = ["desk:home", "findings:list", "desk:map", "bulletins:list"]
    chosen = [places[name] for name in names]
    if actor.has(Role.INSPECTOR):
        chosen = [TODAY, *chosen]
    return [_entry(place, view, counts) for place in chosen[:MOST_TABS]]
