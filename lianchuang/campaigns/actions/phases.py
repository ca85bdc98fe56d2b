"""Writing phases of the joint campaign and of single campaigns."""

from datetime import date, datetime

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, record
from lianchuang.campaigns import rules
from lianchuang.campaigns.actions.writing import Faults, campaign_faults, check, require_office, write
from lianchuang.campaigns.models import Campaign, JointCampaign, Phase
from lianchuang.common.refusals import ChangedMeanwhile


def _faults(name: str, starts_on: date, ends_on: date) -> Faults:
    fault = rules.order_fault(starts_on, ends_on)
    return {**rules.blanks(name=name), **({"ends_on": [fault]} if fault else {})}


def _record(code: str, phase: Phase, by: Actor, at: datetime, reason: str = "") -> None:
    data = {
        "phase": phase.name,
        "of": phase.campaign.name if phase.campaign else phase.joint.name,
        "start": phase.starts_on.isoformat(),
        "end": phase.ends_on.isoformat(),
        "reason": reason,
    }
    record(code=code, by=by, at=at, object_kind="phase", object_id=phase.pk, data=data)


@action("phase.added")
def add_phase(
    *,
    joint: JointCampaign,
    campaign: Campaign | None = None,
    name: str,
    name_en: str = "",
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
) -> Phase:
    """Add a phase of the joint campaign, or of one campaign.

    Refused: no name, an end before the start, a campaign of another joint campaign (Invalid); whoever is not the office.
    """
    require_office(by, joint)
    check(_faults(name, starts_on, ends_on), campaign_faults([campaign], joint) if campaign else {})
    phase = Phase.objects.create(
        joint=joint, campaign=campaign, name=name.strip(), name_en=name_en.strip(), starts_on=starts_on, ends_on=ends_on
    )
    _record("phase.added", phase, by, at)
    return phase


@action("phase.changed")
def change_phase(
    *,
    phase: Phase,
    name: str,
    name_en: str = "",
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Phase:
    """Rename or move a phase. Refused: no name, an end before the start (Invalid); whoever is not the office."""
    require_office(by, phase.joint)
    check(_faults(name, starts_on, ends_on))
    write(phase, expected_version, name=name.strip(), name_en=name_en.strip(), starts_on=starts_on, ends_on=ends_on)
    _record("phase.changed", phase, by, at)
    return phase


@action("phase.removed")
def remove_phase(*, phase: Phase, reason: str, by: Actor, at: datetime, expected_version: int | None = None) -> None:
    """Take a phase off the plan; history keeps it. Refused: no reason (Invalid); whoever is not the office."""
    require_office(by, phase.joint)
    check(rules.blanks(reason=reason))
    held = phase.version if expected_version is None else expected_version
    gone, _each = Phase.objects.filter(pk=phase.pk, version=held).delete()
    if not gone:
        raise ChangedMeanwhile
    _record("phase.removed", phase, by, at, reason.strip())
