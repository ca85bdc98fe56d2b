"""The invented county's task table for the sanitary county: read from a sheet as offices write them, accepted as far as
it is clear. Two rows wait for a person.
"""

from datetime import datetime

from lianchuang.accounts.access import Actor
from lianchuang.campaigns.models import Campaign
from lianchuang.common import clock
from lianchuang.common.sheets import xlsx_bytes
from lianchuang.demo.bodies import Bodies
from lianchuang.duties.actions import accept_table, draft_table

HEAD = ("序号", "任务", "牵头单位", "责任单位", "配合单位", "完成时限")
ROWS = (
    ("1", "爱国卫生工作列入年度计划，经费落实", "卫健委", "县委办、政府办", "财政局", "2026年6月底前"),
    ("2", "健康教育网络健全，媒体设有健康栏目", "卫健委", "融媒体中心、疾控中心", "教体局", "长期坚持"),
    ("3", "室内公共场所全面禁烟", "卫健委", "市监局、烟草办", "各街道", "长期坚持"),
    ("4", "主要街道每日保洁不少于16小时", "城管局", "环卫中心", "各街道", "长期坚持"),
    ("5", "二类以上公厕比例达标", "城管局", "环卫中心、住建局", "", "2026年8月31日前"),
    ("6", "农贸市场配齐保洁人员，活禽定点宰杀", "市监局", "商务局", "城管局、各街道", "2026年9月底前"),
    ("7", "小餐饮、小理发店等单位亮证经营", "市监局", "卫健委", "各街道", "长期坚持"),
    ("8", "建成区鼠蚊蝇蟑密度达到C级", "疾控中心", "各乡镇、各街道", "", "每季度一次"),
    ("9", "生活污水集中处理率达标", "住建局", "市政中心", "生态环境局", "2026年12月底前"),
    ("10", "城中村和老旧小区有专人保洁", "各街道", "城管局", "房管中心", "长期坚持"),
    ("11", "学校开好健康教育课", "教体局", "卫健委", "", "每学期"),
    ("12", "群众卫生投诉渠道畅通", "爱卫专班", "信访局", "", "长期坚持"),
)


def read_task_table(bodies: Bodies, campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """Draft the table and accept the rows that are ready."""
    content = xlsx_bytes(HEAD, ROWS, sheet="任务分解表")
    table = draft_table(
        content=content,
        name="国家卫生县城任务分解表（示例）.xlsx",
        county=bodies.county,
        campaign=campaign,
        on=clock.local(at).date(),
        by=by,
        at=at,
    )
    accept_table(table=table, campaign=campaign, by=by, at=at)
