"""Asking for a document once; supplying, accepting and returning it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post, Role, Unit
from lianchuang.audit.actions import action, record
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason
from lianchuang.evidence import rules
from lianchuang.evidence.access import SUPPLIERS
from lianchuang.evidence.actions.capping import keep_cap
from lianchuang.evidence.actions.storing import store_document
from lianchuang.evidence.models import EvidenceRequest, RequestState
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
) -> EvidenceRequest:
    """Ask a unit for a document, once for all requirements that rest on the measure.

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
                period_to=period_to, due_on=due_on, asked_by=by.post, asked_at=at,
                urgent_reason=urgent_reason.strip() if beyond else "",
            )  # fmt: skip
    except IntegrityError as fault:
        sentence = _("This was asked for already and is still open; one request serves all requirements.")
        raise NotPossibleNow([Reason("asked_already", sentence)]) from fault
    asked = {"to_post": post.pk} if post else {"to_unit": unit.pk}
    data = {"unit": unit.name, "what": request.what, "due": due_on.isoformat(), "measure": measure.name, **asked}
    if beyond:
        more = {"unit": unit.name, "what": request.what, "reason": request.urgent_reason}
        record(
            code="evidence.asked_beyond_cap",
            by=by,
            at=at,
            object_kind="evidence_request",
            object_id=request.pk,
            data=more,
        )
    record(code="evidence.asked", by=by, at=at, object_kind="evidence_request", object_id=request.pk, data=data)
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


@action("evidence.supplied")
def supply_document(
    *,
    request: EvidenceRequest,
    content: bytes | None,
    file_name: str,
    reference: str,
    note: str,
    expected_version: int,
    by: Actor,
    at: datetime,
) -> EvidenceRequest:
    """Hand in the document; or, for one that must not be kept here, its reference number and where it is kept.

    Refused: a file of another kind (Invalid); a request that does not wait, neither file nor reference (NotPossibleNow);
    a request changed since it was read (ChangedMeanwhile); an actor without a role over the asked unit.
    """
    by.require(*SUPPLIERS, over=request.unit.path)
    has_file = content is not None
    if faults := rules.supply_faults(state=request.state, has_file=has_file, reference=reference, note=note):
        raise NotPossibleNow(faults)
    stored = None if content is None else store_document(content=content, by=by, at=at)
    columns: dict[str, Any] = {
        "state": RequestState.SUPPLIED,
        "supplied_by": by.post,
        "supplier": by.person,
        "supplied_at": at,
        "file": stored,
        "file_name": file_name.strip()[:120] if stored else "",
        "note": note.strip(),
        "reference": reference.strip(),
        "reason": "",
    }
    _claim(request, expected_version, columns)
    data = {"what": request.what, "given": request.given, "to_post": request.asked_by_id}
    record(code="evidence.supplied", by=by, at=at, object_kind="evidence_request", object_id=request.pk, data=data)
    return request


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
    data = {"what": request.what, "requirements": serves, "to_post": request.supplied_by_id}
    record(code="evidence.accepted", by=by, at=at, object_kind="evidence_request", object_id=request.pk, data=data)
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
        source=f"{request.what}：{request.given}"[:200],
        inputs={},
        value=Decimal(1),
    )
    return enter_value(given=given, by=by, at=at)


@action("evidence.returned")
def return_document(
    *, request: EvidenceRequest, reason: str, expected_version: int, by: Actor, at: datetime
) -> EvidenceRequest:
    """Send a document back with the reason; the same request waits for a better one.

    Refused: no reason (Invalid); nothing handed in, one's own document (NotPossibleNow); a request changed since it was
    read (ChangedMeanwhile); an actor without the office role over the place.
    """
    _require_decision(request, by)
    if not reason.strip():
        raise Invalid({"reason": [_("Say why in a sentence.")]})
    columns = {"state": RequestState.RETURNED, "decided_by": by.post, "decided_at": at, "reason": reason.strip()}
    _claim(request, expected_version, columns)
    data = {"what": request.what, "reason": reason.strip(), "to_post": request.supplied_by_id}
    record(code="evidence.returned", by=by, at=at, object_kind="evidence_request", object_id=request.pk, data=data)
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
