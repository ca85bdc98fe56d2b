"""Who leads each campaign: a post (or a unit), as it stands in the sentence that says so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lianchuang.campaigns.notice.goals import Goal, mentions_in, short_mentions_in
from lianchuang.campaigns.notice.names import BLANK
from lianchuang.campaigns.notice.patterns import any_of
from lianchuang.campaigns.notice.scripts import HANZI
from lianchuang.campaigns.notice.sentences import Sentence

POST = any_of(
    """
    书记 县长 市长 区长 州长 旗长 镇长 乡长 省长 主任 局长 部长 主席 秘书长 政委 政治委员 指挥长 院长 检察长
    队长 所长 站长 处长 科长 厅长 司长 常委 会长 校长 行长 经理 董事长 调研员 负责人 党组成员
    """
)
UNIT = any_of(
    """
    局 委 办 办公室 部 中心 公司 政府 办事处 委员会 大队 支队 总队 院 厅 管委会 武装部 分局
    """
)
WORD = rf"(?:(?!某)[{HANZI}（）()·])"
POSTS = re.compile(rf"(?:{WORD}{{0,20}}{POST}、)*{WORD}{{0,20}}{POST}$")
UNITS = re.compile(rf"(?:{WORD}{{1,16}}{UNIT}[、和])*{WORD}{{1,16}}{UNIT}$")
TOGETHER = re.compile(f"{BLANK}[、和与及]$")
HOW = any_of("双 联合 具体 全面 总 亲自 共同 直接")
LEADS = any_of(
    """
    牵头 负责(?!评|命名|考核|验收|审|解释|制定|监督|督|人) 分管 主抓 承担 包抓 统筹 任组长 担任组长 担任指挥长 担任召集人 任指挥长
    任召集人 挂帅
    """
)
SAYS_LEAD = re.compile(rf"(?:{BLANK})?(?:同志)?{HOW}?{LEADS}")
ARRANGES = re.compile(
    rf"{BLANK}(?:同志)?(?=(?:(?!{BLANK}|强调|指出|要求|主持|表示)[^。；]){{0,70}}?(?<!再)(?:安排|部署))"
)
LEADERS = any_of("牵头领导 责任领导 分管领导 包联领导 牵头县领导 牵头市领导 组长 召集人 指挥长 牵头人")
LEAD_UNITS = any_of("牵头单位 牵头部门 责任单位 主责单位 牵头责任单位 承办单位 负责单位")
LABELS = ((4, re.compile(f"{LEADERS}[：:]")), (3, re.compile(f"{LEAD_UNITS}[：:]")))
LABELLED = re.compile(rf"(?P<lead>[^，。；：！？\n]{{2,60}}?)(?: ?{BLANK})?(?=[，。；！？\n ]|$)")
CUT = re.compile("^.*(?:由|明确|指定|确定|会上)(?=.)|^(?:以及|和|及|与|请|经|让)(?=.)")
CLOSE = "[^，。；：]{0,6}"  # what may stand between a verb and its object
REACH = 100  # characters before a name within which the posts stand
FAR = 8  # lines below a heading within which a label belongs to it


@dataclass(frozen=True)
class Lead:
    """A post or unit, the sentence that says so, and how clearly it does."""

    post: str
    sentence: Sentence
    clearness: int


@dataclass(frozen=True)
class _Named:
    family: str
    start: int
    end: int


def leads_of(goals: Sequence[Goal], sentences: Sequence[Sentence]) -> dict[str, Lead]:
    """The lead of each goal, by its family; the clearest sentence wins, then the first. Families without one are absent."""
    families = {goal.family for goal in goals}
    best: dict[str, Lead] = {}
    recent: tuple[str, int] | None = None
    for sentence in sentences:
        named = [one for one in _named(sentence) if one.family in families]
        found = [*_by_verb(sentence, named), *_by_label(sentence, named, recent)]
        for family, lead in found:
            if family not in best or lead.clearness > best[family].clearness:
                best[family] = lead
        about = {one.family for one in named}
        if len(about) == 1:
            recent = (about.pop(), sentence.line)
        elif len(about) > 1:
            recent = None
    return best


def _named(sentence: Sentence) -> list[_Named]:
    full = [_Named(one.family, one.start, one.end) for one in mentions_in(sentence)]
    short = [_Named(family, start, end) for family, start, end, _words in short_mentions_in(sentence)]
    apart = [one for one in short if not any(other.start < one.end and one.start < other.end for other in full)]
    return sorted([*full, *apart], key=lambda one: one.start)


def _by_verb(sentence: Sentence, named: Sequence[_Named]) -> list[tuple[str, Lead]]:
    """“由副县长某某牵头” (clear), “副县长某某就…进行部署” (a report of who set out which campaign)."""
    text = sentence.text
    found: list[tuple[str, Lead]] = []
    actors = sorted(
        [(match.start(), match.end(), 4) for match in SAYS_LEAD.finditer(text)]
        + [(match.start(), match.end(), 1) for match in ARRANGES.finditer(text)]
    )
    for index, (start, end, clearness) in enumerate(actors):
        post = _post_before(text[max(start - REACH, 0) : start], units=clearness > 1)
        after_next = actors[index + 1][0] if index + 1 < len(actors) else len(text)
        before_this = actors[index - 1][1] if index else 0
        if not post:
            continue
        after = [one for one in named if end <= one.start < after_next]
        near = after if clearness == 1 else _about(text, named, before_this, start, end) or after
        if clearness == 1 and len({one.family for one in near}) > 2:
            continue  # somebody who set out everything leads nothing in particular
        found += [(one.family, Lead(post, sentence, clearness)) for one in near]
    return found


def _about(text: str, named: Sequence[_Named], since: int, start: int, end: int) -> list[_Named]:
    """What “…牵头” is about: what follows at once (“牵头创建…”), else what was named last before it."""
    row: list[_Named] = []
    reached = end
    for one in named:
        if one.start >= reached and re.fullmatch(CLOSE, text[reached : one.start]):
            row.append(one)
            reached = one.end
    if row:
        return row
    for one in reversed([one for one in named if since <= one.end <= start]):
        if row and row[-1].start - one.end > 6:
            break
        row.append(one)
    return row


def _by_label(sentence: Sentence, named: Sequence[_Named], recent: tuple[str, int] | None) -> list[tuple[str, Lead]]:
    """“牵头领导：县委常委、副县长” of the campaign named in the same sentence or shortly before."""
    found: list[tuple[str, Lead]] = []
    for clearness, label in LABELS:
        for match in label.finditer(sentence.text):
            before = [one.family for one in named if one.end <= match.start()]
            family = before[-1] if before else ""
            if not family and recent and sentence.line - recent[1] <= FAR:
                family = recent[0]
            lead = LABELLED.match(sentence.text, match.end())
            if family and lead and (post := _stated(lead["lead"])):
                found.append((family, Lead(post, sentence, clearness)))
    return found


def _stated(words: str) -> str:
    """What a label names, if that is a post or a unit."""
    words = words.strip(" 、").removesuffix(BLANK).strip(" （(")
    words = re.sub(rf"^{BLANK}[ （(]*", "", words).rstrip("）) ")
    return words if re.search(f"(?:{POST}|{UNIT})$", words) else ""


def _post_before(text: str, units: bool) -> str:
    """The posts that stand right before a name or a verb; else, where asked, the units. Two people who lead together give two."""
    for pattern in (POSTS, UNITS) if units else (POSTS,):
        if found := pattern.search(text):
            post = CUT.sub("", found[0]).strip("、")
            before = TOGETHER.sub("", text[: found.end() - len(post)])
            others = _post_before(before, units=False) if units and before != text[: found.end() - len(post)] else ""
            return f"{others}、{post}" if others else post
    return ""
