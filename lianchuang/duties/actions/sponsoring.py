"""Sponsorships (包保): beginning one, ending one. Never edited."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post, Role, Unit
from lianchuang.audit.actions import action, record
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason
from lianchuang.duties.models import Sponsorship
from lianchuang.duties.words import sponsor_of, sponsored_of
from lianchuang.sites.models import Site


@dataclass(frozen=True, kw_only=True)
class SponsorshipParts:
    """A sponsorship as it is asked for: one place, one sponsor."""

    area: Unit | None = None
    site: Site | None = None
    unit: Unit | None = None
    post: Post | None = None

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong with the parts, by field, in sentences."""
        if bool(self.area) == bool(self.site):
            return {"area": [_("Choose either one area or one site.")]}
        if bool(self.unit) == bool(self.post):
            return {"post": [_("Choose either one unit or one post.")]}
        if self.site and self.unit:
            return {"unit": [_("The unit behind one site is kept with the site; change it there.")]}
        if self.area and self.unit and self.unit.path.startswith(self.area.path):
            return {"unit": [_("A unit does not stand behind itself.")]}
        return {}


@action("sponsorship.begun")
def begin_sponsorship(
    *,
    area: Unit | None = None,
    site: Site | None = None,
    unit: Unit | None = None,
    post: Post | None = None,
    ground: str = "",
    by: Actor,
    at: datetime,
) -> Sponsorship:
    """Let a unit or a leader's post stand behind a street or area, or a leader's post behind a site.

    Refused: not exactly one place and one sponsor (Invalid); one that stands behind it already (NotPossibleNow); an actor
    without the office role over the place.
    """
    parts = SponsorshipParts(area=area, site=site, unit=unit, post=post)
    place = site.unit if site else area
    by.require(Role.OFFICE, over=place.path if place else None)
    if parts.faults:
        raise Invalid(parts.faults)
    same = Sponsorship.objects.filter(area=area, site=site, unit=unit, post=post, ended_at__isnull=True)
    if same.exists():
        raise NotPossibleNow([Reason("sponsored_already", _("They stand behind this place already."))])
    made = Sponsorship.objects.create(area=area, site=site, unit=unit, post=post, ground=ground.strip(), begun_at=at)
    data = {**_kept_words(made), "ground": made.ground or "–"}
    record(code="sponsorship.begun", by=by, at=at, object_kind="sponsorship", object_id=made.pk, data=data)
    return made


@action("sponsorship.ended")
def end_sponsorship(*, sponsorship: Sponsorship, reason: str, by: Actor, at: datetime) -> Sponsorship:
    """End a sponsorship; it stays readable. Refused: no reason (Invalid); one ended already (NotPossibleNow); an actor
    without the office role over the place.
    """
    place = sponsorship.site.unit if sponsorship.site else sponsorship.area
    by.require(Role.OFFICE, over=place.path if place else None)
    if sponsorship.ended_at is not None:
        raise NotPossibleNow([Reason("ended_already", _("This sponsorship has ended already."))])
    if not reason.strip():
        raise Invalid({"reason": [_("Say why in a sentence.")]})
    if not Sponsorship.objects.filter(pk=sponsorship.pk, ended_at__isnull=True).update(ended_at=at):
        raise ChangedMeanwhile
    sponsorship.ended_at = at
    data = {**_kept_words(sponsorship), "reason": reason.strip()}
    record(code="sponsorship.ended", by=by, at=at, object_kind="sponsorship", object_id=sponsorship.pk, data=data)
    return sponsorship


def _kept_words(sponsorship: Sponsorship) -> dict[str, str]:
    with override(settings.LANGUAGE_CODE):
        return {"place": sponsored_of(sponsorship), "sponsor": sponsor_of(sponsorship)}
