"""A cap on requests, and what people of the invented county put into the complaint box."""

from datetime import datetime
from functools import partial

from lianchuang.campaigns.actions import answer_complaint, complain
from lianchuang.campaigns.models import ComplaintAbout, JointCampaign
from lianchuang.demo.life import Life
from lianchuang.evidence.actions import set_request_cap

CAP = 4
# What it is about, the unit (its coordinator says it; empty: nobody's name), the words, the answer (empty: it waits).
SAID = (
    (
        ComplaintAbout.REPEATED,
        "桂亭街道",
        "公厕台账文明办要一遍，爱卫办又要一遍，格式还不一样。",
        "已并成一次：从本月起只在这里交一份，两项都算。",
    ),
    (
        ComplaintAbout.TRACES,
        "",
        "每次入户宣传都要拍合影，群众不愿意，我们也为难。",
        "合影不再要。宣传只看知晓率，不看照片。",
    ),
    (ComplaintAbout.VISITS, "市监局", "同一个农贸市场一周来了三拨人，摊主意见很大。", ""),
)


def plan_complaints(life: Life, joint: JointCampaign) -> None:
    """The office sets the cap early on; complaints come in, most are answered within days."""
    office = life.bodies.actor("创建办", "office")
    life.plan(
        life.later(life.starts, 900), lambda at: set_request_cap(place=joint.place, per_week=CAP, by=office, at=at)
    )
    for number, said in enumerate(SAID):
        life.plan(life.later(life.starts, 9000 + 14000 * number), partial(_say, life=life, joint=joint, said=said))


def _say(at: datetime, *, life: Life, joint: JointCampaign, said: tuple[ComplaintAbout, str, str, str]) -> None:
    about, unit, text, reply = said
    by, office = life.bodies.actor(unit or "荷塘街道", "coordinator"), life.bodies.actor("创建办", "office")
    made = complain(joint=joint, about=about, text=text, anonymous=not unit, by=by, at=at)
    if reply:
        life.plan(life.later(at, 900), lambda then: answer_complaint(complaint=made, text=reply, by=office, at=then))
