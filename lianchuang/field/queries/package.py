"""What a phone holds for a day without signal: rounds, stops, sites, checklists, last findings, what to verify.

Only what the acting post may see: its own stops of running rounds (undercover those of its opened assignments, and not
before their day), the findings that `findings.access` shows it. On a day undercover nothing is to verify
(docs/rules/undercover.md).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import get_language

from lianchuang.accounts.access import Actor
from lianchuang.common import clock as present
from lianchuang.common.sample import is_sample
from lianchuang.field.queries.checklists import checklists_of, seal_data
from lianchuang.findings.access import HANDLING, case_with, part_paths, visible_findings, who_is
from lianchuang.findings.models import Finding, FindingPhoto, PhotoRole, Step
from lianchuang.findings.queries.rows import Row, rows_of
from lianchuang.findings.rules import State, Verb, party_faults
from lianchuang.inspections.access import own_stops
from lianchuang.inspections.models import Round, RoundKind, RoundSite, RoundState, Visit
from lianchuang.inspections.queries.stops import posts_of_stops
from lianchuang.inspections.queries.today import in_walking_order
from lianchuang.inspections.queries.undercover import SealedDay, goes_undercover, sealed_days
from lianchuang.kernels.walking import kilometres
from lianchuang.sites.models import Category, Severity, Site

HALF_A_YEAR = timedelta(days=182)
LOOKED_THROUGH, MOST_TO_VERIFY = 300, 60
FINDING_TABLES = (
    "site__unit",
    "category",
    "item",
    "place_unit",
    "responsible_post",
    "responsible_unit",
    "found_by_post__unit",
)


def package_of(actor: Actor, now: datetime) -> dict[str, Any]:
    """The package of the acting post, with the version of its content. About twenty queries, whatever its size."""
    day = present.local(now).date()
    stops = stops_of(actor, day)
    sites = {stop.site_id: stop.site for stop in stops}
    last = _last_findings(actor, list(sites), now)
    content = {
        "language": get_language(),
        "day": day.isoformat(),
        "person": {"id": actor.person_id, "name": actor.person_name},
        "post": {"id": actor.post.pk if actor.post else 0, "name": actor.post_label},
        "sample": is_sample(),
        "rounds": [_round(each) for each in {stop.round_id: stop.round for stop in stops}.values()],
        "stops": _stops(stops, day),
        "sites": {str(pk): _site(site, last) for pk, site in sites.items()},
        "checklists": checklists_of({site.site_type_id: site.site_type for site in sites.values()}.values()),
        "sealed": [_sealed(each) for each in sealed_days(actor, day)],
        "verify": [] if goes_undercover(actor, day) else _to_verify(actor, set(sites), now),
        "categories": [{"code": each.code, "label": each.label} for each in Category.objects.all()],
        "severities": [{"code": code, "label": str(label)} for code, label in Severity.choices],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return {**content, "version": hashlib.sha256(text.encode()).hexdigest()[:16], "made_at": now.isoformat()}


def stops_of(actor: Actor, day: date) -> list[RoundSite]:
    """The acting post's own stops of running rounds: today's, those left over, those to come in walking order."""
    mine = own_stops(actor).filter(round__state=RoundState.RUNNING, closed_reason="")
    mine = mine.exclude(round__kind=RoundKind.UNDERCOVER, day__gt=day)
    tables = ("round", "site__site_type", "site__unit")
    return in_walking_order(mine.select_related(*tables).order_by("day", "round__starts_on", "round_id", "order"))


def _round(found: Round) -> dict[str, Any]:
    return {"id": str(found.pk), "name": found.name, "kind": str(found.get_kind_display()), "sealed": found.is_sealed}


def _sealed(one: SealedDay) -> dict[str, Any]:
    address = reverse("inspections:assignment", args=[one.round_id, one.day])
    return {"day": one.day.isoformat(), "may_open": one.may_open, "address": address if one.may_open else ""}


def _stops(stops: Sequence[RoundSite], day: date) -> list[dict[str, Any]]:
    """In walking order, each with the visits it has had; visited ones of earlier days are left out."""
    sent = posts_of_stops(stops)
    posts = {post for each in sent.values() for post in each}
    visits = Visit.objects.filter(round__in={stop.round_id for stop in stops}, by_post__in=posts).order_by()
    numbers: Counter[tuple[UUID, UUID, int]] = Counter()
    for found, place, post in visits.values_list("round", "site", "by_post"):
        numbers[found, place, post] += 1
    told = []
    before: Site | None = None
    for stop in stops:
        seen = sum(numbers[stop.round_id, stop.site_id, post] for post in sent[stop.pk])
        if seen and stop.day < day:
            continue
        site = stop.site
        km = kilometres((before.lon, before.lat), (site.lon, site.lat)) if before else None
        told.append(
            {
                "round": str(stop.round_id),
                "site": str(stop.site_id),
                "day": stop.day.isoformat(),
                "base_version": seen,
                "km": None if km is None else round(km, 2),
            }
        )
        before = site
    return told


def _site(site: Site, last: Mapping[UUID, dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": site.name,
        "code": site.code,
        "address": site.address,
        "type": site.site_type.code,
        "unit": site.unit.label,
        "lon": site.lon,
        "lat": site.lat,
        **last.get(site.pk, {"open": 0, "last": None}),
    }


def _last_findings(actor: Actor, sites: Sequence[UUID], now: datetime) -> dict[UUID, dict[str, Any]]:
    """For each site how many findings are open, and the last one with its photo. Four queries."""
    seen = visible_findings(actor).filter(site__in=sites)
    open_at = dict(seen.filter(is_open=True).order_by().values_list("site").annotate(number=Count("pk", distinct=True)))
    latest = visible_findings(actor).filter(site=OuterRef("pk")).order_by("-found_at", "-pk").values("pk")[:1]
    ids = Site.objects.filter(pk__in=sites).annotate(last=Subquery(latest)).values_list("last", flat=True)
    found = list(Finding.objects.filter(pk__in=[pk for pk in ids if pk]).select_related("item"))
    since = seen.filter(found_at__gte=now - HALF_A_YEAR, item__isnull=False).order_by()
    times = {
        (site, item): number
        for site, item, number in since.values_list("site", "item").annotate(number=Count("pk", distinct=True))
    }
    photos = _first_photos(found)
    told: dict[UUID, dict[str, Any]] = {pk: {"open": open_at.get(pk, 0), "last": None} for pk in sites}
    for finding in found:
        if finding.site_id is not None:
            told[finding.site_id]["last"] = _last(finding, photos.get(finding.pk), times)
    return told


def _last(finding: Finding, photo: FindingPhoto | None, times: Mapping[Any, int]) -> dict[str, Any]:
    return {
        "words": finding.item.finding_label if finding.item else finding.title,
        "day": f"{present.local(finding.found_at):%m-%d}",
        "count": finding.count,
        "state": str(finding.get_state_display()),
        "times": times.get((finding.site_id, finding.item_id), 0),
        "photo": _photo_address(photo, thumb=True) if photo else "",
    }


def _first_photos(findings: Sequence[Finding]) -> dict[UUID, FindingPhoto]:
    """The first photo of what was wrong, by finding. One query."""
    rows = FindingPhoto.objects.filter(finding__in=findings, role=PhotoRole.BEFORE).select_related("step")
    return {photo.finding_id: photo for photo in rows.order_by("-pk")}


def _photo_address(photo: FindingPhoto, *, thumb: bool = False) -> str:
    address = reverse("findings:photo", args=[photo.finding_id, photo.file_id])
    return f"{address}?size=thumb" if thumb else address


def _to_verify(actor: Actor, sites: set[UUID], now: datetime) -> list[dict[str, Any]]:
    """The findings put right that this person may look at: at today's sites first, then by date. Six queries."""
    submitted = visible_findings(actor).filter(state=State.SUBMITTED.value).select_related(*FINDING_TABLES)
    found = list(submitted.order_by("step_due_at", "pk")[:LOOKED_THROUGH])
    steps = Step.objects.filter(finding__in=found, verb__in=HANDLING, by__isnull=False).order_by()
    involved: dict[UUID, set[UUID | None]] = {}
    for finding_id, person in steps.values_list("finding_id", "by_id").distinct():
        involved.setdefault(finding_id, set()).add(person)
    mine = [
        finding
        for finding in found
        if not party_faults(
            Verb.PASS,
            case_with(finding, involved.get(finding.pk, ()), part_paths(finding)),
            who_is(actor, finding),
        )
    ]
    mine = sorted(mine, key=lambda finding: finding.site_id not in sites)[:MOST_TO_VERIFY]
    photos, said = _first_photos(mine), _submitted_words(mine)
    return [_verify(actor, row, photos.get(row.finding.pk), said.get(row.finding.pk, "")) for row in rows_of(mine, now)]


def _submitted_words(findings: Sequence[Finding]) -> dict[UUID, str]:
    steps = Step.objects.filter(Q(verb=Verb.SUBMIT.value), finding__in=findings).order_by("pk")
    return dict(steps.values_list("finding_id", "note"))


def _verify(actor: Actor, row: Row, photo: FindingPhoto | None, said: str) -> dict[str, Any]:
    finding = row.finding
    return {
        "id": str(finding.pk),
        "version": finding.version,
        "number": finding.short_number,
        "title": finding.item.finding_label if finding.item else finding.title,
        "where": row.where,
        "site": str(finding.site_id) if finding.site_id else None,
        "count": finding.count,
        "said": said,
        "due": {"state": row.due.state, "words": row.due.words},
        "veto": finding.has_veto,
        "mine": actor.person is not None and finding.found_by_id == actor.person.pk,
        "seals": [seal_data(one) for one in row.seals],
        "before": _photo_address(photo) if photo else "",
        "lon": finding.lon,
        "lat": finding.lat,
        "before_at": f"{present.local(photo.step.at):%m-%d %H:%M}" if photo else "",
    }
