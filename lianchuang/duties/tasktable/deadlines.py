"""Deadlines in words: a date, a rhythm, standing, at once. What is not surely a date is never called one."""

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lianchuang.duties.tasktable.numbering import han_value
from lianchuang.duties.tasktable.shapes import Cell, Confidence, Why, least

AT_ONCE = re.compile(r"立行立改|即查即改|立查立改|立整立改|即知即改|边查边改|随查随改|立即|即时|即刻|马上")
STANDING = re.compile(r"长期坚持|长期|常年|常态长效|常态化?|持续推进|持续|常抓不懈|一直|贯穿始终|全年|日常")
NOTHING = re.compile(r"[-—–/\\、.]+|无|没有")
STARTS = re.compile(r"起|开始|启动|后|以后")
HARMLESS = re.compile(
    r"[、，,。；;:：()\-—~～]|以?前|之前|内|止|截止|至|到|完成|全面|报送|上报|整改|到位|落实|推进|开展|进行|保持|实施|达标|巩固|提升|"
    r"[底末]|务必|须|坚持|并|要求|办结|销号|的|时限|结束|不断|工作|管理|抓好|化"
)
WEEKDAYS = {char: number for number, char in enumerate("一二三四五六", start=1)} | {"日": 7, "天": 7}
THIRDS = {"上旬": 10, "中旬": 20, "下旬": -1}
FEASTS = {
    "元旦": (1, 1),
    "五一": (5, 1),
    "六一": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "国庆": (10, 1),
    "十一": (10, 1),
}
RECENT = timedelta(days=31)


@dataclass(frozen=True)
class Today:
    """What a date without a year is measured by: the day of reading, and the year the table's title names."""

    day: date
    year: int | None = None


@dataclass(frozen=True)
class _Found:
    """A date found in words."""

    start: int
    end: int
    day: date | None
    confidence: Confidence
    why: str


def read_deadline(text: str, today: Today, day: date | None = None) -> Cell:
    """What a cell of a deadline says. `day`: the cell is a real date."""
    if day is not None:
        return _real_date(text, day, today)
    said = _smoothed(text)
    if not said or NOTHING.fullmatch(said):
        return Cell(None, text, "likely", (Why("empty"),))
    if "每" in said or re.match(r"按[月周季年]", said):
        return _rhythm(text, said, today)
    found = _dates(said, today)
    rest = _without(said, found)
    at_once, standing = AT_ONCE.search(rest), STANDING.search(rest)
    if not found:
        return _no_date(text, rest, bool(at_once), bool(standing), today)
    return _with_dates(text, said, found, bool(at_once or standing))


def _real_date(text: str, day: date, today: Today) -> Cell:
    if not 2000 <= day.year <= 2099:
        return Cell(None, text, "unsure", (Why("no_date"),), candidates=({"date": day.isoformat()},))
    off = abs(day - today.day) > timedelta(days=800) or (today.year is not None and day.year < today.year)
    return Cell({"date": day.isoformat()}, text, "likely" if off else "sure", (Why("far_date"),) if off else ())


def _smoothed(text: str) -> str:
    """Half-width, without spaces and quotation marks, Chinese figures of months, days and quarters as figures."""
    text = re.sub(r"(?<=\d)[ T]\d{1,2}:\d\d(:\d\d)?$", "", text.strip())
    said = re.sub(r"[\s“”\"‘’《》]", "", unicodedata.normalize("NFKC", text))
    said = re.sub(r"^20\d\d年?度?(?=全年$)", "", said)
    return re.sub(
        r"(?<!周)(?<!期)([一二三四五六七八九十]{1,3})(?=个?(月|日|号|季度|个工作日|天内))",
        lambda match: str(han_value(match[1])) if not match.string[match.end() :].startswith("个季") else match[1],
        said,
    )


def _no_date(text: str, rest: str, at_once: bool, standing: bool, today: Today) -> Cell:
    left = HARMLESS.sub("", STANDING.sub("", AT_ONCE.sub("", rest)))
    if at_once != standing and not left:
        is_loose = "全年" in rest or rest in {"日常", "持续"}
        value = {"at_once": True} if at_once else {"standing": True}
        return Cell(value, text, "likely" if is_loose else "sure", (Why("loose_words"),) if is_loose else ())
    feast = next((when for word, when in FEASTS.items() if re.match(rf"{word}节?(之?前)", rest)), None)
    if feast:
        day, _confidence, _why = _in_year(today, *feast)
        return Cell(None, text, "unsure", (Why("feast"),), candidates=({"date": day.isoformat()},) if day else ())
    code = "from_unknown_day" if re.search(r"\d+个?(工作)?[日天月周]|小时", rest) else "no_date"
    return Cell(None, text, "unsure", (Why(code),))


def _with_dates(text: str, said: str, found: list[_Found], also: bool) -> Cell:
    last = found[-1]
    rest = _without(said, found)
    left = HARMLESS.sub("", STANDING.sub("", AT_ONCE.sub("", rest)))
    dates = tuple({"date": one.day.isoformat()} for one in found if one.day)
    if last.day is None:
        return Cell(None, text, "unsure", (Why(last.why),), candidates=dates)
    value = {"date": last.day.isoformat()}
    if len(found) > 1:
        between = said[found[-2].end : last.start]
        is_range = len(found) == 2 and re.fullmatch(r"[底末]?[至到—~～\-]+", between) and not left
        if is_range:
            return Cell(value, text, least([last.confidence, "likely"]), (Why("range"),))
        return Cell(value, text, "unsure", (Why("several_dates"),), candidates=dates)
    if STARTS.search(rest) or also:
        return Cell(
            value,
            text,
            "unsure",
            (Why("not_an_end" if STARTS.search(rest) else "date_and_standing"),),
            candidates=dates,
        )
    if left:
        return Cell(
            value, text, "unsure" if re.search(r"\d", left) else "likely", (Why("more_words"),), candidates=dates
        )
    return Cell(value, text, last.confidence, (Why(last.why),) if last.why else ())


def _without(said: str, found: list[_Found]) -> str:
    rest, at = "", 0
    for one in found:
        rest, at = rest + said[at : one.start], one.end
    return rest + said[at:]


Reader = Callable[[re.Match[str], Today], tuple[date | None, Confidence, str]]
_YEAR = r"(?:(?P<year>20\d\d|\d\d)(?:年度?|(?<=20\d\d)[./](?=\d{1,2}月))|(?P<near>今年|本年|明年|次年))?"


def _dates(said: str, today: Today) -> list[_Found]:
    """All dates in the words, from the left; where two patterns fit, the longer."""
    found: list[_Found] = []
    for pattern, reader in READERS:
        for match in pattern.finditer(said):
            if any(one.start < match.end() and match.start() < one.end for one in found):
                continue
            found.append(_Found(match.start(), match.end(), *reader(match, today)))
    return sorted(found, key=lambda one: one.start)


def _year_of(match: re.Match[str], today: Today) -> int | None:
    groups = match.groupdict()
    if groups.get("near"):
        return today.day.year + (groups["near"] in {"明年", "次年"})
    if groups.get("year"):
        return int(groups["year"]) + (2000 if len(groups["year"]) == 2 else 0)
    return None


def _in_year(today: Today, month: int, day: int) -> tuple[date | None, Confidence, str]:
    """A date whose year is not written: by the title, else the next such day."""
    if today.year is not None:
        when = _day(today.year, month, day)
        if when is None:
            return None, "unsure", "no_such_day"
        return (when, "sure", "") if when >= today.day - RECENT else (when, "likely", "past")
    when = _day(today.day.year, month, day)
    if when is not None and when >= today.day:
        return when, "likely", "year_guessed"
    return (_day(today.day.year + 1, month, day), "unsure", "past_or_next") if when else (None, "unsure", "no_such_day")


def _day(year: int, month: int, day: int) -> date | None:
    """A date; day -1 is the last of the month. None when there is no such day."""
    if not (1 <= month <= 12 and 2000 <= year <= 2099):
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, last if day == -1 else day) if day == -1 or 1 <= day <= last else None


def _resolved(
    match: re.Match[str], today: Today, month: int, day: int, *, vague: str = ""
) -> tuple[date | None, Confidence, str]:
    year = _year_of(match, today)
    if year is None:
        when, confidence, why = _in_year(today, month, day)
    else:
        when, confidence, why = _day(year, month, day), "sure", ""
        if when is None:
            return None, "unsure", "no_such_day"
        if len(match.groupdict().get("year") or "0000") == 2:
            confidence, why = "likely", "short_year"
    if vague and when is not None:
        return when, least([confidence, "likely"]), why or vague
    return when, confidence, why


def _read_full(match: re.Match[str], _today: Today) -> tuple[date | None, Confidence, str]:
    when = _day(int(match[1]), int(match[2]), int(match[3]))
    return when, "sure" if when else "unsure", "" if when else "no_such_day"


def _read_year_month(match: re.Match[str], _today: Today) -> tuple[date | None, Confidence, str]:
    when = _day(int(match[1]), int(match[2]), -1)
    return when, "likely" if when else "unsure", "whole_month" if when else "no_such_day"


def _read_day(match: re.Match[str], today: Today) -> tuple[date | None, Confidence, str]:
    return _resolved(match, today, int(match["month"]), int(match["day"]))


def _read_bare_day(match: re.Match[str], today: Today) -> tuple[date | None, Confidence, str]:
    when, confidence, why = _in_year(today, int(match[1]), int(match[2]))
    return when, least([confidence, "likely"]), why or "loose_words"


def _read_third(match: re.Match[str], today: Today) -> tuple[date | None, Confidence, str]:
    vague = "before_or_in" if match["ending"] else ""
    return _resolved(match, today, int(match["month"]), THIRDS[match["third"]], vague=vague)


def _read_month(match: re.Match[str], today: Today) -> tuple[date | None, Confidence, str]:
    ending = match["ending"] or ""
    if ending in {"初", "中"}:
        day = 10 if ending == "初" else 20
        when, _confidence, why = _resolved(match, today, int(match["month"]), day)
        return when, "unsure", why or "loose_words"
    if ending == "前":  # 6月前: before June begins, or by its end?
        when, _confidence, why = _resolved(match, today, int(match["month"]), -1)
        return when, "unsure", why or "before_or_in"
    return _resolved(
        match, today, int(match["month"]), -1, vague="" if ending in {"底", "末", "份底"} else "whole_month"
    )


def _read_quarter(match: re.Match[str], today: Today) -> tuple[date | None, Confidence, str]:
    quarter = han_value(match["quarter"]) if not match["quarter"].isdigit() else int(match["quarter"])
    if not 1 <= quarter <= 4:
        return None, "unsure", "no_such_day"
    ending = match["ending"] or ""
    when, confidence, why = _resolved(
        match, today, quarter * 3, -1, vague="" if ending in {"末", "底"} else "whole_quarter"
    )
    return (when, "unsure", "before_or_in") if ending == "前" else (when, confidence, why)


def _read_half(match: re.Match[str], today: Today) -> tuple[date | None, Confidence, str]:
    return _resolved(match, today, 6 if match["half"] == "上" else 12, -1, vague="loose_words")


def _read_year_end(match: re.Match[str], today: Today) -> tuple[date | None, Confidence, str]:
    return _resolved(match, today, 12, -1)


def _read_this_month(match: re.Match[str], today: Today) -> tuple[date | None, Confidence, str]:
    first = today.day.replace(day=1)
    if match[1] in {"下", "次"}:
        first = (first + timedelta(days=32)).replace(day=1)
    return _day(first.year, first.month, int(match[2]) if match[2] else -1), "unsure", "month_of_writing"


def _read_months(match: re.Match[str], today: Today) -> tuple[date | None, Confidence, str]:
    return _resolved(match, today, int(match["month"]), -1, vague="range")


READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"(20\d\d)年(\d{1,2})月份?(\d{1,2})(?:[日号]|(?!\d))"), _read_full),
    (re.compile(r"(20\d\d)[./\-](\d{1,2})[./\-](\d{1,2})(?:[日号]|(?!\d))"), _read_full),
    (re.compile(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)"), _read_full),
    (re.compile(rf"{_YEAR}(?P<month>\d{{1,2}})月(?:份)?(?P<day>\d{{1,2}})(?:[日号])?(?!\d)"), _read_day),
    (re.compile(rf"{_YEAR}(?P<month>\d{{1,2}})月份?(?P<third>[上中下]旬)(?P<ending>之?前)?"), _read_third),
    (re.compile(rf"{_YEAR}\d{{1,2}}(?:月份?)?[-—~～至到](?P<month>\d{{1,2}})月份?(?!\d)"), _read_months),
    (re.compile(rf"{_YEAR}(?P<month>\d{{1,2}})月(?:份)?(?P<ending>[底末初中前])?(?!\d)"), _read_month),
    (re.compile(r"(?<!\d)(20\d\d)[./\-](\d{1,2})(?![\d./\-])"), _read_year_month),
    (re.compile(r"(?<![\d./])(\d{1,2})[./](\d{1,2})(?![\d./])"), _read_bare_day),
    (re.compile(rf"{_YEAR}第?(?P<quarter>[一二三四1-4])个?季度?(?P<ending>[末底内前])?"), _read_quarter),
    (re.compile(rf"{_YEAR}(?P<half>[上下])半年"), _read_half),
    (
        re.compile(r"(?:(?P<year>20\d\d)年?|(?P<near>今年|本年|明年|次年)|年)(?:年)?(?:度)?[底末内](?!月)"),
        _read_year_end,
    ),
    (re.compile(r"(本|当|下|次)?月(?:[底末]|(\d{1,2})[日号])"), _read_this_month),
)


def _rhythm(text: str, said: str, today: Today) -> Cell:
    """每月25日前 and its like; anything more than one rhythm is left to a person."""
    said = re.sub(r"(上午|下午|晚上?|中午)?\d{1,2}(点|时|:\d\d)半?(?=前|之前|$)", "", said)
    said = re.sub(r"[开组召][展织开]|(?<=[年月周季度日天])(?:至少|不少于)?[一1]次", "", said)
    for pattern, value in RHYTHMS:
        match = pattern.match(said)
        if match is None:
            continue
        left = HARMLESS.sub("", said[match.end() :])
        rhythm = value(match)
        if rhythm is None or re.search(r"\d|每|[一二两三四五六七八九十]", left):
            break
        standing = bool(STANDING.search(left))
        if left and not standing:
            return Cell(rhythm, text, "likely", (Why("more_words"),))
        return Cell(
            rhythm,
            text,
            "likely"
            if standing
            or (rhythm.get("every") == "year" and "month" in rhythm and "底" not in said and "day" not in rhythm)
            else "sure",
        )
    del today
    return Cell(None, text, "unsure", (Why("no_rhythm"),))


def _weekday_rhythm(match: re.Match[str]) -> dict[str, Any]:
    return {"every": "week", "weekday": WEEKDAYS[match["day"]]}


def _month_rhythm(match: re.Match[str]) -> dict[str, Any] | None:
    if match["day"]:
        return {"every": "month", "day": int(match["day"])} if 1 <= int(match["day"]) <= 31 else None
    return {"every": "month", "day": -1} if match["end"] else {"every": "month"}


def _year_rhythm(match: re.Match[str]) -> dict[str, Any] | None:
    if not match["month"]:
        return {"every": "year", "month": 12, "day": 31} if match["end"] else {"every": "year"}
    when = _day(2026, int(match["month"]), int(match["day"]) if match["day"] else -1)
    return {"every": "year", "month": when.month, "day": when.day} if when else None


def _quarter_rhythm(match: re.Match[str]) -> dict[str, Any] | None:
    if match["day"]:
        last = {"首": 1, "第1": 1, "中": 2, "第2": 2}.get(match["which"] or "末", 3)
        return {"every": "quarter", "day": int(match["day"]), **({"month": last} if last != 3 else {})}
    return {"every": "quarter", "day": -1} if match["end"] else {"every": "quarter"}


_WHICH = "首|第[一1]|中|第[二2]|末|第[三3]|最后[一1]"
RHYTHMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], dict[str, Any] | None]], ...] = (
    (re.compile(r"每个?工作日"), lambda _match: {"every": "workday"}),
    (re.compile(r"(?:每个?(?:周|星期|礼拜))(?P<day>[一二三四五六日天])(?![、和])"), _weekday_rhythm),
    (re.compile(r"(?:每个?(?:周|星期)|按周)(?![一二三四五六日天末])"), lambda _match: {"every": "week"}),
    (re.compile(rf"每季度?(?:(?P<which>{_WHICH})个?月)?(?:(?P<day>\d{{1,2}})[日号])?(?P<end>末|底|最后)?"), _quarter_rhythm),
    (re.compile(r"按季度?(?P<which>x)?(?P<day>x)?(?P<end>x)?"), _quarter_rhythm),
    (re.compile(r"(?:每个?月|按月)份?月?(?:(?P<day>\d{1,2})[日号])?(?P<end>(?:底|末|月底))?"), _month_rhythm),
    (re.compile(r"每半年"), lambda _match: {"every": "half_year"}),
    (re.compile(r"(?:每年|按年)度?(?:(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})[日号])?)?(?P<end>[年]?[底末])?"), _year_rhythm),
    (re.compile(r"每[日天]"), lambda _match: {"every": "day"}),
)  # fmt: skip


def written(value: dict[str, Any] | None) -> str:
    """A deadline as one would write it, so that `read_deadline` understands it again; empty for none."""
    if not value:
        return ""
    if "date" in value:
        return str(value["date"])
    if "every" not in value:
        return "长期坚持" if value.get("standing") else "立行立改"
    every, day = value["every"], value.get("day")
    if every == "week" and "weekday" in value:
        return f"每周{'一二三四五六日'[value['weekday'] - 1]}"
    return _PLAIN[every] if day is None else _with_day(value, every, day)


_PLAIN = {
    "day": "每天",
    "workday": "每个工作日",
    "week": "每周",
    "month": "每月",
    "quarter": "每季度",
    "half_year": "每半年",
    "year": "每年",
}


def _with_day(value: dict[str, Any], every: str, day: int) -> str:
    if every == "year":
        return f"每年{value['month']}月{day}日前"
    if day == -1:
        return "每月底前" if every == "month" else "每季度末"
    if every == "quarter":
        which = {1: "首", 2: "中"}.get(value.get("month", 3), "末")
        return f"每季度{which}月{day}日前"
    return f"每月{day}日前"
