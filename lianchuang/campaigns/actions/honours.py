"""Writing earlier honours and the evidence of them that can be used again."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, record
from lianchuang.campaigns import rules
from lianchuang.campaigns.actions import writing
from lianchuang.campaigns.models import Campaign, Honour, HonourEvidence, HonourLevel, JointCampaign
from lianchuang.common.refusals import ChangedMeanwhile


def _faults(name: str, level: str, year: int, awarded_by: str, valid_until: date | None) -> writing.Faults:
    faults = {**rules.blanks(name=name, awarded_by=awarded_by), **rules.honour_faults(year, valid_until)}
    if level not in HonourLevel.values:
        faults["level"] = [_("Choose one of them.")]
    return faults


def _record(code: str, honour: Honour, by: Actor, at: datetime, **more: str) -> None:
    data = {"honour": honour.name, "year": honour.year, "body": honour.awarded_by, **more}
    record(code=code, by=by, at=at, object_kind="honour", object_id=honour.pk, data=data)


@action("honour.added")
def add_honour(
    *,
    joint: JointCampaign,
    name: str,
    level: str,
    year: int,
    awarded_by: str,
    valid_until: date | None = None,
    by: Actor,
    at: datetime,
) -> Honour:
    """Enter a title that the county holds already.

    Refused: no name, no awarding body, an impossible year or end (Invalid); whoever is not the office.
    """
    writing.require_office(by, joint)
    writing.check(_faults(name, level, year, awarded_by, valid_until))
    honour = Honour.objects.create(
        joint=joint, name=name.strip(), level=level, year=year, awarded_by=awarded_by.strip(), valid_until=valid_until
    )
    _record("honour.added", honour, by, at)
    return honour


@action("honour.changed")
def change_honour(
    *,
    honour: Honour,
    name: str,
    level: str,
    year: int,
    awarded_by: str,
    valid_until: date | None = None,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Honour:
    """Change what is known of a title, as after a review. Refused as `add_honour` does."""
    writing.require_office(by, honour.joint)
    writing.check(_faults(name, level, year, awarded_by, valid_until))
    writing.write(
        honour, expected_version, name=name.strip(), level=level, year=year, awarded_by=awarded_by.strip(),
        valid_until=valid_until,
    )  # fmt: skip
    _record("honour.changed", honour, by, at)
    return honour


@action("honour.evidence_added")
def add_honour_evidence(
    *,
    honour: Honour,
    title: str,
    reference: str,
    dated: date | None = None,
    campaigns: Sequence[Campaign],
    by: Actor,
    at: datetime,
) -> HonourEvidence:
    """Name a document of this honour that can be used again, where it is, and for which campaigns.

    Refused: no title, no reference, no campaign or one of elsewhere (Invalid); whoever is not the office.
    """
    writing.require_office(by, honour.joint)
    writing.check(rules.blanks(title=title, reference=reference), writing.campaign_faults(campaigns, honour.joint))
    evidence = HonourEvidence.objects.create(
        honour=honour, title=title.strip(), reference=reference.strip(), dated=dated
    )
    evidence.campaigns.set(campaigns)
    words = {"title": evidence.title, "reference": evidence.reference, "campaigns": writing.named(campaigns)}
    _record("honour.evidence_added", honour, by, at, **words)
    return evidence


@action("honour.evidence_removed")
def remove_honour_evidence(*, evidence: HonourEvidence, reason: str, by: Actor, at: datetime) -> None:
    """Take a document off the list of what can be used again. Refused: no reason (Invalid); whoever is not the office."""
    honour = evidence.honour
    writing.require_office(by, honour.joint)
    writing.check(rules.blanks(reason=reason))
    gone, _each = HonourEvidence.objects.filter(pk=evidence.pk).delete()
    if not gone:
        raise ChangedMeanwhile
    _record("honour.evidence_removed", honour, by, at, title=evidence.title, reason=reason.strip())
