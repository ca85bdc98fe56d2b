"""病媒生物防制: header of two rows in a sheet, merged deadlines, ①② in the numbers, labels without a colon."""

from datetime import date

from lianchuang.duties.tests.tasktables.making import LEFT, UP, Want, xlsx

NAME, ON = "病媒生物防制任务分工.xlsx", date(2026, 2, 9)


def build() -> bytes:
    """The file."""
    return xlsx({"分工": [
        ["莲城县病媒生物防制重点任务分工表", LEFT, LEFT, LEFT, LEFT, LEFT],
        ["序号", "重点任务", "单位", LEFT, "时间要求", "备 注"],
        [UP, UP, "牵头", "配合", UP, UP],
        ["一、春季灭鼠", LEFT, LEFT, LEFT, LEFT, LEFT],
        ["①", "全县统一投药，设置毒饵站", "县卫健委", "各乡镇（街道）", "3月底前", None],
        ["②", "下水道、垃圾中转站孳生地清理", "县城管局", "县环卫中心，县市政中心", UP, None],
        ["③", "农贸市场“三防”设施改造", "县市监局", "县商务局", UP, "每市场不少于2处"],
        ["二、夏季灭蚊蝇", LEFT, LEFT, LEFT, LEFT, LEFT],
        ["①", "公园、绿地、河道水体消杀", "园林绿化中心", "县水利局", "每月10日前、25日前", None],
        ["②", "建筑工地积水清理", "住建局", "各街道办事处", "6-9月", None],
        ["③", "密度监测并通报", "疾控中心", None, "每旬", None],
    ]})  # fmt: skip


KEY = (
    Want("1.1", "春季灭鼠", "全县统一投药，设置毒饵站", "卫健委", "", "@places", "2026-03-31"),
    Want("1.2", "春季灭鼠", "下水道、垃圾中转站孳生地清理", "城管局", "", "环卫中心 市政中心", "2026-03-31"),
    Want("1.3", "春季灭鼠", "农贸市场“三防”设施改造", "市监局", "", "商务局", "2026-03-31", "每市场不少于2处"),
    Want("2.1", "夏季灭蚊蝇", "公园、绿地、河道水体消杀", "园林中心", "", "水利局", "?"),
    Want("2.2", "夏季灭蚊蝇", "建筑工地积水清理", "住建局", "", "@streets", "2026-09-30"),
    Want("2.3", "夏季灭蚊蝇", "密度监测并通报", "疾控中心", "", "", "?"),
)
