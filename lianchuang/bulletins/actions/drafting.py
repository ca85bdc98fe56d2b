"""Writing bulletins: drafted, counted anew while a draft, given its words and pairs."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action
from lianchuang.bulletins import rules
from lianchuang.bulletins.actions.counting import Counted, count, keep_pairs, keep_rows
from lianchuang.bulletins.actions.writing import require_draft, tell, write
from lianchuang.bulletins.models import Bulletin, BulletinKind
from lianchuang.bulletins.queries import facts, printed
from lianchuang.bulletins.queries.wordings import wording_in_use
from lianchuang.bulletins.rules.wording import Wording
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotPossibleNow, Reason
from lianchuang.inspections.models import Round, RoundState

MOST_OUTLOOK = 2000
FIELD_OF = {"daily": "day", "weekly": "week", "round": "round", "campaign": "month"}


@action("bulletin.drafted")
def draft_bulletin(
    *,
    joint: JointCampaign,
    period_from: date,
    period_to: date,
    as_of: datetime,
    by: Actor,
    at: datetime,
    kind: str = BulletinKind.WEEKLY,
    round: Round | None = None,
    campaign: Campaign | None = None,
) -> Bulletin:
    """Draft a bulletin with its figures as of a moment, and the rows behind each; number: next of its kind and year.

    A day, a week, the days of a round, or a month of a campaign. Raises NotAllowed (not the office of the place), Invalid
    (other days; a cut-off before them or still to come), NotPossibleNow (those days have their bulletin; a round not
    begun, or undercover and not released).
    """
    by.require(Role.OFFICE, over=joint.place.path)
    subject = facts.Subject(joint, round, campaign)
    _require_period(subject, kind, period_from, period_to)
    window = facts.window_of(period_from, period_to, as_of, kind)
    if not window.start < as_of <= at:
        sentence = _("These days have not begun, or the figures were to be as of a time still to come.")
        raise Invalid({FIELD_OF[kind]: [sentence]})
    # One writer at a time for each joint campaign: the number is the next one, and each subject has one bulletin.
    JointCampaign.objects.select_for_update().get(pk=joint.pk)
    _require_free(subject, kind, period_from)
    year = clock.local(at).year
    last = Bulletin.objects.filter(joint=joint, kind=kind, year=year).aggregate(last=Max("issue"))["last"] or 0
    template, wording = wording_in_use(joint, kind)
    counted = count(subject, kind, window, wording)
    bulletin = Bulletin.objects.create(
        joint=joint,
        kind=kind,
        year=year,
        issue=last + 1,
        period_from=period_from,
        period_to=period_to,
        round=round,
        campaign=campaign,
        **_drafted(counted, as_of, wording, template, by),
    )
    keep_rows(bulletin, counted)
    tell("bulletin.drafted", bulletin, by, at)
    return bulletin


def _drafted(counted: Counted, as_of: datetime, wording: Wording, template: int, by: Actor) -> dict[str, Any]:
    """The columns of a draft that come from a count."""
    return {
        "as_of": as_of,
        "figures": counted.figures,
        "tables": counted.tables,
        "wording": wording.data,
        "template": template,
        "drafted_by": by.post,
        "drafter": by.person,
    }


def _require_period(subject: facts.Subject, kind: str, first: date, last: date) -> None:
    if kind not in BulletinKind.values or (kind == "round") != (subject.round is not None):
        raise Invalid({"kind": [_("There is no such kind of bulletin.")]})
    if (kind == "campaign") != (subject.campaign is not None):
        raise Invalid({"campaign": [_("Say which campaign.")]})
    if faults := rules.period_faults(kind, first, last):
        raise Invalid({FIELD_OF[kind]: faults})
    if subject.campaign is not None and subject.campaign.joint_id != subject.joint.pk:
        raise Invalid({"campaign": [_("It is no campaign of this joint campaign.")]})
    if subject.round is not None:
        _require_round(subject.joint, subject.round, first, last)


def _require_round(joint: JointCampaign, round: Round, first: date, last: date) -> None:
    if round.joint_id != joint.pk or (round.starts_on, round.ends_on) != (first, last):
        raise Invalid({"round": [_("Its days are those of the round.")]})
    if round.is_sealed:
        raise NotPossibleNow([Reason("round_sealed", _("The round is undercover and not released."))])
    if round.state == RoundState.PLANNED:
        raise NotPossibleNow([Reason("round_planned", _("The round has not begun."))])


def _require_free(subject: facts.Subject, kind: str, first: date) -> None:
    taken = Bulletin.objects.filter(joint=subject.joint, kind=kind).filter(
        Q(round=subject.round) if subject.round else Q(period_from=first, campaign=subject.campaign)
    )
    if there := taken.first():
        words = {"issue": there.issue, "year": there.year}
        sentence = _("There is a bulletin of this already: no. %(issue)s of %(year)s.") % words
        raise NotPossibleNow([Reason("taken", sentence)])


@action("bulletin.redrafted")
def redraft_bulletin(
    *,
    bulletin: Bulletin,
    by: Actor,
    at: datetime,
    as_of: datetime | None = None,
    expected_version: int | None = None,
) -> Bulletin:
    """Count a draft anew, as of `as_of` (None: the end of its days, or now while they run), in the wording now in use.

    The rows are replaced; pairs that the office chose stay where they still show something put right.
    Raises NotAllowed, NotPossibleNow (signed or published), ChangedMeanwhile, Invalid (a cut-off before it or to come).
    """
    require_draft(bulletin, by, expected_version)
    kind, first, last = bulletin.kind, bulletin.period_from, bulletin.period_to
    as_of = as_of or facts.cut_off(first, last, at, kind)
    window = facts.window_of(first, last, as_of, kind)
    if not window.start < as_of <= at:
        raise Invalid({"as_of": [_("The figures cannot be as of that time.")]})
    subject = facts.Subject(bulletin.joint, bulletin.round, bulletin.campaign)
    template, wording = wording_in_use(bulletin.joint, kind)
    picked = bulletin.tables.get("chosen")
    counted = count(subject, kind, window, wording, None if picked is None else [UUID(one) for one in picked])
    write(
        bulletin,
        **_drafted(counted, as_of, wording, template, by),
    )
    bulletin.rows.all().delete()
    bulletin.pairs.all().delete()
    keep_rows(bulletin, counted)
    tell("bulletin.redrafted", bulletin, by, at)
    return bulletin


@action("bulletin.outlook")
def set_outlook(
    *, bulletin: Bulletin, text: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Bulletin:
    """下周安排: write what is planned next; empty leaves the section out.

    Raises NotAllowed, NotPossibleNow (signed or published), ChangedMeanwhile, Invalid (over 2000 characters).
    """
    require_draft(bulletin, by, expected_version)
    text = text.strip()
    if len(text) > MOST_OUTLOOK:
        raise Invalid({"text": [_("At most %(most)s characters.") % {"most": MOST_OUTLOOK}]})
    write(bulletin, outlook=text)
    tell("bulletin.outlook", bulletin, by, at)
    return bulletin


@action("bulletin.pairs")
def choose_pairs(
    *, bulletin: Bulletin, findings: Sequence[UUID], by: Actor, at: datetime, expected_version: int | None = None
) -> Bulletin:
    """Choose which before/after pairs stand in the bulletin, in this order; none leaves the section out.

    Raises NotAllowed, NotPossibleNow (signed or published), ChangedMeanwhile, Invalid (something that was not verified in
    these days, is not right, or lacks a photo).
    """
    require_draft(bulletin, by, expected_version)
    candidates = {pair.finding.pk: pair for pair in printed.pair_candidates(bulletin)}
    if not set(findings) <= set(candidates):
        raise Invalid({"pairs": [_("One of these cannot be shown as put right.")]})
    pairs = [candidates[pk] for pk in dict.fromkeys(findings)]
    words = {"pairs": [pair.words for pair in pairs], "chosen": [str(pair.finding.pk) for pair in pairs]}
    write(bulletin, tables={**bulletin.tables, **words})
    bulletin.pairs.all().delete()
    keep_pairs(bulletin, pairs)
    tell("bulletin.pairs", bulletin, by, at, pairs=len(pairs))
    return bulletin
