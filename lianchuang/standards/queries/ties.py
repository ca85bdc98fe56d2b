"""Reading links and values in the shape in which verdicts are reckoned."""

from collections.abc import Iterable

from django.db.models import QuerySet

from lianchuang.accounts.models import Unit
from lianchuang.kernels.measuring import Tie, Value
from lianchuang.standards import rules
from lianchuang.standards.models import Edition, EditionState, Measure, MeasureLink, MeasureValue, Sharing

ADDS_UP = frozenset({Sharing.INCIDENT, Sharing.CASE, Sharing.ACTIVITY})


def current_editions(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Of these the published ones that no later one of the same standard has superseded. One query more."""
    published = editions.filter(state=EditionState.PUBLISHED).order_by("published_at", "pk")
    newest = dict(published.values_list("standard_id", "pk"))  # the last one of a standard stays
    return editions.filter(pk__in=newest.values())


def tie_of(link: MeasureLink) -> Tie:
    """A link as plain values; needs its measure and requirement loaded. The requirement is named by its id."""
    measure, requirement = link.measure, link.requirement
    return Tie(
        measure=measure.code,
        requirement=str(requirement.pk),
        asked=rules.asked_of(requirement.scoring),
        window=rules.window_of(requirement.window),
        relation=link.relation,
        unit=measure.unit,
        reading=tuple(sorted(link.reading.items())),
        adds_up=measure.sharing in ADDS_UP,
        is_presence=measure.sharing == Sharing.DOCUMENT,
    )


def values_at(place: Unit, measures: Iterable[Measure]) -> dict[str, tuple[Value, ...]]:
    """The values that count, by the code of their measure, oldest first. One query."""
    held: dict[str, list[Value]] = {one.code: [] for one in measures}
    rows = MeasureValue.objects.filter(place=place, is_current=True, measure__code__in=held)
    for row in rows.select_related("measure").order_by("period_to", "pk"):
        inputs = tuple(sorted(row.inputs.items()))
        held[row.measure.code].append(Value(inputs, row.value, row.period_from, row.period_to))
    return {code: tuple(values) for code, values in held.items()}
