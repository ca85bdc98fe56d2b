"""Asking for a document once; supplying, accepting and returning it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post, Role, Unit
from lianchuang.audit.actions import action, record
from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason
from lianchuang.evidence import rules
from lianchuang.evidence.access import SUPPLIERS
from lianchuang.evidence.actions.capping import keep_cap
from lianchuang.evidence.actions.storing import store_document
from lianchuang.evidence.files.shelf import Shelved
from lianchuang.evidence.models import Evidence, EvidenceRequest, RequestState
from lianchuang.standards.actions import GivenValue, enter_value
from lianchuang.standards.models import Measure, MeasureLink, MeasureValue


@action("evidence.asked", "evidence.asked_beyond_cap")
def ask_for_document(
    *,
    measure: Measure,
    place: Unit,
    unit: Unit,
    what: str,
    period_from: date,
    period_to: date,
    due_on: date,
    by: Actor,
    at: datetime,
    post: Post | None = None,
    urgent_reason: str = "",
    is_offline: bool = False,
) -> EvidenceRequest:
    """Ask a unit for a document, once for all requirements that rest on the measure.

    `is_offline`: sensitive; it will be named by number, holder and shelf, and no file of it is taken.
    Refused: no words, a period that ends before it begins, a unit outside the place, a post of another unit (Invalid); a
    request for the same measure and place that is open, the unit's weekly cap reached and no urgent reason written down
    (NotPossibleNow); an actor without the office role over the place.
    """
    by.require(Role.OFFICE, over=place.path)
    if faults := _ask_faults(place, unit, post, what, period_from, period_to):
        raise Invalid(faults)
    beyond = keep_cap(unit=unit, urgent_reason=urgent_reason, at=at)
    try:
        with transaction.atomic():
            request = EvidenceRequest.objects.create(
                measure=measure, place=place, unit=unit, post=post, what=what.strip(), period_from=period_from,
                period_to=period_to, due_on=due_on, asked_by=by.post, asked_at=at, is_offline=is_offline,
                urgent_reason=urgent_reason.strip() if beyond else "",
            )  # fmt: skip
    except IntegrityError as fault:
        sentence = _("This was asked for already and is still open; one request serves all requirements.")
        raise NotPossibleNow([Reason("asked_already", sentence)]) from fault
    if beyond:
        _record("evidence.asked_beyond_cap", request, by, at, unit=unit.name, reason=request.urgent_reason)
    asked = {"to_post": post.pk} if post else {"to_unit": unit.pk}
    _record("evidence.asked", request, by, at, unit=unit.name, due=due_on.isoformat(), measure=measure.name, **asked)
    return request


def _ask_faults(
    place: Unit, unit: Unit, post: Post | None, what: str, period_from: date, period_to: date
) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if not what.strip():
        faults["what"] = [_("Say which document it is.")]
    if period_to < period_from:
        faults["period_to"] = [_("The period ends before it begins.")]
    if not unit.path.startswith(place.path):
        faults["unit"] = [_("The unit must belong to the place.")]
    if post is not None and post.unit_id != unit.pk:
        faults["post"] = [_("The post belongs to another unit.")]
    return faults


@dataclass(frozen=True)
class GivenFile:
    """A file that `shelve` has laid down, and what it is called."""

    shelved: Shelved
    name: str


@dataclass(frozen=True)
class GivenReference:
    """A document that is held elsewhere: its number, who holds it, on which shelf it lies."""

    number: str
    holder: str
    shelf: str


@dataclass(frozen=True)
class Validity:
    """The day on the document, and its last valid day."""

    effective_on: date | None = None
    expires_on: date | None = None


NO_DATES = Validity()


@action("evidence.supplied")
def supply_document(
    *,
    request: EvidenceRequest,
    files: Sequence[GivenFile] = (),
    reference: GivenReference | None = None,
    keep: Sequence[int] = (),
    validity: Validity = NO_DATES,
    note: str = "",
    expected_version: int,
    by: Actor,
    at: datetime,
) -> EvidenceRequest:
    """Hand in the document in one or more files; or, for one that must not be kept here, its number, holder and shelf.

    `keep`: pieces handed in before that were not at fault. Refused: dates that cannot be (Invalid); a request that does
    not wait, nothing given, a file for a sensitive request (NotPossibleNow); a request changed since it was read
    (ChangedMeanwhile); an actor without a role over the asked unit.
    """
    by.require(*SUPPLIERS, over=request.unit.path)
    if wrong := rules.date_faults(
        effective_on=validity.effective_on, expires_on=validity.expires_on,
        period_to=request.period_to, today=clock.local(at).date(),
    ):  # fmt: skip
        raise Invalid(wrong)
    kept = request.pieces.filter(pk__in=keep, withdrawn_at__isnull=True)
    words = (reference.number, reference.holder, reference.shelf) if reference else None
    if faults := rules.supply_faults(
        state=request.state, files=len(files), kept=kept.count(), reference=words, is_offline=request.is_offline
    ):
        raise NotPossibleNow(faults)
    made = [_piece_of_file(request, one, validity, by, at) for one in files]
    if reference is not None:
        made.append(_piece_of_reference(request, reference, validity, by, at))
    _replace_pieces(request, made, keep, at)
    _hand_in(request, note, expected_version, by, at)
    return request


@action("evidence.reused")
def reuse_document(
    *, request: EvidenceRequest, source: EvidenceRequest, expected_version: int, by: Actor, at: datetime
) -> EvidenceRequest:
    """Answer a request with what was supplied for another one already; nothing is uploaded again.

    Refused: a request that does not wait, a source without valid pieces, a file for a sensitive request (NotPossibleNow);
    a request changed since it was read (ChangedMeanwhile); an actor without a role over the asked unit.
    """
    by.require(*SUPPLIERS, over=request.unit.path)
    today = clock.local(at).date()
    pieces = [
        one
        for one in source.pieces.filter(withdrawn_at__isnull=True, is_faulty=False)
        if one.expires_on is None or one.expires_on >= today
    ]
    files = sum(one.file_id is not None for one in pieces)
    if not pieces or source.pk == request.pk or source.state not in {RequestState.SUPPLIED, RequestState.ACCEPTED}:
        raise NotPossibleNow([Reason("nothing_to_reuse", _("Nothing valid was supplied there."))])
    if faults := rules.supply_faults(
        state=request.state, files=files, kept=len(pieces) - files, reference=None, is_offline=request.is_offline
    ):
        raise NotPossibleNow(faults)
    made = [
        Evidence(
            request=request, file_id=one.file_id, name=one.name, reference=one.reference, holder=one.holder,
            shelf=one.shelf, effective_on=one.effective_on, expires_on=one.expires_on, reused_from=source,
            supplied_by=by.post, supplied_at=at,
        )
        for one in pieces
    ]  # fmt: skip
    _replace_pieces(request, made, (), at)
    _hand_in(request, "", expected_version, by, at, code="evidence.reused", source=source.what)
    return request


def _piece_of_file(request: EvidenceRequest, given: GivenFile, validity: Validity, by: Actor, at: datetime) -> Evidence:
    stored = store_document(shelved=given.shelved, by=by, at=at)
    name = given.name.strip()[-120:] or stored.sha256[:12]
    return Evidence(
        request=request, file=stored, name=name, effective_on=validity.effective_on, expires_on=validity.expires_on,
        supplied_by=by.post, supplied_at=at,
    )  # fmt: skip


def _piece_of_reference(
    request: EvidenceRequest, given: GivenReference, validity: Validity, by: Actor, at: datetime
) -> Evidence:
    return Evidence(
        request=request, reference=given.number.strip()[:120], holder=given.holder.strip()[:120],
        shelf=given.shelf.strip()[:120], effective_on=validity.effective_on, expires_on=validity.expires_on,
        supplied_by=by.post, supplied_at=at,
    )  # fmt: skip


def _replace_pieces(request: EvidenceRequest, made: Sequence[Evidence], keep: Sequence[int], at: datetime) -> None:
    """The new pieces in place of the old ones, but for those kept; the same file twice is one piece."""
    old = request.pieces.filter(withdrawn_at__isnull=True)
    old.exclude(pk__in=keep).update(withdrawn_at=at)
    held = set(old.filter(pk__in=keep, file__isnull=False).values_list("file_id", flat=True))
    old.filter(pk__in=keep).update(is_faulty=False)
    for piece in made:
        if piece.file_id is None or piece.file_id not in held:
            piece.save(force_insert=True)
            held.add(piece.file_id or "")


def _hand_in(
    request: EvidenceRequest,
    note: str,
    expected_version: int,
    by: Actor,
    at: datetime,
    code: str = "evidence.supplied",
    **facts: str,
) -> None:
    """Now it waits for the office."""
    columns: dict[str, Any] = {
        "state": RequestState.SUPPLIED,
        "supplied_by": by.post,
        "supplier": by.person,
        "supplied_at": at,
        "note": note.strip(),
        "reason": "",
    }
    _claim(request, expected_version, columns)
    _record(code, request, by, at, given=given_words(request), to_post=request.asked_by_id, **facts)


def given_words(request: EvidenceRequest) -> str:
    """What was handed in, in a line: the names of the files, or the references."""
    return "、".join(str(one) for one in request.pieces.filter(withdrawn_at__isnull=True).order_by("pk"))


def _record(code: str, request: EvidenceRequest, by: Actor, at: datetime, **data: object) -> None:
    """An entry of history, with whom it concerns."""
    whom = {"unit_id": request.unit_id, "post_id": request.post_id, "place_id": request.place_id}
    facts = {"what": request.what, **whom, **data}
    record(code=code, by=by, at=at, object_kind="evidence_request", object_id=request.pk, data=facts)


@action("evidence.accepted")
def accept_document(*, request: EvidenceRequest, expected_version: int, by: Actor, at: datetime) -> EvidenceRequest:
    """Accept what was handed in: the measure is present there, and every requirement that rests on it moves.

    Refused: nothing handed in, one's own document (NotPossibleNow); a request changed since it was read
    (ChangedMeanwhile); an actor without the office role over the place.
    """
    _require_decision(request, by)
    _claim(
        request,
        expected_version,
        {"state": RequestState.ACCEPTED, "decided_by": by.post, "decided_at": at, "value": _present(request, by, at)},
    )
    serves = MeasureLink.objects.filter(measure=request.measure).count()
    _record("evidence.accepted", request, by, at, requirements=serves, to_post=request.supplied_by_id)
    return request


def _present(request: EvidenceRequest, by: Actor, at: datetime) -> MeasureValue:
    """The value that says so; one of the very same period that says so already serves as well."""
    held = MeasureValue.objects.filter(
        measure=request.measure,
        place=request.place,
        period_from=request.period_from,
        period_to=request.period_to,
        is_current=True,
        value__gt=0,
    ).first()
    if held is not None:
        return held
    given = GivenValue(
        measure=request.measure,
        place=request.place,
        period_from=request.period_from,
        period_to=request.period_to,
        source=f"{request.what}：{given_words(request)}"[:200],
        inputs={},
        value=Decimal(1),
    )
    return enter_value(given=given, by=by, at=at)


@action("evidence.returned")
def return_document(
    *,
    request: EvidenceRequest,
    reason: str,
    expected_version: int,
    by: Actor,
    at: datetime,
    faulty: Sequence[int] = (),
) -> EvidenceRequest:
    """Send a document back as a whole with the reason; the same request waits for a better one.

    `faulty` names the pieces at fault (none named: all), so that the good ones need not be handed in again.
    Refused: no reason (Invalid); nothing handed in, one's own document (NotPossibleNow); a request changed since it was
    read (ChangedMeanwhile); an actor without the office role over the place.
    """
    _require_decision(request, by)
    if not reason.strip():
        raise Invalid({"reason": [_("Say why in a sentence.")]})
    columns = {"state": RequestState.RETURNED, "decided_by": by.post, "decided_at": at, "reason": reason.strip()}
    _claim(request, expected_version, columns)
    pieces = request.pieces.filter(withdrawn_at__isnull=True)
    (pieces.filter(pk__in=faulty) if faulty else pieces).update(is_faulty=True)
    _record("evidence.returned", request, by, at, reason=reason.strip(), to_post=request.supplied_by_id)
    return request


def _require_decision(request: EvidenceRequest, by: Actor) -> None:
    by.require(Role.OFFICE, over=request.place.path)
    is_supplier = by.person is not None and request.supplier_id == by.person.pk
    if faults := rules.decision_faults(state=request.state, is_supplier=is_supplier):
        raise NotPossibleNow(faults)


def _claim(request: EvidenceRequest, expected_version: int, columns: dict[str, Any]) -> None:
    """Write these columns if nobody changed the request meanwhile."""
    columns = {**columns, "version": expected_version + 1}
    if not EvidenceRequest.objects.filter(pk=request.pk, version=expected_version).update(**columns):
        raise ChangedMeanwhile
    for name, value in columns.items():
        setattr(request, name, value)
