"""The county's figures: time limits by category and severity, and the rules of the loop."""

from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, record
from lianchuang.common.refusals import Invalid, NotPossibleNow, Reason
from lianchuang.findings import access, nearby, rules
from lianchuang.findings.models import LoopRules, TimeLimit
from lianchuang.findings.queries.limits import Comparison
from lianchuang.sites.models import Category, Severity
from lianchuang.standards.models import Confidence

MOST_UNITS = 365


@action("finding.time_limit")
def set_time_limit(
    *,
    category: Category,
    severity: Severity,
    amount: int,
    unit: rules.LimitUnit,
    source: str,
    by: Actor,
    at: datetime,
    confidence: str = Confidence.UNVERIFIED,
) -> TimeLimit:
    """Set how long findings of a category and severity may take; findings already open keep theirs.

    Refused: an amount out of its range (Invalid); whoever is not the office of the whole place, for which it holds.
    """
    access.require_figures(by)
    if not 1 <= amount <= MOST_UNITS:
        raise Invalid({"amount": [_("Between 1 and %(most)s.") % {"most": MOST_UNITS}]})
    limit, _created = TimeLimit.objects.update_or_create(
        category=category,
        severity=severity,
        defaults={"amount": amount, "unit": unit.value, "source": source, "confidence": confidence},
    )
    record(
        code="finding.time_limit",
        by=by,
        at=at,
        object_kind="category",
        object_id=category.pk,
        data={"category": category.name, "severity": severity.value, "amount": amount, "unit": unit.value},
    )
    return limit


@action("finding.limits_adopted")
def adopt_limits(*, compared: Comparison, by: Actor, at: datetime) -> int:
    """Adopt the rows of a published table that differ from what is in force; returns how many. Open findings keep theirs.

    Refused: nothing differs (NotPossibleNow); whoever is not the office of the whole place. Each row leaves its own entry too.
    """
    access.require_figures(by)
    rows = [row for row in compared.rows if row.differs]
    if not rows:
        raise NotPossibleNow([Reason("nothing_differs", _("Nothing in it differs from what is in force."))])
    for row in rows:
        set_time_limit(
            category=row.category,
            severity=row.severity,
            amount=row.amount,
            unit=row.unit,
            source=compared.source,
            confidence=compared.confidence,
            by=by,
            at=at,
        )
    data = {"table": compared.name, "rows": len(rows), "confidence": compared.confidence}
    record(code="finding.limits_adopted", by=by, at=at, object_kind="limit_table", object_id=compared.code, data=data)
    return len(rows)


@action("finding.loop_rules")
def set_loop_rules(
    *, again_metres: int, again_months: int, topic_times: int, review_days: int, by: Actor, at: datetime
) -> LoopRules:
    """Set what counts as “again”, from how often a place keeps failing, and how often deferred ones are reviewed.

    Links between findings stay as they were judged. Refused: a figure out of its range (Invalid); whoever is not the office.
    """
    place = access.require_office_of(by)
    ranges = {
        "again_metres": (again_metres, nearby.MOST_METRES),
        "again_months": (again_months, nearby.MOST_MONTHS),
        "topic_times": (topic_times, nearby.MOST_TIMES),
        "review_days": (review_days, nearby.MOST_REVIEW_DAYS),
    }
    least = {"topic_times": 2}
    faults = {
        name: [_("Between %(least)s and %(most)s.") % {"least": least.get(name, 1), "most": most}]
        for name, (value, most) in ranges.items()
        if not least.get(name, 1) <= value <= most
    }
    if faults:
        raise Invalid(faults)
    values = {name: value for name, (value, _most) in ranges.items()}
    row, _created = LoopRules.objects.update_or_create(place=place, defaults=values)
    record(code="finding.loop_rules", by=by, at=at, object_kind="loop_rules", object_id=place.pk, data=values)
    return row
