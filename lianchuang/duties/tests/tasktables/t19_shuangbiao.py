"""两级表头与双列单位: county and town units in two columns, a heading row with its number in a cell of its own, points."""

from datetime import date

from lianchuang.duties.tests.tasktables.making import LEFT, UP, Want, xlsx

NAME, ON = "国家卫生县城复审任务分解.xlsx", date(2026, 1, 12)


def build() -> bytes:
    """The file."""
    return xlsx({"复审": [
        ["附件2", None, None, None, None, None, None, None, None],
        ["国家卫生县城复审工作任务分解表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["序号", "测评指标", "测评标准", "分值", "责任单位", LEFT, LEFT, "时间进度", LEFT],
        [UP, UP, UP, UP, "牵头单位", "县直责任单位", "乡级责任单位", "启动时间", "完成时间"],
        ["一", "健康教育", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        [1, "健康素养", "居民健康素养水平达到国家要求", 5, "卫健委", "疾控中心", "各乡镇、街道", "2026年1月", "2026年6月底"],
        [2, UP, "每个社区设健康教育专栏", 3, UP, None, "各社区", "2026年2月", "2026年3月底"],
        [3, "控烟", "公共场所禁烟标识规范", 4, "卫健委、烟草办", "市监局、教体局", None, "立即", "长期保持"],
        ["二", "市容环境", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        [4, "垃圾转运", "垃圾密闭清运率100%", 6, "城管局", "环卫中心", "桂亭、荷塘、望湖街道办事处", "2026年3月", "6月30日"],
        [5, "集贸市场", "60%以上农副产品市场达标", 6, "市监局", "商务局", UP, "2026年3月", "2026年第三季度前"],
    ]})  # fmt: skip


KEY = (
    Want("1.1", "健康教育 / 健康素养", "居民健康素养水平达到国家要求", "卫健委", "疾控中心 @places", "", "2026-06-30"),
    Want("1.2", "健康教育 / 健康素养", "每个社区设健康教育专栏", "卫健委", "@communities", "", "2026-03-31"),
    Want("1.3", "健康教育 / 控烟", "公共场所禁烟标识规范", "卫健委 烟草办", "市监局 教体局", "", "standing"),
    Want(
        "2.4",
        "市容环境 / 垃圾转运",
        "垃圾密闭清运率100%",
        "城管局",
        "环卫中心 桂亭街道 荷塘街道 望湖街道",
        "",
        "2026-06-30",
    ),
    Want(
        "2.5",
        "市容环境 / 集贸市场",
        "60%以上农副产品市场达标",
        "市监局",
        "商务局 桂亭街道 荷塘街道 望湖街道",
        "",
        "2026-09-30",
    ),
)
