"""Writing bulletins: drafted, counted anew while a draft, signed and published. After that nothing in one changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action, record
from lianchuang.audit.codes import find
from lianchuang.bulletins import rules
from lianchuang.bulletins.models import Bulletin, BulletinState, FigureRow, PhotoPair
from lianchuang.bulletins.queries import facts, wording
from lianchuang.bulletins.queries.pages import number_words
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow, Reason

MOST_OUTLOOK = 2000
BATCH = 500


@action("bulletin.drafted")
def draft_bulletin(
    *, joint: JointCampaign, period_from: date, period_to: date, as_of: datetime, by: Actor, at: datetime
) -> Bulletin:
    """Draft the bulletin of a week with its figures as of a moment, and the rows behind each; number: next of the year.

    Raises NotAllowed (not the office of the place), Invalid (no week from Monday to Sunday; a cut-off before the week
    or still to come), NotPossibleNow (that week has its bulletin).
    """
    by.require(Role.OFFICE, over=joint.place.path)
    window = facts.window_of(period_from, period_to, as_of)
    if rules.week_faults(period_from, period_to):
        raise Invalid({"week": [_("A weekly bulletin runs from Monday to Sunday.")]})
    if not window.start < as_of <= at:
        raise Invalid({"week": [_("This week has not begun, or the figures were to be as of a time still to come.")]})
    # One writer at a time for each joint campaign: the number is the next one, and a week has one bulletin.
    JointCampaign.objects.select_for_update().get(pk=joint.pk)
    if taken := Bulletin.objects.filter(joint=joint, period_from=period_from).first():
        words = {"issue": taken.issue, "year": taken.year}
        raise NotPossibleNow(
            [Reason("week_taken", _("This week has its bulletin: no. %(issue)s of %(year)s.") % words)]
        )
    year = clock.local(at).year
    last = Bulletin.objects.filter(joint=joint, year=year).aggregate(last=Max("issue"))["last"] or 0
    counted = _count(joint, window)
    bulletin = Bulletin.objects.create(
        joint=joint,
        year=year,
        issue=last + 1,
        period_from=period_from,
        period_to=period_to,
        as_of=as_of,
        figures=counted.figures,
        tables=counted.tables,
    )
    _keep_rows(bulletin, counted)
    _tell("bulletin.drafted", bulletin, by, at)
    return bulletin


@action("bulletin.redrafted")
def redraft_bulletin(
    *,
    bulletin: Bulletin,
    by: Actor,
    at: datetime,
    as_of: datetime | None = None,
    expected_version: int | None = None,
) -> Bulletin:
    """Count a draft anew, as of `as_of` (None: the end of its week, or now while the week runs); the rows are replaced.

    Raises NotAllowed, NotPossibleNow (published), ChangedMeanwhile, Invalid (a cut-off before the week or to come).
    """
    _require_draft(bulletin, by, expected_version)
    as_of = as_of or facts.cut_off(bulletin.period_from, bulletin.period_to, at)
    window = facts.window_of(bulletin.period_from, bulletin.period_to, as_of)
    if not window.start < as_of <= at:
        raise Invalid({"as_of": [_("The figures cannot be as of that time.")]})
    counted = _count(bulletin.joint, window)
    _write(bulletin, as_of=as_of, figures=counted.figures, tables=counted.tables)
    FigureRow.objects.filter(bulletin=bulletin).delete()
    PhotoPair.objects.filter(bulletin=bulletin).delete()
    _keep_rows(bulletin, counted)
    _tell("bulletin.redrafted", bulletin, by, at)
    return bulletin


@action("bulletin.outlook")
def set_outlook(
    *, bulletin: Bulletin, text: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Bulletin:
    """下周安排: write what is planned next; empty leaves the section out.

    Raises NotAllowed, NotPossibleNow (published), ChangedMeanwhile, Invalid (over 2000 characters).
    """
    _require_draft(bulletin, by, expected_version)
    text = text.strip()
    if len(text) > MOST_OUTLOOK:
        raise Invalid({"text": [_("At most %(most)s characters.") % {"most": MOST_OUTLOOK}]})
    _write(bulletin, outlook=text)
    _tell("bulletin.outlook", bulletin, by, at)
    return bulletin


@action("bulletin.published")
def publish_bulletin(*, bulletin: Bulletin, by: Actor, at: datetime, expected_version: int | None = None) -> Bulletin:
    """签发: a person signs with their post; from now on nothing in it changes.

    Raises NotAllowed (not the office of the place, or the program), NotPossibleNow (published already; counted before
    the last day of its week), ChangedMeanwhile.
    """
    _require_draft(bulletin, by, expected_version)
    if by.post is None:
        raise NotAllowed("person_needed", _("A bulletin is signed by a person, in a post."), _("Campaign office"))
    if clock.local(bulletin.as_of).date() < bulletin.period_to:
        reason = _("It was counted before the week was over. Count anew when it is.")
        raise NotPossibleNow([Reason("week_running", reason)])
    _write(bulletin, state=BulletinState.PUBLISHED.value, published_at=at, published_by=by.post)
    _tell("bulletin.published", bulletin, by, at)
    return bulletin


def _require_draft(bulletin: Bulletin, by: Actor, expected_version: int | None) -> None:
    by.require(Role.OFFICE, over=bulletin.joint.place.path)
    if not bulletin.is_draft:
        raise NotPossibleNow([Reason("published", _("It is published; nothing in it changes any more."))])
    if expected_version is not None and expected_version != bulletin.version:
        raise ChangedMeanwhile


@dataclass(frozen=True)
class _Counted:
    """A week counted: what is printed, and the rows and photos behind it."""

    figures: dict[str, Any]
    tables: dict[str, Any]
    members: rules.Members
    walked: facts.Walked
    pairs: list[wording.Pair]


def _count(joint: JointCampaign, window: rules.Window) -> _Counted:
    found = facts.facts_of(joint, window)
    walked = facts.walked_in(joint, window)
    members = rules.tally(found, window)
    figures = _figures(members, walked)
    pairs = wording.choose_pairs(found, window)
    lines = rules.unit_lines(members, wording.unit_names(members))
    campaigns = [(one, rules.campaign_members(members, one.code)) for one in wording.campaigns_of(joint)]
    origins = rules.by_origin(members["new"])
    tables = {
        "head": wording.head_of(joint, walked.rounds),
        "units": [_unit_words(line) for line in lines],
        "campaigns": [_campaign_words(campaign, some) for campaign, some in campaigns],
        "origins": [{"origin": origin, "new": len(some)} for origin, some in origins.items()],
        "types": wording.type_names(members),
        "vetoes": wording.veto_words(members),
        "pairs": [pair.words for pair in pairs],
        "before": wording.rates_before(joint, clock.local(window.start).date()),
    }
    cells = [(line.cell, line.facts) for line in lines]
    cells += [(f"campaign-{campaign.code}", some) for campaign, some in campaigns]
    cells += [(f"origin-{origin}", {"new": some}) for origin, some in origins.items()]
    rows = {rules.cell_key(key, cell): some for cell, by_key in cells for key, some in by_key.items()}
    return _Counted(figures, tables, {**members, **rows}, walked, pairs)


def _figures(members: rules.Members, walked: facts.Walked) -> dict[str, Any]:
    values = {key: len(some) for key, some in members.items()} | {"visited": len(walked.visits)}
    bases = values | {"planned": walked.planned}
    return {
        figure.key: {"value": values[figure.key], "denominator": bases[figure.base] if figure.base else None}
        for figure in rules.FIGURES
    }


def _unit_words(line: rules.Line) -> dict[str, Any]:
    name = {"league": line.name.league, "name": line.name.name, "name_en": line.name.name_en}
    return {"cell": line.cell, **name, "units": line.units, "rates": line.shows_rates, **line.counts}


def _campaign_words(campaign: Campaign, members: rules.Members) -> dict[str, Any]:
    words = {"name": campaign.name, "name_en": campaign.name_en, "seal": campaign.seal, "slot": campaign.slot}
    counts = {key: len(some) for key, some in members.items()}
    return {"cell": f"campaign-{campaign.code}", "code": campaign.code, **words, **counts}


def _keep_rows(bulletin: Bulletin, counted: _Counted) -> None:
    FigureRow.objects.bulk_create(_rows(bulletin, counted), batch_size=BATCH)
    PhotoPair.objects.bulk_create(
        PhotoPair(bulletin=bulletin, before=pair.before, after=pair.after, order=order)
        for order, pair in enumerate(counted.pairs)
    )


def _rows(bulletin: Bulletin, counted: _Counted) -> Iterator[FigureRow]:
    for visit in counted.walked.visits:
        yield FigureRow(bulletin=bulletin, key="visited", visit_id=visit)
    for key, members in counted.members.items():
        for fact in members:
            yield FigureRow(bulletin=bulletin, key=key, finding_id=fact.id, state=fact.state.value)


def _write(bulletin: Bulletin, **columns: Any) -> None:
    """Write these columns of a draft where the version still is the one that was read."""
    drafts = Bulletin.objects.filter(pk=bulletin.pk, version=bulletin.version, state=BulletinState.DRAFT)
    if not drafts.update(**columns, version=F("version") + 1):
        raise ChangedMeanwhile
    for name, value in columns.items():
        setattr(bulletin, name, value)
    bulletin.version += 1


def _tell(code: str, bulletin: Bulletin, by: Actor, at: datetime) -> None:
    words: dict[str, Any] = {"start": bulletin.period_from.isoformat(), "end": bulletin.period_to.isoformat()}
    if find(code).tells:
        words |= {"year": bulletin.year, "issue": bulletin.issue, "tree": bulletin.joint.place.path}
    record(
        code=code,
        by=by,
        at=at,
        object_kind="bulletin",
        object_id=bulletin.pk,
        data={"number": number_words(bulletin), **words},
    )
