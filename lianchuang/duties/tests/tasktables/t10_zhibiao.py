"""指标表: numbers as figures of the spreadsheet (1.1 … 1.10), codes, thresholds and points beside the task."""

from datetime import date

from lianchuang.duties.tests.tasktables.making import LEFT, UP, Want, xlsx

NAME, ON = "测评指标任务表.xlsx", date(2026, 3, 2)


def build() -> bytes:
    """The file."""
    top = [f"1.{number}" for number in range(1, 11)]
    names = ("绿化覆盖率", "绿地率", "人均公园绿地", "公园服务半径", "万人绿道长度", "道路绿化达标率", "古树保护率", "节约型绿地率", "立体绿化", "湿地保护率")  # fmt: skip
    leads = (
        "园林中心",
        "园林中心",
        "园林中心",
        "园林中心",
        "住建局",
        "市政中心",
        "园林中心",
        "园林中心",
        "住建局",
        "自然资源局",
    )
    rows = [
        [float(number), "绿地指标" if index == 0 else UP, name, "≥40%", 5, lead, "园林中心" if lead != "园林中心" else None, "2026年11月底前"]
        for index, (number, name, lead) in enumerate(zip(top, names, leads, strict=True))
    ]  # fmt: skip
    return xlsx({"指标": [
        ["园林县城指标任务分解", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["序号", "一级指标", "指标名称", "标准值", "分值", "牵头单位", "协办单位", "完成时限"],
        *rows,
        [2.1, "市政设施", "污水处理率", "≥95%", 3, "住建局", "生态环境局", "2026年12月"],
        [2.2, UP, "垃圾无害化处理率", "100%", 3, "城管局", None, "长期"],
    ]})  # fmt: skip


def _row(number: str, name: str, lead: str) -> Want:
    return Want(number, "绿地指标", name, lead, "", "" if lead == "园林中心" else "园林中心", "2026-11-30")


KEY = (
    _row("1.1", "绿化覆盖率", "园林中心"),
    _row("1.2", "绿地率", "园林中心"),
    _row("1.3", "人均公园绿地", "园林中心"),
    _row("1.4", "公园服务半径", "园林中心"),
    _row("1.5", "万人绿道长度", "住建局"),
    _row("1.6", "道路绿化达标率", "市政中心"),
    _row("1.7", "古树保护率", "园林中心"),
    _row("1.8", "节约型绿地率", "园林中心"),
    _row("1.9", "立体绿化", "住建局"),
    _row("1.10", "湿地保护率", "自然资源局"),
    Want("2.1", "市政设施", "污水处理率", "住建局", "", "生态环境局", "2026-12-31"),
    Want("2.2", "市政设施", "垃圾无害化处理率", "城管局", "", "", "standing"),
)
