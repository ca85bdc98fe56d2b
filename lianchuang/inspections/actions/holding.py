"""Findings out of visits: opened at once, or, where two teams look at a site, when both have looked."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from lianchuang.accounts.access import SYSTEM, Actor, roles_of
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common import clock as present
from lianchuang.evidence.models import StoredFile
from lianchuang.findings.actions import Origin, open_finding
from lianchuang.findings.models import Finding
from lianchuang.inspections.models import Answer, Visit
from lianchuang.inspections.queries.stops import held_too_long
from lianchuang.sites.models import CheckItem, Severity

VISIT_ORIGIN = "visit"


def open_finding_of(
    visit: Visit, item: CheckItem, *, count: int, note: str, photos: Sequence[StoredFile], by: Actor, at: datetime
) -> Finding:
    """The finding for an item that failed. Under seal the one that another visit of the round has opened already stands."""
    if visit.round.is_sealed and (known := _known(visit, item)):
        return known
    words = f"{visit.outside_body} · {visit.round.name}" if visit.outside_body else visit.round.name
    return open_finding(
        by=by,
        at=at,
        origin=Origin(kind=VISIT_ORIGIN, id=str(visit.pk), words=words),
        category=item.category,
        severity=Severity(item.severity),
        title=item.finding,
        detail=note,
        count=count or 1,
        site=visit.site,
        item=item,
        photos=photos,
        sealed=visit.round.is_sealed,
    )


def _known(visit: Visit, item: CheckItem) -> Finding | None:
    answers = Answer.objects.filter(visit__round=visit.round_id, visit__site=visit.site_id, item=item)
    told = answers.exclude(visit=visit).filter(finding__isnull=False).select_related("finding").order_by("pk").first()
    return told.finding if told else None


@action("visit.findings_opened")
def open_held_findings(*, by: Actor, at: datetime) -> int:
    """Open what waits for a second look whose day has passed; how many visits that were. A standing task, daily.

    Raises NotAllowed (only the campaign office, or the program by rule).
    """
    by.require(Role.OFFICE)
    opened = open_held(held_too_long(present.local(at).date()), at)
    if not opened:
        nothing_changed()
    return opened


def open_held(visits: QuerySet[Visit], at: datetime) -> int:
    """Open the findings of these visits as their inspectors' own, the earlier visit first; how many visits had waited."""
    held = visits.filter(findings_held=True).order_by("finished_at", "pk")
    rows = list(held.select_related("round", "site__unit", "site__site_type", "by", "by_post__unit"))
    for visit in rows:
        if Visit.objects.filter(pk=visit.pk, findings_held=True).update(findings_held=False):
            _open(visit, at)
    return len(rows)


def _open(visit: Visit, at: datetime) -> None:
    by = _inspector(visit)
    answers = Answer.objects.filter(visit=visit, count__gt=0, fixed_on_spot=False, finding__isnull=True)
    rows = list(answers.select_related("item__category").prefetch_related("photos__file").order_by("pk"))
    for row in rows:
        photos = [hung.file for hung in row.photos.all()]
        row.finding = open_finding_of(visit, row.item, count=row.count, note=row.note, photos=photos, by=by, at=at)
    Answer.objects.bulk_update(rows, ["finding"])
    record(
        code="visit.findings_opened",
        by=SYSTEM,
        at=at,
        object_kind="visit",
        object_id=visit.pk,
        data={"round": visit.round.name, "site": visit.site.name, "findings": len(rows)},
        sealed_with=visit.round.seal,
    )


def _inspector(visit: Visit) -> Actor:
    """Whoever made the visit, with what their post may today; the program where it no longer reports."""
    if visit.by_post is None:
        return SYSTEM
    actor = Actor(visit.by, visit.by_post, roles_of([visit.by_post])[visit.by_post.pk])
    return actor if actor.has(Role.OFFICE, Role.INSPECTOR) else SYSTEM
