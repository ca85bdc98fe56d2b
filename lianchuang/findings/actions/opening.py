"""Opening a finding: from a visit, by hand, or from another system's case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.accounts.models import Role, Unit
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.campaigns.models import Campaign
from lianchuang.common.ids import new_id, own_id
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed
from lianchuang.common.workdays import calendar
from lianchuang.duties.queries import Resolution, resolve_duty
from lianchuang.evidence.models import StoredFile
from lianchuang.findings import access, rules
from lianchuang.findings.actions.moving import dispatch_finding, reopen_finding
from lianchuang.findings.actions.numbers import next_number
from lianchuang.findings.actions.recurring import link_recurrence
from lianchuang.findings.actions.transitions import add_photos
from lianchuang.findings.models import Finding, FindingCampaign, PhotoRole, Step, TimeLimit
from lianchuang.sites.models import Category, CheckItem, Fill, Severity, Site
from lianchuang.sites.queries import CampaignCount, campaigns_of_item

REPORTERS = (Role.OFFICE, Role.INSPECTOR, Role.VERIFIER, Role.COORDINATOR)


@dataclass(frozen=True)
class Origin:
    """Where a finding came from: kind (visit, desk, case), id there, and words a person understands."""

    kind: str
    id: str = ""
    words: str = ""
    system: str = ""
    case_number: str = ""


@action("finding.opened", "finding.seen_again", "finding.reopen")
def open_finding(  # noqa: PLR0913 - one report has these facts
    *,
    by: Actor,
    at: datetime,
    origin: Origin,
    category: Category,
    severity: Severity,
    title: str,
    detail: str = "",
    count: int = 1,
    site: Site | None = None,
    item: CheckItem | None = None,
    place: str = "",
    lon: float | None = None,
    lat: float | None = None,
    campaigns: Sequence[Campaign] = (),
    photos: Sequence[StoredFile] = (),
    sealed: bool = False,
    finding_id: UUID | None = None,
    found_at: datetime | None = None,
    place_unit: Unit | None = None,
) -> Finding:
    """报告: write down what is wrong, once.

    The same item at the same site is one finding: an open one is marked as seen again, one closed within
    `rules.REOPEN_WITHIN_DAYS` is reopened; `sealed` ones stand apart. With `item` it counts for that item's campaigns,
    else for `campaigns`. Where duties name exactly one post it is dispatched at once, by rule. `finding_id` given again
    by its finder returns the first one. `found_at`: when it was seen, if before `at`. Raises NotAllowed, Invalid.
    """
    finding_id, existing = _reported_before(finding_id, by)
    if existing is not None:
        return existing
    _require_reporter(by, site.unit if site else place_unit)
    _require_words(title, site, place)
    if site and item and not sealed and (same := _same_matter(site, item, at)):
        return _seen_again(same, by=by, at=at, origin=origin, note=detail or title, photos=photos)
    counts = campaigns_of_item(item) if item else [CampaignCount(each, None, Fill.FULL, False) for each in campaigns]
    finding = _create(
        by=by,
        at=at,
        found_at=found_at or at,
        origin=origin,
        category=category,
        severity=severity,
        title=title,
        detail=detail,
        count=count,
        site=site,
        item=item,
        place=place,
        lon=lon,
        lat=lat,
        sealed=sealed,
        finding_id=finding_id,
        place_unit=site.unit if site else place_unit,
        counts=counts,
    )
    _begin_story(finding, counts, by=by, at=at, photos=photos)
    return finding


def _reported_before(given: UUID | None, by: Actor) -> tuple[UUID | None, Finding | None]:
    """The id to use and what this person reported under it; an id of somebody else's tells nothing of theirs."""
    existing = Finding.objects.filter(pk=given).first() if given else None
    if given and existing and existing.found_by_id != (by.person.pk if by.person else None):
        given = own_id(given, by.person_id)
        existing = Finding.objects.filter(pk=given).first()
    if existing is not None:
        nothing_changed()
    return given, existing


def _begin_story(
    finding: Finding, counts: Sequence[CampaignCount], *, by: Actor, at: datetime, photos: Sequence[StoredFile]
) -> None:
    """The campaigns it counts for, the first step with its photos, the entry, and the way to whoever answers."""
    _hang_campaigns(finding, counts)
    link_recurrence(finding)
    step = _first_step(finding, by=by, at=at)
    if photos:
        add_photos(finding=finding, step=step, files=photos, role=PhotoRole.BEFORE)
    _tell_opened(finding, by=by, at=at)
    if not finding.is_sealed:
        _dispatch_by_rule(finding, at)


def _require_reporter(by: Actor, unit: Unit | None) -> None:
    """Everyone who reports may do so anywhere in their own tree, but in no other county's."""
    by.require(*REPORTERS)
    if by.is_system or unit is None:
        return
    roots = {rules.root_of(path) for path in by.paths(*REPORTERS)}
    if rules.root_of(unit.path) not in roots:
        raise NotAllowed("other_county", _("This place belongs to another county."), unit.short_name)


def _require_words(title: str, site: Site | None, place: str) -> None:
    faults: dict[str, list[str]] = {}
    if not title.strip():
        faults["title"] = [_("Say what is wrong in a few words.")]
    if site is None and not place.strip():
        faults["place"] = [_("Say where it is, or choose a site.")]
    if faults:
        raise Invalid(faults)


def _same_matter(site: Site, item: CheckItem, at: datetime) -> Finding | None:
    """The open finding of this item at this site, else the one closed recently enough to be reopened."""
    known = Finding.objects.filter(site=site, item=item, is_sealed=False).exclude(
        state__in=[rules.State.VOID.value, rules.State.MERGED.value]
    )
    latest = known.order_by("-found_at").select_related("responsible_unit", "place_unit").first()
    if latest is None or latest.is_open:
        return latest
    recent = latest.ended_at is not None and latest.ended_at >= at - timedelta(days=rules.REOPEN_WITHIN_DAYS)
    return latest if recent else None


def _seen_again(
    finding: Finding, *, by: Actor, at: datetime, origin: Origin, note: str, photos: Sequence[StoredFile]
) -> Finding:
    """Note the further sighting; a closed one is reopened by rule with a fresh clock."""
    if not finding.is_open:
        reopen_finding(finding=finding, by=SYSTEM, note=origin.words or note, at=at)
    Finding.objects.filter(pk=finding.pk).update(seen_count=F("seen_count") + 1)
    finding.seen_count += 1
    step = Step.objects.create(
        finding=finding,
        verb="see_again",
        from_state=finding.state,
        to_state=finding.state,
        at=at,
        received_at=at,
        by=by.person,
        by_post=by.post,
        note=note,
        data={"origin": origin.words},
    )
    if photos:
        add_photos(finding=finding, step=step, files=photos, role=PhotoRole.BEFORE)
    record(
        code="finding.seen_again",
        by=by,
        at=at,
        object_kind="finding",
        object_id=finding.pk,
        data={"number": finding.number or "–", "note": note},
    )
    return finding


def _create(
    *,
    by: Actor,
    at: datetime,
    found_at: datetime,
    origin: Origin,
    category: Category,
    severity: Severity,
    site: Site | None,
    item: CheckItem | None,
    sealed: bool,
    finding_id: UUID | None,
    place_unit: Unit | None,
    counts: Sequence[CampaignCount],
    **words: Any,
) -> Finding:
    words["lon"] = words["lon"] if words["lon"] is not None or site is None else site.lon
    words["lat"] = words["lat"] if words["lat"] is not None or site is None else site.lat
    minutes, working = _limit(category, severity)
    return Finding.objects.create(
        id=finding_id or new_id(),
        number=None if sealed else next_number(found_at),
        is_sealed=sealed,
        category=category,
        severity=severity,
        item=item,
        site=site,
        place_unit=place_unit,
        has_veto=any(count.is_veto for count in counts),
        found_at=found_at,
        found_by=by.person,
        found_by_post=by.post,
        origin_kind=origin.kind,
        origin_id=origin.id,
        origin_words=origin.words,
        external_system=origin.system,
        external_id=origin.case_number,
        limit_minutes=minutes,
        counts_working_time=working,
        state_since=at,
        # Nobody must act on a sealed one: its time begins with its release.
        step_due_at=None if sealed else calendar().add_minutes(at, rules.STEP_LIMITS[rules.State.REPORTED]),
        **words,
    )


def _limit(category: Category, severity: Severity) -> tuple[int, bool]:
    """Minutes, and whether working time counts. Without an entry: three working days."""
    limit = TimeLimit.objects.filter(category=category, severity=severity).first()
    if limit is None:
        return 3 * rules.MINUTES_OF[rules.LimitUnit.WORKING_DAY], True
    unit = rules.LimitUnit(limit.unit)
    return limit.amount * rules.MINUTES_OF[unit], unit in rules.COUNTS_WORKING_TIME


def _hang_campaigns(finding: Finding, counts: Sequence[CampaignCount]) -> None:
    FindingCampaign.objects.bulk_create(
        FindingCampaign(
            finding=finding,
            campaign=count.campaign,
            requirement=count.requirement,
            fill=count.fill,
            is_veto=count.is_veto,
        )
        for count in counts
    )


def _first_step(finding: Finding, *, by: Actor, at: datetime) -> Step:
    return Step.objects.create(
        finding=finding,
        verb="open",
        to_state=finding.state,
        at=finding.found_at,
        received_at=at,
        by=by.person,
        by_post=by.post,
        note=finding.detail,
        data={"origin": finding.origin_words, "count": finding.count},
    )


def _tell_opened(finding: Finding, *, by: Actor, at: datetime) -> None:
    record(
        code="finding.opened",
        by=by,
        at=at,
        object_kind="finding",
        object_id=finding.pk,
        data={
            "number": finding.number or "–",
            "title": finding.title,
            "place": finding.place or (finding.site.name if finding.site else "–"),
            "origin": finding.origin_words or finding.origin_kind,
        },
        sealed_with=("finding", finding.pk) if finding.is_sealed else None,
    )


def _dispatch_by_rule(finding: Finding, at: datetime) -> Resolution | None:
    """Dispatch by the duty rules when they name exactly one post; else the office does it by hand."""
    resolution = resolve_duty(site=finding.site, item=finding.item, category=finding.category)
    if resolution.post is None:
        return None
    if resolution.supporting:
        finding.supporting.add(*resolution.supporting)
    dispatch_finding(finding=finding, by=SYSTEM, post=resolution.post, at=at, ground=resolution.ground)
    return resolution


@action("finding.unsealed")
def unseal_finding(*, finding: Finding, by: Actor, at: datetime) -> Finding:
    """Release a finding of an undercover round: it gets its number and goes its way.

    Raises NotAllowed (only the campaign office of the whole place), ChangedMeanwhile. Twice is once.
    """
    by.require(Role.OFFICE, over=rules.root_of(access.place_of(finding)) or None)
    if not finding.is_sealed:
        nothing_changed()
        return finding
    state = finding.state_enum
    changes: dict[str, Any] = {"number": next_number(at), "is_sealed": False, "state_since": at}
    if finding.is_open:
        changes["step_due_at"] = calendar().add_minutes(at, rules.STEP_LIMITS[rules.State.REPORTED])
    unsealed = Finding.objects.filter(pk=finding.pk, version=finding.version, is_sealed=True)
    if not unsealed.update(**changes, version=F("version") + 1):
        raise ChangedMeanwhile
    minutes = max(0, calendar().minutes_between(finding.state_since, at))
    for name, value in changes.items():
        setattr(finding, name, value)
    finding.version += 1
    Step.objects.create(
        finding=finding,
        verb="unseal",
        from_state=state,
        to_state=state,
        at=at,
        received_at=at,
        by=by.person,
        by_post=by.post,
        minutes=minutes,
    )
    record(
        code="finding.unsealed",
        by=by,
        at=at,
        object_kind="finding",
        object_id=finding.pk,
        data={"number": finding.number, "title": finding.title},
    )
    link_recurrence(finding, later_too=True)
    if finding.is_open:
        _dispatch_by_rule(finding, at)
    return finding
