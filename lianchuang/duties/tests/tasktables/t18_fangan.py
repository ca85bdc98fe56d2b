"""方案里的任务表: chapters of the text above the table, numbers that the word processor counts, labels without colons."""

from datetime import date
from io import BytesIO

import docx

from lianchuang.duties.tests.tasktables.making import Want

NAME, ON = "创建攻坚方案.docx", date(2026, 3, 2)
LINES = (
    ("完善环卫设施，新增果皮箱300个", "牵头单位城管局，责任单位环卫中心、各街道", "2026年5月底前"),
    ("整治流动摊点", "城管局、公安局和各街道办事处", "4月15日之前"),
    ("开展“光盘行动”宣传", "市监局会同文明办、商务局", "每月第一周"),
    ("规范共享单车停放", "交警大队  城管局", "2026年4月—2026年10月"),
    ("完善无障碍设施", "住建局、县残联、各有关单位", "10月31日24时前"),
    ("健全长效机制", "创建办、县四大班子办公室", "2026年年底"),
)


def build() -> bytes:
    """The file."""
    document = docx.Document()
    for text in (
        "莲城县四城联创百日攻坚实施方案",
        "一、总体要求",
        "以群众满意为标准，集中力量攻坚。",
        "二、工作任务",
    ):
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, ("序号", "重点任务", "责任单位", "完成时限"), strict=True):
        cell.text = text
    for line in LINES:
        cells = table.add_row().cells
        cells[0].paragraphs[0].style = document.styles["List Number"]
        for cell, text in zip(cells[1:], line, strict=True):
            cell.text = text
    document.add_paragraph("三、工作要求")
    document.add_paragraph("各单位要高度重视。")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


KEY = (
    Want("1", "", "完善环卫设施，新增果皮箱300个", "城管局", "环卫中心 @streets", "", "2026-05-31"),
    Want("2", "", "整治流动摊点", "城管局", "公安局 @streets", "", "2026-04-15"),
    Want("3", "", "开展“光盘行动”宣传", "市监局", "", "文明办 商务局", "?"),
    Want("4", "", "规范共享单车停放", "交警大队", "城管局", "", "2026-10-31"),
    Want("5", "", "完善无障碍设施", "住建局", "残联 ?各有关单位", "", "2026-10-31"),
    Want("6", "", "健全长效机制", "创建办", "?县四大班子办公室", "", "2026-12-31"),
)
