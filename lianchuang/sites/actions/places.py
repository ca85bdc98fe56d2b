"""Writing places: adding, changing, closing a site and putting it back. Coordinates are WGS-84 degrees throughout."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import PLACE_KINDS, Post, Role, Unit
from lianchuang.audit.actions import action, nothing_changed, record, record_many
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason
from lianchuang.sites import rules
from lianchuang.sites.models import Site, SiteType


@dataclass(frozen=True, kw_only=True)
class SiteFacts:
    """Everything one says about a site. `unit` is the street, town, community or village it lies in."""

    code: str
    name: str
    site_type: SiteType
    unit: Unit
    lon: float
    lat: float
    owner_unit: Unit | None = None
    sponsor_unit: Unit | None = None
    contact_post: Post | None = None
    address: str = ""
    grid: str = ""

    def columns(self) -> dict[str, Any]:
        """The facts by column name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong with them by themselves, by field."""
        return rules.site_faults(
            code=self.code, name=self.name, lon=self.lon, lat=self.lat, in_place=self.unit.kind in PLACE_KINDS
        )


@action("site.added")
def add_site(  # noqa: PLR0913 - a site has these facts
    *,
    code: str,
    name: str,
    site_type: SiteType,
    unit: Unit,
    lon: float,
    lat: float,
    owner_unit: Unit | None = None,
    sponsor_unit: Unit | None = None,
    contact_post: Post | None = None,
    address: str = "",
    grid: str = "",
    by: Actor,
    at: datetime,
) -> Site:
    """Put a place on the list of what is inspected; `lon` and `lat` in WGS-84 degrees.

    Refused: a code that is taken, an empty name, a point outside China, a unit that is no place (Invalid); an actor
    without the office role over that unit.
    """
    by.require(Role.OFFICE, over=unit.path)
    facts = SiteFacts(
        code=code, name=name, site_type=site_type, unit=unit, lon=lon, lat=lat, owner_unit=owner_unit,
        sponsor_unit=sponsor_unit, contact_post=contact_post, address=address, grid=grid,
    )  # fmt: skip
    if faults := facts.faults or _taken_codes([code]):
        raise Invalid(faults)
    site = Site.objects.create(**facts.columns())
    record(code="site.added", by=by, at=at, object_kind="site", object_id=site.pk, data=_told(facts))
    return site


@action("site.added")
def add_sites(*, sites: Sequence[SiteFacts], by: Actor, at: datetime) -> list[Site]:
    """Put many places on the list, all or none, in a few queries, each with its own entry in history.

    Refused: as `add_site`, for any of them (the sentences name the code); two with one code (Invalid).
    """
    for path in {facts.unit.path for facts in sites}:
        by.require(Role.OFFICE, over=path)
    codes = [facts.code for facts in sites]
    faults = [f"{facts.code}: {line}" for facts in sites for lines in facts.faults.values() for line in lines]
    if len(set(codes)) < len(codes):
        faults.append(_("Two sites have the same code."))
    for lines in _taken_codes(codes).values():
        faults += lines
    if faults:
        raise Invalid({"sites": faults})
    made = Site.objects.bulk_create([Site(**facts.columns()) for facts in sites], batch_size=500)
    if not made:
        nothing_changed()
        return made
    told = {str(site.pk): _told(facts) for site, facts in zip(made, sites, strict=True)}
    record_many(code="site.added", by=by, at=at, object_kind="site", facts=told)
    return made


def _taken_codes(codes: Sequence[str]) -> dict[str, list[str]]:
    taken: list[str] = []
    for start in range(0, len(codes), 500):
        within = Site.objects.filter(code__in=codes[start : start + 500])
        taken += within.order_by("code").values_list("code", flat=True)
    if not taken:
        return {}
    return {"code": [_("The code %(code)s is taken by another site.") % {"code": code} for code in taken]}


def _told(facts: SiteFacts) -> dict[str, Any]:
    return {"code": facts.code, "site": facts.name, "place": facts.unit.name}


@action("site.changed")
def change_site(*, site: Site, facts: SiteFacts, expected_version: int, by: Actor, at: datetime) -> Site:
    """Make the site what the facts say; the history names each changed column with its old and new words.

    Refused: as `add_site` (Invalid); a site changed since it was read (ChangedMeanwhile); a closed one (NotPossibleNow);
    an actor without the office role over the old and the new unit. The same facts again change nothing.
    """
    by.require(Role.OFFICE, over=site.unit.path)
    by.require(Role.OFFICE, over=facts.unit.path)
    _require_state(site, active=True)
    faults = facts.faults or (_taken_codes([facts.code]) if facts.code != site.code else {})
    if faults:
        raise Invalid(faults)
    changes = {name: value for name, value in facts.columns().items() if getattr(site, name) != value}
    if not changes:
        nothing_changed()
        return site
    said = {name: [_words(getattr(site, name)), _words(value)] for name, value in changes.items()}
    _update(site, expected_version, changes)
    data = {"code": site.code, "site": site.name, "changes": _sentence(said), "columns": said}
    record(code="site.changed", by=by, at=at, object_kind="site", object_id=site.pk, data=data)
    return site


def _sentence(said: dict[str, list[str]]) -> str:
    """The changes as history keeps them: in the county's language, whoever makes them."""
    with override(settings.LANGUAGE_CODE):
        return "; ".join(f"{rules.FIELD_NAMES[name]} {old or '–'} → {new or '–'}" for name, (old, new) in said.items())


def _words(value: Any) -> str:
    if isinstance(value, Post):
        return value.written_name
    if isinstance(value, Unit | SiteType):
        return value.name
    return "" if value is None else str(value)


@action("site.closed")
def close_site(*, site: Site, reason: str, expected_version: int, by: Actor, at: datetime) -> Site:
    """Take a place off the list: it is drawn and visited no more; what was found there stays and goes on.

    Refused: no reason (Invalid); a closed one (NotPossibleNow); a site changed since it was read (ChangedMeanwhile);
    an actor without the office role over its unit.
    """
    return _switch(site, reason, expected_version, by, at, active=False)


@action("site.reopened")
def reopen_site(*, site: Site, reason: str, expected_version: int, by: Actor, at: datetime) -> Site:
    """Put a closed place back on the list. Refused: as `close_site`; one that is not closed (NotPossibleNow)."""
    return _switch(site, reason, expected_version, by, at, active=True)


def _switch(site: Site, reason: str, expected_version: int, by: Actor, at: datetime, *, active: bool) -> Site:
    by.require(Role.OFFICE, over=site.unit.path)
    _require_state(site, active=not active)
    if not reason.strip():
        raise Invalid({"reason": [_("Say why in a sentence.")]})
    _update(site, expected_version, {"is_active": active})
    data = {"code": site.code, "site": site.name, "reason": reason.strip()}
    code = "site.reopened" if active else "site.closed"
    record(code=code, by=by, at=at, object_kind="site", object_id=site.pk, data=data)
    return site


def _require_state(site: Site, *, active: bool) -> None:
    if site.is_active == active:
        return
    if active:
        raise NotPossibleNow([Reason("site_closed", _("The site is closed; put it back on the list first."))])
    raise NotPossibleNow([Reason("site_active", _("The site is on the list already."))])


def _update(site: Site, expected_version: int, columns: dict[str, Any]) -> None:
    """Write named columns where the version still matches; the site in hand follows. Raises ChangedMeanwhile."""
    here = Site.objects.filter(pk=site.pk, version=expected_version)
    if not here.update(version=F("version") + 1, **columns):
        raise ChangedMeanwhile
    for name, value in columns.items():
        setattr(site, name, value)
    site.version = expected_version + 1
