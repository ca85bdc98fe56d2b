"""Which day a notice is of, by when things are due, and for which place it is."""

import calendar
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lianchuang.campaigns.notice.patterns import any_of
from lianchuang.campaigns.notice.scripts import HANZI
from lianchuang.campaigns.notice.sentences import Sentence

NUMERALS = "〇零○一二三四五六七八九十"
MONTH = rf"(?P<month>\d{{1,2}}|[{NUMERALS}]{{1,3}})"
DAY = rf"(?P<day>\d{{1,2}}|[{NUMERALS}]{{1,3}})"
FULL = re.compile(rf"(?<![\d{NUMERALS}])(?P<year>20\d\d|二[{NUMERALS}]{{3}})[年./-]{MONTH}[月./-]{DAY}(?!\d)日?")
MONTH_DAY = re.compile(rf"(?<![\d年?□{NUMERALS}]){MONTH}月{DAY}日")
DUE_END = re.compile(
    rf"(?:(?P<year>20\d\d)年)?{MONTH}月(?:底|末)(?:之?前|以前)?|(?P<yearonly>20\d\d)年(?:年?底|年?末)(?:之?前|以前)?"
)
DUE = re.compile("^(?:日)?(?:之前|以前|前|底前)")
MEETING = re.compile("召开|举行|大会|会议|动员会|推进会|部署会|上午|下午")
BACK = re.compile("自[^，。；]{0,4}$|起至?$|截至[^，。；]{0,4}$")
ADMINISTRATIVE = any_of("县 市 区 旗 自治县 自治州 林区 矿区 新区 开发区")
BEFORE_PLACE = any_of(
    "中共 在 为 关于 成立 印发 调整 转发 开展 推进 做好 加强 聚焦 {0}{{2,3}}省 {0}{{2,4}}市".format(f"[{HANZI}]")
)
ACTS = any_of(
    r"""
    \d{4}年 召开 举行 举办 人民政府 政府 委(?!托|会|员) 委员会 人大 开展 启动 创建 争创 创国 “ 全面 吹响 以 动员 扎实 精神文明
    爱国卫生 创城 隆重 关于 干部群众
    """
)
PLACE = re.compile(
    rf"(?<![{HANZI}]){BEFORE_PLACE}*(?P<place>[{HANZI}]{{1,7}}?{ADMINISTRATIVE})(?={ACTS}|[{HANZI}]{{0,3}}[一-十两多]?城联创)"
)
NO_PLACE = re.compile(
    any_of(
        """
        [全各我本该][县市区旗] 省市 市县 县市 县区 市区 城区 园区 社区 小区 街区 景区 地区 都市 城市 记者 大会 会议 文明 卫生
        园林 模范 示范 创建 国家 省级 某
        围绕 落实 按照 根据 贯彻 要求 结合 服务 支持 和 与 及 的 是 对 向 由 全力 努力
        """
    )
)


ISSUER = re.compile(
    rf"[{HANZI}]{{2,24}}(?:政府|委员会|办公室|委|局|部|指挥部|领导小组|创建办|联创办)(?=$)|发布|时间|日期|来源|印发|发稿|星期.|于"
)


@dataclass(frozen=True)
class Moment:
    """A day and its sentence. `sort`: meeting, issued (the notice's own date), published, mentioned, due."""

    date: date
    sort: str
    sentence: Sentence


def moments_of(sentences: Sequence[Sentence]) -> list[Moment]:
    """Every day that can be read with certainty; days without a year take it from a full date of the text."""
    full = [moment for sentence in sentences for moment in _full_dates(sentence)]
    anchors = sorted(moment.date for moment in full if moment.sort != "due")
    issued = max((moment.date for moment in full if moment.sort in {"issued", "published"}), default=None)
    anchor = issued or (anchors[-1] if anchors else None)
    rest: list[Moment] = []
    for sentence in sentences:
        rest += _days(sentence, anchor)
        rest += _month_ends(sentence, anchor)
    return [*full, *rest]


def day_of(moments: Sequence[Moment]) -> Moment | None:
    """The day of the notice: that of its meeting, else its own date, else the one under which it was published."""
    for sort in ("meeting", "issued", "published"):
        if found := [moment for moment in moments if moment.sort == sort]:
            return found[-1] if sort == "issued" else found[0]
    return None


def place_of(sentences: Sequence[Sentence]) -> tuple[str, Sentence | None]:
    """The place that calls the meeting or issues the notice, and where that stands; empty when it cannot be told."""
    found = [
        (match["place"], sentence)
        for sentence in sentences
        for match in PLACE.finditer(sentence.text)
        if len(match["place"]) >= 2 and not NO_PLACE.search(match["place"])
    ]
    if not found:
        return "", None
    name = Counter(place for place, _sentence in found).most_common(1)[0][0]
    return name, next(sentence for place, sentence in found if place == name)


def _full_dates(sentence: Sentence) -> Iterator[Moment]:
    for match in FULL.finditer(sentence.text):
        if found := _date(match["year"], match["month"], match["day"]):
            yield Moment(found, _sort(sentence, match, has_year=True), sentence)


def _days(sentence: Sentence, anchor: date | None) -> Iterator[Moment]:
    """“9月14日”: a deadline is the next such day on or after the anchor, any other the one nearest to it."""
    if anchor is None:
        return
    for match in MONTH_DAY.finditer(sentence.text):
        sort = _sort(sentence, match, has_year=False)
        years = (str(anchor.year + more) for more in (-1, 0, 1))
        days = [day for year in years if (day := _date(year, match["month"], match["day"]))]
        if sort == "due":
            days = [day for day in days if day >= anchor][:1]
        if days:
            at = anchor.toordinal()
            yield Moment(min(days, key=lambda day: abs(day.toordinal() - at)), sort, sentence)


def _month_ends(sentence: Sentence, anchor: date | None) -> Iterator[Moment]:
    """“2027年3月底前”, “9月底前”, “2026年底前”: always something due."""
    for match in DUE_END.finditer(sentence.text):
        month = 12 if match["yearonly"] else _number(match["month"])
        if not 1 <= month <= 12:
            continue
        year = int(match["yearonly"] or match["year"] or 0)
        if not year and anchor:
            year = anchor.year + (month < anchor.month)
        if year:
            yield Moment(date(year, month, calendar.monthrange(year, month)[1]), "due", sentence)


def _sort(sentence: Sentence, match: re.Match[str], *, has_year: bool) -> str:
    before, after = sentence.text[: match.start()], sentence.text[match.end() :]
    if DUE.match(after) or BACK.search(before):
        return "due" if DUE.match(after) else "mentioned"
    alone = not re.search(f"[{HANZI}]", ISSUER.sub("", before + after))
    leads_a_line = not re.search(f"[{HANZI}]", ISSUER.sub("", before)) and not re.search("[，。；！？]", sentence.text)
    if has_year and (alone or leads_a_line):
        is_own = alone and not re.search("发布|时间|日期|来源|发稿|-|:", sentence.text)
        return "issued" if is_own else "published"
    if (len(before) <= 12 or before.endswith(("，", "：", "）", " "))) and MEETING.search(after[:30]):
        return "meeting"
    return "mentioned"


def _date(year: str, month: str, day: str) -> date | None:
    number = int(year) if year.isdecimal() else int("".join(str(_digit(sign)) for sign in year))
    try:
        return date(number, _number(month), _number(day))
    except ValueError:
        return None


def _number(text: str) -> int:
    """A number up to 99 in either numerals."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_digit(sign)) for sign in text))
    return (_digit(tens[-1]) if tens else 1) * 10 + (_digit(ones[0]) if ones else 0)


def _digit(sign: str) -> int:
    return 0 if sign in "〇零○" else NUMERALS.index(sign) - 2
