"""综合整治: a mark for the lead, units each in a row of their own beside one merged task, headings in the margin, slashes."""

from datetime import date

from lianchuang.duties.tests.tasktables.making import LEFT, UP, Want, xlsx

NAME, ON = "综合整治责任分工表.xlsx", date(2026, 5, 6)


def build() -> bytes:
    """The file."""
    return xlsx({"Sheet1": [
        [None, None, None, None, None, None],
        [None, "2026年城乡环境综合整治责任分工表（征求意见稿）", LEFT, LEFT, LEFT, LEFT],
        [None, "填表说明：1.带★的为牵头单位；2.时限以通知为准。", LEFT, LEFT, LEFT, LEFT],
        [None, "序号", "整治内容", "责任单位", "整治时限", "备注"],
        [None, "城市出入口", None, None, None, None],
        [None, "1", "出入口绿化补植", "★园林中心、交通局", "5月31日前", None],
        [None, "2", "拆除违规广告牌", "★城管局", "6月20日前", None],
        [None, UP, UP, "交通局", UP, None],
        [None, UP, UP, "望湖街道办事处", UP, None],
        [None, "集贸市场", None, None, None, None],
        [None, "3", "取缔马路市场", "桂亭街道/荷塘街道", "6月底", "①先疏后堵"],
        [None, "4", "活禽宰杀分区", "①市监局②农业农村局", "即查即改", None],
        [None, "城乡结合部", None, None, None, None],
        [None, "5", "生活垃圾清运", "城区四个街道，乡镇（街道）", "日产日清", None],
        [None, "6", "河道漂浮物打捞", "水利局、属地乡镇", "持续开展", None],
        [None, "7", "废品收购站规范", "商务局、公安局、市监局按职责分工负责", "7月10号前", None],
        [None, "8", "旱厕拆除", "农业农村局等3家单位", "6月前", None],
        [None, "9", "散落垃圾捡拾", "城管局（环卫股）", "每周至少1次", None],
        ["审核人：", None, None, None, None, None],
    ]})  # fmt: skip


KEY = (
    Want("1", "城市出入口", "出入口绿化补植", "园林中心", "交通局", "", "2026-05-31"),
    Want("2", "城市出入口", "拆除违规广告牌", "城管局", "交通局 望湖街道", "", "2026-06-20"),
    Want("3", "集贸市场", "取缔马路市场", "桂亭街道", "荷塘街道", "", "2026-06-30", "①先疏后堵"),
    Want("4", "集贸市场", "活禽宰杀分区", "市监局", "农业农村局", "", "at_once"),
    Want("5", "城乡结合部", "生活垃圾清运", "@streets", "@places", "", "?"),
    Want("6", "城乡结合部", "河道漂浮物打捞", "水利局", "?属地乡镇", "", "standing"),
    Want("7", "城乡结合部", "废品收购站规范", "商务局", "公安局 市监局", "", "2026-07-10"),
    Want("8", "城乡结合部", "旱厕拆除", "农业农村局", "?等3家单位", "", "2026-06-30"),
    Want("9", "城乡结合部", "散落垃圾捡拾", "城管局", "", "", "week"),
)
