"""The honest exits: not ours, cannot fix yet, more time. One function a verb; arguments and refusals as in `moving`."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post, Unit
from lianchuang.audit.actions import action
from lianchuang.common import clock as present
from lianchuang.duties.actions import propose_rule
from lianchuang.duties.queries import resolve_duty
from lianchuang.findings import access, nearby, rules
from lianchuang.findings.actions.transitions import Given, move
from lianchuang.findings.models import DeferralReason, Finding
from lianchuang.findings.queries.county import loop_rules
from lianchuang.findings.rules import Verb

MOST_DAYS = 30
GROUND_RULING = "ruling"  # a code as in `moving`


# --- not ours ---


@action("finding.return")
def return_finding(
    *, finding: Finding, by: Actor, note: str, at: datetime, expected_version: int | None = None
) -> Finding:
    """退回: not ours, with a reason; the clock stands until it is ruled. After two returns a ruling stands."""
    return move(Verb.RETURN, finding=finding, by=by, at=at, expected_version=expected_version, given=Given(note=note))


@action("finding.rule")
def rule_on_ownership(
    *,
    finding: Finding,
    by: Actor,
    post: Post | None,
    note: str,
    at: datetime,
    boundary: str = "",
    propose: bool = False,
    expected_version: int | None = None,
) -> Finding:
    """权属裁定: whose it is, by the office or by an independent inspector on the spot; the clock goes on.

    `boundary`: where it runs, in words. `propose`: that it becomes a duty rule, which a person of the office decides.
    """
    moved = post is not None and post.pk != finding.responsible_post_id
    data = {"moved": moved, "boundary": boundary.strip()} if boundary.strip() else {"moved": moved}
    if not access.who_is(by, finding).is_office:
        data["on_spot"] = True
    missing = {"boundary": [_("Say in words where the boundary runs.")]} if propose and not boundary.strip() else {}
    given = Given(note=note, post=post, ground=GROUND_RULING, data=data, faults=missing)
    move(Verb.RULE, finding=finding, by=by, at=at, expected_version=expected_version, given=given)
    if propose and post is not None:
        _propose(finding, post, boundary, by=by, at=at)
    return finding


def _propose(finding: Finding, post: Post, boundary: str, *, by: Actor, at: datetime) -> None:
    """Propose the rule, unless the rules name this post already."""
    if resolve_duty(site=finding.site, item=finding.item, category=finding.category).post == post:
        return
    propose_rule(
        area=finding.place_unit or Unit.objects.get(path=rules.root_of(post.unit.path)),
        site=finding.site,
        item=finding.item,
        category=finding.category,
        post=post,
        boundary=boundary,
        origin=("finding", str(finding.pk), _ruling_words(finding)),
        by=by,
        at=at,
    )


def _ruling_words(finding: Finding) -> str:
    """The case as it is kept: in the county's language, whoever rules."""
    with override(settings.LANGUAGE_CODE):
        return _("ruling on %(number)s") % {"number": finding.number or "–"}


# --- more time ---


@action("finding.extend")
def extend_finding(
    *, finding: Finding, by: Actor, days: int | None, note: str, at: datetime, expected_version: int | None = None
) -> Finding:
    """延期: more working days (calendar days where calendar time counts), with a reason; the first date is kept."""
    given = Given(note=note, days=days, faults=_days_faults(days))
    return move(Verb.EXTEND, finding=finding, by=by, at=at, expected_version=expected_version, given=given)


@action("finding.ask_extension")
def ask_extension(
    *, finding: Finding, by: Actor, days: int | None, note: str, at: datetime, expected_version: int | None = None
) -> Finding:
    """申请延期: the unit asks for more days and says why; the clock runs on while the office decides."""
    given = Given(note=note, days=days, faults=_days_faults(days))
    return move(Verb.ASK_EXTENSION, finding=finding, by=by, at=at, expected_version=expected_version, given=given)


@action("finding.grant_extension")
def grant_extension(
    *,
    finding: Finding,
    by: Actor,
    at: datetime,
    days: int | None = None,
    note: str = "",
    expected_version: int | None = None,
) -> Finding:
    """准予延期: the days asked for, or fewer or more; the first date is kept."""
    days = finding.extension_days if days is None else days
    given = Given(note=note, days=days, faults=_days_faults(days))
    return move(Verb.GRANT_EXTENSION, finding=finding, by=by, at=at, expected_version=expected_version, given=given)


@action("finding.refuse_extension")
def refuse_extension(
    *, finding: Finding, by: Actor, note: str, at: datetime, expected_version: int | None = None
) -> Finding:
    """不准延期, with a reason; the clock has not stood meanwhile."""
    given = Given(note=note)
    return move(Verb.REFUSE_EXTENSION, finding=finding, by=by, at=at, expected_version=expected_version, given=given)


def _days_faults(days: int | None) -> dict[str, list[str]]:
    outside = days is not None and not 1 <= days <= MOST_DAYS
    return {"days": [_("Between 1 and %(most)s days.") % {"most": MOST_DAYS}]} if outside else {}


# --- cannot fix yet ---


@action("finding.ask_deferral")
def ask_deferral(
    *,
    finding: Finding,
    by: Actor,
    note: str,
    plan: str,
    until: date | None,
    at: datetime,
    reason: str = DeferralReason.OTHER,
    plan_post: Post | None = None,
    expected_version: int | None = None,
) -> Finding:
    """申请挂账: why it cannot be fixed yet, by what plan, who has the plan (None: the responsible post), until when.

    The clock stands while the office decides.
    """
    faults = _past("until", until, at)
    if plan_post is not None and rules.root_of(plan_post.unit.path) != rules.root_of(access.place_of(finding)):
        faults["plan_post"] = [_("This post is of another county.")]
    given = Given(note=note, plan=plan, until=until, reason=reason, plan_post=plan_post, faults=faults)
    return move(Verb.ASK_DEFERRAL, finding=finding, by=by, at=at, expected_version=expected_version, given=given)


def _past(field: str, day: date | None, at: datetime) -> dict[str, list[str]]:
    if day is not None and day <= present.local(at).date():
        return {field: [_("Give a day that is still to come.")]}
    return {}


@action("finding.grant_deferral")
def grant_deferral(
    *,
    finding: Finding,
    by: Actor,
    at: datetime,
    note: str = "",
    until: date | None = None,
    review_on: date | None = None,
    expected_version: int | None = None,
) -> Finding:
    """准予挂账: the clock stands until the date (None: the one asked for); it stays in the open list and in the pool.

    `review_on`: when the office looks at it again; None: after the county's own number of days.
    """
    until = until or finding.deferred_until
    faults = _past("until", until, at) | _review_faults(review_on, at)
    given = Given(note=note, until=until, review_on=review_on or _next_review(finding, until, at), faults=faults)
    return move(Verb.GRANT_DEFERRAL, finding=finding, by=by, at=at, expected_version=expected_version, given=given)


def _review_faults(day: date | None, at: datetime) -> dict[str, list[str]]:
    """The next review lies ahead, and not too far."""
    if day is not None and day > present.local(at).date() + timedelta(days=nearby.MOST_REVIEW_DAYS):
        return {"review_on": [_("Within %(most)s days.") % {"most": nearby.MOST_REVIEW_DAYS}]}
    return _past("review_on", day, at)


def _next_review(finding: Finding, until: date | None, at: datetime) -> date:
    """The county's rhythm, but not later than the deferral lasts."""
    after = present.local(at).date() + timedelta(days=loop_rules(access.place_of(finding)).review_days)
    return min(after, until) if until else after


@action("finding.review")
def review_deferral(
    *,
    finding: Finding,
    by: Actor,
    note: str,
    review_on: date | None,
    at: datetime,
    until: date | None = None,
    expected_version: int | None = None,
) -> Finding:
    """挂账复核: it stays deferred; why, and when it is looked at again. `until`: another end, None: the end stays."""
    faults = _review_faults(review_on, at) | _past("until", until, at)
    if until is None and finding.deferred_until and finding.deferred_until <= present.local(at).date():
        faults["until"] = [_("Its date has come: give another one, or resume work.")]
    given = Given(note=note, until=until, review_on=review_on, faults=faults)
    return move(Verb.REVIEW, finding=finding, by=by, at=at, expected_version=expected_version, given=given)


@action("finding.refuse_deferral")
def refuse_deferral(
    *, finding: Finding, by: Actor, note: str, at: datetime, expected_version: int | None = None
) -> Finding:
    """不准挂账, with a reason; the clock goes on."""
    return move(
        Verb.REFUSE_DEFERRAL, finding=finding, by=by, at=at, expected_version=expected_version, given=Given(note=note)
    )


@action("finding.resume")
def resume_finding(
    *, finding: Finding, by: Actor, at: datetime, note: str = "", expected_version: int | None = None
) -> Finding:
    """The obstacle is gone: back to work, the clock goes on."""
    return move(Verb.RESUME, finding=finding, by=by, at=at, expected_version=expected_version, given=Given(note=note))
