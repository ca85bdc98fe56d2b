"""What a campaign and its charter may be. No database, no clock."""

import re
from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from lianchuang.common.days import EARLIEST, LATEST, UNFIT, is_fit
from lianchuang.standards.rules.states import SLOTS


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
    if not is_fit(wanted.target_date):
        faults["target_date"] = [str(UNFIT)]
    elif wanted.target_date <= wanted.started_on:
        faults["target_date"] = [_("The target date must lie after the start of the joint campaign.")]
    return faults


# --- phases and topics ---

STAGES = ("rectified", "standardised", "raised")
STAGE_WORDS = {"rectified": "整治", "standardised": "规范", "raised": "提升"}  # as history says them
MOST_BEATS = {"weeks": 52, "months": 24}
SOON = 14  # days before a date within which it is near


def order_fault(starts_on: date, ends_on: date) -> str:
    """The sentence against a stretch that ends before it begins, or lies where nobody counts (9999 for "for good"); else
    empty.
    """
    if not (is_fit(starts_on) and is_fit(ends_on)):
        return str(UNFIT)
    return _("It ends before it begins.") if ends_on < starts_on else ""


def next_stage(stage: str) -> str | None:
    """The one stage forward, or None from the last."""
    place = STAGES.index(stage) + 1
    return STAGES[place] if place < len(STAGES) else None


def earlier_stages(stage: str) -> tuple[str, ...]:
    """The stages to which a topic may be set back."""
    return STAGES[: STAGES.index(stage)]


@dataclass(frozen=True)
class TopicDates:
    """When a topic is on: a one-off until `ends_on`, or standing, every so many `beat` ("weeks", "months")."""

    starts_on: date
    ends_on: date | None = None
    every: int | None = None
    beat: str = ""

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong with them, by field, in sentences."""
        if self.ends_on is not None and (self.every is not None or self.beat):
            return {"ends_on": [_("Either it ends on a day, or it returns in a rhythm; not both.")]}
        if self.ends_on is not None:
            fault = order_fault(self.starts_on, self.ends_on)
            return {"ends_on": [fault]} if fault else {}
        if self.every is None or not self.beat:
            return {"ends_on": [_("Say when it ends, or in what rhythm it returns.")]}
        if not 1 <= self.every <= MOST_BEATS.get(self.beat, 0):
            return {"every": [_("The rhythm is 1 to 52 weeks or 1 to 24 months.")]}
        return {}

    def occurrence(self, number: int) -> date:
        """The day it returns for the nth time (0 is the start). A month too short takes its last day."""
        count = number * (self.every or 0)
        if self.beat == "weeks":
            return self.starts_on + timedelta(weeks=count)
        months = self.starts_on.year * 12 + self.starts_on.month - 1 + count
        year, month = divmod(months, 12)
        return date(year, month + 1, min(self.starts_on.day, monthrange(year, month + 1)[1]))

    def days_between(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last`, both included, on which it returns or, for a one-off, ends."""
        if self.ends_on is not None:
            return [self.ends_on] if first <= self.ends_on <= last else []
        found, number = [], self._first_number(first)
        while (day := self.occurrence(number)) <= last:
            found.append(day)
            number += 1
        return found

    def next_on_or_after(self, day: date) -> date | None:
        """The next day from `day` on that matters; None when a one-off is past its end."""
        if self.ends_on is not None:
            return self.ends_on if self.ends_on >= day else None
        return self.occurrence(self._first_number(day))

    def _first_number(self, day: date) -> int:
        """The number of the first return on or after that day."""
        if day <= self.starts_on:
            return 0
        step = (self.every or 1) * (7 if self.beat == "weeks" else 31)
        number = (day - self.starts_on).days // step
        while self.occurrence(number) < day:
            number += 1
        return number


# --- commitments ---

OUTCOMES = ("kept", "partly", "broken")
OUTCOME_WORDS = {"kept": "已兑现", "partly": "部分兑现", "broken": "未兑现"}  # as history says them


def shape_of(state: str, due_on: date, today: date) -> str:
    """The shape before a commitment: its outcome, or how near its day is ("over", "soon", "open")."""
    if state != "open":
        return state
    if due_on < today:
        return "over"
    return "soon" if (due_on - today).days <= SOON else "open"


def due_fault(made_on: date, due_on: date) -> str:
    """The sentence against a promise that is due before it is made; empty when there is nothing against it."""
    return _("The day must lie after the promise.") if due_on < made_on else ""


def postponement_fault(due_on: date, new_due: date) -> str:
    """The sentence against a new day that is not a later one; empty when it is."""
    return _("Postponing needs a later day.") if new_due <= due_on else ""


# --- notices ---

COMMON_WORDS = re.compile("创建|工作|城市|县城|国家级?|全国|省级?|市级?|县|模范|提名|城")


def likeness(one: str, other: str) -> int:
    """How many pairs of neighbouring characters two names of campaigns share, words left out that all have."""
    return len(_pairs(one) & _pairs(other))


def _pairs(name: str) -> set[str]:
    own = COMMON_WORDS.sub(" ", name)
    return {pair for place in range(len(own) - 1) if " " not in (pair := own[place : place + 2])}


def most_like(name: str, names: Mapping[int, str]) -> int | None:
    """The key of the one name that is most like this one; None when none is, or two are alike."""
    found = sorted(((likeness(name, other), key) for key, other in names.items()), reverse=True)
    if not found or not found[0][0] or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


# --- honours ---


def honour_faults(year: int, valid_until: date | None) -> dict[str, list[str]]:
    """What is wrong with an honour's dates, by field."""
    if not EARLIEST.year <= year <= LATEST.year:
        return {"year": [_("Give the year in four digits.")]}
    if valid_until is not None and valid_until.year < year:
        return {"valid_until": [_("It ends before it begins.")]}
    return {}


def is_valid_on(valid_until: date | None, day: date) -> bool:
    """Whether an honour still holds that day; one without a last day does."""
    return valid_until is None or valid_until >= day


def blanks(**values: str) -> dict[str, list[str]]:
    """The sentence for each field that says nothing."""
    return {name: [_("This cannot be empty.")] for name, value in values.items() if not value.strip()}
