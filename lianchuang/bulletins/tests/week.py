"""One week counted by hand: 9 to 15 November 2026, with a finding for every way of being counted or not."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lianchuang.bulletins.actions import draft_bulletin, publish_bulletin, sign_bulletin
from lianchuang.bulletins.models import Bulletin
from lianchuang.bulletins.rules import Window
from lianchuang.findings.models import Finding, Step
from lianchuang.findings.rules import State
from tests.cast import Cast, make_finding

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY, SUNDAY = date(2026, 11, 9), date(2026, 11, 15)


def moment(day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A time in November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


CUT_OFF = datetime(2026, 11, 15, 23, 59, 59, tzinfo=ZONE)
MORNING_AFTER = moment(16, 9)
WINDOW = Window.of(MONDAY, SUNDAY, CUT_OFF, ZONE)

# What must come out: value and denominator. `put_week` below says of each finding where it belongs.
EXPECTED = {
    "new": (2, None),
    "due": (6, None),
    "left_out": (2, None),
    "due_closed": (3, 6),
    "on_time": (2, 3),
    "closed": (4, None),
    "verified": (5, None),
    "rework": (1, 5),
    "sighted": (4, None),
    "repeat": (2, 4),
    "deferred": (1, None),
    "returned": (1, None),
    "veto": (1, None),
    "top": (2, 2),
}


def put(cast: Cast, state: State, *steps: tuple[str, State, State, datetime], **columns: Any) -> Finding:
    """A finding as it is now, found before the week, with what happened to it (verb, from, to, when)."""
    due = columns.pop("due", None)
    if due is not None:
        columns |= {"first_due_at": due}
        columns |= {"step_due_at": due} if state in {State.RECTIFYING, State.DISPATCHED, State.REWORK} else {}
    site = columns.pop("site", cast.lane)
    at = columns.pop("at", moment(2))
    post = columns.pop("responsible_post", cast.post_holder.post)
    item = columns.pop("item", cast.rubbish_item)
    columns.setdefault("category", item.category)
    columns.setdefault("title", item.finding)
    finding = make_finding(site=site, item=item, at=at, state=state, responsible_post=post, **columns)
    for verb, before, after, when in steps:
        step(finding, verb, before, after, when)
    return finding


def step(finding: Finding, verb: str, before: State, after: State, at: datetime, **data: Any) -> Step:
    """Something that happened to it."""
    return Step.objects.create(
        finding=finding, verb=verb, from_state=before, to_state=after, at=at, received_at=at, data=data
    )


def closing(day: int) -> tuple[tuple[str, State, State, datetime], ...]:
    """Submitted, verified and closed on that day."""
    return (
        ("submit", State.RECTIFYING, State.SUBMITTED, moment(day, 9)),
        ("pass", State.SUBMITTED, State.VERIFIED, moment(day, 10)),
        ("close", State.VERIFIED, State.CLOSED, moment(day, 10)),
    )


def put_week(cast: Cast) -> dict[str, Finding]:
    """Every way of being counted in that week, and every way of being left out."""
    return _put_due(cast) | _put_happened(cast) | _put_left_out(cast)


def _put_due(cast: Cast) -> dict[str, Finding]:
    reject = ("reject", State.SUBMITTED, State.REWORK, moment(12))
    return {
        "closed in time": put(cast, State.CLOSED, *closing(11), due=moment(11, 17)),
        "closed late": put(cast, State.CLOSED, *closing(12), due=moment(10), was_late=True),
        "overdue": put(cast, State.RECTIFYING, due=moment(12)),
        "deferral only asked": put(cast, State.DEFERRAL_ASKED, due=moment(12)),
        "closed before the week": put(cast, State.CLOSED, *closing(6), due=moment(11)),
        "rework": put(cast, State.REWORK, reject, due=moment(13)),
        "due later, closed now": put(cast, State.CLOSED, *closing(13), due=moment(18)),
        "due before, closed now": put(cast, State.CLOSED, *closing(10), due=moment(6), was_late=True),
    }


def _put_happened(cast: Cast) -> dict[str, Finding]:
    reopened = ("reopen", State.CLOSED, State.DISPATCHED, moment(13))
    seen = ("see_again", State.RECTIFYING, State.RECTIFYING, moment(14))
    released = ("unseal", State.REPORTED, State.REPORTED, moment(12))
    return {
        "reopened": put(cast, State.DISPATCHED, reopened, due=moment(18)),
        "seen again": put(cast, State.RECTIFYING, seen, due=moment(18), site=cast.other_lane),
        "reported": put(cast, State.REPORTED, at=moment(10), responsible_post=None),
        "released": put(cast, State.REPORTED, released, responsible_post=None),
        "old veto": put(cast, State.RECTIFYING, due=moment(5), item=cast.veto_item, site=cast.market, has_veto=True),
    }


def _put_left_out(cast: Cast) -> dict[str, Finding]:
    returned = ("return", State.ACCEPTED, State.RETURNED, moment(11))
    later = ("open", State.REPORTED, State.REPORTED, moment(11))
    return {
        "deferred": put(cast, State.DEFERRED, due=moment(12)),
        "returned": put(cast, State.RETURNED, returned, due=moment(13)),
        "merged": put(cast, State.MERGED, due=moment(12), at=moment(10)),
        "void": put(cast, State.VOID, due=moment(12), at=moment(10)),
        "settled elsewhere": put(cast, State.ELSEWHERE, due=moment(12), at=moment(10)),
        "sealed": put(cast, State.REPORTED, later, at=moment(10), is_sealed=True, has_veto=True),
        "another county": put(
            cast, State.RECTIFYING, due=moment(12), at=moment(10), site=None, responsible_post=cast.stranger.post
        ),
    }


def draft(cast: Cast, *, monday: date = MONDAY, as_of: datetime = CUT_OFF, at: datetime = MORNING_AFTER) -> Bulletin:
    """The bulletin of that week, drafted by the office on the Monday after."""
    return draft_bulletin(
        joint=cast.joint,
        period_from=monday,
        period_to=monday + timedelta(days=6),
        as_of=as_of,
        by=cast.office.actor,
        at=at,
    )


def rows(bulletin: Bulletin, key: str) -> set[UUID]:
    """The findings behind a figure."""
    return {pk for pk in bulletin.rows.filter(key=key).values_list("finding_id", flat=True) if pk}


def publish(cast: Cast, bulletin: Bulletin, at: datetime = MORNING_AFTER) -> Bulletin:
    """Signed by the leader, published by the office that drafted it."""
    sign_bulletin(bulletin=bulletin, by=cast.leader.actor, at=at)
    return publish_bulletin(bulletin=bulletin, by=cast.office.actor, at=at)


def letter_words(cast: Cast) -> dict[str, Any]:
    """What is printed in a letter."""
    both = {"zh": "限期办理", "en": "Findings that are late"}
    office = {"zh": cast.office_unit.name, "en": cast.office_unit.name_en}
    unit = {"zh": cast.street.name, "en": cast.street.name_en}
    paragraphs = [{"zh": "请整改。", "en": "Put them right."}]
    return {
        "masthead": both, "title": both, "paragraphs": paragraphs, "unit": unit, "office": office,
        "symbol": cast.joint.symbol,
    }  # fmt: skip
