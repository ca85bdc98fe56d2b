"""How the clock of one finding ran: told from its steps alone, as arithmetic and as a week drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal

from lianchuang.common import clock as present
from lianchuang.common.workdays import calendar
from lianchuang.findings import rules
from lianchuang.findings.models import Finding, Step
from lianchuang.findings.queries.rows import clock_of
from lianchuang.findings.rules import ClockEffect, State, Verb

EXTENDED = frozenset({Verb.EXTEND.value, Verb.GRANT_EXTENSION.value})
DRAWN_DAYS, LEAST_DRAWN = 7, 6  # fewer would be drawn large; days to come fill up
# Minutes of a day granted, by whether working time counts.
UNIT_MINUTES = {
    True: rules.MINUTES_OF[rules.LimitUnit.WORKING_DAY],
    False: rules.MINUTES_OF[rules.LimitUnit.CALENDAR_DAY],
}


@dataclass(frozen=True)
class Span:
    """A stretch in which the clock ran or stood: `minutes` of the time that counts; `end` None: it still lasts."""

    runs: bool
    start: datetime
    end: datetime | None
    minutes: int
    verb: str  # what began it

    def until(self, now: datetime) -> datetime:
        """Its end, or now while it lasts."""
        return self.end or now


@dataclass(frozen=True)
class Extension:
    """More time, granted."""

    at: datetime
    minutes: int


@dataclass(frozen=True)
class Timing:
    """The clock told: the limit at first, what was added, each span, used, left, due; all in minutes that count."""

    first_limit: int
    extensions: Sequence[Extension]
    spans: Sequence[Span]
    used: int
    left: int
    due: datetime | None
    first_due: datetime | None
    working: bool
    earlier_lives: int

    @property
    def limit(self) -> int:
        """All the time there is."""
        return self.first_limit + sum(extension.minutes for extension in self.extensions)

    @property
    def stopped(self) -> int:
        """Minutes in which the clock stood, not counted."""
        return sum(span.minutes for span in self.spans if not span.runs)

    @property
    def is_running(self) -> bool:
        """Whether it runs now."""
        return bool(self.spans) and self.spans[-1].runs and self.spans[-1].end is None


def timing(finding: Finding, steps: Sequence[Step], now: datetime) -> Timing | None:
    """The clock's story from the steps (oldest first); None while it has not started."""
    minutes: rules.Minutes = calendar() if finding.counts_working_time else rules.Elapsed()
    spans: list[Span] = []
    extensions: list[Extension] = []
    lives = 0
    for step in steps:
        effect = _effect(step)
        if effect in {ClockEffect.START, ClockEffect.FRESH}:
            lives, spans, extensions = lives + 1, [], []
        if step.verb in EXTENDED:
            days = int(step.data.get("days", 0))
            extensions.append(Extension(step.at, days * UNIT_MINUTES[finding.counts_working_time]))
        if effect is not None:
            _turn(spans, step, effect, minutes)
    if not spans:
        return None
    spans = _until_now(spans, finding, minutes, now)
    clock = clock_of(finding)
    used = sum(span.minutes for span in spans if span.runs)
    return Timing(
        first_limit=finding.limit_minutes - sum(extension.minutes for extension in extensions),
        extensions=extensions,
        spans=spans,
        used=used,
        left=finding.limit_minutes - used,
        due=clock.due(),
        first_due=finding.first_due_at,
        working=finding.counts_working_time,
        earlier_lives=lives - 1,
    )


def _effect(step: Step) -> ClockEffect | None:
    """What a step did to the clock, by the table; None for what is no transition."""
    if step.verb not in set(Verb) or not step.from_state:
        return None
    row = rules.transition(Verb(step.verb), State(step.from_state))
    return row.clock if row else None


def _turn(spans: list[Span], step: Step, effect: ClockEffect, minutes: rules.Minutes) -> None:
    """Begin or end a span where the effect changes the clock."""
    running = bool(spans) and spans[-1].runs and spans[-1].end is None
    runs = effect in {ClockEffect.START, ClockEffect.FRESH, ClockEffect.RUN}
    if effect is ClockEffect.KEEP or (spans and runs == running):
        return
    if spans:
        last = spans[-1]
        length = max(0, minutes.minutes_between(last.start, step.at))
        spans[-1] = replace(last, end=step.at, minutes=length)
    if spans or runs:
        spans.append(Span(runs, step.at, None, 0, step.verb))


def _until_now(spans: list[Span], finding: Finding, minutes: rules.Minutes, now: datetime) -> list[Span]:
    """The last span up to now; an ended finding's clock stands for good, which is no span to tell."""
    last = spans[-1]
    if not finding.is_open and not last.runs:
        return spans[:-1]
    length = max(0, minutes.minutes_between(last.start, finding.ended_at or now))
    return [*spans[:-1], replace(last, minutes=length, end=finding.ended_at)]


# --- the same as a drawing of days ---

BlockKind = Literal["used", "stopped", "left", "none"]
LEFT, TOP, COLUMN, WIDTH, PIXELS_A_MINUTE = 36, 20, 48, 40, 0.19
GAP = 20  # between morning and afternoon


@dataclass(frozen=True)
class Block:
    """A piece of a working half-day, in units of the drawing."""

    kind: BlockKind
    y: str
    height: str


@dataclass(frozen=True)
class DrawnDay:
    """One day of the drawing; `is_off` without work."""

    day: date
    x: str
    middle: str
    is_today: bool
    is_off: bool
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Mark:
    """A line with its hour at the left of the drawing."""

    y: str
    text_y: str
    label: str


@dataclass(frozen=True)
class Week:
    """The days around now, with the minutes used, stopped and left in them."""

    days: Sequence[DrawnDay]
    marks: Sequence[Mark]
    width: int
    height: int
    off_y: str
    skipped: bool


def week(told: Timing, now: datetime) -> Week | None:
    """The drawing of working time, at most DRAWN_DAYS days up to the due date; None where calendar time counts."""
    if not told.working:
        return None
    dates, skipped = _dates(told, now)
    days = [_drawn(day, index, told, now) for index, day in enumerate(dates)]
    marks = [
        Mark(f"{y:.1f}", f"{y + 3.5:.1f}", f"{minute // 60}:{minute % 60:02d}")
        for interval in calendar().hours
        for minute, y in ((minute, _y(minute)) for minute in interval)
    ]
    height = int(_y(calendar().hours[-1][1])) + 14
    middle = (_y(calendar().hours[0][1]) + _y(calendar().hours[-1][0])) / 2 + 3.5
    return Week(days, marks, LEFT + COLUMN * len(days), height, f"{middle:.1f}", skipped)


def _dates(told: Timing, now: datetime) -> tuple[list[date], bool]:
    """The days from the start to the due date or now; when they are too many, the last ones, with today among them."""
    first = present.local(told.spans[0].start).date()
    ends = [present.local(now).date()] if told.is_running or told.spans[-1].end is None else []
    ends += [present.local(moment).date() for moment in (told.spans[-1].end, told.due) if moment]
    last = max(ends)
    today = present.local(now).date()
    if told.is_running and (last - today).days >= DRAWN_DAYS:
        last = today + timedelta(days=DRAWN_DAYS - 3)
    begin = max(first, last - timedelta(days=DRAWN_DAYS - 1))
    last = max(last, begin + timedelta(days=LEAST_DRAWN - 1))
    return [begin + timedelta(days=offset) for offset in range((last - begin).days + 1)], begin > first


def _drawn(day: date, index: int, told: Timing, now: datetime) -> DrawnDay:
    x = LEFT + 4 + COLUMN * index
    works = calendar().is_workday(day)
    blocks = [block for interval in calendar().hours for block in _blocks(day, interval, told, now)] if works else []
    return DrawnDay(day, str(x), str(x + WIDTH // 2), day == present.local(now).date(), not works, blocks)


def _blocks(day: date, interval: tuple[int, int], told: Timing, now: datetime) -> list[Block]:
    """An interval of office hours cut where the clock turned."""
    start, end = (_moment(day, minute) for minute in interval)
    turns = [span.start for span in told.spans] + [span.end for span in told.spans if span.end] + [now]
    cuts = sorted({start, end, *(cut for cut in [*turns, told.due or now] if start < cut < end)})
    return [
        Block(_kind(begin, told, now), f"{_y(_minute(begin)) + 0.5:.1f}", f"{_height(begin, until) - 1:.1f}")
        for begin, until in pairwise(cuts)
        if _height(begin, until) > 1
    ]


def _kind(begin: datetime, told: Timing, now: datetime) -> BlockKind:
    if begin >= now:
        return "left" if told.due is not None and begin < told.due else "none"
    for span in told.spans:
        if span.start <= begin and (span.end is None or begin < span.end):
            return "used" if span.runs else "stopped"
    return "none"


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), calendar().zone)


def _minute(at: datetime) -> int:
    here = at.astimezone(calendar().zone)
    return here.hour * 60 + here.minute


def _height(begin: datetime, until: datetime) -> float:
    return (_minute(until) - _minute(begin)) * PIXELS_A_MINUTE


def _y(minute: int) -> float:
    """Where a minute of the day stands; the lunch hour is drawn short."""
    (opening, noon), (afternoon, _closing) = calendar().hours
    if minute <= noon:
        return TOP + (minute - opening) * PIXELS_A_MINUTE
    return TOP + (noon - opening) * PIXELS_A_MINUTE + GAP + (minute - afternoon) * PIXELS_A_MINUTE
