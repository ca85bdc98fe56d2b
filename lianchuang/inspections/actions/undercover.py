"""What is done under seal: opening an assignment, declaring a conflict, giving a site to another, reporting."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor, roles_of
from lianchuang.accounts.models import Person, Post, Role
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common import clock as present
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow, Reason
from lianchuang.common.words import as_written
from lianchuang.findings.actions import open_finding
from lianchuang.findings.models import Finding
from lianchuang.inspections import access, rules
from lianchuang.inspections.actions.drawing import walk_anew
from lianchuang.inspections.actions.rounds import require_office, tell
from lianchuang.inspections.models import (
    ConflictGround,
    DeclaredConflict,
    OpenedAssignment,
    Round,
    RoundKind,
    RoundReport,
    RoundSite,
    RoundState,
    Team,
    Visit,
)
from lianchuang.inspections.queries.places import bodies_concerned, body_of


@action("round.assignment_opened")
def open_assignment(*, round: Round, day: date, by: Actor, at: datetime) -> OpenedAssignment:
    """拆封: an undercover inspector opens what they were given for a day; from now on they know the sites.

    The day is the server's. Twice is once. Raises NotAllowed (nothing was given to this post for that day),
    NotPossibleNow (before its day, the round is not under way).
    """
    person, post = _at_work(by)
    given = RoundSite.objects.filter(round=round, inspector=post, day=day).count()
    if round.kind != RoundKind.UNDERCOVER or not given:
        raise NotAllowed("not_assigned", _("Nothing was given to this post for that day."), _("Campaign office"))
    held = OpenedAssignment.objects.filter(round=round, post=post, day=day).first()
    if held is not None:
        nothing_changed()
        return held
    if faults := _too_early(round, day, at):
        raise NotPossibleNow(faults)
    held, created = OpenedAssignment.objects.get_or_create(
        round=round, post=post, day=day, defaults={"at": at, "by": person}
    )
    if not created:
        nothing_changed()
        return held
    tell("round.assignment_opened", round, by, at, day=day.isoformat(), sites=given)
    return held


def _at_work(by: Actor) -> tuple[Person, Post]:
    if by.person is None or by.post is None:
        raise NotAllowed("post_needed", _("A visit is recorded by a person in a post."))
    return by.person, by.post


def _too_early(round: Round, day: date, at: datetime) -> list[Reason]:
    if round.state not in {RoundState.RUNNING, RoundState.FINISHED}:
        return [Reason("wrong_state", _("The round is not under way."))]
    if not rules.may_open(day, present.local(at).date()):
        return [Reason("too_early", _("It can be opened on %(day)s, not before.") % {"day": f"{day:%m-%d}"})]
    return []


@action("round.conflict_declared")
def declare_conflict(*, round: Round, site: UUID, ground: ConflictGround, by: Actor, at: datetime) -> DeclaredConflict:
    """回避: an undercover inspector says that they should not look at a site; it goes back to the office.

    Twice is once. Raises NotAllowed (the site is not theirs, not opened, or was found closed), NotPossibleNow (they have
    recorded a visit there).
    """
    person, post = _at_work(by)
    held = DeclaredConflict.objects.filter(round=round, site=site, post=post).first()
    if held is not None:
        nothing_changed()
        return held
    stop = access.own_stops(by).filter(round=round, site=site, closed_reason="").select_related("site").first()
    if round.kind != RoundKind.UNDERCOVER or stop is None:
        raise NotAllowed("not_assigned", _("This site is another inspector's in this round."), _("Campaign office"))
    if Visit.objects.filter(round=round, site=site, by_post=post).exists():
        raise NotPossibleNow([Reason("visited", _("You have recorded a visit there already."))])
    held = DeclaredConflict.objects.create(round=round, site=stop.site, post=post, ground=ground, at=at, by=person)
    tell("round.conflict_declared", round, by, at, site=stop.site.name, ground=as_written(ground.label))
    return held


@action("round.site_reassigned")
def reassign_stop(*, stop: RoundSite, to: Post, day: date, by: Actor, at: datetime) -> RoundSite:
    """Give a site whose inspector declared a conflict to another inspector, for a day; both walks are put in order anew.

    Raises NotAllowed (not the office), NotPossibleNow (no conflict was declared, found closed, not under way), Invalid
    (`to`: does not inspect, is concerned, declared a conflict, has the site; `day`: past, or outside the round).
    """
    require_office(stop.round, by)
    if faults := _reassign_faults(stop):
        raise NotPossibleNow(faults)
    if wrong := _wrong(stop, to, day, present.local(at).date()):
        raise Invalid(wrong)
    before, day_before = stop.inspector, stop.day
    stop.inspector, stop.day, stop.team = to, day, _team_of(stop.round, to)
    stop.save(update_fields=["inspector", "day", "team"])
    walk_anew(stop.round, before.pk, day_before)
    walk_anew(stop.round, to.pk, day)
    facts = {"site": stop.site.name, "before": before.written_name, "to": to.written_name, "day": day.isoformat()}
    tell("round.site_reassigned", stop.round, by, at, **facts)
    return stop


def _team_of(round: Round, post: Post) -> Team:
    """The team of one that this inspector is in the round; a new one when they come in later."""
    held = Team.objects.filter(round=round, lead=post).first()
    if held is not None:
        return held
    last = Team.objects.filter(round=round).aggregate(last=Max("number"))["last"]
    made = Team.objects.create(round=round, number=(last or 0) + 1, lead=post)
    made.members.add(post)
    return made


def _reassign_faults(stop: RoundSite) -> list[Reason]:
    if stop.round.state != RoundState.RUNNING:
        return [Reason("wrong_state", _("The round is not under way."))]
    if not DeclaredConflict.objects.filter(round=stop.round, site=stop.site_id, post=stop.inspector_id).exists():
        return [Reason("no_conflict", _("Its inspector has declared no conflict."))]
    if RoundSite.objects.filter(pk=stop.pk).exclude(closed_reason="").exists():
        return [Reason("closed", _("It has been found closed already."))]
    return []


def _wrong(stop: RoundSite, to: Post, day: date, today: date) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if not any(held.role == Role.INSPECTOR for held in roles_of([to])[to.pk]):
        wrong["to"] = [_("This post does not inspect.")]
    elif rules.has_conflict(body_of(to.unit), bodies_concerned([stop.site])[stop.site_id]):
        wrong["to"] = [_("This post is of a unit concerned.")]
    elif DeclaredConflict.objects.filter(round=stop.round, site=stop.site_id, post=to).exists():
        wrong["to"] = [_("This post declared a conflict there.")]
    elif RoundSite.objects.filter(round=stop.round, site=stop.site_id, inspector=to).exists():
        wrong["to"] = [_("This post goes there already.")]
    if not max(today, stop.round.starts_on) <= day <= stop.round.ends_on:
        wrong["day"] = [_("Choose a day of the round that is not past.")]
    return wrong


@action("round.reported")
def report_in_round(*, round: Round, report: Mapping[str, Any], by: Actor, at: datetime) -> Finding:
    """Open a finding that stands on no checklist, reported on a day undercover: sealed until the round is released.

    `report` holds what else `findings.actions.open_finding` is given, whose refusals it raises. The same `finding_id` is the same.
    """
    finding = open_finding(by=by, at=at, sealed=round.is_sealed, **report)
    _row, created = RoundReport.objects.get_or_create(finding=finding, defaults={"round": round})
    if not created:
        nothing_changed()
        return finding
    record(
        code="round.reported",
        by=by,
        at=at,
        object_kind="round",
        object_id=round.pk,
        data={"round": round.name, "title": finding.title},
        sealed_with=round.seal,
    )
    return finding
