"""What is known of a file, and what may be done with a request for one. No ORM, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from lianchuang.common.refusals import Invalid, Reason
from lianchuang.common.workdays import calendar
from lianchuang.evidence.files.looking import look_at
from lianchuang.evidence.files.shapes import MOST_PHOTO, Look, Unfit

MOST_BYTES = MOST_PHOTO
NOTICE_DAYS = 60
MOST_FILES = 20  # that answer one request
# A book of at most this much is made while somebody waits for the page.
MOST_FILES_AT_ONCE = 200
MOST_BYTES_AT_ONCE = 200 * 1024 * 1024
HIGHEST_CAP = 50


@dataclass(frozen=True)
class Picture:
    """What is known of a picture's content. `view`: a JPEG of one that not every browser shows."""

    media_type: str
    width: int
    height: int
    taken_at: datetime | None
    lon: float | None
    lat: float | None
    thumb: bytes
    view: bytes = b""


def read_picture(content: bytes, field: str = "photos") -> Picture:
    """Look at a photo here and now: only for pictures of our own making. Raises Invalid as `store_photo`; writes nothing."""
    try:
        return picture_of(look_at(content, photo=True))
    except Unfit as fault:
        raise Invalid({field: [unfit_sentence(fault)]}) from fault


def picture_of(look: Look) -> Picture:
    """What was seen of a picture, its time as a moment."""
    return Picture(
        media_type=look.media_type,
        width=look.width or 0,
        height=look.height or 0,
        taken_at=taken_at(look),
        lon=look.lon,
        lat=look.lat,
        thumb=look.thumb,
        view=look.view,
    )


def taken_at(look: Look) -> datetime | None:
    """The camera's time; without an offset it is taken as the county's own time."""
    try:
        if look.offset:
            return datetime.strptime(f"{look.taken} {look.offset}", "%Y:%m:%d %H:%M:%S %z")
        return datetime.strptime(look.taken, "%Y:%m:%d %H:%M:%S").replace(tzinfo=calendar().zone)
    except ValueError:
        return None


def unfit_sentence(fault: Unfit) -> str:
    """Why a file is not taken, and what to do instead."""
    sentences = {
        "empty": _("The file is empty."),
        "too_large": _("The file is larger than %(most)s MB."),
        "no_photo": _("This file is not a photo that can be read (JPEG, PNG, WebP or HEIC)."),
        "unknown": _("Hand in a PDF, DOCX, XLSX, PPTX or a picture (JPEG, PNG, WebP, HEIC)."),
        "code": _(
            "Pages and drawings made of code (SVG, HTML, XML) are not taken: they may hold a program. Hand in a PDF."
        ),
        "program_file": _("This is a program. Hand in a PDF, DOCX, XLSX, PPTX or a picture."),
        "archive": _("Archives are not taken. Unpack it and hand in its files; several may be chosen at once."),
        "old_or_protected": _("The file is an old or password-protected one. Save it as DOCX, XLSX or PDF."),
        "protected": _("The file is protected by a password or against copying. Hand in one without protection."),
        "damaged": _("The file is damaged."),
        "cut_short": _("The file is cut short: its end is missing. Send it again."),
        "macros": _("The file holds macros. Save it without them."),
        "program": _("The file holds a program or starts one. Print it into a new PDF and hand that in."),
        "unchecked": _("The file is packed in a way that cannot be checked. Print it into a new PDF and hand that in."),
        "two_in_one": _("The file is two things at once, for example a picture with an archive or a page behind it."),
        "nested": _("The file holds another archive or a program inside. Hand in what is in it by itself."),
        "unpacks_too_large": _("The file is small and unpacks to more than %(most)s MB; it is not opened."),
        "too_many_parts": _("The file holds more than %(most)s parts."),
        "too_many_pixels": _("The photo has more than %(most)s million pixels."),
        "too_many_pages": _("The file has more than %(most)s pages. Split it."),
        "too_hard": _("The file takes more time or memory than it may. Save it anew, smaller, and send that."),
    }
    return sentences.get(fault.code, sentences["damaged"]) % fault.facts


def supply_faults(
    *, state: str, files: int, kept: int, reference: tuple[str, str, str] | None, is_offline: bool
) -> list[Reason]:
    """Why a request cannot be answered this way now; empty when it can.

    `reference` is number, holder and shelf of a document that is held elsewhere.
    """
    if state not in {"asked", "returned"}:
        return [Reason("not_waiting", _("This request does not wait for a document."))]
    if is_offline and files:
        sentence = _("This document is sensitive: no file of it is kept here. Give its number, holder and shelf.")
        return [Reason("offline_only", sentence)]
    if reference is not None and not all(part.strip() for part in reference):
        sentence = _("Say all three: the reference number, who holds the document, and on which shelf it lies.")
        return [Reason("reference_incomplete", sentence)]
    if not files and not kept and reference is None:
        words = _("Hand in a file; or give the reference number and say where the document is kept.")
        offline = _("Give the reference number, who holds the document, and on which shelf it lies.")
        return [Reason("nothing_given", offline if is_offline else words)]
    if files + kept > MOST_FILES:
        sentence = _("At most %(most)s files answer one request. Put some together into one PDF.") % {
            "most": MOST_FILES
        }
        return [Reason("too_many_files", sentence)]
    return []


def date_faults(
    *, effective_on: date | None, expires_on: date | None, period_to: date, today: date
) -> dict[str, list[str]]:
    """What is wrong with the dates on a document that is to stand for a time until `period_to`."""
    faults = {}
    if effective_on and effective_on > today:
        faults["effective_on"] = [_("The date on the document lies in the future.")]
    if expires_on and effective_on and expires_on < effective_on:
        faults["expires_on"] = [_("It expires before it takes effect.")]
    elif expires_on and expires_on < min(period_to, today):  # of a year gone by it may: it was valid then
        faults["expires_on"] = [_("It has expired already.")]
    return faults


def decision_faults(*, state: str, is_supplier: bool) -> list[Reason]:
    """Why a document cannot be accepted or returned by this actor now; empty when it can."""
    faults = []
    if state != "supplied":
        faults.append(Reason("not_supplied", _("No document waits for a decision here.")))
    if is_supplier:
        faults.append(Reason("own_document", _("Whoever supplied the document does not accept it; another post does.")))
    return faults


def cap_faults(*, unit: str, asked: int, cap: int, urgent_reason: str) -> list[Reason]:
    """Why a unit cannot be asked for one more document this week; empty when it can, or when an urgent reason is given."""
    if asked < cap or urgent_reason.strip():
        return []
    sentence = _(
        "%(unit)s has been asked for %(asked)s documents this week, the cap is %(cap)s. Wait until Monday; or write down "
        "why it is urgent, which stays in the history."
    )
    return [Reason("cap_reached", sentence % {"unit": unit, "asked": asked, "cap": cap})]


def is_time_to_warn(*, expires_on: date, assessments: Sequence[date], today: date) -> bool:
    """Whether people are told now that a document expires before an assessment: once it is NOTICE_DAYS away."""
    needed = [day for day in assessments if day >= today and day > expires_on]
    return bool(needed) and expires_on - today <= timedelta(days=NOTICE_DAYS)
