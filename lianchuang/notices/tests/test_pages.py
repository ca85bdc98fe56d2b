"""The bell, the list, the choice, the robots, and the page of the worker."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.pages import PER_PAGE
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.jobs.actions import enrol
from lianchuang.jobs.models import StandingTask
from lianchuang.notices import actions
from lianchuang.notices.models import Choice, How, Notice, Robot
from tests.cast import Cast, Member, serial

SignIn = Callable[..., Client]
WEBHOOK = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b2c3d-aaaa-bbbb-cccc-0123456789ab"


def tell(member: Member, about: str = "问-1 垃圾", **facts: object) -> Notice:
    facts = {"code": "finding.dispatch", "link": "/map/", **facts}
    return Notice.objects.create(post=member.post, entry=serial(), at=clock.now(), about=about, **facts)


def test_the_bell_counts_what_is_unread_for_the_acting_post(cast: Cast, client_of: SignIn) -> None:
    tell(cast.coordinator)
    tell(cast.coordinator, is_read=True)
    tell(cast.inspector)
    assert client_of(cast.coordinator.person).get("/map/").context["rail"].unread == 1
    assert client_of(cast.leader.person).get("/map/").context["rail"].unread == 0


def test_opening_a_notice_goes_there_and_marks_it_read(cast: Cast, client_of: SignIn) -> None:
    notice = tell(cast.coordinator)
    client = client_of(cast.coordinator.person)
    assert notice.about in client.get("/notices/").content.decode()
    answer = client.post(f"/notices/{notice.pk}/open/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/map/")
    assert notice.about not in client.get("/notices/").content.decode()
    assert notice.about in client.get("/notices/?view=all").content.decode()


def test_nobody_opens_another_post_s_notice(cast: Cast, client_of: SignIn) -> None:
    notice = tell(cast.coordinator)
    for member in (cast.post_holder, cast.office, cast.stranger):
        assert client_of(member.person).post(f"/notices/{notice.pk}/open/").status_code == 404
    notice.refresh_from_db()
    assert not notice.is_read


def shown(client: Client, address: str = "/notices/") -> list[str]:
    """What the button of the page would mark as read."""
    return re.findall(r'name="notice" value="([^"]+)"', client.get(address).content.decode())


def test_marking_spares_what_came_after_the_look_and_what_is_another_s(cast: Cast, client_of: SignIn) -> None:
    seen, other = tell(cast.coordinator), tell(cast.inspector)
    client = client_of(cast.coordinator.person)
    given = shown(client)
    late = tell(cast.coordinator)
    assert given == [str(seen.pk)]
    client.post("/notices/read/", {"notice": [*given, str(other.pk)]})
    assert set(Notice.objects.filter(is_read=False)) == {late, other}
    assert client.post("/notices/read/", {"notice": "x"}).status_code == 302


def test_marking_spares_the_other_pages(cast: Cast, client_of: SignIn) -> None:
    """The newest stand first, and vetoes before them: neither makes the older ones on page 2 seen."""
    older = [tell(cast.coordinator, is_urgent=number == 0) for number in range(PER_PAGE + 3)]
    client = client_of(cast.coordinator.person)
    first, second = shown(client), shown(client, "/notices/?page=2")
    assert set(first) | set(second) == {str(notice.pk) for notice in older}
    client.post("/notices/read/", {"notice": first})
    assert {str(pk) for pk in Notice.objects.filter(is_read=False).values_list("pk", flat=True)} == set(second)
    assert len(second) == 3


def test_reading_leaves_no_trace(cast: Cast, client_of: SignIn) -> None:
    notice, before = tell(cast.coordinator), Entry.objects.count()
    client_of(cast.coordinator.person).post(f"/notices/{notice.pk}/open/")
    assert Entry.objects.count() == before
    assert not [field.name for field in Notice._meta.fields if "read" in field.name and field.name != "is_read"]


def test_vetoes_stand_first(cast: Cast, client_of: SignIn) -> None:
    tell(cast.coordinator, "问-1 活禽", is_urgent=True)
    tell(cast.coordinator, "问-2 垃圾")
    text = client_of(cast.coordinator.person).get("/notices/").content.decode()
    assert text.index("问-1") < text.index("问-2")


def test_one_chooses_for_oneself(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.coordinator.person)
    given = {"how": "at_once", "email": "me@example.org"}
    assert client.post("/notices/settings/", given).status_code == 302
    choice = Choice.objects.get()
    assert (choice.person, choice.how, choice.email) == (cast.coordinator.person, How.AT_ONCE, "me@example.org")
    entry = Entry.objects.get(code="notice.chosen")
    assert "example" not in str(entry.data)
    assert client.post("/notices/settings/", {"how": "at_once", "email": ""}).status_code == 422
    assert client.post("/notices/settings/", given).status_code == 302
    assert Entry.objects.filter(code="notice.chosen").count() == 1, "the same again is nothing new"


def test_a_robot_is_entered_by_its_address_and_never_shown(cast: Cast, client_of: SignIn) -> None:
    client, address = client_of(cast.office.person), f"/notices/robots/{cast.street.pk}/"
    assert client.post(address, {"address": WEBHOOK}).status_code == 302
    assert Robot.objects.get().key == "0a1b2c3d-aaaa-bbbb-cccc-0123456789ab"
    page = client.get(address).content.decode()
    assert "0123456789ab" not in page
    assert "89ab" in page
    assert client.post(address, {"address": "https://evil.example/send?key=12345678"}).status_code == 422
    client.post(f"{address}remove/")
    assert not Robot.objects.exists()


def test_who_may_enter_a_robot(cast: Cast) -> None:
    for member in (cast.coordinator, cast.leader, cast.auditor, cast.foreign_office):
        with pytest.raises(NotAllowed):
            actions.set_robot(unit=cast.street, address=WEBHOOK, by=member.actor, at=clock.now())
    actions.set_robot(unit=cast.street, address=WEBHOOK, by=cast.administrator.actor, at=clock.now())
    with pytest.raises(Invalid):
        actions.set_robot(unit=cast.street, address="ftp://x", by=cast.administrator.actor, at=clock.now())


def test_the_administrator_sees_the_worker_and_lets_it_run(cast: Cast, client_of: SignIn) -> None:
    enrol(clock.now())
    StandingTask.objects.update(
        next_at=clock.now() + timedelta(days=1), failures=2, last_error="ValueError: x", last_error_at=clock.now()
    )
    client = client_of(cast.administrator.person)
    assert "ValueError: x" in client.get("/notices/worker/").content.decode()
    assert client.post("/notices/worker/send-notices/run/").status_code == 302
    assert StandingTask.objects.get(name="send-notices").next_at <= clock.now()
    assert Entry.objects.filter(code="task.run_now").count() == 1
    client.post("/notices/worker/no-such/run/")
    assert Entry.objects.filter(code="task.run_now").count() == 1
    for member in (cast.office, cast.leader, cast.coordinator):
        assert client_of(member.person).get("/notices/worker/").status_code == 403
        assert client_of(member.person).post("/notices/worker/send-notices/run/").status_code == 403
