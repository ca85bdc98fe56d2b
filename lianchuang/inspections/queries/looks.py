"""What was seen at one site: its open findings and its last visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lianchuang.accounts.access import Actor
from lianchuang.findings.access import visible_findings
from lianchuang.findings.queries.rows import Row, rows_of
from lianchuang.inspections.models import Visit
from lianchuang.inspections.queries.visits import visits_at
from lianchuang.sites.models import Site

MOST_OPEN, MOST_VISITS = 8, 6
ROW_TABLES = ("site", "responsible_post", "responsible_unit", "category", "item")


@dataclass(frozen=True)
class SiteLooks:
    """Open findings, the most urgent first, and visits, the newest first: the first few of each and how many in all."""

    site: Site
    open: Sequence[Row]
    open_total: int
    findings_total: int
    visits: Sequence[Visit]
    visits_total: int


def looks_at(actor: Actor, site: Site, now: datetime) -> SiteLooks:
    """What this actor may know of a site. Six queries."""
    findings = visible_findings(actor).filter(site=site)
    waiting = findings.filter(is_open=True)
    rows = rows_of(waiting.select_related(*ROW_TABLES).order_by("step_due_at", "pk")[:MOST_OPEN], now)
    visits = visits_at(actor, site)
    return SiteLooks(
        site=site,
        open=rows,
        open_total=waiting.count(),
        findings_total=findings.count(),
        visits=list(visits[:MOST_VISITS]),
        visits_total=visits.count(),
    )
