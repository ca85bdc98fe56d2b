"""The complaint box: anybody who works here, with a post or without; answered for all to read."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.forms.models import model_to_dict
from django.test import Client

from lianchuang.audit.models import Entry
from lianchuang.campaigns.actions import answer_complaint, complain
from lianchuang.campaigns.models import Complaint, ComplaintAbout
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.common.workdays import calendar
from lianchuang.notices.models import Notice
from tests.cast import Cast, Member

SignIn = Callable[..., Client]
AT = datetime(2026, 9, 1, 1, 23, 45, tzinfo=UTC)


def say(cast: Cast, member: Member, **changes: Any) -> Complaint:
    given = {"about": ComplaintAbout.REPEATED, "text": "同一张表填了三回。", "anonymous": False, **changes}
    return complain(joint=cast.joint, by=member.actor, at=AT, **given)


def test_anybody_who_works_here_complains(cast: Cast) -> None:
    for member in (cast.coordinator, cast.post_holder, cast.inspector, cast.leader, cast.nobody_special):
        assert say(cast, member).post == member.post
    for member in (cast.stranger, cast.foreign_office):
        with pytest.raises(NotAllowed):
            say(cast, member)
    with pytest.raises(Invalid):
        say(cast, cast.coordinator, text="  ")


def test_the_office_is_told(cast: Cast) -> None:
    say(cast, cast.coordinator)
    assert Notice.objects.get().post == cast.office.post


def test_an_anonymous_one_holds_nothing_of_its_author(cast: Cast) -> None:
    complaint = say(cast, cast.coordinator, anonymous=True)
    held = str(model_to_dict(complaint)) + str(Entry.objects.filter(object_id=str(complaint.pk)).values().get())
    person, post = cast.coordinator.person, cast.coordinator.post
    for trace in (person.name, str(person.pk), person.username, post.name, cast.street.name, cast.street.path):
        assert trace not in held
    assert complaint.post_id is None
    assert UUID(str(complaint.pk)).version == 4, "an id that tells the time would tell who was there"
    assert not [field.name for field in Complaint._meta.fields if field.get_internal_type() == "DateTimeField"]


def test_an_anonymous_one_holds_no_hour_anywhere(cast: Cast, client_of: SignIn) -> None:
    """Neither a column nor an id of its rows tells more than the day; nor does what the office reads of it."""
    with clock.fixed(AT):
        complaint = say(cast, cast.coordinator, anonymous=True)
    rows = [
        Complaint.objects.filter(pk=complaint.pk).values().get(),
        Entry.objects.filter(object_id=str(complaint.pk)).values().get(),
        Notice.objects.values().get(),
    ]
    midnight = datetime(2026, 9, 1, tzinfo=calendar().zone)
    moments = [value for row in rows for value in row.values() if isinstance(value, datetime)]
    ids = [value for row in rows for value in row.values() if isinstance(value, UUID)]
    assert set(moments) == {midnight}
    assert {datetime.fromtimestamp((one.int >> 80) / 1000, UTC) for one in ids if one.version == 7} == {midnight}
    assert {one.version for one in ids} == {4, 7}
    assert "09:23" not in str(rows)
    for address in ("/notices/", "/audit/"):
        with clock.fixed(AT + timedelta(days=1, minutes=1)):  # what the page says of its reader is another hour
            page = client_of(cast.office.person).get(address).content.decode()
        assert "2026-09-01" in page
        assert "09:23" not in page
        assert "00:00" not in re.sub(r"<[^>]+>", " ", page)


def test_one_with_its_post_keeps_its_moment(cast: Cast) -> None:
    complaint = say(cast, cast.coordinator)
    assert Entry.objects.get(object_id=str(complaint.pk)).at == Notice.objects.get().at == AT


def test_the_office_answers_once_for_all_to_read(cast: Cast, client_of: SignIn) -> None:
    complaint = say(cast, cast.coordinator)
    with pytest.raises(NotAllowed):
        answer_complaint(complaint=complaint, text="收到", by=cast.leader.actor, at=AT)
    with pytest.raises(Invalid):
        answer_complaint(complaint=complaint, text="", by=cast.office.actor, at=AT)
    answer_complaint(complaint=complaint, text="已并成一张表。", by=cast.office.actor, at=AT)
    with pytest.raises(NotPossibleNow):
        answer_complaint(complaint=complaint, text="再答", by=cast.office.actor, at=AT)
    assert Notice.objects.get(code="complaint.answered").post == cast.coordinator.post
    page = client_of(cast.post_holder.person).get("/campaigns/complaints/").content.decode()
    assert "同一张表填了三回。" in page
    assert "已并成一张表。" in page
    assert client_of(cast.stranger.person).get("/campaigns/complaints/").status_code == 404


def test_it_is_put_into_the_box_in_three_taps(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.post_holder.person)
    assert "/campaigns/complaints/" in client.get("/").content.decode(), "on every page"
    form = {"about": "traces", "text": "不要再要会议照片。", "anonymous": "on"}
    assert client.post("/campaigns/complaints/complain/", form).status_code == 302
    complaint = Complaint.objects.get()
    assert complaint.post is None
    assert client.post(f"/campaigns/complaints/{complaint.pk}/answer/", {"text": "好"}).status_code == 403
    assert (
        client_of(cast.office.person).post(f"/campaigns/complaints/{complaint.pk}/answer/", {"text": "好"}).status_code
        == 302
    )
