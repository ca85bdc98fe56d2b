"""People's names, found by where they stand, never by a list of names: beside a title, among those present, in a byline.

Names are taken out of the whole text before anything is drafted from it, so that no draft can show one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lianchuang.campaigns.notice.patterns import any_of, words_of
from lianchuang.campaigns.notice.scripts import HANZI, is_word

BLANK = "某某"
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭鲁韦马苗方俞任袁柳史唐费廉岑薛雷贺倪汤滕殷"
    "罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵湛汪祁毛禹狄米贝臧计伏成戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季贾路娄江童颜郭梅盛林"
    "刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房解应宗丁宣邓单杭洪包诸左石崔吉钮龚程邢裴陆荣翁荀惠曲家封靳段富巫乌焦巴牧隗山谷车侯宓蓬"
    "全班仰秋仲伊宫宁仇栾甘祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲鄂索咸籍赖卓蔺屠蒙池乔阴苍闻莘翟谭贡姬申扶堵冉宰郦桑桂濮牛寿边燕冀"
    "尚农温庄晏柴瞿阎慕连茹习艾鱼容古易慎戈廖庾终居衡步都耿满弘匡国文寇广阙东欧沃利蔚越隆师巩厍聂晁敖冷辛阚那简饶曾沙丰巢关查荆游竺权"
    "盖岳帅亓仉佟佘牟闫覃肖付岑战邸代冼祖逯苑揭岳麦腊么展延晋楚商车涂党鞠卜招粟谌缪迟尧鹿"
)
COMPOUND = any_of("欧阳 司马 上官 诸葛 皇甫 令狐 慕容 司徒 夏侯 东方 尉迟 公孙 长孙 宇文 端木 轩辕 独孤 南宫 申屠 鲜于")
ONE = rf"(?:{COMPOUND}[{HANZI}]{{1,2}}|[{SURNAMES}][{HANZI}]{{1,2}})"
PADDED = rf"[{SURNAMES}][ \u3000]{{1,2}}[{HANZI}]"
TITLE = any_of(
    """
    书记 县长 市长 区长 州长 旗长 镇长 乡长 省长 村长 主任 局长 部长 主席 秘书长 政委 指挥长 院长 检察长 队长
    所长 站长 处长 科长 厅长 司长 组长 会长 校长 行长 经理 董事长 调研员 巡视员 负责人 常委 委员 记者 通讯员
    领导 同志 专员 干事 站长 社长 园长 街长 路长 网格员 督导员 主播 主编
    """
)
VERBS = any_of(
    """
    主持 出席 参加 列席 陪同 安排 部署 动员 强调 指出 要求 表示 介绍 认为 说 讲 作 做 就 对 在 到 带队 带领 率
    牵头 负责 担任 任 兼 为 分管 主抓 统筹 同志 等 和 及 与 以及 如是 宣读 传达 通报 总结 汇报 深入 前往 先后
    一行 调研 检查 督导 督查 致辞 签 代表 围绕 结合 从 向 来到 走进 现场 实地 解读 进行 发言 表态 提出 分别 一同
    亲自 具体 受 也 还 则 并 首先 随后 最后 特别 再次 组织 协助 包联 包抓 联系 领 听取 审定 批示 将 已 要 于 的
    双牵头 共同 联合 总牵头 全面 挂帅 承担 摄 报道 文 图 先生 女士 告诉
    """
)
FOLLOWS = rf"(?=[ \t]*(?:[^{HANZI} \t]|$|{VERBS}|{TITLE}))"
SPEAKS = any_of("指出 强调 要求 表示 主持 宣读 传达 通报 代表 作了 做了 介绍 说 就 对")
PRESENT = re.compile(r"[^。；\n]{0,36}?(?:出席|参加|列席|陪同|到会|一行)|[ /／]*(?:摄|文|图|报道)")
LABELS = words_of(
    """
    记者 通讯员 责任编辑 责编 编辑 审核 审签 初审 复审 终审 校对 作者 摄影 撰文 撰稿 供稿 签发人 签发 联系人
    联络员 副组长 组长 成员 总指挥 副总指挥 指挥长 副指挥长 办公室主任 牵头领导 责任领导 分管领导 包联领导
    责任人 文 图 监制 策划 经办人 法定代表人 委托代理人 姓名
    """
)
# Words that begin like a name and are none; the dictionaries of the libraries know others.
WORDS = words_of(
    """
    方案 文件 任务 时代 高度 高效 高位 高标 安排 安全 常委 常务 常态 水利 农业 项目 党委 党组 党政 党员 党建
    文明 商务 应急 应当 应对 明确 严格 严肃 严明 计划 单位 公园 关于 关键 全程 全面 全力 全县 全市 全区 全体
    全员 连续 连同 时刻 时间 温馨 左右 常驻 常抓 成立 成员 成效 管理 管护 车辆 张贴 施工 施行 支持 支部 支队
    包保 包联 包括 包抓 古城 花坛 金融 马上 万众 路灯 路面 路长 宣传 宣读 宣布 简要 景区 景观 苗木 游客 商户
    商业 解决 尚未 尤其 巩固 居民 居委 利用 步骤 查处 查看 门前 和谐 齐抓 齐心 房屋 房管 符合 广场 广大 司法
    国家 国土 国资 家园 家长 文旅 文广 文化 文物 文联 农村 农委 农贸 农机 商贸 单独 师生 路段 山水 山区 车站
    车间 江河 东部 东区 东城 连片 牧业 牵头 全会 施策 时限 边界 终身 终结 从严 相关 于今 于是 经开 高新 党校
    武装 卫健 卫生 卫计 纪委 纪检 法院 安监 安办 康养 康复 边远 广电 华丽 花园 石材 金牌 金点 双方 景点 班子
    全部 权威 富民 富裕 党群 居住 盛会 温暖 成为 成功 成果 计生 全域 解放 边沟 广告 米面 容貌 管控 管网 管线
    常规 平时 平安 水务 水源 水质 冷链 白天 白色 展示 展现 延伸 代表 招商 广泛
    """
)
TITLED = re.compile(rf"(?P<title>{TITLE}(?:[（(][^（）()]{{1,12}}[）)])?)(?P<gap> ?)(?P<name>{PADDED}|{ONE})")
ADDRESSED = re.compile(
    rf"(?:(?<![{HANZI}])|(?<=[和与由请及对将贯彻落实按照根据学习聆听到]))(?P<name>{ONE})(?=(?:副)?(?:总书记|{TITLE}))"
)
PARTS_OF_POSTS = re.compile("[县市区乡镇村委局办部厅科室站所院校党府组团副总代各全本该我他们位管监务]|政府|代表")
LISTED = re.compile(
    rf"(?<![{HANZI}])(?:{PADDED}|{ONE})(?:[、 ]{{1,2}}(?:{PADDED}|{ONE})(?![{HANZI}]))*[、 ](?:{PADDED}|{ONE})"
)
PADDED_LABEL = "|".join(" ?".join(label) for label in LABELS)
NAME = re.compile(f"{PADDED}|{ONE}")
LABELLED = re.compile(
    rf"(?:{PADDED_LABEL})(?:[：:/]\s*|\s+)(?P<names>(?:(?:{PADDED}|{ONE}|{BLANK})(?:[、，,/ 和]+|(?=[\s）)\]】（(]|$)))+)"
)
# A byline names people of any surname; papers and offices are told by their last character.
NEWSROOM = any_of("记者 通讯员 责任编辑 责编 编辑 审核 校对 摄影 作者")
BYLINE = re.compile(
    rf"{NEWSROOM}[：: ]{{0,2}}(?P<name>[{HANZI}]{{2,4}}(?<![网台报社心局部端办]))(?=[)）\]】/ ]|$)", re.MULTILINE
)
SIGNED = re.compile(
    rf"(?<![{HANZI}])(?P<name>{ONE}) ?(?=[/／](?:文|图|摄)|(?:摄|供图|撰文)(?![{HANZI}])|[（(](?:{TITLE}|县|市|区|局|镇|乡))"
)
SPEAKER = re.compile(rf"(?:^|(?<=[。！？”；\n]))(?P<name>{ONE})(?P<says>{SPEAKS})", re.MULTILINE)
# Of these no other word begins right after a mark or 由, 请, 和, 与, 委.
USUAL_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "姜范石姚谭廖邹熊陆郝孔崔康邱秦史顾侯邵孟龙段雷钱汤尹黎乔贺赖龚葛施翁"
)
ONLY_SURNAME = re.compile(
    rf"(?:(?<![{HANZI}])|(?<=[由请和与委]))[{USUAL_SURNAMES}](?=副?(?:书记|县长|市长|区长|镇长|局长|主任|部长|主席))"
)
NO_NAME = re.compile(f"{TITLE}|{BLANK}")
LEADER = re.compile(rf"[{SURNAMES}][{HANZI}]{{1,2}}(?=总书记)")
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@dataclass(frozen=True)
class Blanked:
    """The text without people's names; how many different ones were left out."""

    text: str
    names: int


def without_names(text: str) -> Blanked:
    """Take people's names out of the text. A head of state's title keeps standing without its name."""
    text = LEADER.sub("", text)
    spans: list[tuple[int, int]] = []
    names: set[str] = set()
    for start, end in _found(text):
        if end > start:
            spans.append((start, end))
            if not _is_usual_word(name := text[start:end]):
                names.add(name)
    count = len({text[start:end] for start, end in spans})
    blanked = _blank(text, spans)
    for name in sorted(names, key=len, reverse=True):
        blanked = blanked.replace(name, BLANK)
    return Blanked(PHONE.sub("（号码略）", ONLY_SURNAME.sub("某", blanked)), count)


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [text[at:start], BLANK]
            at = end
    return "".join([*parts, text[at:]])


def _found(text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands, by each of the structures."""
    for found in TITLED.finditer(text):
        start = found.start("name")
        yield start, start + _length(text, start, found["name"])
    for found in LISTED.finditer(text):
        yield from _of_list(text, found)
    for found in LABELLED.finditer(text):
        start = found.start("names")
        named = [name for name in NAME.finditer(found["names"]) if not _is_usual_word(name[0])]
        yield from [(start + name.start(), start + name.end()) for name in named]
    for pattern in (ADDRESSED, BYLINE, SIGNED, SPEAKER):
        yield from [found.span("name") for found in pattern.finditer(text) if _is_name_alone(found["name"])]


def _is_name_alone(candidate: str) -> bool:
    """Whether a word that only stands where a name may stand is one: no usual word, no part of a post or unit."""
    return not (_is_usual_word(candidate) or PARTS_OF_POSTS.search(candidate[1:]))


def _length(text: str, start: int, candidate: str) -> int:
    """How many of the candidate's characters are the name after a title: what follows decides; 0 when it is no name."""
    if " " in candidate:
        return len(candidate) if re.match(FOLLOWS, text[start + len(candidate) :]) else 0
    lengths = [length for length in (len(candidate), len(candidate) - 1) if _may_be_name(candidate[:length])]
    for length in lengths:
        if re.match(FOLLOWS, text[start + length : start + length + 12]):
            return length
    if not lengths or candidate[0] not in USUAL_SURNAMES or is_word(candidate[:2]):
        return 0
    # Rather one character too many than a name that stays: two where the next two are a word, else all.
    return 2 if is_word(text[start + 2 : start + 4]) else lengths[0]


def _may_be_name(candidate: str) -> bool:
    return len(candidate) >= 2 and not (candidate[:2] in WORDS or NO_NAME.search(candidate))


def _of_list(text: str, found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Names of a list: three in a row, or two of whom it is said that they were there; most of them no ordinary words."""
    items = list(re.finditer(rf"(?:{PADDED}|[^、 ]+)", found[0]))
    places = [(found.start() + item.start(), found.start() + item.end()) for item in items]
    last = places.pop()[0]
    end = last + _end_of_list(text, last, items[-1][0])
    if end > last:
        places.append((last, end))
    present = PRESENT.match(text, end) is not None
    words = sum(_is_usual_word(text[start:end]) for start, end in places)
    if (len(places) >= 3 or (present and len(places) >= 2)) and words * 3 <= len(places):
        yield from places


def _end_of_list(text: str, start: int, candidate: str) -> int:
    """The last of a list has no separator behind it: a verb or a word like 等 shows where it ends."""
    for length in (len(candidate), len(candidate) - 1):
        if length >= 2 and re.match(FOLLOWS, text[start + length : start + length + 12]):
            return length
    return 0


def _is_usual_word(text: str) -> bool:
    return text in WORDS or text[:2] in WORDS or (len(text) == 2 and is_word(text))
