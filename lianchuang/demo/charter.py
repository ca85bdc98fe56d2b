"""The charter of the invented county: phases, topics, commitments, honours, related rectification, demands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post
from lianchuang.campaigns import actions
from lianchuang.campaigns.models import Campaign, Commitment, Demand, JointCampaign, Topic
from lianchuang.campaigns.rules import TopicDates
from lianchuang.demo.bodies import Bodies
from lianchuang.demo.life import Life

# campaign (none: the whole), name, English, first and last day from today.
PHASES = (
    ("", "动员部署", "Mobilisation", -482, -421),
    ("", "集中整治", "Concentrated sweep", -420, -181),
    ("", "规范提升", "Standards and improvement", -180, 89),
    ("", "巩固迎检", "Consolidation and assessment", 90, 480),
    ("wenming", "对标自查", "Self-check", -150, -31),
    ("wenming", "模拟测评", "Mock assessment", -30, 60),
    ("weisheng", "病媒防制集中月", "Vector control months", -90, 20),
    ("weisheng", "资料申报", "Application", 21, 110),
    ("yuanlin", "绿地普查", "Survey of green space", -120, -10),
    ("yuanlin", "遥感核查", "Remote sensing check", 30, 120),
    ("shuangyong", "走访慰问", "Visits", -60, 75),
)

W, M = "weeks", "months"
FOUR, CITY, GREEN, HEALTH = (
    ("wenming", "weisheng", "yuanlin", "shuangyong"),
    ("wenming", "weisheng"),
    ("wenming", "yuanlin"),
    ("weisheng",),
)


@dataclass(frozen=True)
class Theme:
    """A topic of the demo: whose, for which campaigns, how far it has come, how long or how often."""

    name: str
    english: str
    scope: str
    unit: str
    kind: str
    serves: tuple[str, ...]
    stage: int
    ends: int | None = None
    every: int = 0
    beat: str = ""


THEMES = (
    Theme("背街小巷积存垃圾清理", "Old rubbish in back streets", "城区背街小巷、楼间空地", "环卫中心", "sanitation", CITY, 0, 25),
    Theme("店外经营和流动摊点", "Stalls outside shops", "主次干道、农贸市场周边", "城管局", "cityscape", CITY, 0, 40),
    Theme("飞线充电和楼道堆物", "Cables and clutter in stairwells", "无物业老旧小区", "消防大队", "fire", ("wenming",), 0, 55),
    Theme("小广告集中清除", "Posters on walls", "电杆、楼道、公交站亭", "城管局", "cityscape", ("wenming",), 0, -12),
    Theme("农贸市场活禽和地面积水", "Live poultry and wet floors in markets", "县城 6 个农贸市场", "市监局", "market", HEALTH, 0, 33),
    Theme("裸露土地覆绿", "Planting bare ground", "建成区闲置地块", "园林中心", "greening", ("yuanlin",), 0, 80),
    Theme("工地扬尘", "Dust from building sites", "在建工地及出入口道路", "住建局", "dust", GREEN, 0, 48),
    Theme("城乡结合部坑塘水面", "Ponds at the edge of town", "四街道坑塘 23 处", "水利局", "water", CITY, 0, 66),
    Theme("公共停车秩序", "Parking", "商圈、医院、学校周边", "交警大队", "parking", ("wenming",), 1, every=1, beat=W),
    Theme("公厕管护", "Public toilets", "城区公厕 58 座", "环卫中心", "toilet", CITY, 1, every=1, beat=W),
    Theme("小餐饮三防", "Small restaurants: flies, rats, dust", "小餐饮店 412 家", "市监局", "food", HEALTH, 1, every=1, beat=M),
    Theme("行道树和绿篱", "Street trees and hedges", "主次干道", "园林中心", "greening", GREEN, 1, every=2, beat=W),
    Theme("市政设施破损修补", "Mending pavements and covers", "路面、井盖、路灯", "市政中心", "works", GREEN, 1, every=1, beat=W),
    Theme("窗口单位服务", "Service desks", "政务大厅及专业大厅", "审批局", "hall", ("wenming", "shuangyong"), 1, every=1, beat=M),
    Theme("控烟场所巡查", "Smoke-free places", "公共场所、机关单位", "卫健委", "smoking", CITY, 1, every=2, beat=W),
    Theme("空中线缆整理", "Tidying cables", "老城区主街", "通信办", "wires", ("wenming",), 1, 90),
    Theme("全城大扫除", "County clean-up", "各单位责任路段", "创建办", "standards", FOUR, 2, every=1, beat=W),
    Theme("病媒生物防制", "Vector control", "孳生地、重点行业", "疾控中心", "health", HEALTH, 2, every=1, beat=M),
    Theme("志愿服务进社区", "Volunteers in communities", "32 个城市社区", "文明办", "volunteer", ("wenming",), 2, every=2, beat=W),
    Theme("公园免费开放和设施维护", "Open and well-kept parks", "公园、游园", "园林中心", "park", ("yuanlin",
     "wenming"), 2, every=1, beat=M),
    Theme("拥军优属走访", "Visits to service families", "军属、退役军人", "退役军人局", "benefits",
     ("shuangyong",), 2, every=3, beat=M),
    Theme("双拥一条街维护", "Upkeep of the double-support street", "人民路南段", "退役军人局", "military",
     ("shuangyong",), 2, every=1, beat=M),
    Theme("校园周边环境", "Around the schools", "中小学、幼儿园周边 200 米", "教体局", "school", CITY, 2, every=1, beat=M),
    Theme("门前三包", "Shops keep their fronts", "沿街门店", "城管局", "cityscape", CITY, 2, every=1, beat=W),
)  # fmt: skip
EVIDENCE = (
    "现场复查合格，问题台账清零。",
    "连续四周抽查未见反复，管护办法已印发。",
    "标准已上墙，责任到岗，第三方抽查合格率达标。",
)


@dataclass(frozen=True)
class Promise:
    """A commitment of the demo: due so many days from today, and what became of it."""

    text: str
    measure: str
    unit: str
    kind: str
    serves: tuple[str, ...]
    due: int
    fate: str = ""  # kept, partly, broken, postponed, reported, or nothing yet
    first_due: int = 0


PROMISES = (
    Promise("改造 6 个农贸市场", "6 个市场全部竣工验收", "市监局", "head", CITY, 62, "reported"),
    Promise("新增公共停车泊位 1200 个", "划线并投入使用的泊位数不少于 1200", "交警大队", "head", ("wenming",), 9, "reported"),
    Promise("新建口袋公园 8 处", "8 处建成开放，总面积不少于 2.4 公顷", "园林中心", "head", GREEN, 120, "postponed", 30),
    Promise("城区公厕全部达二类以上", "58 座公厕逐座验收", "环卫中心", "head", CITY, -20, "postponed", -70),
    Promise("清零城区黑臭坑塘", "23 处水质检测达标", "水利局", "head", ("weisheng",), -6),
    Promise("老旧小区物业覆盖", "无物业小区由 41 个减到 5 个以内", "住建局", "head", ("wenming",), -35, "partly"),
    Promise("完成主街线缆入地 12 千米", "12 千米竣工", "通信办", "head", ("wenming",), -48, "broken"),
    Promise("修补破损路面 3.6 万平方米", "竣工面积不少于 3.6 万平方米", "市政中心", "head", GREEN, -60, "kept"),
    Promise("更换破损井盖 640 个", "640 个全部更换", "市政中心", "head", ("wenming",), -90, "kept"),
    Promise("补植行道树 2100 株", "成活率不低于 95%", "园林中心", "head", ("yuanlin",), -40, "kept"),
    Promise("军人军属优先窗口全覆盖", "7 个大厅全部设置", "审批局", "head", ("shuangyong",), -75, "kept"),
    Promise("小餐饮明厨亮灶", "412 家全部完成", "市监局", "head", HEALTH, 150),
)  # fmt: skip
SHOWN = {
    "kept": ("现场逐项核对，数量和质量符合承诺。", "莲联创验〔{year}〕{number} 号"),
    "partly": ("完成大半，剩余部分列入下一季度。", "莲联创验〔{year}〕{number} 号"),
    "broken": ("到期只完成 5 千米，未达到承诺。", ""),
}

# name, level, year before this one, body, days until it ends (none: no end), documents (title, reference, campaigns).
HONOURS: tuple[tuple[str, str, int, str, int | None, tuple[tuple[str, str, tuple[str, ...]], ...]], ...] = (
    ("省级卫生县城", "provincial", 4, "省爱国卫生运动委员会", 300, (
        ("病媒生物防制水平评价报告", "莲爱卫〔2022〕18 号", HEALTH),
        ("健康教育与控烟台账", "创建办资料柜 2-4", CITY),
        ("生活垃圾无害化处理证明", "莲环卫〔2022〕6 号", ("weisheng", "yuanlin")),
    )),
    ("省级园林县城", "provincial", 6, "省住房和城乡建设厅", None, (
        ("城市绿地系统规划", "莲政〔2020〕41 号", ("yuanlin",)),
        ("公园名录和绿线划定图", "园林中心档案 Y-12", ("yuanlin", "wenming")),
    )),
    ("市级双拥模范县", "prefecture", 3, "市双拥工作领导小组", -40, (
        ("驻地部队军民共建协议", "莲双拥〔2023〕5 号（只登文号）", ("shuangyong",)),
    )),
)  # fmt: skip

NOTICE = "四城联创动员大会通知稿"
# words, sentence, answer, topic and commitment by name.
DEMANDS = (
    ("四项创建各有牵头，一体推进", "四项创建各定一名牵头领导、一个牵头部门，统一部署、一体推进。",
     "四个创建项目均已明确牵头岗位。", "", ""),
    ("任务落实到岗到人", "任务逐项分解到岗位、落实到个人，人人肩上有担子。", "责任规则已覆盖各类点位，逐岗可查。", "", ""),
    ("整治一项、规范一项、提升一项", "突击整治要同日常管理结合，整治一项、规范一项、提升一项。",
     "设专题 24 项，按整治、规范、提升三步推进。", "门前三包", ""),
    ("补齐市场、公厕短板", "市场、公厕是短板，年内必须补齐。", "列入承诺，限期办结。", "公厕管护", "改造 6 个农贸市场"),
    ("建立督查常态机制，适时暗访", "督查要成常态，采取专项督查、随机暗访等方式。",
     "日常、专项、暗访、模拟测评四类轮次按周安排。", "", ""),
    ("问题限期整改，定期通报", "发现的问题限期整改，每周通报一次。", "问题按类别和程度定时限，每周一期通报。", "", ""),
    ("同巡察整改、以案促改结合", "把联创同巡察整改、以案促改结合起来抓。", "相关整改逐条挂到专题。", "背街小巷积存垃圾清理", ""),
    ("宣传进学校、进社区", "通过媒体、手机和小手拉大手等方式，宣讲创建的意义和标准。", "", "", ""),
    ("提高知晓率、支持率和参与率", "不断提高群众的知晓率、支持率、参与率。", "", "", ""),
    ("创建结果与单位考评挂钩", "创建结果作为单位综合考评、干部年度考核的依据。", "", "", ""),
)  # fmt: skip

# name, kind, document, days ago, points (words, topic).
SOURCES: tuple[tuple[str, str, str, int, tuple[tuple[str, str], ...]], ...] = (
    ("县委巡察城建领域反馈整改", "inspection", "莲巡察反馈〔2026〕3 号", 200, (
        ("市政设施维护经费使用不规范，修补不及时", "市政设施破损修补"),
        ("老城区线缆凌乱多年未治", "空中线缆整理"),
        ("绿化项目重建轻管", "行道树和绿篱"),
        ("物业行业监管缺位", ""),
    )),
    ("环卫领域以案促改", "case", "莲纪〔2026〕11 号", 160, (
        ("垃圾清运台账不实", "背街小巷积存垃圾清理"),
        ("公厕保洁以包代管", "公厕管护"),
    )),
)  # fmt: skip


@dataclass
class CharterOfDemo:
    """Founds the charter at the start of the half year, and lets it live to the present."""

    bodies: Bodies
    joint: JointCampaign
    today: date
    at: datetime
    topics: dict[str, Topic] = field(default_factory=dict)
    promises: dict[str, Commitment] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.campaigns: Mapping[str, Campaign] = {one.code: one for one in self.joint.campaigns.all()}
        self.office: Actor = self.bodies.actor("创建办", "office")

    def found(self) -> None:
        """Enter everything as it was at the start."""
        for code, name, english, first, last in PHASES:
            actions.add_phase(
                joint=self.joint, campaign=self.campaigns.get(code), name=name, name_en=english,
                starts_on=self._day(first), ends_on=self._day(last), by=self.office, at=self.at,
            )  # fmt: skip
        for theme in THEMES:
            self._add_topic(theme)
        for promise in PROMISES:
            self._make(promise)
        self._honours()
        self._notice()
        self._sources()

    def live(self, life: Life) -> None:
        """Plan what happens to topics and commitments until today."""
        span = life.until - life.starts
        for number, theme in enumerate(THEMES):
            topic = self.topics[theme.name]
            for stage in range(theme.stage):
                moment = life.later(life.starts + span * ((stage + 1) / (theme.stage + 1) * 0.8 + number * 0.004), 30)
                life.plan(moment, partial(self._advance, topic, EVIDENCE[stage]))
        for number, promise in enumerate(PROMISES, start=1):
            self._plan_promise(life, promise, number)

    # --- the parts ---

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _serves(self, codes: Sequence[str]) -> list[Campaign]:
        return [self.campaigns[code] for code in codes]

    def _post(self, unit: str, kind: str) -> Post:
        return self.bodies.post(unit, kind)

    def _add_topic(self, theme: Theme) -> None:
        first = self.at.date() + timedelta(days=THEMES.index(theme) % 5)
        once = theme.ends is not None
        dates = TopicDates(
            first,
            self._day(theme.ends or 0) if once else None,
            None if once else theme.every,
            "" if once else theme.beat,
        )
        self.topics[theme.name] = actions.add_topic(
            joint=self.joint, name=theme.name, name_en=theme.english, scope=theme.scope,
            owner=self._post(theme.unit, theme.kind), campaigns=self._serves(theme.serves), dates=dates,
            by=self.office, at=self.at,
        )  # fmt: skip

    def _advance(self, topic: Topic, note: str, at: datetime) -> None:
        actions.advance_topic(topic=topic, note=note, by=self.office, at=at)

    def _make(self, promise: Promise) -> None:
        self.promises[promise.text] = actions.make_commitment(
            joint=self.joint, text=promise.text, measure=promise.measure, post=self._post(promise.unit, promise.kind),
            campaigns=self._serves(promise.serves), due_on=self._day(promise.first_due or promise.due),
            by=self.office, at=self.at,
        )  # fmt: skip

    def _plan_promise(self, life: Life, promise: Promise, number: int) -> None:
        made = self.promises[promise.text]
        before = timedelta(days=(promise.first_due or promise.due) - 3)
        moment = life.later(min(life.until + before, life.until - timedelta(days=4)), 30 * number)
        if promise.fate == "reported":
            life.plan(moment, lambda t: self._report(made, t))
        elif promise.fate == "postponed":
            life.plan(moment, lambda t: self._postpone(made, self._day(promise.due), t))
        elif promise.fate:
            life.plan(moment + timedelta(days=5), lambda t: self._settle(made, promise.fate, number, t))

    def _report(self, made: Commitment, at: datetime) -> None:
        by = self.bodies.actors.get(made.post_id, self.office)
        note = "进度过半，按月报送；影像和验收单在单位资料柜。"
        actions.report_on_commitment(commitment=made, note=note, reference="月报第 4 期", by=by, at=at)

    def _postpone(self, made: Commitment, due_on: date, at: datetime) -> None:
        note = "雨季影响施工，经办公会同意顺延。"
        actions.postpone_commitment(commitment=made, due_on=due_on, note=note, by=self.office, at=at)

    def _settle(self, made: Commitment, fate: str, number: int, at: datetime) -> None:
        note, reference = SHOWN[fate]
        actions.settle_commitment(
            commitment=made, outcome=fate, note=note, reference=reference.format(year=at.year, number=number),
            by=self.office, at=at,
        )  # fmt: skip

    def _honours(self) -> None:
        for name, level, ago, body, days, documents in HONOURS:
            until = self._day(days) if days is not None else None
            honour = actions.add_honour(
                joint=self.joint, name=name, level=level, year=self.today.year - ago, awarded_by=body,
                valid_until=until, by=self.office, at=self.at,
            )  # fmt: skip
            for title, reference, codes in documents:
                actions.add_honour_evidence(
                    honour=honour, title=title, reference=reference, campaigns=self._serves(codes),
                    by=self.office, at=self.at,
                )  # fmt: skip

    def _notice(self) -> None:
        campaigns = [
            actions.SaidOfCampaign(
                one, one.name, one.lead_post.unit.short_name, f"会上，对{one.name}工作作了安排部署。"
            )
            for one in self.campaigns.values()
        ]
        notice = actions.accept_notice(
            joint=self.joint, title=NOTICE, dated=self.joint.started_on,
            demands=[(text, sentence) for text, sentence, *_rest in DEMANDS], campaigns=campaigns,
            by=self.office, at=self.at,
        )  # fmt: skip
        answers = {text: rest for text, _sentence, *rest in DEMANDS}
        for demand in Demand.objects.filter(notice=notice).select_related("joint__place"):
            answer, topic, promise = answers[demand.text]
            if answer:
                actions.answer_demand(
                    demand=demand, answer=answer, topic=self.topics.get(topic), commitment=self.promises.get(promise),
                    by=self.office, at=self.at,
                )  # fmt: skip

    def _sources(self) -> None:
        for name, kind, document, ago, points in SOURCES:
            source = actions.add_source(
                joint=self.joint, name=name, kind=kind, document=document, dated=self._day(-ago),
                by=self.office, at=self.at,
            )  # fmt: skip
            for text, topic in points:
                actions.add_item(source=source, text=text, topic=self.topics.get(topic), by=self.office, at=self.at)


def found_charter(*, bodies: Bodies, joint: JointCampaign, today: date, at: datetime) -> CharterOfDemo:
    """Found the charter of the demo county."""
    charter = CharterOfDemo(bodies, joint, today, at)
    charter.found()
    return charter
