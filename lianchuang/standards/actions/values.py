"""Writing values of measures: entering, correcting by a newer one, bringing a table in. A value is never edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role, Unit
from lianchuang.audit.actions import action, record, record_many
from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason
from lianchuang.kernels.measuring import reckon
from lianchuang.standards import rules
from lianchuang.standards.models import Measure, MeasureValue


@dataclass(frozen=True, kw_only=True)
class GivenValue:
    """A value as it is handed in: inputs by name (decimals as text), or the figure itself."""

    measure: Measure
    place: Unit
    period_from: date
    period_to: date
    source: str
    inputs: Mapping[str, str]
    value: Decimal | None = None

    @property
    def figure(self) -> Decimal | None:
        """What the measure's own reading makes of the inputs; else the figure that was handed in."""
        if self.inputs and all(rules.decimal_of(one) is not None for one in self.inputs.values()):
            reckoned = reckon(self.plain_inputs, self.measure.reading)
            if reckoned is not None:
                return reckoned
        return self.value

    @property
    def plain_inputs(self) -> dict[str, str]:
        """The inputs as they are stored: decimals as plain text."""
        return {name: rules.plain(rules.decimal_of(one) or Decimal(0)) for name, one in self.inputs.items()}

    def faults(self, today: date) -> dict[str, list[str]]:
        """What is wrong with it, by field."""
        faults = rules.value_faults(
            names=[one["name"] for one in self.measure.inputs],
            inputs=self.inputs,
            value=self.figure,
            first=self.period_from,
            last=self.period_to,
            today=today,
        )
        if not self.source.strip():
            faults["source"] = [_("Say where the figure comes from.")]
        return faults

    def row(self, by: Actor, at: datetime) -> MeasureValue:
        """The value as a row, not saved. Only for one without faults."""
        return MeasureValue(
            measure=self.measure,
            place=self.place,
            inputs=self.plain_inputs,
            value=self.figure or Decimal(0),  # one without faults has a figure
            period_from=self.period_from,
            period_to=self.period_to,
            source=self.source.strip(),
            entered_by=by.post,
            entered_at=at,
        )


@action("value.entered")
def enter_value(*, given: GivenValue, by: Actor, at: datetime) -> MeasureValue:
    """Enter a value of a measure at a place over a period.

    Refused: what `GivenValue.faults` finds (Invalid); a second value of the same place and period (NotPossibleNow:
    correct it); an actor without the office or coordinator role over the place.
    """
    _require(by, given.place)
    if faults := given.faults(clock.local(at).date()):
        raise Invalid(faults)
    if _same(given).exists():
        raise NotPossibleNow([Reason("value_exists", _("There is a value of this period already; correct it there."))])
    row = given.row(by, at)
    row.save(force_insert=True)
    record(code="value.entered", by=by, at=at, object_kind="measure_value", object_id=row.pk, data=_data(row))
    return row


@action("value.corrected")
def correct_value(*, held: MeasureValue, given: GivenValue, reason: str, by: Actor, at: datetime) -> MeasureValue:
    """Put a newer value in the place of a wrong one; both stay readable, with the reason.

    Refused: no reason, what `GivenValue.faults` finds, another measure or place (Invalid); a value that is superseded
    already (ChangedMeanwhile); an actor without the office or coordinator role over the place.
    """
    _require(by, held.place)
    faults = given.faults(clock.local(at).date())
    if not reason.strip():
        faults["reason"] = [_("Say why in a sentence.")]
    if (given.measure, given.place) != (held.measure, held.place):
        faults["place"] = [_("A correction is about the same measure and place.")]
    if faults:
        raise Invalid(faults)
    if not MeasureValue.objects.filter(pk=held.pk, is_current=True).update(is_current=False):
        raise ChangedMeanwhile
    if _same(given).exists():
        raise NotPossibleNow([Reason("value_exists", _("There is a value of this period already; correct it there."))])
    row = given.row(by, at)
    row.supersedes, row.reason = held, reason.strip()
    row.save(force_insert=True)
    data = {**_data(row), "before": rules.plain(held.value), "reason": row.reason}
    record(code="value.corrected", by=by, at=at, object_kind="measure_value", object_id=row.pk, data=data)
    return row


@action("value.entered")
def import_values(*, given: Sequence[GivenValue], by: Actor, at: datetime) -> int:
    """Enter many values at once, all or none; returns their number.

    Refused: an empty list, a faulty value, a period that has a value already, two of the same period (Invalid, by row
    from 1); an actor without the office or coordinator role over each place.
    """
    for place in {one.place.pk: one.place for one in given}.values():
        _require(by, place)
    faults = import_faults(given, clock.local(at).date())
    if not given:
        faults["file"] = [_("The file holds no values.")]
    if faults:
        raise Invalid(faults)
    rows = [one.row(by, at) for one in given]
    MeasureValue.objects.bulk_create(rows, batch_size=500)
    facts = {str(row.pk): _data(row) for row in rows}
    record_many(code="value.entered", by=by, at=at, object_kind="measure_value", facts=facts)
    return len(rows)


def import_faults(given: Sequence[GivenValue], today: date) -> dict[str, list[str]]:
    """What is wrong with a list of values, by row from 1. One query."""
    places = {one.place.pk for one in given}
    held = MeasureValue.objects.filter(is_current=True, place__in=places).values_list(
        "measure_id", "place_id", "period_from", "period_to"
    )
    taken = set(held)
    faults: dict[str, list[str]] = {}
    for number, one in enumerate(given, start=1):
        wrong = [sentence for sentences in one.faults(today).values() for sentence in sentences]
        key = (one.measure.pk, one.place.pk, one.period_from, one.period_to)
        if key in taken:
            wrong.append(_("There is a value of this period already; correct it there."))
        taken.add(key)
        if wrong:
            faults[str(number)] = wrong
    return faults


def _require(by: Actor, place: Unit) -> None:
    by.require(Role.OFFICE, Role.COORDINATOR, over=place.path)


def _same(given: GivenValue) -> QuerySet[MeasureValue]:
    return MeasureValue.objects.filter(
        measure=given.measure,
        place=given.place,
        period_from=given.period_from,
        period_to=given.period_to,
        is_current=True,
    )


def _data(row: MeasureValue) -> dict[str, str]:
    return {
        "measure": row.measure.name,
        "place": row.place.name,
        "value": rules.plain(row.value),
        "unit": row.measure.unit,
        "period": row.period_to.isoformat(),
        "source": row.source,
    }
