"""A checklist as an XLSForm, for counties that inspect with ODK or Kobo: the rows of its three sheets. No database.

The names of its fields are made from the codes of the items, so that the results can be read back by them.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

CHINESE, ENGLISH = "中文 (zh)", "English (en)"
RIGHT, WRONG, NOT_APPLICABLE = "right", "wrong", "na"
YES = "yes"
INSPECTOR, SITE, STARTED, ENDED, REMARK = "inspector", "site", "started", "ended", "remark"
VERDICT, COUNT, NOTE, PHOTO, FIXED = "verdict", "count", "note", "photo", "fixed"
MOST_NOTE = 300
LONGEST_PHOTO = 1600
SURVEY = (
    "type",
    "name",
    f"label::{CHINESE}",
    f"label::{ENGLISH}",
    f"hint::{CHINESE}",
    f"hint::{ENGLISH}",
    "required",
    "relevant",
    "constraint",
    f"constraint_message::{CHINESE}",
    f"constraint_message::{ENGLISH}",
    "appearance",
    "parameters",
)
CHOICES = ("list_name", "name", f"label::{CHINESE}", f"label::{ENGLISH}")
SETTINGS = ("form_title", "form_id", "version", "default_language", "instance_name")
_UNSAFE = re.compile(r"[^A-Za-z0-9]")


@dataclass(frozen=True)
class Words:
    """A text in both languages; where the English is missing the Chinese stands for it.

    `${` would be read as a reference to a question; no text of ours means one.
    """

    chinese: str
    english: str = ""

    @property
    def both(self) -> tuple[str, str]:
        chinese, english = (text.replace("${", "$ {") for text in (self.chinese, self.english))
        return chinese, english or chinese


@dataclass(frozen=True)
class FormItem:
    """A check item: what is right, what is said when it is not, what is counted and up to how many."""

    code: str
    text: Words
    finding: Words
    counts: Words
    cap: int
    is_yes_no: bool


@dataclass(frozen=True)
class FormZone:
    """A part of the site, walked through in one go."""

    code: str
    label: Words
    items: Sequence[FormItem]


@dataclass(frozen=True)
class Choice:
    """Something to choose: the code that comes back, and how it is shown."""

    code: str
    label: Words


@dataclass(frozen=True)
class ChecklistForm:
    """A whole checklist with the places it is for and the posts that inspect."""

    code: str
    label: Words
    zones: Sequence[FormZone]
    sites: Sequence[Choice]
    inspectors: Sequence[Choice]

    @property
    def form_id(self) -> str:
        return f"lianchuang_{_safe(self.code)}"

    @property
    def items(self) -> int:
        return sum(len(zone.items) for zone in self.zones)

    @property
    def version(self) -> str:
        """The same checklist, places and posts have the same version."""
        rows = json.dumps([survey_rows(self), choice_rows(self)], ensure_ascii=False)
        return hashlib.sha256(rows.encode()).hexdigest()[:12]

    def sheets(self) -> list[tuple[str, Sequence[str], list[list[str]]]]:
        """The three sheets of the form: name, head, rows."""
        title = " / ".join(dict.fromkeys(self.label.both))
        name = f"concat(jr:choice-name(${{{SITE}}}, '${{{SITE}}}'), ' ', format-date(${{{STARTED}}}, '%Y-%m-%d %H:%M'))"
        settings = [title, self.form_id, self.version, CHINESE, name]
        return [
            ("survey", SURVEY, survey_rows(self)),
            ("choices", CHOICES, choice_rows(self)),
            ("settings", SETTINGS, [settings]),
        ]


def field_of(fact: str, code: str) -> str:
    """The name of an item's field: `count_L_01`. No two codes have the same."""
    return f"{fact}_{_safe(code)}"


def _safe(code: str) -> str:
    return _UNSAFE.sub(lambda found: "_" if found[0] == "-" else f"_x{ord(found[0]):x}_", code)


@dataclass(frozen=True)
class _Row:
    """A row of the survey sheet."""

    type: str
    name: str
    label: Words = field(default_factory=lambda: Words(""))
    hint: Words = field(default_factory=lambda: Words(""))
    required: bool = False
    relevant: str = ""
    constraint: str = ""
    message: Words = field(default_factory=lambda: Words(""))
    appearance: str = ""
    parameters: str = ""

    def cells(self) -> list[str]:
        said = (*self.label.both, *self.hint.both)
        rules = ("yes" if self.required else "", self.relevant, self.constraint, *self.message.both)
        return [self.type, self.name, *said, *rules, self.appearance, self.parameters]


def survey_rows(form: ChecklistForm) -> list[list[str]]:
    """The questions: who, where, then the items part by part as one walks, a remark."""
    rows = [_Row("start", STARTED), _Row("end", ENDED), *_head()]
    for zone in form.zones:
        rows.append(_Row("begin group", f"zone_{_safe(zone.code)}", zone.label, appearance="field-list"))
        rows += [row for item in zone.items for row in _questions(item)]
        rows.append(_Row("end group", ""))
    remark = Words("整次走访的说明", "A remark on the whole visit")
    rows.append(_Row("text", REMARK, remark, appearance="multiline"))
    return [row.cells() for row in rows]


def _head() -> list[_Row]:
    return [
        _Row("begin group", "place", Words("点位", "Site"), appearance="field-list"),
        _Row(
            f"select_one {INSPECTOR}",
            INSPECTOR,
            Words("检查岗位", "Inspecting post"),
            required=True,
            appearance="minimal",
        ),
        _Row(
            f"select_one {SITE}",
            SITE,
            Words("点位", "Site"),
            Words("可输入名称或编码查找", "Type a part of the name or code"),
            required=True,
            appearance="minimal autocomplete",
        ),
        _Row("end group", ""),
    ]


def _questions(item: FormItem) -> Iterable[_Row]:
    """Right, wrong or not applicable; only when wrong: how many, a photo, a note, fixed on the spot."""
    verdict = field_of(VERDICT, item.code)
    wrong = f"${{{verdict}}} = '{WRONG}'"
    hint = Words(f"不对时：{item.finding.chinese}", f"If not: {item.finding.both[1]}")
    yield _Row("select_one verdict", verdict, item.text, hint, required=True, appearance="columns-pack")
    if not item.is_yes_no:
        units = item.counts.both
        yield _Row(
            "integer",
            field_of(COUNT, item.code),
            Words(f"数量（{units[0]}）", f"How many ({units[1]})"),
            Words(f"数到 {item.cap} 为止", f"Counted up to {item.cap}"),
            required=True,
            relevant=wrong,
            constraint=f". >= 1 and . <= {item.cap}",
            message=Words(
                f"填 1 到 {item.cap}；{item.cap} 表示 {item.cap} 及以上",
                f"From 1 to {item.cap}; {item.cap} means {item.cap} or more",
            ),
        )
    photo = Words("照片", "Photo")
    yield _Row("image", field_of(PHOTO, item.code), photo, relevant=wrong, parameters=f"max-pixels={LONGEST_PHOTO}")
    yield _Row(
        "text",
        field_of(NOTE, item.code),
        Words("具体位置和情况", "Where exactly, what exactly"),
        relevant=wrong,
        constraint=f"string-length(.) <= {MOST_NOTE}",
        message=Words(f"最多 {MOST_NOTE} 字", f"At most {MOST_NOTE} characters"),
    )
    yield _Row("select_one fixed", field_of(FIXED, item.code), Words("当场整改", "Fixed on the spot"), relevant=wrong)


def choice_rows(form: ChecklistForm) -> list[list[str]]:
    """What can be chosen: verdicts, posts, sites."""
    lists = {
        "verdict": (
            Choice(RIGHT, Words("对", "Right")),
            Choice(WRONG, Words("不对", "Not right")),
            Choice(NOT_APPLICABLE, Words("不适用", "Not applicable")),
        ),
        "fixed": (Choice(YES, Words("是", "Yes")), Choice("no", Words("否", "No"))),
        INSPECTOR: form.inspectors,
        SITE: form.sites,
    }
    return [[name, each.code, *each.label.both] for name, choices in lists.items() for each in choices]
