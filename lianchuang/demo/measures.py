"""Measures of the invented county: three years of figures, reviewed links, documents asked for in every state."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.accounts.models import Unit
from lianchuang.common import clock
from lianchuang.common.workdays import calendar
from lianchuang.demo import names
from lianchuang.demo.bodies import Bodies
from lianchuang.demo.life import Life
from lianchuang.evidence import actions as evidence
from lianchuang.evidence.files.shelf import shelve
from lianchuang.evidence.models import EvidenceRequest
from lianchuang.standards import actions
from lianchuang.standards.models import Measure, MeasureLink, Requirement

YEARS = 4
UNREVIEWED = 11
# Two requirements, how the first stands to the second, and why.
DIRECT = (
    (
        "YL-1",
        "WS-V5a",
        "superset",
        "同一口径，园林要 40%，卫生要 36%，过了园林就过卫生。",
        "One base: 40 % passes 36 %.",
    ),
    ("YL-4", "WS-V5b", "superset", "同一口径，园林要 9，卫生要 8.5。", "One base: 9 passes 8.5."),
    ("WS-6.2", "WS-V8", "subset", "食品事故是重大卫生事故里的一类。", "Food events are one kind of it."),
    ("WM-S3b", "WS-V11", "intersects", "同卷两问，一个问创建，一个问卫生。", "Two questions in one interview."),
    ("WM-F4", "WS-3.8", "intersects", "文明看指示牌，卫生看设施。", "Signs here, fittings there."),
    ("YL-C1", "WS-3.8", "subset", "只看公园里的公厕。", "Only toilets in parks."),
)
# Measure → the figures of its inputs in the first year and in the last one.
YEARLY: dict[str, dict[str, tuple[float, float]]] = {
    "M01": {"绿化覆盖面积": (905.2, 986.4), "建成区面积": (2460, 2482)},
    "M02": {"公园绿地面积": (1536000, 1668000), "常住人口": (186200, 187400), "户籍人口": (203500, 202100)},
    "M08": {
        "垃圾清运量": (78200, 81400), "垃圾无害化处理量": (74100, 80900),
        "污水产生量": (11820000, 12260000), "污水处理量": (10110000, 11390000),
        "建成区垃圾清运量": (46100, 47700), "建成区垃圾无害化处理量": (45300, 47700),
        "建成区污水产生量": (8940000, 9180000), "建成区污水处理量": (8410000, 9010000),
    },
    "M09": {"空气指数不超过 100 的天数": (296, 312), "达标水断面": (5, 6)},
}  # fmt: skip
# Measure → the figures of a quarter: each drawn between two.
QUARTERLY: dict[str, dict[str, tuple[int, int]]] = {
    "M03": {"看过的路段": (48, 60), "问题处数": (18, 74)},
    "M04": {"看过的市场": (9, 12), "问题处数": (6, 30)},
    "M05": {"看过的公厕": (30, 42), "问题处数": (3, 19), "500 米内有指示牌的街段": (38, 52)},
    "M06": {"看过的小区": (40, 56), "问题处数": (22, 70), "宣传栏": (96, 120)},
    "M07": {"数字城管案件": (620, 940), "走访发现": (120, 260)},
    "M10": {"烟草广告": (0, 1), "有人吸烟或有烟头的室内场所": (3, 14)},
    "M11": {"食品安全事故": (0, 0), "看过的餐饮单位": (110, 160)},
    "M13": {"试打次数": (20, 20), "有人接且有回音": (15, 20), "受理投诉": (160, 260), "办结投诉": (150, 160)},
    "M16": {"活动场次": (9, 24), "到场人数": (900, 2600)},
    "M17": {"看过的场所": (18, 26), "问题处数": (4, 21)},
    "M18": {"登记的重大事件": (0, 0)},
}
SOURCES = {
    "M01": "示例：年度遥感解译报告",
    "M02": "示例：园林中心台账、统计年鉴",
    "M08": "示例：城建统计年报",
    "M09": "示例：环境监测年报",
    "M12": "示例：入户问卷",
}
# What is asked, of which unit; the years before were accepted, this one is under way.
PAPERS = (
    ("M15", "年度计划和总结", "政府办", ("机构文件", "年度计划和总结", "预算和凭证")),
    ("M14", "数字城管运行说明", "城管局", ("运行说明", "案件统计")),
)
# The how-manieth street or town's paper expires in so many days from today.
EXPIRES = {0: 38, 5: -9, 7: 95}
RETURNED = ("没有盖章，请盖章后再交。", "少了预算凭证，请补上。", "年份不对，要的是今年的。")


@dataclass
class _Figures:
    """Plans everything into the life of the county, so that history stands in the order of time."""

    bodies: Bodies
    life: Life
    starts: datetime
    today: date
    chance: random.Random

    def __post_init__(self) -> None:
        self.measures = {measure.code: measure for measure in Measure.objects.all()}
        self.office = self.bodies.actor("创建办", "office")
        self.reviewer = self.bodies.actor("创建办", "standards")

    def given(self, code: str, first: date, last: date, inputs: dict[str, Decimal]) -> actions.GivenValue:
        return actions.GivenValue(
            measure=self.measures[code],
            place=self.bodies.county,
            period_from=first,
            period_to=last,
            source=SOURCES.get(code, "示例：督查汇总"),
            inputs={name: f"{figure}" for name, figure in inputs.items()},
        )

    def values(self) -> None:
        """What lies before the county's half year comes in as one table; the rest when each quarter is over."""
        begin = clock.local(self.starts).date()
        every = [*self._yearly(), *self._quarterly(), *self._surveys()]
        old = [one for one in every if one.period_to < begin]
        self.life.plan(
            self.life.later(self.starts, 60), lambda t: actions.import_values(given=old, by=self.office, at=t)
        )
        for one in every:
            if one.period_to >= begin:
                due = datetime.combine(one.period_to, datetime.min.time(), calendar().zone) + timedelta(hours=33)
                at = self.life.later(due, self.chance.uniform(600, 1800))
                self.life.plan(at, partial(self._enter, given=one))

    def _enter(self, at: datetime, given: actions.GivenValue) -> None:
        actions.enter_value(given=given, by=self.office, at=at)

    def _yearly(self) -> list[actions.GivenValue]:
        """Twelve months each; the last one ended some weeks ago."""
        ends = [
            (self.today - timedelta(days=40)).replace(day=1) - timedelta(days=1 + 365 * back) for back in range(YEARS)
        ]
        found = []
        for code, inputs in YEARLY.items():
            for back, end in enumerate(ends):
                share = 1 - back / (YEARS - 1)
                figures = {
                    name: Decimal(str(round(low + (high - low) * share, 1 if high < 1000 else 0)))
                    for name, (low, high) in inputs.items()
                }
                if code == "M09":
                    figures = {name: Decimal(int(figure)) for name, figure in figures.items()}
                found.append(self.given(code, end - timedelta(days=364), end, figures))
        return found

    def _quarterly(self) -> list[actions.GivenValue]:
        """Quarters of the calendar over the last three years."""
        found = []
        for code, inputs in QUARTERLY.items():
            for first, last in _quarters(self.today, 13):
                figures = {name: Decimal(self.chance.randint(low, high)) for name, (low, high) in inputs.items()}
                if code == "M10" and last > self.today - timedelta(days=400):
                    figures["烟草广告"] = Decimal(0)
                found.append(self.given(code, first, last, figures))
        return found

    def _surveys(self) -> list[actions.GivenValue]:
        """An interview each half year."""
        found = []
        for number, (first, last) in enumerate(_quarters(self.today, 13)[::2]):
            asked = self.chance.randint(780, 1040)
            happy = round(asked * (0.915 - 0.006 * number + self.chance.uniform(-0.008, 0.008)))
            figures = {"有效答卷": Decimal(asked), "满意答卷": Decimal(happy)}
            found.append(self.given("M12", first, last, figures))
        return found

    def links(self) -> None:
        """Another post of the office looks through the links; a few still wait for it."""
        links = list(MeasureLink.objects.select_related("measure", "requirement").order_by("pk"))
        waiting = set(self.chance.sample(range(len(links)), UNREVIEWED))
        at = self.life.later(self.starts, 420)
        for number, link in enumerate(links):
            if number not in waiting:
                at = self.life.later(at, 6)
                self.life.plan(at, partial(self._review, link=link, by=self.reviewer))
        by_code = {one.code: one for one in Requirement.objects.all()}
        for number, (source, target, relation, reason, reason_en) in enumerate(DIRECT):
            at = self.life.later(at, 40)
            words = {"relation": relation, "reason": reason, "reason_en": reason_en}
            self.life.plan(
                at, partial(self._draw, ends=(by_code[source], by_code[target]), words=words, review=number < 4)
            )

    def _review(self, at: datetime, link: MeasureLink, by: Actor) -> None:
        actions.review_link(link=link, expected_version=link.version, by=by, at=at)

    def _draw(self, at: datetime, ends: tuple[Requirement, Requirement], words: dict[str, str], review: bool) -> None:
        link = actions.link_requirements(source=ends[0], target=ends[1], by=self.office, at=at, **words)
        if review:
            later = self.life.later(at, 500)
            self.life.plan(later, lambda t: actions.review_link(link=link, expected_version=1, by=self.reviewer, at=t))

    def papers(self) -> None:
        """The years before are accepted, this year's are under way; each street and town is asked for its own."""
        for code, what, short, parts in PAPERS:
            for back in range(YEARS - 1, -1, -1):
                first = date(self.today.year - back, 1, 1)
                period = (first, min(date(first.year, 12, 31), clock.local(self.starts).date()))
                at = self.life.later(self.starts, 600 + 2000 * (YEARS - back) + (0 if code == "M15" else 120))
                fate = "accepted" if back else ("supplied" if code == "M15" else "asked")
                who = (self.bodies.county, self.bodies.units[short])
                self._paper(at, _Paper(code, f"{first.year} 年{what}", *who, period, fate, parts))
        fates = ("accepted", "supplied", "returned", "asked", "overdue", "accepted", "reference", "accepted")
        begin = clock.local(self.starts).date()
        period = (date(begin.year, 1, 1), begin)
        lately = max(0.0, calendar().minutes_between(self.starts, self.life.until) - 2600)
        places = [name for name, _english in (*names.STREETS, *names.TOWNS)]
        for number, name in enumerate(places):
            unit, fate = self.bodies.units[name], fates[number % len(fates)]
            at = self.life.later(self.starts, lately if fate == "asked" else 9000 + 700 * number)
            what = f"{name}国防动员和双拥工作文件" if fate == "reference" else f"{name}创建机构和分工文件"
            days = EXPIRES.get(number)
            expires_on = None if days is None else self.today + timedelta(days=days)
            self._paper(at, _Paper("M15", what, unit, unit, period, fate, ("机构文件", "分工表"), expires_on))
        for number, name in enumerate(places[:6]):
            unit, fate = self.bodies.units[name], fates[:6][(number + 2) % 6]
            at = self.life.later(self.starts, lately if fate == "asked" else 12000 + 500 * number)
            parts = ("宣传活动记录", "志愿服务记录", "活动照片说明")
            self._paper(at, _Paper("M16", f"{name}宣传和志愿服务记录", unit, unit, period, fate, parts))
        told = self.life.until - timedelta(hours=3)
        self.life.plan(told, lambda t: evidence.warn_of_expiry(by=SYSTEM, at=t))

    def _paper(self, at: datetime, paper: "_Paper") -> None:
        """One request from asking to its fate, days apart."""

        def ask(t: datetime) -> None:
            days = 5 if paper.fate == "overdue" else 21
            request = evidence.ask_for_document(
                measure=self.measures[paper.code], place=paper.place, unit=paper.unit, what=paper.what,
                period_from=paper.period[0], period_to=paper.period[1], is_offline=paper.fate == "reference",
                due_on=clock.local(t).date() + timedelta(days=days), by=self.office, at=t,
            )  # fmt: skip
            if paper.fate not in {"asked", "overdue"}:
                self.life.plan(
                    self.life.later(t, self.chance.uniform(200, 800)), lambda u: self._supply(u, request, paper)
                )

        self.life.plan(at, ask)

    def _supply(self, at: datetime, request: EvidenceRequest, paper: "_Paper") -> None:
        """Each part of it is a file; what is sensitive is a number."""
        kept = paper.fate == "reference"
        year = paper.period[1].year
        reference = evidence.GivenReference(f"示例 双字〔{year}〕12 号", "县人武部政治工作科", "机要室 3 柜 2 层")
        evidence.supply_document(
            request=request,
            files=[] if kept else [self._file(paper, number, part) for number, part in enumerate(paper.parts, start=1)],
            reference=reference if kept else None,
            validity=evidence.Validity(paper.period[1] - timedelta(days=12), paper.expires_on),
            note="线下查阅，凭介绍信。" if kept else "",
            expected_version=request.version,
            by=self.bodies.actor(paper.unit.short_name, "coordinator"),
            at=at,
        )
        if paper.fate in {"accepted", "returned", "reference"}:
            later = self.life.later(at, self.chance.uniform(100, 500))
            self.life.plan(later, lambda t: self._decide(t, request, paper))

    def _file(self, paper: "_Paper", number: int, part: str) -> evidence.GivenFile:
        content = sample_pdf(f"{paper.code} {paper.place.name_en} {paper.period[1].year} part {number}")
        return evidence.GivenFile(shelve(content), f"{paper.what}：{part}.pdf")

    def _decide(self, at: datetime, request: EvidenceRequest, paper: "_Paper") -> None:
        by, version = self.reviewer, request.version
        if paper.fate == "returned":
            reason, last = self.chance.choice(RETURNED), request.pieces.order_by("-pk").values_list("pk", flat=True)[:1]
            evidence.return_document(
                request=request, reason=reason, faulty=list(last), expected_version=version, by=by, at=at
            )
        else:
            evidence.accept_document(request=request, expected_version=version, by=by, at=at)


@dataclass(frozen=True)
class _Paper:
    """A document that is asked for: of whom, for which time, what becomes of it, its parts."""

    code: str
    what: str
    place: Unit
    unit: Unit
    period: tuple[date, date]
    fate: str
    parts: tuple[str, ...]
    expires_on: date | None = None


def plan_measures(*, bodies: Bodies, life: Life, starts: datetime, today: date, seed: int) -> None:
    """Plan figures, reviews and requests into the life of the county."""
    figures = _Figures(bodies, life, starts, today, random.Random(f"measures:{seed}"))
    figures.values()
    figures.links()
    figures.papers()


def _quarters(today: date, count: int) -> list[tuple[date, date]]:
    """The last so many whole quarters of the calendar, newest first."""
    found = []
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    for _number in range(count):
        last = first - timedelta(days=1)
        first = date(last.year, last.month - 2, 1)
        found.append((first, last))
    return found


def sample_pdf(words: str) -> bytes:
    """A page that says it is a sample. Plain Latin letters only."""
    safe = "".join(char if char.isascii() and char.isalnum() else " " for char in words)
    text = f"BT /F1 24 Tf 72 720 Td (Sample document) Tj 0 -36 Td ({safe}) Tj ET".encode("ascii")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + end
