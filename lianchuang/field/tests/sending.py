"""A device for tests: makes submissions and sends them through Django's client, as the app does."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from lianchuang.accounts.models import Post, Role
from lianchuang.common import clock
from lianchuang.common.ids import new_id
from lianchuang.inspections.models import Round, RoundKind
from lianchuang.sites.models import ChecklistItem, Site
from tests.cast import Cast, Member, grant, make_person, make_post, make_round

JSON = {"accept": "application/json"}


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def running_round(cast: Cast, **more: Any) -> Round:
    """A round of today for the inspector, with the lane and the market."""
    return make_round(
        joint=cast.joint,
        planned_by=cast.office.post,
        inspector=cast.inspector.post,
        sites=[cast.lane, cast.market],
        name=more.pop("name", "日常督查"),
        **more,
    )


def outsider(cast: Cast) -> Member:
    """An inspector of a unit that has nothing to do with the lane, as undercover work asks for."""
    post = make_post(unit=cast.other_street)
    grant(post=post, role=Role.INSPECTOR, scope=cast.county)
    return Member(make_person(post=post), post)


def undercover_round(cast: Cast, member: Member, **more: Any) -> Round:
    """An undercover round of today with the lane, for this inspector."""
    kind, planned_by = RoundKind.UNDERCOVER, cast.office.post
    return make_round(
        joint=cast.joint, planned_by=planned_by, inspector=member.post, sites=[cast.lane], kind=kind, **more
    )


def envelope(
    kind: str,
    body: dict[str, Any],
    *,
    post: Post,
    base_version: int = 0,
    photos: tuple[str, ...] = (),
    made_at: datetime | None = None,
    ahead: timedelta = timedelta(0),
    id: UUID | None = None,
) -> dict[str, Any]:
    """A submission as the device makes it; `ahead`: how fast its clock is."""
    now = clock.now() + ahead
    return {
        "id": str(id or new_id()),
        "kind": kind,
        "post": post.pk,
        "base_version": base_version,
        "made_at": (made_at or now).isoformat(),
        "device_now": now.isoformat(),
        "body": body,
        "photos": list(photos),
    }


def visit_body(
    found: Round, site: Site, wrong: dict[int, dict[str, Any]] | None = None, ahead: timedelta = timedelta(0)
) -> dict[str, Any]:
    """A visit with every item fine but those in `wrong` (item id → part of an answer)."""
    items = ChecklistItem.objects.filter(site_type=site.site_type_id).values_list("item_id", flat=True)
    now = clock.now() + ahead
    return {
        "round": str(found.pk),
        "site": str(site.pk),
        "started_at": (now - timedelta(minutes=15)).isoformat(),
        "finished_at": (now - timedelta(minutes=1)).isoformat(),
        "remark": "",
        "answers": [{"item": item, "count": 0, **(wrong or {}).get(item, {})} for item in items],
    }


def visit(cast: Cast, found: Round, site: Site | None = None, **more: Any) -> dict[str, Any]:
    """A visit by the inspector, ready to be sent."""
    wrong, member = more.pop("wrong", None), more.pop("member", cast.inspector)
    body = visit_body(found, site or cast.lane, wrong, more.get("ahead", timedelta(0)))
    return envelope("visit", body, post=member.post, **more)


def client_for(member: Member) -> Client:
    client = Client()
    client.force_login(member.person)
    return client


def send(member: Member | Client, submission: dict[str, Any]) -> dict[str, Any]:
    """The answer to a submission that gets one."""
    answer = post(member, submission)
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def post(member: Member | Client, submission: Any) -> Any:
    client = member if isinstance(member, Client) else client_for(member)
    text = submission if isinstance(submission, bytes) else json.dumps(submission)
    return client.post(reverse("field:submit"), text, content_type="application/json", headers=JSON)


def send_photo(member: Member | Client, content: bytes, size: int = 10**6) -> str:
    """Hand in a whole photo in pieces; its hash."""
    client = member if isinstance(member, Client) else client_for(member)
    sha256 = sha256_of(content)
    for start in range(0, len(content), size):
        answer = piece(client, sha256, content, start, size)
        assert answer.status_code == 200, answer.content
    return sha256


def piece(client: Client, sha256: str, content: bytes, start: int, size: int) -> Any:
    """One piece of a photo."""
    part = content[start : start + size]
    header = f"bytes {start}-{start + len(part) - 1}/{len(content)}"
    return client.patch(
        reverse("field:photo", args=[sha256]),
        part,
        content_type="application/octet-stream",
        headers={**JSON, "content-range": header},
    )
