"""What a photo of a rectification shows that a person should look at: hints with reasons and figures, never a verdict.

Pure: facts in, hints out. What each means and how often it errs stands in docs/rules/photo-hints.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lianchuang.common import clock
from lianchuang.evidence.traces import editor_in
from lianchuang.kernels.coordinates import Point, metres_between
from lianchuang.kernels.photoprint import LARGELY, WHOLE, Agreement
from lianchuang.kernels.sameview import Shared

CLOCK_ERROR = timedelta(minutes=10)
LONG_BEFORE = timedelta(days=1)
AWAY, FAR_AWAY = 300, 1000  # metres; a phone in a street errs by some tens, a place is larger than its point


class Kind(Enum):
    """What a hint is about."""

    BEFORE = "before"  # the photo of before itself
    REUSED = "reused"
    EARLY = "early"
    CLOCK = "clock"
    FAR = "far"
    MADE = "made"
    EDITED = "edited"
    NO_NOTES = "no_notes"
    OTHER_VIEW = "other_view"


class Strength(Enum):
    """How much a hint weighs, before a person has looked."""

    STRONG = "strong"
    SOME = "some"
    WEAK = "weak"


STRENGTH_LABELS = {
    Strength.STRONG: gettext_lazy("strong"),
    Strength.SOME: gettext_lazy("some weight"),
    Strength.WEAK: gettext_lazy("weak"),
}
ORDER = tuple(Strength)


@dataclass(frozen=True)
class Hint:
    """One hint: what about, how much it weighs, the sentence with its figures, and these as data."""

    kind: Kind
    strength: Strength
    sentence: str
    figures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Its strength in words."""
        return str(STRENGTH_LABELS[self.strength])


class Notes(Protocol):
    """What a photo says of itself."""

    @property
    def software(self) -> str: ...
    @property
    def has_notes(self) -> bool: ...
    @property
    def is_synthetic(self) -> bool: ...


def by_weight(hints: list[Hint]) -> list[Hint]:
    """The strongest first."""
    return sorted(hints, key=lambda hint: ORDER.index(hint.strength))


def is_copy(found: Agreement) -> bool:
    """Whether two photos are so much alike that it is worth a hint."""
    return found.share >= LARGELY


def reuse_hint(found: Agreement, *, same_file: bool = False, of_before: bool = False) -> Hint | None:
    """The photo is the very same picture as an earlier one; None when it is not."""
    if not same_file and not is_copy(found):
        return None
    kind = Kind.BEFORE if of_before else Kind.REUSED
    strength = Strength.STRONG if same_file or found.share >= WHOLE else Strength.SOME
    figures = {} if same_file else {"parts": found.parts, "same": found.same, "mirrored": found.mirrored}
    return Hint(kind, strength, _reuse_words(found, same_file, of_before), figures)


def _reuse_words(found: Agreement, same_file: bool, of_before: bool) -> str:
    if same_file:
        return (
            _("The very same file is the photo of before.") if of_before else _("The very same file was used before.")
        )
    figures = {"same": found.same, "parts": found.parts}
    whole = found.share >= WHOLE
    if of_before:
        sentence = (
            _("It is the photo of before itself: %(same)s of %(parts)s parts are the same picture.")
            if whole
            else _(
                "Most of it is the photo of before itself: %(same)s of %(parts)s parts are the same picture. The rest may "
                "have been painted over; or it was taken from the very same spot."
            )
        )
    else:
        sentence = (
            _("It is the same picture as one used before: %(same)s of %(parts)s parts agree.")
            if whole
            else _(
                "Most of it is the same picture as one used before: %(same)s of %(parts)s parts agree. The rest may have "
                "been changed; or both were taken from the very same spot."
            )
        )
    mirrored = _(" It was mirrored.") if found.mirrored else ""
    return sentence % figures + mirrored


def time_hint(taken_at: datetime | None, found_at: datetime, handed_in_at: datetime | None = None) -> Hint | None:
    """Taken before the problem was found; or by a clock that cannot be right."""
    if taken_at is None:
        return None
    figures = {"taken_at": taken_at.isoformat(), "found_at": found_at.isoformat()}
    taken = f"{clock.local(taken_at):%Y-%m-%d %H:%M}"
    early = found_at - taken_at
    if early > CLOCK_ERROR:
        words = {"taken": taken, "span": span_words(early), "found": f"{clock.local(found_at):%Y-%m-%d %H:%M}"}
        sentence = _("By the camera's clock it was taken %(taken)s, %(span)s before the problem was found (%(found)s).")
        strength = Strength.STRONG if early > LONG_BEFORE else Strength.SOME
        return Hint(Kind.EARLY, strength, sentence % words, figures)
    if handed_in_at is not None and taken_at - handed_in_at > CLOCK_ERROR:
        words = {"taken": taken, "span": span_words(taken_at - handed_in_at)}
        sentence = _(
            "By the camera's clock it was taken %(taken)s, %(span)s after it was handed in: the clock is wrong."
        )
        return Hint(Kind.CLOCK, Strength.WEAK, sentence % words, figures)
    return None


def span_words(span: timedelta) -> str:
    """A stretch of time in its largest unit."""
    minutes = round(span.total_seconds() / 60)
    if minutes >= 2 * 1440:
        return ngettext("%(n)s day", "%(n)s days", minutes // 1440) % {"n": minutes // 1440}
    if minutes >= 120:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def place_hint(photo: Point | None, place: Point | None) -> Hint | None:
    """Taken far from the place (WGS-84)."""
    if photo is None or place is None:
        return None
    metres = round(metres_between(photo, place))
    if metres <= AWAY:
        return None
    sentence = _("By the position in the file it was taken %(metres)s m from the place.") % {"metres": f"{metres:,}"}
    return Hint(Kind.FAR, Strength.STRONG if metres > FAR_AWAY else Strength.SOME, sentence, {"metres": metres})


def notes_hint(notes: Notes | None) -> Hint | None:
    """A program that makes or changes pictures has left its name; or nothing of a camera is there."""
    if notes is None:
        return None
    if notes.is_synthetic:
        return Hint(Kind.MADE, Strength.STRONG, _("The file says of itself that a program made the picture."))
    if editor := editor_in(notes.software):
        sentence = _("The file was written by a program that edits pictures: %(program)s.") % {"program": editor}
        return Hint(Kind.EDITED, Strength.SOME, sentence, {"program": editor})
    if not notes.has_notes:
        sentence = _("The file holds nothing of a camera. Messengers take that out, so by itself it says little.")
        return Hint(Kind.NO_NOTES, Strength.WEAK, sentence)
    return None


def view_hint(shared: Shared | None) -> Hint | None:
    """The two photos do not show the same spot; None where that cannot be said."""
    if shared is None or not shared.is_other_view:
        return None
    figures = {"features": shared.features, "matched": shared.matched}
    sentence = _(
        "Before and after share no view: of %(features)s features only %(matched)s fit together. It may have been taken "
        "from another side."
    )
    return Hint(Kind.OTHER_VIEW, Strength.SOME, sentence % figures, figures)
