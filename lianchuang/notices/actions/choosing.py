"""How people and units are told, and letting a chore run at once: written by people, with their entries."""

import re
from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Unit
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.jobs.actions import make_due
from lianchuang.notices.access import KEEPERS, require_keeper
from lianchuang.notices.models import Choice, How, Robot

KEY = re.compile(r"[A-Za-z0-9-]{8,80}")
WEBHOOK = re.compile(r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=([A-Za-z0-9-]{8,80})")


@action("notice.chosen")
def choose_notices(*, how: How, email: str, by: Actor, at: datetime) -> Choice:
    """Choose how one is told outside the program, and at which address. Raises Invalid (no address to write to)."""
    if by.person is None:
        raise NotAllowed("no_person", _("The program itself has no account."))
    if how not in How.values:
        raise Invalid({"how": [_("There is no such way.")]})
    if how == How.AT_ONCE and not email:
        raise Invalid({"email": [_("Give the address to which you want to be told.")]})
    choice, created = Choice.objects.get_or_create(person=by.person, defaults={"how": how, "email": email})
    if not created and (choice.how, choice.email) == (how, email):
        nothing_changed()
        return choice
    if not created:
        choice.how, choice.email = how, email
        choice.save(update_fields=["how", "email"])
    # The address is personal and no matter of history.
    record(
        code="notice.chosen",
        by=by,
        at=at,
        object_kind="notice_choice",
        object_id=by.person.pk,
        data={"how": str(how)},
    )
    return choice


@action("robot.set")
def set_robot(*, unit: Unit, address: str, by: Actor, at: datetime) -> Robot:
    """Give a unit's WeCom group its robot, by its webhook address (or the key in it). Raises NotAllowed, Invalid."""
    by.require(*KEEPERS, over=unit.path)
    address = address.strip()
    found = WEBHOOK.fullmatch(address)
    key = found[1] if found else address
    if not KEY.fullmatch(key):
        sentence = _(
            "This is no address of a WeCom group robot (https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…)."
        )
        raise Invalid({"address": [sentence]})
    robot, _created = Robot.objects.update_or_create(unit=unit, defaults={"key": key})
    record(code="robot.set", by=by, at=at, object_kind="notice_robot", object_id=unit.pk, data={"unit": unit.name})
    return robot


@action("robot.removed")
def remove_robot(*, unit: Unit, by: Actor, at: datetime) -> None:
    """Take the robot away; its group is told nothing more. Raises NotAllowed."""
    by.require(*KEEPERS, over=unit.path)
    gone, _rows = Robot.objects.filter(unit=unit).delete()
    if not gone:
        nothing_changed()
        return
    record(code="robot.removed", by=by, at=at, object_kind="notice_robot", object_id=unit.pk, data={"unit": unit.name})


@action("task.run_now")
def run_task_now(*, name: str, by: Actor, at: datetime) -> None:
    """Let a standing task be due now; the worker takes it within seconds. Raises NotAllowed."""
    require_keeper(by)
    if not make_due(name, at):
        nothing_changed()
        return
    record(code="task.run_now", by=by, at=at, object_kind="standing_task", object_id=name[:40], data={"task": name})
