"""What is printed besides the figures, in words as they are now: names, vetoes, kinds of place, photo pairs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from lianchuang.accounts.models import Unit
from lianchuang.bulletins.models import Bulletin, BulletinState, FigureRow
from lianchuang.bulletins.queries.facts import Subject
from lianchuang.bulletins.rules import (
    LEAGUE_OF,
    MOST_LISTED,
    MOST_PAIRS,
    MOST_VETOES,
    PAIRS_BY_ITSELF,
    UNIT_KEYS,
    Fact,
    Kind,
    Members,
    UnitName,
    Window,
    most_frequent,
)
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.common import clock
from lianchuang.findings.models import Finding, FindingCampaign, FindingPhoto, PhotoRole
from lianchuang.findings.queries.rows import place_words
from lianchuang.findings.rules import State, Verb
from lianchuang.sites.models import SiteType

COMPARED = ("due_closed", "rework")
MOST_CANDIDATES = 200


def head_of(subject: Subject, rounds: int) -> dict[str, Any]:
    """Who speaks, with which symbol, about how many rounds; of a round or a campaign its name then."""
    joint, office = subject.joint, subject.joint.office
    head = {"office": office.name, "office_en": office.name_en, "symbol": joint.symbol, "rounds": rounds}
    if subject.round is not None:
        head |= {"round": subject.round.name}
    if subject.campaign is not None:
        head |= {"campaign": subject.campaign.name, "campaign_en": subject.campaign.name_en}
    return head


def unit_names(members: Members) -> dict[int, UnitName]:
    """The units that stand in the table."""
    units = {fact.unit for key in UNIT_KEYS for fact in members[key] if fact.unit}
    return {
        unit.pk: UnitName(LEAGUE_OF.get(unit.kind, "body"), unit.sort_key, unit.short_name, unit.name_en)
        for unit in Unit.objects.filter(pk__in=units)
    }


def campaigns_of(joint: JointCampaign) -> Sequence[Campaign]:
    """The campaigns in slot order."""
    return list(Campaign.objects.filter(joint=joint).order_by("slot"))


def type_names(members: Members) -> list[dict[str, str]]:
    """The kinds of place with most new findings, most first."""
    wanted = most_frequent(members["new"])
    types = SiteType.objects.in_bulk(wanted)
    return [{"name": types[pk].name, "name_en": types[pk].name_en} for pk in wanted]


def rates_before(joint: JointCampaign, kind: str, campaign: Campaign | None, first: date) -> dict[str, Any]:
    """The rates in the published bulletin of the days before, for comparison; nothing when there is none."""
    published = Bulletin.objects.filter(joint=joint, kind=kind, campaign=campaign, state=BulletinState.PUBLISHED)
    before = published.filter(period_to=first - timedelta(days=1)).exclude(kind=Kind.ROUND).first()
    if before is None:
        return {}
    return {key: before.figures[key] for key in COMPARED if key in before.figures}


def veto_words(members: Members) -> list[dict[str, Any]]:
    """The oldest open findings on which a veto hangs, in words."""
    ids = [fact.id for fact in members["veto"]]
    found = Finding.objects.filter(pk__in=ids).select_related("site", "item").order_by("found_at", "pk")
    return [_words(finding) for finding in found[:MOST_VETOES]]


def _words(finding: Finding) -> dict[str, Any]:
    item = finding.item
    title_en = item.finding_en if item is not None and item.finding == finding.title else ""
    return {
        "number": finding.short_number,
        "title": finding.title,
        "title_en": title_en,
        "place": place_words(finding),
        "found": _day(finding.found_at),
    }


def _day(at: datetime) -> str:
    return f"{clock.local(at):%m-%d}"


def listed(members: Members) -> list[dict[str, Any]]:
    """The new findings, and those that came back, in words: whose each is, until when, and how it stood."""
    facts = {fact.id: fact for key in ("new", "repeat") for fact in members[key]}
    rows = Finding.objects.filter(pk__in=list(facts)).select_related("site", "item", "responsible_unit")
    return [_listed(facts[row.pk], row) for row in rows.order_by("number")[:MOST_LISTED]]


def _listed(fact: Fact, finding: Finding) -> dict[str, Any]:
    unit = finding.responsible_unit
    due = f"{clock.local(fact.due_at):%m-%d}" if fact.due_at else ""
    words = {"unit": unit.short_name if unit else "", "unit_en": unit.name_en if unit else ""}
    return {**_words(finding), **words, "due": due, "state": fact.state.value, "id": str(finding.pk)}


@dataclass(frozen=True)
class Pair:
    """Two photos of one finding and what is written below them."""

    finding: Finding
    before: FindingPhoto
    after: FindingPhoto
    words: dict[str, Any]


def choose_pairs(facts: Iterable[Fact], window: Window) -> list[Pair]:
    """Up to four findings verified in these days with a photo before and after: those of most campaigns first.

    Each place once, and as many sorts of matter as there are. What is open again at the cut-off is not shown as right.
    """
    right = _put_right(facts)
    pairs = pairs_of([fact.id for fact in right[:MOST_CANDIDATES]], window.as_of)
    candidates = [(fact, pairs[fact.id].finding) for fact in right if fact.id in pairs]
    return [pairs[fact.id] for fact, _finding in _varied(candidates)]


def chosen_again(facts: Iterable[Fact], window: Window, chosen: Sequence[UUID]) -> list[Pair]:
    """The pairs that the office chose, as far as they still show something put right."""
    right = {fact.id for fact in _put_right(facts)}
    pairs = pairs_of([pk for pk in chosen if pk in right], window.as_of)
    return [pairs[pk] for pk in chosen if pk in pairs]


def _put_right(facts: Iterable[Fact]) -> list[Fact]:
    right = [fact for fact in facts if Verb.PASS in fact.verbs and fact.state in {State.VERIFIED, State.CLOSED}]
    return sorted(right, key=lambda fact: (-len(fact.campaigns), fact.id))


def pair_candidates(bulletin: Bulletin) -> list[Pair]:
    """What the office may choose from: verified in these days, right at the cut-off, with photos before and after."""
    right = FigureRow.objects.filter(
        bulletin=bulletin, key="verified", state__in=[State.VERIFIED.value, State.CLOSED.value]
    )
    ids = list(right.order_by("pk").values_list("finding_id", flat=True))
    return list(pairs_of(ids, bulletin.as_of).values())[:MOST_PAIRS]


def pairs_of(ids: Sequence[UUID], as_of: datetime) -> dict[UUID, Pair]:
    """The pair of each of these findings that has both photos, in the order given."""
    photos = _photos(ids, as_of)
    found = Finding.objects.filter(pk__in=list(photos)).select_related("site", "item").in_bulk()
    counts: dict[UUID, list[str]] = {pk: [] for pk in photos}
    for pk, code in FindingCampaign.objects.filter(finding__in=list(photos)).values_list(
        "finding_id", "campaign__code"
    ):
        counts[pk].append(code)
    return {pk: _pair(found[pk], sorted(counts[pk]), *photos[pk]) for pk in ids if pk in photos}


def _varied(candidates: Iterable[tuple[Fact, Finding]]) -> list[tuple[Fact, Finding]]:
    """The first of each sort of matter, then the next of each; no place twice."""
    turns: Counter[int] = Counter()
    places: set[object] = set()
    ranked: list[tuple[int, tuple[Fact, Finding]]] = []
    for fact, finding in candidates:
        place = finding.site_id or finding.place
        if place not in places:
            places.add(place)
            ranked.append((turns[finding.category_id], (fact, finding)))
            turns[finding.category_id] += 1
    return [chosen for _turn, chosen in sorted(ranked, key=lambda each: each[0])[:PAIRS_BY_ITSELF]]


def _pair(finding: Finding, campaigns: list[str], before: FindingPhoto, after: FindingPhoto) -> Pair:
    days = {"before": _day(before.step.at), "after": _day(after.step.at)}
    return Pair(finding, before, after, {**_words(finding), **days, "campaigns": campaigns})


def _photos(ids: Sequence[UUID], as_of: datetime) -> dict[UUID, tuple[FindingPhoto, FindingPhoto]]:
    """For each finding its first photo of what was wrong and the last of what was done, where there are both."""
    roles = [PhotoRole.BEFORE, PhotoRole.AFTER]
    photos = FindingPhoto.objects.filter(finding_id__in=ids, role__in=roles, step__at__lte=as_of)
    before: dict[UUID, FindingPhoto] = {}
    after: dict[UUID, FindingPhoto] = {}
    for photo in photos.select_related("step").order_by("pk"):
        if photo.role == PhotoRole.BEFORE:
            before.setdefault(photo.finding_id, photo)
        else:
            after[photo.finding_id] = photo
    return {pk: (before[pk], after[pk]) for pk in before if pk in after}
