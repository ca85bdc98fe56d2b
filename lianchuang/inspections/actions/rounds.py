"""The life of a round: planned, started, finished; an undercover one is released."""

import secrets
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action, record
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow, Reason
from lianchuang.findings.actions import unseal_finding
from lianchuang.findings.models import Finding
from lianchuang.inspections.actions.holding import VISIT_ORIGIN, open_held
from lianchuang.inspections.models import Round, RoundKind, RoundReport, RoundSite, RoundState, Visit
from lianchuang.inspections.queries.stops import posts_of_stops
from lianchuang.kernels.sampling import commitment

LONGEST_DAYS = 366
SEEDS = 2**31


@action("round.planned")
def plan_round(
    *,
    joint: JointCampaign,
    name: str,
    kind: RoundKind,
    starts_on: date,
    ends_on: date,
    seed: int | None = None,
    by: Actor,
    at: datetime,
) -> Round:
    """Plan a round of inspections from one day to another (both included).

    A seed is chosen (`seed`, else by chance) and only its hash is told, so that nobody can pick it when the sites are
    drawn. Raises NotAllowed (not the office of that place), Invalid (no name, the dates the wrong way round or over
    a year).
    """
    by.require(Role.OFFICE, over=joint.place.path)
    if by.post is None:
        raise NotAllowed("post_needed", _("A round is planned by a post of the campaign office."))
    _require_sense(name, starts_on, ends_on)
    chosen, salt = secrets.randbelow(SEEDS) if seed is None else seed, secrets.token_hex(16)
    planned = Round.objects.create(
        joint=joint,
        name=name.strip(),
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        planned_by=by.post,
        committed_seed=chosen,
        salt=salt,
        commitment=commitment(chosen, salt),
    )
    tell(
        "round.planned",
        planned,
        by,
        at,
        kind=str(kind),
        starts=starts_on.isoformat(),
        ends=ends_on.isoformat(),
        commitment=planned.commitment,
    )
    return planned


def _require_sense(name: str, starts_on: date, ends_on: date) -> None:
    faults: dict[str, list[str]] = {}
    if not name.strip() or len(name.strip()) > 100:
        faults["name"] = [_("Give the round a name of at most %(most)s characters.") % {"most": 100}]
    if ends_on < starts_on:
        faults["ends_on"] = [_("It ends before it begins.")]
    elif (ends_on - starts_on).days > LONGEST_DAYS:
        faults["ends_on"] = [_("A round lasts a year at most.")]
    if faults:
        raise Invalid(faults)


@action("round.started")
def start_round(*, round: Round, by: Actor, at: datetime, expected_version: int | None = None) -> Round:
    """Start a planned round whose sample is drawn; from now on visits can be recorded.

    Raises NotAllowed, NotPossibleNow (started already, nothing drawn), ChangedMeanwhile.
    """
    require_office(round, by)
    require_version(round, expected_version)
    reasons = state_reasons(round, RoundState.PLANNED)
    drawn = RoundSite.objects.filter(round=round)
    sites = drawn.values("site").distinct().count()
    if not reasons and not sites:
        reasons.append(Reason("not_drawn", _("No sites have been drawn for it yet.")))
    if reasons:
        raise NotPossibleNow(reasons)
    write(round, state=RoundState.RUNNING.value)
    sent = set().union(*posts_of_stops(drawn).values())
    tell("round.started", round, by, at, sites=sites, to_posts=sorted(sent), due=round.ends_on.isoformat())
    return round


@action("round.finished")
def finish_round(*, round: Round, by: Actor, at: datetime, expected_version: int | None = None) -> Round:
    """Finish a running round. Sites not visited stay on its page as such; a visit made in its days may still
    arrive. Findings held back for a second look are opened.

    Raises NotAllowed, NotPossibleNow (not under way), ChangedMeanwhile.
    """
    require_office(round, by)
    require_version(round, expected_version)
    if reasons := state_reasons(round, RoundState.RUNNING):
        raise NotPossibleNow(reasons)
    write(round, state=RoundState.FINISHED.value)
    open_held(Visit.objects.filter(round=round, findings_held=True), at)
    sites = RoundSite.objects.filter(round=round, closed_reason="").values("site").distinct().count()
    visited = Visit.objects.filter(round=round, outside_body="").values("site").distinct().count()
    tell("round.finished", round, by, at, sites=sites, visited=visited)
    return round


@action("round.released")
def release_round(*, round: Round, by: Actor, at: datetime, expected_version: int | None = None) -> Round:
    """Release a finished undercover round: everyone may see it, and its findings go their way in order of
    time.

    Raises NotAllowed, NotPossibleNow (not undercover, not finished, released already), ChangedMeanwhile.
    """
    require_office(round, by)
    require_version(round, expected_version)
    reasons = [] if round.is_sealed else [Reason("not_sealed", _("There is nothing to release."))]
    if reasons := reasons or state_reasons(round, RoundState.FINISHED):
        raise NotPossibleNow(reasons)
    write(round, released_at=at)
    visits = [str(pk) for pk in Visit.objects.filter(round=round).values_list("pk", flat=True)]
    reported = RoundReport.objects.filter(round=round).values("finding")
    its = Q(origin_kind=VISIT_ORIGIN, origin_id__in=visits) | Q(pk__in=reported)
    sealed = Finding.objects.filter(its, is_sealed=True)
    findings = list(sealed.select_related("site__unit", "item", "category", "place_unit").order_by("found_at", "pk"))
    for finding in findings:
        unseal_finding(finding=finding, by=by, at=at)
    tell("round.released", round, by, at, findings=len(findings))
    return round


def require_office(round: Round, by: Actor) -> None:
    """Raise NotAllowed unless the actor is the campaign office of the round's place."""
    by.require(Role.OFFICE, over=round.joint.place.path)


def require_version(round: Round, expected: int | None) -> None:
    """Raise ChangedMeanwhile when the round moved on after it was shown."""
    if expected is not None and expected != round.version:
        raise ChangedMeanwhile(_("It is now “%(state)s”.") % {"state": round.get_state_display()})


def state_reasons(round: Round, needed: RoundState) -> list[Reason]:
    """Why it cannot be done in this state; empty when it can."""
    if round.state == needed:
        return []
    words = {"state": round.get_state_display(), "needed": needed.label}
    return [Reason("wrong_state", _("The round is “%(state)s”; it would have to be “%(needed)s”.") % words)]


def write(round: Round, **columns: Any) -> None:
    """Write these columns where the version still is the one that was read."""
    changed = Round.objects.filter(pk=round.pk, version=round.version).update(**columns, version=F("version") + 1)
    if not changed:
        raise ChangedMeanwhile
    for name, value in columns.items():
        setattr(round, name, value)
    round.version += 1


def tell(code: str, round: Round, by: Actor, at: datetime, **facts: Any) -> None:
    """Append the audit entry about a round; of a sealed one it is read by others only once that is released."""
    record(
        code=code,
        by=by,
        at=at,
        object_kind="round",
        object_id=round.pk,
        data={"round": round.name, **facts},
        sealed_with=round.seal,
    )
