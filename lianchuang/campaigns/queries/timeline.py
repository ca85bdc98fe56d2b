"""The phases as a drawing: a row for the joint campaign and one for each campaign, today, the target dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from lianchuang.campaigns.models import Campaign, JointCampaign, Phase

WIDTH, LEFT, RIGHT = 1140, 150, 24
TOP, ROW, BAR = 30, 38, 16
MOST_TICKS = 14
HAN, LATIN = 12.2, 6.6  # how wide a character is drawn


@dataclass(frozen=True)
class Bar:
    """A phase: "past", "now" or "ahead"; `words` when they fit into it."""

    x: str
    y: str
    width: str
    text_x: str
    text_y: str
    state: str
    words: str
    sentence: str


@dataclass(frozen=True)
class Line:
    """A row: its seal (None for the joint campaign), its bars, where its target date stands."""

    campaign: Campaign | None
    label: str
    middle: str
    seal_y: str
    seal_text_y: str
    bars: tuple[Bar, ...]
    target_x: str = ""
    target: date | None = None
    words_x: str = ""
    anchor: str = "end"


@dataclass(frozen=True)
class Tick:
    x: str
    words: str
    is_year: bool


@dataclass(frozen=True)
class Timeline:
    """The drawing in WIDTH × `height` units."""

    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    height: int
    bottom: str
    today_x: str
    sentence: str


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day stands."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return LEFT + (WIDTH - LEFT - RIGHT) * min(1.0, max(0.0, share))


def timeline(joint: JointCampaign, campaigns: Sequence[Campaign], phases: Sequence[Phase], today: date) -> Timeline:
    """Draw the phases, from the first day there is to the last target date."""
    days = [joint.started_on, today, *(one.target_date for one in campaigns)]
    days += [day for phase in phases for day in (phase.starts_on, phase.ends_on)]
    scale = _Scale(min(days).replace(day=1), max(days) + timedelta(days=14))
    lines: list[Line] = []
    top = float(TOP)
    for campaign in (None, *campaigns):
        own = [phase for phase in phases if phase.campaign_id == (campaign.pk if campaign else None)]
        lanes = _lanes(own)
        lines.append(_line(joint, campaign, lanes, top, scale, today))
        top += ROW + (max(1, len(lanes)) - 1) * (BAR + 4)
    count = len(phases)
    return Timeline(
        lines=tuple(lines),
        ticks=tuple(_ticks(scale)),
        height=round(top) + 8,
        bottom=_n(top),
        today_x=_n(scale.x(today)),
        sentence=_("%(count)s phases; today is %(today)s.") % {"count": count, "today": today.isoformat()},
    )


def _lanes(phases: Iterable[Phase]) -> list[list[Phase]]:
    """Phases that lie over each other stand below each other."""
    lanes: list[list[Phase]] = []
    for phase in sorted(phases, key=lambda one: (one.starts_on, one.ends_on)):
        for lane in lanes:
            if lane[-1].ends_on < phase.starts_on:
                lane.append(phase)
                break
        else:
            lanes.append([phase])
    return lanes


def _line(
    joint: JointCampaign, campaign: Campaign | None, lanes: list[list[Phase]], top: float, scale: _Scale, today: date
) -> Line:
    middle = top + ROW / 2
    bars = [
        _bar(phase, middle - BAR / 2 + number * (BAR + 4), scale, today)
        for number, lane in enumerate(lanes)
        for phase in lane
    ]
    target = scale.x(campaign.target_date) if campaign else 0.0
    ends = target < WIDTH - RIGHT - 70
    return Line(
        campaign=campaign,
        label=campaign.label if campaign else joint.label,
        middle=_n(middle + 4),
        seal_y=_n(middle - 8.5),
        seal_text_y=_n(middle + 4.5),
        bars=tuple(bars),
        target_x=_n(target) if campaign else "",
        target=campaign.target_date if campaign else None,
        words_x=_n(target + 9 if ends else target - 9),
        anchor="start" if ends else "end",
    )


def _bar(phase: Phase, y: float, scale: _Scale, today: date) -> Bar:
    start, end = scale.x(phase.starts_on), scale.x(phase.ends_on + timedelta(days=1))
    width = max(3.0, end - start - 2)
    state = "past" if phase.ends_on < today else "now" if phase.starts_on <= today else "ahead"
    label = phase.label
    fits = sum(HAN if ord(char) > 0x2E80 else LATIN for char in label) < width - 10
    return Bar(
        _n(start), _n(y), _n(width), _n(start + 6), _n(y + BAR - 4), state, label if fits else "",
        f"{label} {phase.starts_on.isoformat()} – {phase.ends_on.isoformat()}",
    )  # fmt: skip


def _ticks(scale: _Scale) -> Iterable[Tick]:
    months = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month
    step = next((size for size in (1, 2, 3, 6) if months / size <= MOST_TICKS), 12)
    year, month = scale.first.year, 1
    while (day := date(year, month, 1)) <= scale.last:
        if day >= scale.first:
            yield Tick(_n(scale.x(day)), str(year) if month == 1 else f"{month:02d}", month == 1)
        year, month = (year, month + step) if month + step <= 12 else (year + 1, 1)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
