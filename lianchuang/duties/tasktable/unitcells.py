"""A cell of units taken apart: which are named, and in which role (牵头, 责任, 配合)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lianchuang.duties.tasktable.listnumbers import CIRCLED
from lianchuang.duties.tasktable.shapes import UNIT_CELLS, Cell, Confidence, Piece, Why, units_cell
from lianchuang.duties.tasktable.unitbook import UnitBook, bare, ending_of

_ROLE = "总牵头|牵头|主办|主责|责任|承办|负责|落实|实施|配合|协助|协办|参与|参加|支持|协同|协作"
LABEL = re.compile(
    rf"(?:^|(?<=[\s、，,；;。（()）]))({_ROLE})(?:责任)?(?:(?:单位|部门)\s*[：:]?(?=[^\s、，,；;和及）)])|\s*[：:]|\s(?=\S))\s*"
)
IN_BRACKET = re.compile(rf"[（(]\s*({_ROLE})(?:责任)?(?:单位|部门)?\s*[）)]")
SUFFIX = re.compile(
    r"(?:负责|共同|具体|积极|做好|抓好|组织)*?((?:总牵头|牵头|主办|主责|负总责|承办|配合|协助|协办|参与|参加|支持|协同|协作|负责|落实|实施))(?:负责|抓好|做好|组织|落实|实施|协调|工作|执行)*$"
)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
    "石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤柳施鲁章毕安时傅"
)
PERSON = re.compile(rf"[（(]?[{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:局长|主任|县长|书记|同志|部长)?[）)]?")
NOTHING = re.compile(r"[-—–/\\、.]+|无|暂无")
PLAIN_GROUP = re.compile(r"乡镇|乡|镇|街道|街道办|街道办事处|社区|村|行政村")
ALSO = ("以及", "及", "和", "与", "联合", "同")
JOINTLY = re.compile(r"([^、，,；;。\s]{2,})会同([^，,；;。\n]+?)(?:负责|实施|落实|办理|开展|组织)*(?=[，,；;。\n]|$)")
SEPARATORS = "、，,；;。/｜|：:→\n \t　+＋&"
CLAUSE_ENDS = "，,；;。\n"


@dataclass
class _Token:
    """Some words between two separators. `ends_clause`: a new part of the sentence follows; `is_soft`: a space or a line break
    follows; `likely`: the role was taken from the sentence; `in_bracket`: it stands in a bracket behind this name alone.
    """

    text: str
    role: str = ""
    ends_clause: bool = False
    is_soft: bool = False
    likely: bool = False
    in_bracket: bool = False


@dataclass
class UnitsRead:
    """Pieces by role, how sure the roles are, and why not quite."""

    pieces: dict[str, list[Piece]] = field(default_factory=lambda: {role: [] for role in UNIT_CELLS})
    at_most: dict[str, Confidence] = field(default_factory=lambda: dict.fromkeys(UNIT_CELLS, "sure"))
    why: dict[str, list[Why]] = field(default_factory=lambda: {role: [] for role in UNIT_CELLS})

    def doubt(self, role: str, code: str) -> None:
        """The units of a role are no surer than likely, for this reason."""
        self.at_most[role] = "likely"
        self.why[role].append(Why(code))

    def cell(self, role: str, text: str) -> Cell:
        """The cell of one role."""
        return units_cell(text, self.pieces[role], at_most=self.at_most[role], why=self.why[role])


@dataclass(frozen=True)
class Habits:
    """What a table says of its own cells: the unit named first leads; the one with this mark leads."""

    first_leads: bool = False
    mark: str = ""


def read_units(
    text: str, *, column: str, has_lead: bool, habits: Habits, book: UnitBook, persons: bool = False
) -> UnitsRead:
    """The units of a cell in a column of this role. `has_lead`: the lead is named elsewhere; `persons`: names of people may
    stand there too, and are left out.
    """
    said, is_joint = JOINTLY.subn(r"\1（牵头）、\2配合", text)
    tokens = [token for segment in _segments(_unmarked(said, habits.mark)) for token in _with_roles(*segment, book)]
    knows_lead = has_lead or any(token.role == "lead" for token in tokens)
    read = UnitsRead()
    for token in tokens:
        piece = book.resolve(token.text)
        if NOTHING.fullmatch(token.text) or ((persons or len(tokens) > 1) and _is_person(token.text, piece)):
            continue
        role = _role_of(token, column, knows_lead)
        if not role:
            role = _by_order(read, piece, knows_lead, alone=len(tokens) == 1)
            if not (habits.first_leads or knows_lead) and (role == "lead" or read.at_most["responsible"] == "sure"):
                read.doubt(role, "first_named")
        if token.likely or (is_joint and token.role):
            read.doubt(role, "role_from_sentence")
        read.pieces[role].append(piece)
    leads = read.pieces["lead"]
    if len({code for piece in leads for code in piece.units}) > 1 and not _is_one_group(leads):
        read.doubt("lead", "several_leads")
    return read


def _unmarked(text: str, mark: str) -> str:
    """★城管局 and 城管局★ as 城管局（牵头）, when the table says that the mark means so."""
    if not mark:
        return text
    sign, name = re.escape(mark), r"[^、，,；;。\s]"
    return re.sub(rf"{sign}\s*({name}+)|({name}+?)\s*{sign}", r"\1\2（牵头）", text)


def _role_of(token: _Token, column: str, knows_lead: bool) -> str:
    """The role that is written, or the column's; none where the order must tell."""
    role = token.role or ("" if column == "responsible" else column)
    if role == "responsible" and column == "responsible" and not knows_lead:
        return ""  # 责任单位：A、B says no more than the column does
    return role


def _by_order(read: UnitsRead, piece: Piece, knows_lead: bool, *, alone: bool) -> str:
    """The unit named first leads, when no lead is named; 相关单位 among others never does."""
    if knows_lead or read.pieces["lead"] or read.pieces["responsible"]:
        return "responsible"
    return "responsible" if piece.why.code == "open_group" and not alone else "lead"


def _is_one_group(pieces: Sequence[Piece]) -> bool:
    return len(pieces) == 1 and pieces[0].is_group


def _is_person(text: str, piece: Piece) -> bool:
    return piece.why.code == "unknown_unit" and PERSON.fullmatch(re.sub(r"\s", "", text)) is not None


def _segments(text: str) -> Iterator[tuple[str, str]]:
    """(role, words) for parts with a label such as 牵头单位：…; the rest without."""
    at, role = 0, ""
    for match in LABEL.finditer(text):
        if text[at : match.start()].strip():
            yield role, text[at : match.start()]
        role, at = match[1], match.end()
    if text[at:].strip():
        yield role, text[at:]


def _with_roles(label: str, words: str, book: UnitBook) -> list[_Token]:
    tokens = _joined(list(_tokens(words)), book)
    for token in tokens:
        _take_own_role(token, book)
    if label:
        for token in tokens:
            token.role = token.role or _role(label, book)
    else:
        _spread_roles(tokens)
    return [part for token in tokens for part in _split_also(token, book) if bare(part.text)]


def _role(word: str, book: UnitBook) -> str:
    return book.words.roles.get(word, "")


def _tokens(words: str) -> Iterator[_Token]:
    """Words between separators; inside brackets nothing is separated."""
    depth, held = 0, ""
    for char in re.sub(rf"[{CIRCLED}]", "\n", _unspaced(words)):
        depth += (char in "（(") - (char in "）)")
        if char in SEPARATORS and depth <= 0:
            if held.strip():
                yield _Token(held.strip(), ends_clause=char in CLAUSE_ENDS, is_soft=char in "\n \t　")
            held = ""
        else:
            held += char
    if held.strip():
        yield _Token(held.strip(), ends_clause=True)


def _unspaced(words: str) -> str:
    """公 安 局 → 公安局: single characters with spaces between are one word."""
    return re.sub(
        r"(?<![^\s、，,；;])[\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff](?![^\s、，,；;]))+",
        lambda match: re.sub(r"\s", "", match[0]),
        words,
    )


def _joined(tokens: list[_Token], book: UnitBook) -> list[_Token]:
    """A name broken by the end of a line is one; 桂亭、望湖街道 are two streets."""
    whole: list[_Token] = []
    for token in tokens:
        before = whole[-1] if whole else None
        if before and before.text.startswith("各") and PLAIN_GROUP.fullmatch(token.text):
            whole[-1] = replace(token, text=f"{before.text}、{token.text}")
        elif before and before.is_soft and book.is_exact(before.text + token.text):
            whole[-1] = replace(token, text=before.text + token.text)
        else:
            whole.append(token)
    for index in range(len(whole) - 2, -1, -1):
        token, following = whole[index], whole[index + 1]
        ending = next(
            (
                one
                for one in ("街道", "社区", "大队", "中心", "局", "镇", "乡", "村")
                if following.text.removesuffix("办事处").removesuffix("办").removesuffix("人民政府").endswith(one)
            ),
            "",
        )
        if (
            ending
            and not ending_of(bare(token.text))[1]
            and book.is_exact(token.text + ending)
            and len(token.text) >= 2
        ):
            whole[index] = replace(token, text=token.text + ending, likely=not book.is_exact(token.text))
    return whole


def _take_own_role(token: _Token, book: UnitBook) -> None:
    """城管局（牵头）, 由城管局牵头负责."""
    match = IN_BRACKET.search(token.text)
    if match:
        token.role, token.in_bracket = _role(match[1], book), True
        token.text = token.text[: match.start()] + token.text[match.end() :]
        return
    if book.is_exact(token.text):
        return
    token.text = re.sub(r"^\d{1,2}[.．)）]\s*", "", token.text)
    match = SUFFIX.search(token.text)
    if match and match.start() >= 2:
        token.role = _role(match[1], book)
        token.text = token.text[: match.start()].removesuffix("共同")
    token.text = re.sub(r"(按照?|依照?|根据)?(各自)?职责(分工)?(要求)?(分别|各自)?$", "", token.text)
    token.text = re.sub(r"^(由|请|并由|其中)", "", token.text)


def _spread_roles(tokens: list[_Token]) -> None:
    """A role at the end of a clause holds for the names before it: 住建局、交通局配合."""
    waiting: list[_Token] = []
    begun = 0  # where the present clause begins among those waiting
    led = False
    for token in tokens:
        if token.role and not token.in_bracket:
            for index, one in enumerate(waiting):
                if index >= begun:
                    one.role = token.role
                elif token.role == "supporting" and led:
                    one.role, one.likely = token.role, True
            waiting, begun = [], 0
            led = led or token.role == "lead"
        elif token.role:
            led = led or token.role == "lead"
        else:
            waiting.append(token)
        if token.ends_clause:
            begun = len(waiting)


def _split_also(token: _Token, book: UnitBook) -> Iterator[_Token]:
    """住建局和交通局 are two, 住房和城乡建设局 is one; 等 at the end leaves something open."""
    text = token.text
    whole = book.resolve(text)
    if whole.units and whole.why.code != "by_letters":
        yield token
        return
    match = re.search(r"等(?:(?:相关|有关)?(?:单位|部门|局委)*|\d*(?:家|个)?(?:单位|部门))$", text)
    if match and match.start() >= 2:
        yield from _split_also(replace(token, text=text[: match.start()]), book)
        yield replace(token, text=match[0])
        return
    for word in ALSO:
        for found in re.finditer(word, text):
            left, right = text[: found.start()], text[found.end() :]
            if (
                len(bare(left)) >= 2
                and len(bare(right)) >= 2
                and _names_something(left, book)
                and _names_something(right, book)
            ):
                yield from _split_also(replace(token, text=left), book)
                yield from _split_also(replace(token, text=right), book)
                return
    yield token


def _names_something(text: str, book: UnitBook) -> bool:
    piece = book.resolve(text)
    return bool(piece.units) or piece.why.code == "open_group"
