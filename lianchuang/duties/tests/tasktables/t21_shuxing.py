"""树形任务: the whole tree stands in the column of the task, down to ①; headings of every depth have no unit."""

from datetime import date

from lianchuang.duties.tests.tasktables.making import LEFT, Want, document

NAME, ON = "创建任务树.docx", date(2026, 3, 2)


def build() -> bytes:
    """The file."""
    return document(
        "莲城县2026年创建工作任务书",
        [
            ["任务", "牵头单位", "配合单位", "完成时限"],
            ["一、市容环境", "", "", ""],
            ["（一）环卫保洁", "", "", ""],
            ["1.道路保洁", "", "", ""],
            ["（1）主次干道机扫率达到90%", "城管局", "环卫中心", "2026年5月底前"],
            ["（2）背街小巷两扫全保", "环卫中心", "各街道办事处", "长期坚持"],
            ["2.公厕管理", "", "", ""],
            ["①公厕全天开放", "环卫中心", "—", "立行立改"],
            ["②更换老旧设施", "城管局", "财政局", "8月20日前"],
            ["3.垃圾转运站消杀", "环卫中心", "疾控中心", "每天"],
            ["（二）市政设施", "", "", ""],
            ["1.路灯亮灯率不低于98%", "市政中心", "供电所", "每月底前"],
            ["二、绿化提升", LEFT, LEFT, LEFT],
            ["（一）增绿补绿", LEFT, LEFT, LEFT],
            ["1.新建游园4处", "园林中心", "自然资源局、桂亭街道", "2026年10月底前"],
        ],
    )


def _row(number: str, chapter: str, task: str, lead: str, supporting: str, due: str) -> Want:
    return Want(number, chapter, task, lead, "", supporting, due)


ROADS, TOILETS = "市容环境 / 环卫保洁 / 道路保洁", "市容环境 / 环卫保洁 / 公厕管理"
KEY = (
    _row("1.1.1.1", ROADS, "主次干道机扫率达到90%", "城管局", "环卫中心", "2026-05-31"),
    _row("1.1.1.2", ROADS, "背街小巷两扫全保", "环卫中心", "@streets", "standing"),
    _row("1.1.2.1", TOILETS, "公厕全天开放", "环卫中心", "", "at_once"),
    _row("1.1.2.2", TOILETS, "更换老旧设施", "城管局", "财政局", "2026-08-20"),
    _row("1.1.3", "市容环境 / 环卫保洁", "垃圾转运站消杀", "环卫中心", "疾控中心", "day"),
    _row("1.2.1", "市容环境 / 市政设施", "路灯亮灯率不低于98%", "市政中心", "供电所", "month:-1"),
    _row("2.1.1", "绿化提升 / 增绿补绿", "新建游园4处", "园林中心", "自然资源局 桂亭街道", "2026-10-31"),
)
