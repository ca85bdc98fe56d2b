"""Rows for tests, made by keyword functions that fill what is not said with something that fits.

They write rows directly, so that a test of one action does not hang on another; `make_finding` goes through
the action unless a state is asked for.
"""

import io
import itertools
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from PIL import Image

from lianchuang.accounts.access import SYSTEM, Actor, actors_of
from lianchuang.accounts.models import Appointment, Grant, Person, Post, PostKind, Role, Unit, UnitKind
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.common import clock
from lianchuang.duties.models import DutyRule, RowState, TaskRow, TaskTable, Where
from lianchuang.duties.tasktable import Cell, Piece, Why
from lianchuang.evidence.actions import store_photo
from lianchuang.evidence.models import StoredFile
from lianchuang.findings import rules
from lianchuang.findings.actions import Origin, open_finding
from lianchuang.findings.models import Finding, FindingCampaign, Step, TimeLimit
from lianchuang.inspections.models import OpenedAssignment, Round, RoundKind, RoundSite, RoundState
from lianchuang.sites.models import (
    Category,
    CheckItem,
    ChecklistItem,
    Fill,
    Grading,
    ItemRequirement,
    Severity,
    Site,
    SiteGroup,
    SiteType,
    Zone,
)
from lianchuang.sites.queries import campaigns_of_item
from lianchuang.standards.models import Confidence, Edition, EditionState, Requirement, Standard

LONG_AGO = date(2024, 1, 8)
PASSWORD = "lotus-under-the-bridge-7"
SOURCE = "本县自定（测试）"

_serial = itertools.count(1)


def serial() -> int:
    """A number not given before in this run."""
    return next(_serial)


def place_in_order() -> int:
    """A further place in an order; the columns are small numbers, and a long run draws many."""
    return serial() % 30_000


# --- units, posts, people ---


def make_unit(
    *,
    parent: Unit | None = None,
    kind: UnitKind = UnitKind.BUREAU,
    name: str = "",
    name_en: str = "",
    code: str = "",
    short_name: str = "",
) -> Unit:
    """A unit below `parent` (without one: a root)."""
    code = code or f"u{serial()}"
    name = name or f"单位{code}"
    path = f"{parent.path if parent else ''}{code}."
    return Unit.objects.create(
        name=name,
        name_en=name_en,
        code=code,
        short_name=short_name or name,
        kind=kind,
        parent=parent,
        path=path,
        sort_key=name,
    )


def make_post_kind(*, code: str = "", name: str = "", name_en: str = "") -> PostKind:
    """A post kind; the one with that code if there is one."""
    code = code or f"kind-{serial()}"
    kind, _made = PostKind.objects.get_or_create(code=code, defaults={"name": name or f"{code}岗", "name_en": name_en})
    return kind


def make_post(*, unit: Unit, kind: PostKind | None = None, name: str = "", name_en: str = "", code: str = "") -> Post:
    """A post in a unit; nobody holds it yet."""
    number = serial()
    kind = kind or make_post_kind(code="general", name="综合岗")
    return Post.objects.create(
        unit=unit, kind=kind, name=name or f"综合岗{number}", name_en=name_en, code=code or f"P{number:05d}"
    )


def make_person(
    *,
    name: str = "",
    username: str = "",
    post: Post | None = None,
    password: str | None = None,
    **columns: Any,
) -> Person:
    """A person who may sign in, holding `post` since long ago when one is given."""
    number = serial()
    person = Person(username=username or f"person{number}", name=name or f"测试员{number}", **columns)
    if password is None:
        person.set_unusable_password()
    else:
        person.set_password(password)
    person.save(force_insert=True)
    if post is not None:
        appoint(person=person, post=post)
    return person


def appoint(*, person: Person, post: Post, since: date = LONG_AGO, until: date | None = None) -> Appointment:
    """The person holds the post."""
    return Appointment.objects.create(person=person, post=post, since=since, until=until)


def grant(*, post: Post, role: Role, scope: Unit | None = None, campaigns: Sequence[str] = ()) -> Grant:
    """The post carries the role over `scope` (its own unit when not said)."""
    return Grant.objects.create(post=post, role=role, scope=scope or post.unit, campaigns=list(campaigns))


def actor_of(person: Person, post: Post | None = None, on: date | None = None) -> Actor:
    """The person at work in `post`, else in the first post held; without any post an actor without rights."""
    actors = actors_of(person, on or clock.today())
    for actor in actors:
        if post is None or actor.post == post:
            return actor
    return Actor(person=person, post=None)


# --- standards, campaigns ---


def make_standard(*, code: str = "", name: str = "", seal: str = "文", slot: int = 1, name_en: str = "") -> Standard:
    """A standard without editions."""
    code = code or f"standard-{serial()}"
    return Standard.objects.create(code=code, name=name or code, name_en=name_en, seal=seal, slot=slot)


def make_edition(
    *,
    standard: Standard | None = None,
    code: str = "",
    name: str = "",
    name_en: str = "",
    state: EditionState = EditionState.PUBLISHED,
    confidence: Confidence = Confidence.UNVERIFIED,
    **columns: Any,
) -> Edition:
    """An edition, published unless said otherwise, without requirements."""
    code = code or f"edition-{serial()}"
    published = clock.now() if state == EditionState.PUBLISHED else None
    return Edition.objects.create(
        standard=standard or make_standard(),
        code=code,
        name=name or code,
        name_en=name_en,
        state=state,
        source=SOURCE,
        confidence=confidence,
        published_at=published,
        **columns,
    )


def make_requirement(
    *,
    edition: Edition,
    parent: Requirement | None = None,
    code: str = "",
    name: str = "",
    name_en: str = "",
    is_veto: bool = False,
    **columns: Any,
) -> Requirement:
    """A requirement of the edition, below `parent` when given."""
    number = serial()
    return Requirement.objects.create(
        edition=edition,
        parent=parent,
        path=f"{parent.path if parent else ''}{number:04d}.",
        code=code or f"{number}",
        name=name or f"测评要求{number}",
        name_en=name_en,
        is_veto=is_veto,
        source=SOURCE,
        confidence=columns.pop("confidence", Confidence.UNVERIFIED),
        **columns,
    )


def make_joint(
    *,
    place: Unit,
    office: Unit,
    name: str = "莲县四创联动",
    name_en: str = "Lian County joint campaign",
    symbol: str = "莲联创",
) -> JointCampaign:
    """A joint campaign without campaigns."""
    return JointCampaign.objects.create(
        name=name, name_en=name_en, place=place, office=office, symbol=symbol, started_on=LONG_AGO
    )


def make_campaign(
    *,
    joint: JointCampaign,
    edition: Edition,
    lead_post: Post,
    code: str = "",
    name: str = "",
    name_en: str = "",
    target_date: date | None = None,
) -> Campaign:
    """A campaign on the edition, with the seal and slot of its standard."""
    standard = edition.standard
    return Campaign.objects.create(
        joint=joint,
        code=code or standard.code,
        name=name or standard.name,
        name_en=name_en or standard.name_en,
        seal=standard.seal,
        slot=standard.slot,
        edition=edition,
        lead_post=lead_post,
        target_date=target_date or clock.today() + timedelta(days=200),
    )


# --- sites and check items ---


def make_site_type(
    *,
    code: str = "",
    name: str = "",
    name_en: str = "",
    group: SiteGroup = SiteGroup.ROADS,
    icon: str = "road",
) -> SiteType:
    """A site type without zones."""
    code = code or f"type-{serial()}"
    return SiteType.objects.create(
        code=code, name=name or code, name_en=name_en, group=group, icon=icon, order=place_in_order()
    )


def make_zone(*, site_type: SiteType, code: str = "", name: str = "", name_en: str = "") -> Zone:
    """A zone of the type, after those it has."""
    code = code or f"zone-{serial()}"
    return Zone.objects.create(
        site_type=site_type, code=code, name=name or code, name_en=name_en, order=place_in_order()
    )


def make_category(*, code: str = "", name: str = "", name_en: str = "", icon: str = "trash") -> Category:
    """A category of findings."""
    code = code or f"category-{serial()}"
    return Category.objects.create(code=code, name=name or code, name_en=name_en, icon=icon, order=place_in_order())


def make_item(
    *,
    category: Category,
    serves: Mapping[Requirement, Fill] | Sequence[Requirement] = (),
    zone: Zone | None = None,
    code: str = "",
    text: str = "",
    text_en: str = "",
    finding: str = "",
    finding_en: str = "",
    severity: Severity = Severity.ORDINARY,
    grading: Grading = Grading.GRADED,
    **columns: Any,
) -> CheckItem:
    """A check item that serves the requirements (a sequence: wholly), on the checklist of the zone's type."""
    number = serial()
    item = CheckItem.objects.create(
        code=code or f"I{number:04d}",
        text=text or f"检查项{number}合格",
        text_en=text_en,
        finding=finding or f"检查项{number}不合格",
        finding_en=finding_en,
        counts="处",
        counts_en="places",
        category=category,
        severity=severity,
        grading=grading,
        is_local=True,
        source=SOURCE,
        confidence=Confidence.UNVERIFIED,
        **columns,
    )
    fills = serves if isinstance(serves, Mapping) else dict.fromkeys(serves, Fill.FULL)
    ItemRequirement.objects.bulk_create(
        ItemRequirement(item=item, requirement=requirement, fill=fill) for requirement, fill in fills.items()
    )
    if zone is not None:
        ChecklistItem.objects.create(site_type=zone.site_type, zone=zone, item=item, order=number % 30_000)
    return item


def make_site(
    *,
    site_type: SiteType,
    unit: Unit,
    name: str = "",
    code: str = "",
    owner_unit: Unit | None = None,
    lon: float = 112.51,
    lat: float = 33.12,
    **columns: Any,
) -> Site:
    """A site lying in `unit`."""
    number = serial()
    return Site.objects.create(
        code=code or f"S{number:05d}",
        name=name or f"点位{number}",
        site_type=site_type,
        unit=unit,
        owner_unit=owner_unit,
        lon=lon,
        lat=lat,
        **columns,
    )


# --- duties, time limits ---


def make_task_table(cast: Any) -> TaskTable:
    """A draft with an open row (县食药监局, nobody knows) and one that is ready (桂亭街道 leads)."""
    table = TaskTable.objects.create(
        county=cast.county, campaign=cast.wenming, name="任务分解.xlsx", title="测试任务分解表", sha256=f"{serial():064d}",
        on=date(2026, 3, 2), drafted_at=clock.now(), notes=[{"code": "no_header", "words": {"place": "封面"}}],
    )  # fmt: skip
    unknown = Piece("县食药监局", (), "unsure", Why("unknown_unit", {"text": "县食药监局"}), (cast.market_bureau.code,))
    street = Piece("桂亭街道", (cast.street.code,))
    for order, supporting in ((1, unknown), (2, None)):
        cells = {
            "number": Cell(str(order), str(order)),
            "chapter": Cell(["环境卫生"], "环境卫生"),
            "task": Cell(f"清理卫生死角{order}", f"清理卫生死角{order}"),
            "lead": Cell([cast.street.code], "桂亭街道", "likely", (Why("first_named"),), (street,)),
            "responsible": Cell([]),
            "supporting": Cell([], "县食药监局", "unsure", (unknown.why,), (unknown,)) if supporting else Cell([]),
            "deadline": Cell({"date": "2026-09-30"}, "9月底前"),
            "remarks": Cell(""),
        }
        TaskRow.objects.create(
            table=table, order=order, place="Sheet1", line=order + 2, cells={name: cell.as_json() for name, cell in cells.items()},
            state=RowState.OPEN if supporting else RowState.READY,
        )  # fmt: skip
    return table


def make_duty_rule(
    *,
    post: Post | None = None,
    post_kind: PostKind | None = None,
    where: Where | None = None,
    **conditions: Any,
) -> DutyRule:
    """A rule in force: either `post`, or `post_kind` looked for `where` (not said: the street or town)."""
    place = where or (Where.PLACE if post_kind else None)
    last = DutyRule.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return DutyRule.objects.create(
        number=last + 1,
        post=post,
        post_kind=post_kind,
        where=place or "",
        ground=SOURCE,
        added_at=clock.now() - timedelta(days=300),
        **conditions,
    )


def make_time_limit(
    *,
    category: Category,
    severity: Severity = Severity.ORDINARY,
    amount: int = 3,
    unit: rules.LimitUnit = rules.LimitUnit.WORKING_DAY,
) -> TimeLimit:
    """How long findings of that category and severity may take."""
    return TimeLimit.objects.create(category=category, severity=severity, amount=amount, unit=unit.value, source=SOURCE)


# --- photos, findings, rounds ---


def photo_bytes(*, colour: tuple[int, int, int] | None = None, size: tuple[int, int] = (32, 24)) -> bytes:
    """A tiny real JPEG; without a colour one that was not made before."""
    number = serial()
    buffer = io.BytesIO()
    Image.new("RGB", size, colour or (number % 256, number // 256 % 256, 90)).save(buffer, "JPEG", comment=str(number))
    return buffer.getvalue()


def make_photo(*, by: Actor = SYSTEM, at: datetime | None = None, content: bytes | None = None) -> StoredFile:
    """A stored photo."""
    return store_photo(content=content or photo_bytes(), by=by, at=at or clock.now())


def make_finding(
    *,
    site: Site | None = None,
    item: CheckItem | None = None,
    category: Category | None = None,
    by: Actor = SYSTEM,
    at: datetime | None = None,
    title: str = "",
    state: rules.State | None = None,
    **facts: Any,
) -> Finding:
    """A finding, opened by the action (and so dispatched where a rule names a post).

    With `state` a row is written directly in that state; then `facts` are columns (responsible_post=…).
    """
    at = at or clock.now()
    matter = category or (item.category if item else make_category())
    title = title or (item.finding if item else "路面有垃圾")
    if state is not None:
        return _finding_row(state, site=site, item=item, category=matter, at=at, title=title, **facts)
    severity = facts.pop("severity", Severity(item.severity) if item else Severity.ORDINARY)
    origin = facts.pop("origin", Origin("desk", words="测试"))
    place = facts.pop("place", "" if site else "胜利路与文化路口")
    return open_finding(
        by=by,
        at=at,
        origin=origin,
        category=matter,
        severity=severity,
        title=title,
        site=site,
        item=item,
        place=place,
        **facts,
    )


def _finding_row(
    state: rules.State, *, site: Site | None, item: CheckItem | None, at: datetime, **columns: Any
) -> Finding:
    post: Post | None = columns.get("responsible_post")
    if post is not None:
        columns.setdefault("responsible_unit", post.unit)
    is_open = state not in rules.ENDED
    sealed = columns.get("is_sealed", False)
    finding = Finding.objects.create(
        **{
            "number": None if sealed else f"问-{at.year}-{serial():05d}",
            "state": state.value,
            "is_open": is_open,
            "severity": item.severity if item else Severity.ORDINARY,
            "item": item,
            "site": site,
            "place": "" if site else "胜利路与文化路口",
            "place_unit": site.unit if site else post.unit if post else None,
            "lon": site.lon if site else None,
            "lat": site.lat if site else None,
            "found_at": at,
            "origin_kind": "desk",
            "origin_words": "测试",
            "limit_minutes": 1260,
            "state_since": at,
            "step_due_at": at + timedelta(days=3) if is_open else None,
            "ended_at": None if is_open else at,
            "running_since": at if state in rules.WITH_UNIT else None,
            **columns,
        }
    )
    if item is not None:
        FindingCampaign.objects.bulk_create(
            FindingCampaign(
                finding=finding,
                campaign=count.campaign,
                requirement=count.requirement,
                fill=count.fill,
                is_veto=count.is_veto,
            )
            for count in campaigns_of_item(item)
        )
    Step.objects.create(finding=finding, verb="open", to_state=state.value, at=at, received_at=at)
    return finding


def make_round(
    *,
    joint: JointCampaign,
    planned_by: Post,
    inspector: Post | None = None,
    sites: Sequence[Site] = (),
    kind: RoundKind = RoundKind.ROUTINE,
    state: RoundState = RoundState.RUNNING,
    name: str = "",
    day: date | None = None,
    is_opened: bool = True,
    **columns: Any,
) -> Round:
    """A round under way, its sites drawn for `inspector` on `day` (today); undercover the assignment is opened."""
    day = day or clock.today()
    planned = Round.objects.create(
        joint=joint,
        name=name or f"第{serial()}轮督查",
        kind=kind,
        state=state,
        starts_on=day - timedelta(days=2),
        ends_on=day + timedelta(days=5),
        planned_by=planned_by,
        **columns,
    )
    if inspector is not None:
        RoundSite.objects.bulk_create(
            RoundSite(round=planned, site=site, inspector=inspector, day=day, order=order)
            for order, site in enumerate(sites)
        )
        if kind == RoundKind.UNDERCOVER and is_opened:
            open_for(planned, inspector, day)
    return planned


def open_for(planned: Round, inspector: Post, day: date | None = None) -> OpenedAssignment:
    """The inspector has opened the sealed assignment of a day (today)."""
    holder = Appointment.objects.filter(post=inspector).select_related("person").first()
    assert holder is not None
    return OpenedAssignment.objects.create(
        round=planned, post=inspector, day=day or clock.today(), at=clock.now(), by=holder.person
    )
