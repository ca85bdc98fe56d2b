"""The words of the sheet in both languages: heads of columns, what they mean, and the values a cell may hold.

They stand here and not in a catalogue of translations, because a sheet is read back whatever language it was written in.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One word of the sheet: what we call it, and what an official reads."""

    key: str
    zh: str
    en: str

    def said(self, chinese: bool) -> str:
        """The word in that language."""
        return self.zh if chinese else self.en


@dataclass(frozen=True)
class ColumnWords(Words):
    """A column with its explanation and its width; `values` names the list its cells come from."""

    about_zh: str
    about_en: str
    width: int = 14
    values: str = ""

    def about(self, chinese: bool) -> str:
        """What stands in the column."""
        return self.about_zh if chinese else self.about_en


SHEETS = (
    Words("requirements", "要求", "Requirements"),
    Words("columns", "各列说明", "Columns"),
    Words("values", "可选值", "Values"),
    Words("edition", "版本", "Edition"),
)

COLUMNS = (
    ColumnWords(
        "code",
        "编号",
        "Code",
        "在本版本里只出现一次；改编号等于删一条、加一条。",
        "Stands once in the edition; a changed code is one requirement less and one more.",
        14,
    ),
    ColumnWords(
        "parent",
        "上级编号",
        "Parent code",
        "上一级的编号；顶层留空。",
        "The code it stands under; empty at the top.",
        14,
    ),
    ColumnWords(
        "level",
        "层级",
        "Level",
        "1 为顶层。上级编号留空而层级大于 1 时，归到上面最近的高一级。",
        "1 is the top. Without a parent code the nearest row above with one level less is taken.",
        7,
    ),
    ColumnWords("name", "标题", "Title", "必填，不超过 200 字。", "Needed, at most 200 characters.", 36),
    ColumnWords("name_en", "标题（英文）", "Title (English)", "可留空。", "May be empty.", 24),
    ColumnWords("text", "内容", "Text", "可留空。", "May be empty.", 40),
    ColumnWords("text_en", "内容（英文）", "Text (English)", "可留空。", "May be empty.", 24),
    ColumnWords(
        "method",
        "测评方法",
        "Method",
        "从可选值里选；不知道就留空。",
        "One of the listed values; empty when not known.",
        12,
        "method",
    ),
    ColumnWords(
        "form",
        "评分方式",
        "Scoring",
        "从可选值里选；标题行用“仅说明”。",
        "One of the listed values; headings have “information”.",
        12,
        "form",
    ),
    ColumnWords(
        "op",
        "比较",
        "Comparison",
        "达标线用：≥ > ≤ < = 介于 好于上年。",
        "For thresholds: ≥ > ≤ < = between, improving.",
        8,
        "op",
    ),
    ColumnWords(
        "value",
        "数值",
        "Value",
        "达标线的数，只写数；百分号写在单位里。",
        "The figure of the threshold alone; the per cent sign stands in the unit.",
        9,
    ),
    ColumnWords("upper", "上限", "Upper", "“介于”的上限。", "The upper end of “between”.", 9),
    ColumnWords("unit", "单位", "Unit", "如 %、平方米。", "Such as % or m².", 9),
    ColumnWords("unit_en", "单位（英文）", "Unit (English)", "可留空。", "May be empty.", 10),
    ColumnWords("step", "每点分", "Step", "分步给分：每做到一点得多少分。", "Steps: points for each point met.", 8),
    ColumnWords("of", "满分", "Of", "分步给分：最多多少分。", "Steps: points at most.", 8),
    ColumnWords(
        "shares",
        "各档比例",
        "Shares",
        "按处数定档：0、1、2、3 处各得百分之几，如 100/66/33/0。",
        "Graded by cases: per cent at 0, 1, 2, 3 cases, such as 100/66/33/0.",
        14,
    ),
    ColumnWords(
        "scoring_more",
        "评分其他",
        "Scoring, more",
        "其他评分项，写成 名=值；名=值。不懂就别改。",
        "Further parts of the scoring as name=value; name=value. Leave it when in doubt.",
        16,
    ),
    ColumnWords(
        "points",
        "分值",
        "Points",
        "数字，最多两位小数；没有就留空。",
        "A number with at most two decimals; empty when there is none.",
        8,
    ),
    ColumnWords("is_veto", "一票否决", "Veto", "是或否。", "Yes or no.", 9, "yes"),
    ColumnWords(
        "months",
        "窗口（月）",
        "Window (months)",
        "资料要管近几个月。和年数只填一个。",
        "Evidence of the last so many months. Not together with years.",
        10,
    ),
    ColumnWords("years", "窗口（年）", "Window (years)", "资料要管几年。", "Evidence of so many years.", 10),
    ColumnWords(
        "weights",
        "各年权重",
        "Weights of years",
        "各年占百分之几，早的在前，如 15/25/60。",
        "Per cent of each year, the earliest first, such as 15/25/60.",
        12,
    ),
    ColumnWords(
        "each_year", "逐年", "Each year", "是：几年里每年都要单独看。", "Yes: each of the years by itself.", 8, "yes"
    ),
    ColumnWords(
        "window_more",
        "窗口其他",
        "Window, more",
        "其他窗口项，写成 名=值；名=值。不懂就别改。",
        "Further parts of the window as name=value; name=value. Leave it when in doubt.",
        14,
    ),
    ColumnWords("source", "出处", "Source", "哪份文件、哪一条；必填。", "Which document, which part; needed.", 30),
    ColumnWords("source_en", "出处（英文）", "Source (English)", "可留空。", "May be empty.", 24),
    ColumnWords(
        "confidence",
        "可信度",
        "Confidence",
        "从可选值里选；必填。",
        "One of the listed values; needed.",
        11,
        "confidence",
    ),
    ColumnWords(
        "is_withdrawn",
        "已撤销",
        "Withdrawn",
        "是：原标准已撤销这一条，只留编号。",
        "Yes: the standard has withdrawn it and keeps only its number.",
        8,
        "yes",
    ),
)

VALUES = {
    "method": (
        Words("documents", "材料审核", "Documents"),
        Words("statistics", "统计数据", "Statistics"),
        Words("site_inspection", "实地考察", "Site inspection"),
        Words("survey", "问卷调查", "Survey"),
        Words("remote_sensing", "遥感测试", "Remote sensing"),
        Words("online_filing", "网上申报", "Online filing"),
        Words("observation", "整体观察", "Observation"),
    ),
    "form": (
        Words("information", "仅说明", "information"),
        Words("threshold", "达标线", "threshold"),
        Words("yes_no", "有或无", "yes or no"),
        Words("steps", "分步给分", "steps"),
        Words("graded", "按处数定档", "graded"),
        Words("bonus", "加分", "bonus"),
        Words("deduction", "扣分", "deduction"),
    ),
    "op": (
        Words(">=", "≥", "≥"),
        Words(">", ">", ">"),
        Words("<=", "≤", "≤"),
        Words("<", "<", "<"),
        Words("==", "=", "="),
        Words("between", "介于", "between"),
        Words("improving", "好于上年", "improving"),
    ),
    "confidence": (
        Words("official", "官方", "official"),
        Words("secondhand", "转引", "second-hand"),
        Words("unverified", "未核实", "unverified"),
    ),
    "yes": (Words("yes", "是", "yes"), Words("", "否", "no")),
}

EDITION_ROWS = (
    Words("standard", "标准代码", "Standard code"),
    Words("standard_name", "标准名称", "Standard name"),
    Words("standard_name_en", "标准名称（英文）", "Standard name (English)"),
    Words("seal", "印字", "Seal"),
    Words("slot", "色位", "Slot"),
    Words("code", "版本代码", "Edition code"),
    Words("name", "版本名称", "Edition name"),
    Words("name_en", "版本名称（英文）", "Edition name (English)"),
    Words("effective", "施行日期", "Effective from"),
    Words("note", "说明", "Note"),
    Words("note_en", "说明（英文）", "Note (English)"),
    Words("source", "出处", "Source"),
    Words("source_en", "出处（英文）", "Source (English)"),
    Words("confidence", "可信度", "Confidence"),
)


def key_of(words: tuple[Words, ...], said: str) -> str | None:
    """What a cell means, in whichever language it stands; None when it is none of these words."""
    plain = said.strip().casefold()
    for one in words:
        if plain in {one.key.casefold(), one.zh.casefold(), one.en.casefold()}:
            return one.key
    return None


COLUMN_OF = {word.casefold(): one.key for one in COLUMNS for word in (one.key, one.zh, one.en)}
