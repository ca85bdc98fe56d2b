"""What a campaign may be. No database, no clock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

SLOTS = range(1, 7)


@dataclass(frozen=True)
class Taken:
    """What the campaigns there are already hold: codes anywhere; seal colours and editions in this joint campaign."""

    codes: Collection[str]
    slots: Collection[int]
    editions: Collection[int]


@dataclass(frozen=True)
class Adoption:
    """The campaign asked for, as plain values; `lead_path` and `place_path` are unit paths."""

    code: str
    seal: str
    slot: int
    edition: int
    target_date: date
    started_on: date
    lead_path: str
    place_path: str


def adoption_faults(wanted: Adoption, taken: Taken) -> dict[str, list[str]]:
    """What is wrong with a campaign asked for, by field, in sentences; empty when nothing is."""
    faults: dict[str, list[str]] = {}
    if wanted.code in taken.codes:
        faults["code"] = [_("Another campaign has this code.")]
    if len(wanted.seal) != 1:
        faults["seal"] = [_("The seal is one character.")]
    if wanted.slot not in SLOTS:
        faults["slot"] = [_("Seal colours are numbered 1 to 6.")]
    elif wanted.slot in taken.slots:
        faults["slot"] = [_("Another campaign has this seal colour.")]
    if wanted.edition in taken.editions:
        faults["edition"] = [_("Another campaign pursues this edition already.")]
    if not wanted.lead_path.startswith(wanted.place_path):
        faults["lead_post"] = [_("The lead post must belong to the place of the joint campaign.")]
    if wanted.target_date <= wanted.started_on:
        faults["target_date"] = [_("The target date must lie after the start of the joint campaign.")]
    return faults
