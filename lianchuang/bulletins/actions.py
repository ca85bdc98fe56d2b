"""Writing bulletins: drafted, counted anew while a draft, signed and published. After that nothing in one changes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import F, Max
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, record
from lianchuang.bulletins.access import require_office
from lianchuang.bulletins.models import Bulletin, BulletinState, FigureRow, PhotoPair
from lianchuang.bulletins.queries.counting import (
    Count,
    Period,
    campaign_table,
    choose_pairs,
    count_period,
    unit_table,
)
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason

WEEK = timedelta(days=6)
MOST_OUTLOOK = 2000


@action("bulletin.drafted")
def draft_bulletin(
    *, joint: JointCampaign, period_from: date, period_to: date, as_of: datetime, by: Actor, at: datetime
) -> Bulletin:
    """Draft the bulletin of a week and freeze its figures as of a moment, with the rows behind each.

    Raises NotAllowed (not the office of the place), Invalid (no Monday-to-Sunday week, or one that is still to come),
    NotPossibleNow (that week has its bulletin already).
    """
    require_office(by, joint)
    if period_from.weekday() != 0 or period_to - period_from != WEEK:
        raise Invalid({"week": [_("A weekly bulletin runs from Monday to Sunday.")]})
    if Period.of(period_from, period_to, as_of).start >= as_of:
        raise Invalid({"week": [_("This week has not begun.")]})
    if Bulletin.objects.filter(joint=joint, period_from=period_from).exists():
        raise NotPossibleNow([Reason("week_taken", _("This week has its bulletin already."))])
    year = period_to.year
    last = Bulletin.objects.filter(joint=joint, year=year).aggregate(last=Max("issue"))["last"] or 0
    bulletin = Bulletin(
        joint=joint, year=year, issue=last + 1, period_from=period_from, period_to=period_to, as_of=as_of
    )
    count = _freeze(bulletin, as_of)
    bulletin.save(force_insert=True)
    _keep_rows(bulletin, count)
    _tell("bulletin.drafted", bulletin, by, at)
    return bulletin


@action("bulletin.redrafted")
def redraft_bulletin(*, bulletin: Bulletin, by: Actor, at: datetime, expected_version: int | None = None) -> Bulletin:
    """Count a draft anew as of now. Raises NotAllowed, NotPossibleNow (published), ChangedMeanwhile."""
    _require_draft(bulletin, by, expected_version)
    count = _freeze(bulletin, at)
    _write(bulletin, as_of=at, figures=bulletin.figures, tables=bulletin.tables)
    FigureRow.objects.filter(bulletin=bulletin).delete()
    PhotoPair.objects.filter(bulletin=bulletin).delete()
    _keep_rows(bulletin, count)
    _tell("bulletin.redrafted", bulletin, by, at)
    return bulletin


@action("bulletin.outlook")
def set_outlook(
    *, bulletin: Bulletin, text: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Bulletin:
    """Write what is planned next. Raises NotAllowed, NotPossibleNow, ChangedMeanwhile, Invalid (too long)."""
    _require_draft(bulletin, by, expected_version)
    text = text.strip()
    if len(text) > MOST_OUTLOOK:
        raise Invalid({"text": [_("At most %(most)s characters.") % {"most": MOST_OUTLOOK}]})
    _write(bulletin, outlook=text)
    _tell("bulletin.outlook", bulletin, by, at)
    return bulletin


@action("bulletin.published")
def publish_bulletin(*, bulletin: Bulletin, by: Actor, at: datetime, expected_version: int | None = None) -> Bulletin:
    """签发: a person signs; from now on nothing in it changes.

    Raises NotAllowed, NotPossibleNow (published already, the week not over), ChangedMeanwhile.
    """
    _require_draft(bulletin, by, expected_version)
    period = Period.of(bulletin.period_from, bulletin.period_to, bulletin.as_of)
    if period.end >= bulletin.as_of:
        raise NotPossibleNow(
            [Reason("week_running", _("The week was not over when the figures were counted. Count anew first."))]
        )
    _write(bulletin, state=BulletinState.PUBLISHED, published_at=at, published_by=by.post)
    _tell("bulletin.published", bulletin, by, at)
    return bulletin


def _require_draft(bulletin: Bulletin, by: Actor, expected_version: int | None) -> None:
    require_office(by, bulletin.joint)
    if bulletin.state == BulletinState.PUBLISHED:
        raise NotPossibleNow([Reason("published", _("It is published; nothing in it changes any more."))])
    if expected_version is not None and expected_version != bulletin.version:
        raise ChangedMeanwhile


def _freeze(bulletin: Bulletin, as_of: datetime) -> Count:
    """Count and put the figures onto the (unsaved) row."""
    count = count_period(bulletin.joint, Period.of(bulletin.period_from, bulletin.period_to, as_of))
    bulletin.figures = count.figures()
    bulletin.tables = {"units": unit_table(count), "campaigns": campaign_table(bulletin.joint, count)}
    return count


def _keep_rows(bulletin: Bulletin, count: Count) -> None:
    FigureRow.objects.bulk_create(_rows(bulletin, count), batch_size=500)
    pairs = enumerate(choose_pairs(count))
    PhotoPair.objects.bulk_create(
        PhotoPair(bulletin=bulletin, before=before, after=after, order=order) for order, (before, after) in pairs
    )


def _rows(bulletin: Bulletin, count: Count) -> Iterator[FigureRow]:
    for key, ids in count.findings.items():
        yield from (FigureRow(bulletin=bulletin, key=key, finding_id=pk) for pk in ids)
    for key, ids in count.visits.items():
        yield from (FigureRow(bulletin=bulletin, key=key, visit_id=pk) for pk in ids)


def _write(bulletin: Bulletin, **columns: object) -> None:
    """Write these columns of a draft where the version still is the one that was read."""
    drafts = Bulletin.objects.filter(pk=bulletin.pk, version=bulletin.version, state=BulletinState.DRAFT)
    if not drafts.update(**columns, version=F("version") + 1):
        raise ChangedMeanwhile
    for name, value in columns.items():
        setattr(bulletin, name, value)
    bulletin.version += 1


def _tell(code: str, bulletin: Bulletin, by: Actor, at: datetime) -> None:
    record(
        code=code,
        by=by,
        at=at,
        object_kind="bulletin",
        object_id=bulletin.pk,
        data={
            "number": number_words(bulletin),
            "start": bulletin.period_from.isoformat(),
            "end": bulletin.period_to.isoformat(),
        },
    )


def number_words(bulletin: Bulletin) -> str:
    """The number as it is printed: 莲联创通〔2026〕13 号."""
    return f"{bulletin.joint.symbol}通〔{bulletin.year}〕{bulletin.issue} 号"
