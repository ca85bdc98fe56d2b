"""Which honours a notice sets out to win, and what it calls the whole."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lianchuang.campaigns.notice.patterns import any_of
from lianchuang.campaigns.notice.scripts import HANZI
from lianchuang.campaigns.notice.sentences import Sentence

PROVINCES = any_of(
    """
    河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃
    青海 台湾
    """
)
LEVEL = rf"(?:国家级?|全国|(?:{PROVINCES})省级?|省级?|市级|中国|自治区级?)"
KINDS = any_of(
    """
    县级文明 文明典范 文明 历史文化 卫生 生态园林 园林 双拥模范 森林 环境保护模范 环保模范 食品安全示范 食品安全
    农产品质量安全示范 农产品质量安全 生态文明建设示范 生态文明示范 生态文明建设 生态 健康 平安建设示范 平安
    全域旅游示范 旅游示范 节水型 节水 法治政府建设示范 法治建设示范 法治示范 宜居 智慧 海绵 无废 儿童友好型?
    青年发展型 公共文化服务体系示范 文化先进 科技进步先进 科普示范 民族团结进步示范 民族团结进步创建示范
    信用建设示范 信用示范 社会信用体系建设示范 公交都市建设示范 质量强市示范 知识产权示范 乡村振兴示范
    义务教育优质均衡发展 义务教育优质均衡 义务教育基本均衡 慢性病综合防控示范 无障碍环境建设示范 清洁能源示范
    绿色低碳示范
    """
)
PLACES = any_of(
    """
    城市提名城市 城市提名资格 提名城市 城市 城镇 县城 城区 名城 名镇 名村 城（县） 村镇 乡镇 镇区 社区 社会 城(?![镇乡管建市区中])
    县(?![委级域直政长城里内情]) 区(?![域委级直政长划间]) 镇(?![政党长域区]) 村(?![庄民委两级])
    市(?![委场民容长级直政区])
    """
)
HONOUR = re.compile(rf"(?P<level>{LEVEL})?(?P<kind>{KINDS})(?P<place>{PLACES})")
OTHER = re.compile(
    rf"(?P<level>{LEVEL})(?P<kind>(?:(?![创和与及的、是为在被])[{HANZI}]){{2,12}}?(?:示范|模范|先进|试点))(?P<place>{PLACES})"
)
SHORT_NAMES = {
    "卫生": r"创(?:建)?国?卫(?!生)|国卫|省卫(?!生)",
    "园林": r"创(?:建)?国?园(?!林)|国园(?!林)",
    "文明": r"创(?:建)?[国省县]?文(?!明|化|旅)|(?<![一-鿿])[国省]文(?!明|化)",
    "双拥": r"双拥|创(?:建)?双",
    "森林": r"创(?:建)?国?森(?!林)",
    "环保": r"创模",
    "食品": r"创(?:建)?食安|食安(?=创)",
    "旅游": r"创旅",
    "节水": r"创节",
}
FAMILIES = (
    *(("文明", word) for word in ("县级文明", "文明")),
    ("卫生", "卫生"),
    ("园林", "园林"),
    ("双拥", "双拥"),
    ("森林", "森林"),
    ("环保", "环境保护"),
    ("环保", "环保"),
    ("食品", "食品安全"),
    ("旅游", "旅游"),
    ("节水", "节水"),
)
NUMBER = "[一二两三四五六七八九十多双]"
TOGETHER = any_of("联创 同创 齐创 共创 并创 联建 同建 联动")
JOINT = re.compile(rf"{NUMBER}(?:城|县|市|区|创|项|村){TOGETHER}(?!办|工)|{NUMBER}(?:城|创){TOGETHER}")
AIMS = any_of(
    """
    创建 争创 申创 创成 申报 迎接 迎检 冲刺 夺取 争取 建成 巩固 力争 打造 达到 实现 聚焦 启动 推进 开展 确保
    通过 成功创 夺 创(?!新|业|造)
    """
)
MEANS = "(?:即|是指|就是|包括|分别是|指)"
AIM_BEFORE = re.compile(
    rf"{AIMS}[^，。；：！？]{{0,18}}$|{TOGETHER}[”’]?[（(：:，]?{MEANS}?[：:，]?[^，。；：！？]{{0,4}}$"
)
AIM_AFTER = re.compile(
    rf"[”’）》]*(?:的)?(?:{NUMBER}?创建|创城|申报|申创|复审|复核|复检|验收|评审|迎检|争创|[‘“（]?{NUMBER}(?:城|创){TOGETHER})"
)
PAST = re.compile(
    any_of(
        """
        近几年 近年来 多年来 以来 曾 已 荣获 获得 获评 被命名 被授予 被评为 先后 此前 去年 前年 命名为 授予 成果 称号的基础
        完成了 摘得 夺得 获(?=第)
        """
    )
)
AHEAD = re.compile(
    any_of(
        "基础上 今年 当前 目前 正在 确保 力争 争取 目标 决定 启动 全面 要 将 动员 下一步 现就 为(?=创建|争创|实现|推进)"
    )
)
ELSEWHERE = re.compile(any_of("表扬 表彰 总结 学习 考察 借鉴 取经 经验做法 兄弟县 外地 邻县 参观"))


@dataclass(frozen=True)
class Mention:
    """An honour named in a sentence, in its words; `family` is what it is about, `is_aim` whether it is to be won."""

    name: str
    family: str
    level: str
    sentence: Sentence
    start: int
    end: int
    is_aim: bool
    row: int


@dataclass(frozen=True)
class Goal:
    """An honour the notice sets out to win: its name and the sentence where that stands."""

    name: str
    family: str
    level: str
    sentence: Sentence


def mentions_in(sentence: Sentence) -> list[Mention]:
    """The honours named in one sentence. `row` is how many are named in one breath."""
    found = [*HONOUR.finditer(sentence.text), *OTHER.finditer(sentence.text)]
    found = _apart(sorted(found, key=lambda one: (one.start(), -one.end())))
    mentions: list[Mention] = []
    for row in _rows(sentence.text, found):
        is_aim = _is_aim(sentence, row)
        for one in row:
            name = one[0].removesuffix("资格") if one[0].endswith("提名资格") else one[0]
            end = one.start() + len(name)
            mentions.append(Mention(name, _family(one), _level(one), sentence, one.start(), end, is_aim, len(row)))
    return mentions


def short_mentions_in(sentence: Sentence) -> Iterator[tuple[str, int, int, str]]:
    """Short names such as 创卫: family, start, end, the words."""
    for family, pattern in SHORT_NAMES.items():
        for found in re.finditer(pattern, sentence.text):
            yield family, found.start(), found.end(), found[0]


def goals_of(sentences: Sequence[Sentence]) -> list[Goal]:
    """The honours to be won, each once, in the order in which they are named; never one that was won before."""
    aims = [mention for sentence in sentences for mention in mentions_in(sentence) if mention.is_aim]
    by_key: dict[tuple[str, str], list[Mention]] = {}
    for mention in aims:
        by_key.setdefault(_key(mention, aims), []).append(mention)
    goals = []
    for (family, level), group in by_key.items():
        best = max(group, key=lambda one: (bool(one.level), one.row, -group.index(one)))
        goals.append(Goal(best.name, family, level, best.sentence))
    return goals or _goals_by_short_name(sentences)


def joint_name(sentences: Sequence[Sentence]) -> tuple[str, Sentence | None]:
    """What the notice calls the whole (“四城联创”), and where; empty when it has no such name."""
    found = [(match[0], sentence) for sentence in sentences for match in JOINT.finditer(sentence.text)]
    if not found:
        return "", None
    name = Counter(name for name, _sentence in found).most_common(1)[0][0]
    return name, next(sentence for one, sentence in found if one == name)


def _goals_by_short_name(sentences: Sequence[Sentence]) -> list[Goal]:
    """A notice that says only 创国卫、创文、创园 has these as names: two of them in one sentence, or one with a joint name."""
    for sentence in sentences:
        found = {family: words for family, _start, _end, words in short_mentions_in(sentence) if "创" in words}
        if len(found) >= 2:
            at = sorted(found.items(), key=lambda one: sentence.text.index(one[1]))
            return [Goal(words, family, "", sentence) for family, words in at]
    return []


def _apart(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """The longest of those that overlap."""
    kept: list[re.Match[str]] = []
    for one in found:
        if not kept or one.start() >= kept[-1].end():
            kept.append(one)
    return kept


def _rows(text: str, found: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Those named in one breath: nothing but separators and 创建 between them."""
    rows: list[list[re.Match[str]]] = []
    for one in found:
        between = text[rows[-1][-1].end() : one.start()] if rows else "。"
        if re.fullmatch("(?:创建|争创|创|工作|提名资格|提名|[、，和与及以“”‘’《》 ①②③④⑤⑥])*", between):
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _is_aim(sentence: Sentence, row: list[re.Match[str]]) -> bool:
    before, after = sentence.text[: row[0].start()], sentence.text[row[-1].end() :]
    if ELSEWHERE.search(re.split("[，；：]", before)[-1]) or re.match("[^，。；]{0,6}经验", after):
        return False
    past = max((found.end() for found in PAST.finditer(before)), default=-1)
    ahead = max((found.end() for found in AHEAD.finditer(before)), default=-1)
    if past > ahead or re.match(
        "[”’）》]*(?:的)?(?:称号|荣誉|牌子)?[^，。；]{0,4}(?:成果|已)|[^，。；]{0,12}(?:总结|先进|成效)", after
    ):
        return False
    within = sentence.text[row[0].start() : row[-1].end()]
    is_aimed = AIM_BEFORE.search(before.rstrip("“‘《")) or AIM_AFTER.match(after) or "创建" in within
    return bool(is_aimed)


def _family(found: re.Match[str]) -> str:
    kind = found["kind"]
    family = next((family for family, word in FAMILIES if word in kind), kind)
    return f"{family}村镇" if re.match("村|镇|乡|社区", found["place"]) else family


def _level(found: re.Match[str]) -> str:
    level = found["level"] or ""
    return "国家" if level in {"国家", "国家级", "全国", "中国"} else "省" if "省" in level else level


def _key(mention: Mention, aims: Sequence[Mention]) -> tuple[str, str]:
    """An honour without a level is the one whose level is said elsewhere."""
    levels = [one.level for one in aims if one.family == mention.family and one.level]
    return mention.family, mention.level or (levels[0] if levels else "")
