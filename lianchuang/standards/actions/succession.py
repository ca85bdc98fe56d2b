"""Writing the migration map: what takes the place of a requirement in another edition."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common.refusals import Invalid
from lianchuang.standards.access import require_county_office
from lianchuang.standards.models import Edition, Requirement, Successor


@action("successor.settled")
def settle_successors(
    *,
    earlier: Requirement,
    edition: Edition,
    laters: Collection[Requirement],
    note: str = "",
    by: Actor,
    at: datetime,
) -> list[Successor]:
    """Settle what takes the place of a requirement in another edition: one, several (it is split), or none at all.

    It takes the place of what was settled before; the same again changes nothing. Refused: requirements of other editions
    (Invalid); whoever is not the county office.
    """
    require_county_office(by)
    if any(one.edition_id != edition.pk for one in laters) or earlier.edition_id == edition.pk:
        raise Invalid({"laters": [_("Choose requirements of the later edition.")]})
    wanted: set[int | None] = {one.pk for one in laters} or {None}
    held = list(Successor.objects.select_for_update().filter(earlier=earlier, edition=edition))
    if {row.later_id for row in held} == wanted and all(row.note == note.strip() for row in held):
        nothing_changed()
        return held
    Successor.objects.filter(earlier=earlier, edition=edition).delete()
    rows = [
        Successor(
            earlier=earlier, edition=edition, later_id=key, note=note.strip(), settled_by=by.person, settled_at=at
        )
        for key in sorted(wanted, key=lambda key: key or 0)
    ]
    Successor.objects.bulk_create(rows)
    codes = ", ".join(sorted(one.code for one in laters)) or "–"
    data = {"old": earlier.edition.name, "code": earlier.code, "edition": edition.name, "codes": codes}
    record(code="successor.settled", by=by, at=at, object_kind="edition", object_id=edition.pk, data=data)
    return rows


@action("successor.dropped")
def drop_successors(*, earlier: Requirement, edition: Edition, by: Actor, at: datetime) -> int:
    """Take back what was settled about a requirement, so that the program suggests again; how many rows.

    Refused: whoever is not the county office. Nothing settled: nothing changes.
    """
    require_county_office(by)
    count, _rows = Successor.objects.filter(earlier=earlier, edition=edition).delete()
    if not count:
        nothing_changed()
        return 0
    data = {"old": earlier.edition.name, "code": earlier.code, "edition": edition.name}
    record(code="successor.dropped", by=by, at=at, object_kind="edition", object_id=edition.pk, data=data)
    return count
