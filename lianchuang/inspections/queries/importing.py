"""What a sent file of visits would do, as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from lianchuang.accounts.access import Actor
from lianchuang.common.columns import BadMap
from lianchuang.common.intake import RefusedRow
from lianchuang.common.tablefile import UnreadableTable
from lianchuang.inspections.intake import Ground, ToldVisit, VisitTable, read_visits
from lianchuang.inspections.intake.planning import VisitImport, plan_visits
from lianchuang.inspections.models import VisitFile

MOST_SHOWN = 200


@dataclass(frozen=True)
class Preview:
    """What the file tells and what would become of it; `faults` when it cannot be read at all."""

    table: VisitTable | None
    plan: VisitImport
    faults: tuple[str, ...] = ()

    @property
    def visits(self) -> tuple[ToldVisit, ...]:
        """The visits that would be taken in, up to a page."""
        return self.plan.fresh[:MOST_SHOWN]

    @property
    def refused(self) -> tuple[RefusedRow, ...]:
        """The refused rows, up to a page."""
        return self.plan.refused[:MOST_SHOWN]

    @property
    def may_take_in(self) -> bool:
        return bool(self.plan.fresh)


def preview_of(actor: Actor, kept: VisitFile, now: datetime) -> Preview:
    """Read the file and plan what it would do now. Writes nothing."""
    nothing = VisitImport((), (), ())
    ground = Ground(actor, kept.round)
    try:
        table = read_visits(
            bytes(kept.content), kept.map_text, ground, now, map_name=kept.name, without_photos=kept.without_photos
        )
    except (BadMap, UnreadableTable) as fault:
        return Preview(None, nothing, (str(fault),))
    if table.faults:
        return Preview(None, nothing, table.faults)
    return Preview(table, plan_visits(table, actor, now))
