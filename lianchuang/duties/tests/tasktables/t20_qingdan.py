"""重点任务清单: a second line above the header that looks like one, numbers that run through, sections of bodies in brackets."""

from datetime import date

from lianchuang.duties.tests.tasktables.making import LEFT, UP, Want, xlsx

NAME, ON = "创建工作重点任务清单.xlsx", date(2026, 3, 2)


def build() -> bytes:
    """The file."""
    return xlsx({"清单": [
        ["全国文明城市创建工作重点任务清单", LEFT, LEFT, LEFT, LEFT, LEFT],
        ["责任领导：分管副县长", LEFT, LEFT, "2026年3月", LEFT, LEFT],
        ["项目", "序号", "创建内容", "责任单位", LEFT, "完成时限"],
        [UP, UP, UP, "牵头单位", "参与单位", UP],
        ["（一）公共环境\n（10分）", 1, "1.主次干道整洁\n2.无占道经营", "城管局\n住建局", "交警大队\n各街道", "2026年6月底"],
        [UP, 2, "公厕免费开放", "环卫中心", None, "长期坚持\n持续巩固"],
        ["（二）公共服务", 3, "窗口规范服务", "县行政审批局", "县税务局、县人社局（按职责分工）、相关窗口单位", "即知即改"],
        [UP, 4, "校园周边整治", "县公安局（治安大队）", "市监局 城管局 文旅局", "9月1日前（开学前）"],
        ["备注：以上任务完成情况每月28日前报县创建办。", LEFT, LEFT, LEFT, LEFT, LEFT],
    ]})  # fmt: skip


KEY = (
    Want(
        "1.1", "公共环境（10分）", "1.主次干道整洁2.无占道经营", "城管局 住建局", "", "交警大队 @streets", "2026-06-30"
    ),
    Want("1.2", "公共环境（10分）", "公厕免费开放", "环卫中心", "", "", "standing"),
    Want("2.3", "公共服务", "窗口规范服务", "审批局", "", "税务局 人社局 ?相关窗口单位", "at_once"),
    Want("2.4", "公共服务", "校园周边整治", "公安局", "", "市监局 城管局 文旅局", "2026-09-01"),
)
