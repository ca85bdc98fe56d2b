"""What a notice demands, cut out of its sentences; a praise or a slogan demands nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lianchuang.campaigns.notice.patterns import any_of
from lianchuang.campaigns.notice.scripts import HANZI
from lianchuang.campaigns.notice.sentences import Sentence

# What a demand is about: the numbers of the founding list (docs/demands.md). The first that fits counts.
KINDS = tuple(
    (kind, re.compile(any_of(words)))
    for kind, words in (
        (
            "D11",
            """
            (?:巡视|巡察|以案促改|主题教育)[^，]*(?:结合|统筹|贯通|一体|融合)
            (?:结合|贯通)[^，]*(?:巡视整改|巡察整改|以案促改)
            """,
        ),
        ("D12", "综合考评 综合考核 年度考核 目标考核 绩效考核 平时考核 考核体系 评先评优 综合评价"),
        ("D13", "推诿 扯皮 问责 追究 追责 严处理 抓典型 说了不办 不作为 慢作为 约谈"),
        ("D15", "知晓率 支持率 参与率 满意率 满意度"),
        (
            "D14",
            """
            新闻媒体 微信 小手拉大手 宣讲 公益广告 短视频 宣传(?:栏|活动|引导|教育|氛围|发动|车|标语) 入户宣传
            广泛宣传 电视台 抖音
            """,
        ),
        ("D9", "通报 简报 排名 红黑榜 亮晒"),
        ("D8", "限期 整改到位 督促整改 立行立改 整改时限 逾期 销号 按期整改 日内整改 完成整改 整改完毕"),
        ("D7", "发现问题 问题排查 排查 查找问题 摸清底数"),
        ("D6", "督查 督导 暗访 巡查 明察 监督渠道 监督检查"),
        (
            "D10",
            """
            突击[^，]*(?:常态|日常) 集中整治[^，]*(?:常态|日常) 整治一[项处] 规范一[项处] 建管 长效[^，]*机制
            长效管理 常态化管理 日常管理 边建边管
            """,
        ),
        ("D19", "巩固[^，]*成果 成果[^，]*(?:基础|运用|复用) 在[^，]*(?:荣誉|称号|省级)[^，]*基础上"),
        (
            "D3",
            """
            责任到 任务到 到岗 到人 责任体系 责任落实 落实[^，]{0,4}责任 压实[^，]*责任 责任[^，]*压实 层层
            人人[^，]*(?:指标|担子) 定人定责 明确责任 责任分工 责任清单
            """,
        ),
        (
            "D4",
            """
            一把手 挂帅 亲自抓 负总责 领导小组 领导组 指挥部 牵头部门 牵头单位 包保 包联 分包 主要领导
            主要负责人 第一责任人 党政同责 分管领导
            """,
        ),
        ("D18", "迎检点 点位 迎检 受检 测评点 必检"),
        ("D16", "(?:群众|居民|市民|全民)[^，]*(?:参与|支持) (?:参与|支持)创建 志愿服务 志愿者 发动群众"),
        ("D17", "短板 弱项 薄弱 目标导向 问题导向 结果导向 对标对表"),
        ("D5", "兑现承诺 承诺事项 公开承诺 说了算 说到做到 承诺制"),
        ("D2", "(?:创建|实施|工作|整治)方案 任务分解 任务清单 时间表 路线图 工作台账 指标体系 测评体系"),
        ("D1", "(?:一体|同步|统筹)[^，]{0,3}(?:推进|创建|部署)"),
    )
)
MUST = re.compile(
    any_of(
        """
        (?<![重主需只首纪提摘必概简紧])要(?![闻点领务塞害地目素求件么]) 要求(?=[，：各全有相大]) 必须 务必 须 应当
        应(?=[在于按将把]) 不得 严禁 禁止 确保 杜绝 一律 力争 限期 定期 按时 纳入 挂钩 负责(?!人|同志) 决不允许 绝不允许
        坚决 请(?=大家|各|广大|全体) (?:底|日|月|年|以|之)前(?!景|后|期)
        """
    )
)
ORDERS = re.compile(
    any_of("进一步 全面 及时 切实 严格 认真 不断 着力 大力 积极")
    + "*"
    + any_of(
        """
        建立 健全 完善 成立 强化 加强 落实 明确 开展 组织 推行 实行 做到 坚持 对 把 将 实施 制定 压实 细化 拓宽 采取 畅通
        提高 提升 引导 发动 补齐 每[日周月季年半] 各[^，]{1,12}(?:每|于|负责|按)
        """
    )
)
WORKS = re.compile(
    any_of(
        """
        清理 整治 改造 新建 硬化 绿化 亮化 安装 配备 配齐 划定 取缔 拆除 报送 上报 建立 健全 完善 规范 完成 增设 修复 疏通 消杀
        清运 达到 成立 制定 公示 公开 开展 严禁 不得 禁止 门前三包
        """
    )
)
MEASURED = re.compile(rf"\d|[{HANZI}]月底前|年底前|日前|每[日周月季年]|以上|百分之")
OFTEN = re.compile("每[日周月季年半]")
PRAISE = re.compile(
    any_of(
        """
        站位 决心 斗志 精气神 热潮 形象 名片 篇章 自豪 幸福感 时代 使命 奋力 砥砺 看齐 光荣 昂扬 战鼓 号角 决战 必胜 重大意义
        重要意义 有力行动 深刻认识 充分认识 凝心聚力 齐心 众志成城 必成 信心 铁军 跑起来 干起来 靓丽 美丽 高质量发展 攻坚战
        持久战 民心所向
        """
    )
)
PAST = re.compile(
    any_of(
        """
        已经 已(?=[建成完开制落通]) (?:建立|开展|成立|完成|取得|召开|组织|进行|创建|通报|总结|听取|宣读|介绍|传达)了 近几年 近年来
        多年来 以来 曾 荣获 去年 上半年 上年度 截至
        """
    )
)
REPORTS = re.compile(
    any_of(
        """
        出席会议 主持会议 会议由 参加会议 [作做]了?(?:重要)?讲话 进行了?(?:安排|部署|再) 安排(?:部署)?了 部署了 版权 转载 责任编辑
        记者 甲方 乙方 印发给你们 本(?:实施)?方案 的通知(?:$|（)
        """
    )
)
CLAUSE = re.compile("[^，：。；！？…]+")
NUMBERING = rf"(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[①-⑳]|第[一二三四五六七八九十]+[，、]|[一二三四五六]是(?=[{HANZI}])|\s)+"
LEADING = re.compile(f"^{NUMBERING}")
ANNOUNCES = re.compile(f"^{NUMBERING}[^，：]{{2,12}}。$")  # “（二）强化督导检查。”
THRESHOLD = 3
SHORTEST, LONGEST = 4, 220
SHORTEST_SENTENCE = 10  # “组织保障要有力。” announces what follows


@dataclass(frozen=True)
class Demand:
    """Something the notice demands: a part of its sentence. `kind` is a number of the founding list, empty when none fits."""

    text: str
    sentence: Sentence
    kind: str


@dataclass(frozen=True)
class _Clause:
    start: int
    end: int
    kind: str
    points: int


def demands_of(sentences: Sequence[Sentence]) -> list[Demand]:
    """The demands in the order of the text, each text once."""
    found: dict[str, Demand] = {}
    for sentence in sentences:
        if not (sentence.is_heading or _says_nothing_itself(sentence.text)):
            for demand in _of_sentence(sentence):
                found.setdefault(demand.text, demand)
    return list(found.values())


def _says_nothing_itself(text: str) -> bool:
    """A few words, or the heading of what follows."""
    return len(text) < SHORTEST_SENTENCE or ANNOUNCES.match(text) is not None


def _of_sentence(sentence: Sentence) -> Iterator[Demand]:
    """Neighbouring clauses about the same matter are one demand; a clause between two of them belongs to it."""
    clauses = _clauses(sentence.text)
    group: list[_Clause] = []
    bridge = False
    for clause in clauses:
        counts = clause.points >= THRESHOLD
        if group and counts and clause.kind == group[0].kind and clause.kind:
            group.append(clause)
            bridge = False
        elif group and not counts and not bridge and group[0].kind:
            bridge = True
        else:
            yield from _demand(sentence, group)
            group, bridge = ([clause] if counts else []), False
            continue
        if bridge and not _goes_on(clauses, clause, group[0].kind):
            yield from _demand(sentence, group)
            group, bridge = [], False
    yield from _demand(sentence, group)


def _goes_on(clauses: Sequence[_Clause], clause: _Clause, kind: str) -> bool:
    """Whether the clause after this one is about the same matter again."""
    following = [one for one in clauses if one.start > clause.start]
    return bool(following) and following[0].kind == kind and following[0].points >= THRESHOLD


def _demand(sentence: Sentence, group: Sequence[_Clause]) -> Iterator[Demand]:
    if not group:
        return
    text = _trimmed(sentence.text[group[0].start : group[-1].end])
    if SHORTEST <= len(text) <= LONGEST and not text.startswith("某某"):
        yield Demand(text, sentence, group[0].kind)


def _clauses(text: str) -> list[_Clause]:
    """The clauses with their points. A known matter counts 2, an obligation on it 1 (said before in the sentence, or an order). Of an
    unknown matter only concrete work or a figure counts. Praise takes 2 away, and what is past counts nothing.
    """
    found: list[_Clause] = []
    is_bound = False
    for match in CLAUSE.finditer(text):
        clause = match[0]
        is_bound = is_bound or MUST.search(clause) is not None or "要求" in clause[-3:]
        kind = next((kind for kind, words in KINDS if words.search(clause)), "")
        works, measured = WORKS.search(clause) is not None, MEASURED.search(clause) is not None
        if kind:
            orders = ORDERS.match(clause.lstrip("“‘ ")) is not None or OFTEN.search(clause) is not None
            points = 2 + (is_bound or orders)
        else:
            is_concrete = (works or measured) and len(clause) >= 6
            points = is_concrete * (is_bound + (MUST.search(clause) is not None) + works + measured)
        if PRAISE.search(clause):
            points -= 2
        found.append(
            _Clause(match.start(), match.end(), kind, 0 if PAST.search(clause) or REPORTS.search(clause) else points)
        )
    return found


def _trimmed(text: str) -> str:
    """Without numbering and without quotation marks that lost their partner."""
    text = LEADING.sub("", text.strip())
    for opening, closing in ("“”", "‘’", "（）", "《》"):
        if text.startswith(opening) and text.count(opening) > text.count(closing):
            text = text[1:]
        if text.endswith(closing) and text.count(closing) > text.count(opening):
            text = text[:-1]
    return text.strip(" 、")
