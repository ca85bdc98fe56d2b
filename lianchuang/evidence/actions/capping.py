"""The cap on requests: the office sets it, and no request passes it unless somebody writes down why it is urgent."""

from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role, Unit
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common.refusals import Invalid, NotPossibleNow
from lianchuang.evidence import rules
from lianchuang.evidence.models import RequestCap
from lianchuang.evidence.queries import asked_this_week, cap_over


@action("evidence.cap_set", "evidence.cap_lifted")
def set_request_cap(*, place: Unit, per_week: int | None, by: Actor, at: datetime) -> RequestCap | None:
    """Say how many documents each unit of the place may be asked for in a week; None: no cap any more.

    Refused: less than one or more than 50 (Invalid); an actor without the office role over the place.
    """
    by.require(Role.OFFICE, over=place.path)
    if per_week is None:
        _lift(place, by, at)
        return None
    if not 1 <= per_week <= rules.HIGHEST_CAP:
        raise Invalid({"per_week": [_("Between 1 and %(most)s.") % {"most": rules.HIGHEST_CAP}]})
    held = RequestCap.objects.filter(place=place).first()
    if held is not None and held.per_week == per_week:
        nothing_changed()
        return held
    values = {"per_week": per_week, "set_by": by.post, "set_at": at}
    cap, _created = RequestCap.objects.update_or_create(place=place, defaults=values)
    data = {"place": place.name, "per_week": per_week, "before": held.per_week if held else "–"}
    record(code="evidence.cap_set", by=by, at=at, object_kind="request_cap", object_id=place.pk, data=data)
    return cap


def _lift(place: Unit, by: Actor, at: datetime) -> None:
    gone, _rows = RequestCap.objects.filter(place=place).delete()
    if not gone:
        nothing_changed()
        return
    data = {"place": place.name}
    record(code="evidence.cap_lifted", by=by, at=at, object_kind="request_cap", object_id=place.pk, data=data)


def keep_cap(*, unit: Unit, urgent_reason: str, at: datetime) -> bool:
    """Whether one more request passes the cap, for the urgent reason that is given. Raises NotPossibleNow without one.

    Called inside the action that asks; the unit's row is held meanwhile, so that two who ask at once are counted.
    """
    cap = cap_over(unit)
    if cap is None:
        return False
    Unit.objects.select_for_update().get(pk=unit.pk)
    asked = asked_this_week(unit, at)
    reasons = rules.cap_faults(unit=unit.label, asked=asked, cap=cap.per_week, urgent_reason=urgent_reason)
    if reasons:
        raise NotPossibleNow(reasons)
    return asked >= cap.per_week
