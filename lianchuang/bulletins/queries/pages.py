"""What the pages of a bulletin show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role, UnitKind
from lianchuang.bulletins.access import visible_bulletins
from lianchuang.bulletins.models import Bulletin, BulletinState, FigureRow, PhotoPair
from lianchuang.bulletins.rules import FIGURES, STRIP, Figure
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.findings.access import visible_findings
from lianchuang.findings.models import Finding
from lianchuang.inspections.access import visible_visits
from lianchuang.inspections.models import Visit

MOST_ROWS = 500


@dataclass(frozen=True)
class Shown:
    """A frozen figure with its words; `of` is the denominator of a rate."""

    figure: Figure
    value: int
    of: int | None

    @property
    def key(self) -> str:
        return self.figure.key

    @property
    def label(self) -> Promise:
        return self.figure.label

    @property
    def base_label(self) -> Promise | str:
        return self.figure.base_label


@dataclass(frozen=True)
class Line:
    """One unit's line, or the sum of the small ones (`others` of them)."""

    name: str
    cells: dict[str, int]
    others: int = 0


@dataclass(frozen=True)
class League:
    """Units of a kind in name order."""

    name: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class CampaignLine:
    """One campaign's counts."""

    campaign: Campaign
    cells: dict[str, int]


@dataclass(frozen=True)
class Sheet:
    """Everything on a bulletin's page."""

    bulletin: Bulletin
    shown: dict[str, Shown]
    leagues: Sequence[League]
    campaigns: Sequence[CampaignLine]
    pairs: Sequence[PhotoPair]
    previous: Bulletin | None
    following: Bulletin | None

    @property
    def strip(self) -> list[Shown]:
        """The figures at the head."""
        return [self.shown[key] for key in STRIP if key in self.shown]

    @property
    def week(self) -> int:
        """ISO week."""
        return self.bulletin.period_from.isocalendar().week


def sheet_of(actor: Actor, bulletin: Bulletin) -> Sheet:
    """The page of a bulletin, from what is frozen with it."""
    figures = bulletin.figures
    shown = {
        figure.key: Shown(figure, figures[figure.key]["value"], figures[figure.key]["of"])
        for figure in FIGURES
        if figure.key in figures
    }
    pairs = PhotoPair.objects.filter(bulletin=bulletin).select_related(
        "before__step", "after__step", "before__finding__site", "before__finding__item"
    )
    issues = visible_bulletins(actor).filter(joint=bulletin.joint)
    return Sheet(
        bulletin=bulletin,
        shown=shown,
        leagues=[_league(league) for league in bulletin.tables.get("units", [])],
        campaigns=_campaign_lines(bulletin),
        pairs=list(pairs.prefetch_related("before__finding__finding_campaigns__campaign")),
        previous=issues.filter(period_from__lt=bulletin.period_from).order_by("-period_from").first(),
        following=issues.filter(period_from__gt=bulletin.period_from).order_by("period_from").first(),
    )


LEAGUE_NAMES = {
    UnitKind.STREET: lambda: _("Streets"),
    UnitKind.TOWN: lambda: _("Towns"),
    UnitKind.BUREAU: lambda: _("County bodies"),
    UnitKind.COMMUNITY: lambda: _("Communities"),
    UnitKind.VILLAGE: lambda: _("Villages"),
}


def _league(frozen: dict[str, Any]) -> League:
    lines = [Line(row["name"], {key: row[key] for key in frozen["rest"]}) for row in frozen["rows"]]
    if frozen["others"]:
        lines.append(Line("", frozen["rest"], frozen["others"]))
    return League(LEAGUE_NAMES[UnitKind(frozen["kind"])](), lines)


def _campaign_lines(bulletin: Bulletin) -> list[CampaignLine]:
    frozen = {row["campaign"]: row for row in bulletin.tables.get("campaigns", [])}
    known = Campaign.objects.filter(pk__in=frozen)
    return [CampaignLine(each, {k: v for k, v in frozen[each.pk].items() if k != "campaign"}) for each in known]


@dataclass(frozen=True)
class Behind:
    """The rows behind a figure that this reader may see, and how many there are beyond."""

    shown: Shown
    findings: Sequence[Finding]
    visits: Sequence[Visit]
    total: int

    @property
    def beyond(self) -> int:
        """Rows outside the reader's scope, or past the page's limit."""
        return self.total - len(self.findings) - len(self.visits)


def rows_behind(actor: Actor, bulletin: Bulletin, key: str) -> Behind | None:
    """The rows behind a figure; None when the bulletin has no such figure."""
    frozen = bulletin.figures.get(key)
    figure = next((figure for figure in FIGURES if figure.key == key), None)
    if frozen is None or figure is None:
        return None
    rows = FigureRow.objects.filter(bulletin=bulletin, key=key)
    findings = visible_findings(actor).filter(pk__in=rows.filter(finding__isnull=False).values("finding"))
    visits = visible_visits(actor).filter(pk__in=rows.filter(visit__isnull=False).values("visit"))
    return Behind(
        shown=Shown(figure, frozen["value"], frozen["of"]),
        findings=list(
            findings.select_related("site", "responsible_unit", "responsible_post__unit")
            .prefetch_related("finding_campaigns__campaign")
            .order_by("found_at")[:MOST_ROWS]
        ),
        visits=list(visits.select_related("site__site_type", "by_unit", "round").order_by("finished_at")[:MOST_ROWS]),
        total=rows.count(),
    )


def bulletins_list(actor: Actor) -> QuerySet[Bulletin]:
    """All that the actor may read, newest first."""
    return visible_bulletins(actor).select_related("joint", "published_by__unit").order_by("-period_from")


def latest_draft(actor: Actor) -> Bulletin | None:
    """The draft that waits for the office's signature."""
    if not actor.has(Role.OFFICE):
        return None
    return bulletins_list(actor).filter(state=BulletinState.DRAFT).first()


def latest_published(actor: Actor) -> Bulletin | None:
    """The newest bulletin that everybody may read."""
    return bulletins_list(actor).filter(state=BulletinState.PUBLISHED).first()


def weeks_without(joint: JointCampaign, today: date, most: int = 8) -> list[date]:
    """Mondays of the last weeks that are over and have no bulletin, newest first."""
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=number) for number in range(1, most + 1)]
    taken = set(Bulletin.objects.filter(joint=joint, period_from__in=weeks).values_list("period_from", flat=True))
    return [week for week in weeks if week not in taken]
