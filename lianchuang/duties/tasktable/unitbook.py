"""Which unit is meant: full and short names, names without the county, usual abbreviations, rules; never a guess as sure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lianchuang.duties.tasktable.numbering import han_value
from lianchuang.duties.tasktable.shapes import Confidence, KnownUnit, Piece, Why
from lianchuang.duties.tasktable.words import Words, the_words

MOST_CANDIDATES = 6
# Endings that say what sort of body it is. Names agree only when these do.
ENDINGS = {
    "局": "局", "委员会": "委", "委": "委", "办公室": "办", "办": "办", "中心": "中心", "大队": "队", "支队": "队", "队": "队",
    "街道": "街道", "镇": "镇", "乡": "乡", "社区": "社区", "村": "村", "部": "部", "站": "站", "所": "所", "院": "院", "联合会": "联",
    "联": "联", "社": "社", "室": "室", "馆": "馆", "会": "会", "公司": "公司", "学校": "校", "处": "处", "科": "科", "股": "股",
}  # fmt: skip
BY_LENGTH = sorted(ENDINGS, key=len, reverse=True)
PLACE_TAILS = (
    "人民政府",
    "镇政府",
    "乡政府",
    "街道办事处",
    "街道办",
    "办事处",
    "党工委",
    "居民委员会",
    "村民委员会",
    "居委会",
    "村委会",
    "党总支",
    "党委",
    "政府",
    "委会",
)
INNER = re.compile(r"(科|股|室|所|站|队|中队|大队|处|窗口|办)$")
GROUP = re.compile(r"(?:(?:中心)?城区|建成区|城内)?(?:各|全县各?|所有|县域各?|辖区各?|所辖各?|全体|全部)")
COUNTED = re.compile(r"(?:全县|城区|中心城区)?(\d{1,3}|[一二三四五六七八九十]{1,3})个")
GROUP_WORDS = re.compile(r"(乡镇|镇乡|镇街|街镇|街乡|乡|镇|街道|街|社区|行政村|村居|村)")
GROUP_FILL = re.compile(
    r"人民政府|政府|党工委|党委|街道办事处|街道办|办事处|居民委员会|居委会|村民委员会|村委会|居|（|）|\(|\)|、|/|和|及|与|各|[（(]?街[）)]?$"
)
KINDS = {
    "乡镇": ("town",), "镇乡": ("town",), "镇街": ("town", "street"), "街镇": ("town", "street"), "街乡": ("town", "street"),
    "乡": ("town",), "镇": ("town",), "街道": ("street",), "街": ("street",), "社区": ("community",), "行政村": ("village",),
    "村居": ("village", "community"), "村": ("village",),
}  # fmt: skip
NO_UNITS: tuple[str, ...] = ()


def bare(text: str) -> str:
    """A name without spaces, quotation marks and a bracket or stop at its end; brackets are full-width."""
    said = re.sub(r"[\s“”\"'《》*＊★☆※▲△●◆]", "", unicodedata.normalize("NFKC", text))
    return said.replace("(", "（").replace(")", "）").strip("。.,，、；;：:·-")


def ending_of(name: str) -> tuple[str, str]:
    """A name as stem and sort of body: 城市管理 + 局."""
    for ending in BY_LENGTH:
        if name.endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)], ENDINGS[ending]
    return name, ""


def is_within(short: str, full: str) -> bool:
    """Whether the characters of one stand in the other in their order."""
    rest = iter(full)
    return all(char in rest for char in short)


@dataclass(frozen=True)
class UnitBook:
    """The known units, and what people mended before (bare words → code)."""

    units: Sequence[KnownUnit]
    remembered: Mapping[str, str] = field(default_factory=dict)
    words: Words = field(default_factory=the_words)

    @cached_property
    def _counties(self) -> tuple[str, ...]:
        """What may stand before a name: 莲城县, 莲城, 县 …"""
        names = [unit.name for unit in self.units if unit.kind == "county"]
        short = [name[:-1] for name in names if len(name) > 2]
        return tuple(sorted({*names, *short, "中共", "国网", "县", "市", "区", "我县", "本县"}, key=len, reverse=True))

    def _stripped(self, name: str) -> Iterable[str]:
        """The name with less and less of what stands before it."""
        seen = name
        yield seen
        while True:
            prefix = next((one for one in self._counties if seen.startswith(one) and len(seen) - len(one) >= 2), None)
            if prefix is None:
                break
            seen = seen[len(prefix) :]
            yield seen
        for prefix in ("委", "政府", "人民政府"):
            if name != seen and seen.startswith(prefix) and len(seen) - len(prefix) >= 2:
                yield seen[len(prefix) :]

    @cached_property
    def _own_names(self) -> Mapping[str, tuple[str, ...]]:
        """Every name and short name as written."""
        return _gathered((name, unit.code) for unit in self.units for name in {bare(unit.name), bare(unit.short_name)})

    @cached_property
    def _other_names(self) -> Mapping[str, tuple[str, ...]]:
        """Names without the county, and the parts of names with brackets."""
        return _gathered((name, unit.code) for unit in self.units for name in self._variants(unit))

    def _variants(self, unit: KnownUnit) -> set[str]:
        names: set[str] = set()
        for name in (bare(unit.name), bare(unit.short_name)):
            outside, _open, inside = name.partition("（")
            for part in (name, outside, inside.rstrip("）")):
                if len(part) >= 2:
                    names.update(self._stripped(part))
        return names

    @cached_property
    def _stems(self) -> list[tuple[str, str, str]]:
        """Code, stem and sort of every variant of the bureaus' names."""
        return [
            (unit.code, *ending_of(name))
            for unit in self.units
            if unit.kind == "bureau"
            for name in self._variants(unit)
        ]

    @cached_property
    def _by_code(self) -> Mapping[str, KnownUnit]:
        return {unit.code: unit for unit in self.units}

    def resolve(self, text: str) -> Piece:
        """The unit or group that some words mean; without units when nobody can be sure enough to name one."""
        if text not in self._resolved:
            self._resolved[text] = self._resolve(text)
        return self._resolved[text]

    @cached_property
    def _resolved(self) -> dict[str, Piece]:
        """What was asked before."""
        return {}

    def _resolve(self, text: str) -> Piece:
        said = bare(text)
        if said in self.remembered and self.remembered[said] in self._by_code:
            return Piece(text, (self.remembered[said],), "sure", Why("remembered"))
        looks = (
            self._exactly, self._group, self._open_group, self._by_table, self._place, self._part_of, self._branch,
            self._by_letters, self._bracketed,
        )  # fmt: skip
        for look in looks:
            found = look(text, said)
            if found is not None:
                return found
        return Piece(text, NO_UNITS, "unsure", Why("unknown_unit", {"text": text}), self._near(said))

    def is_exact(self, text: str) -> bool:
        """Whether the words are a name as it is known."""
        said = bare(text)
        found = self._exactly(text, said)
        return said in self.remembered or (found is not None and found.why.code == "as_written")

    def _exactly(self, text: str, said: str) -> Piece | None:
        for names, shown in ((self._own_names, (said,)), (self._other_names, tuple(self._stripped(said)))):
            for name in shown:
                if name in names:
                    return self._one_of(text, names[name], "sure", Why("as_written"))
        if "（" in said:  # 城管局（环卫股）, 县委宣传部（文明办）
            outside, _open, inside = said.partition("（")
            found = self._exactly(text, outside) if len(outside) >= 2 else None
            if found is not None and found.units:
                return Piece(text, found.units, "likely", Why("bracket_left_out", {"text": inside.rstrip("）")}))
        return None

    def _one_of(self, text: str, codes: Sequence[str], confidence: Confidence, why: Why) -> Piece:
        if len(codes) == 1:
            return Piece(text, tuple(codes), confidence, why)
        return Piece(text, NO_UNITS, "unsure", Why("several_fit", {"text": text}), tuple(codes[:MOST_CANDIDATES]))

    # --- many at once ---

    def _group(self, text: str, said: str) -> Piece | None:
        """各乡镇（街道）, 各街道办事处, 各社区, 县直各单位."""
        if any(word in said for word in self.words.open_groups):
            return None
        if re.fullmatch(r"(县|市|区)?(级)?(县直|市直|区直|直属)(机关)?各?(机关|局委|部门|单位)+", said):
            return self._everyone(text, ("bureau",), "likely", "county_bodies")
        counted, plain = COUNTED.match(said), GROUP.match(said)
        rest = (COUNTED if counted else GROUP).sub("", said, count=1)
        if re.search(r"街道办|办事处", rest) and not re.search(r"街", rest.replace("街道办事处", "街道")):
            rest = rest.replace("办事处", "街道")
        rest = re.sub(r"街道办事处|街道办", "街道", rest)
        words = GROUP_WORDS.findall(rest)
        if not words or GROUP_FILL.sub("", GROUP_WORDS.sub("", rest)):
            return None
        kinds = tuple(dict.fromkeys(kind for word in words for kind in KINDS[word]))
        if set(words) in ({"镇"}, {"乡"}):
            named = tuple(unit.code for unit in self.units if unit.kind == "town" and unit.name.endswith(words[0]))
            return Piece(text, named, "likely", Why("group", {"text": text, "number": str(len(named))}), is_group=True)
        is_mixed = "社区" in words and bool({"街道", "街", "镇", "乡", "乡镇"} & set(words))
        is_loose = (
            is_mixed or kinds == ("town",) or not plain or counted is not None or ("镇" in words and "乡" not in words)
        )
        found = self._everyone(text, kinds, "likely" if is_loose else "sure", "group")
        if counted is not None and found is not None and len(found.units) != _count(counted[1]):
            return Piece(text, NO_UNITS, "unsure", Why("open_group", {"text": text}))
        return found

    def _everyone(self, text: str, kinds: Sequence[str], confidence: Confidence, code: str) -> Piece | None:
        members = tuple(unit.code for unit in self.units if unit.kind in kinds)
        if not members:
            return Piece(text, NO_UNITS, "unsure", Why("empty_group", {"text": text}))
        return Piece(text, members, confidence, Why(code, {"text": text, "number": str(len(members))}), is_group=True)

    def _open_group(self, text: str, said: str) -> Piece | None:
        named = any(word in said for word in self.words.open_groups)
        near = re.search(r"属地|所在|当地|辖区内", said)
        vague = re.fullmatch(
            r"(全县)?各?(单位|部门|委局|局委|科局|局办|委办局|行业|县直|各级|工作组|专班|小组)+|等", said
        )
        if near or vague or (named and re.search(r"各|等|相关|有关|其他|成员|涉及", said)):
            return Piece(text, NO_UNITS, "unsure", Why("open_group", {"text": text}))
        return None

    # --- one, said otherwise ---

    def _by_table(self, text: str, said: str) -> Piece | None:
        """The tables of usual abbreviations, old names and offices that sit in a body."""
        tables: tuple[tuple[Mapping[str, tuple[str, ...]], Confidence, str], ...] = (
            (self.words.short_names, "sure", "usual_short_name"),
            (self.words.old_names, "likely", "old_name"),
            (self.words.seated_in, "likely", "seated_in"),
        )
        for name in self._stripped(said):
            for table, confidence, code in tables:
                codes = self._named(table.get(name, ()))
                if codes:
                    return self._one_of(text, codes, confidence, Why(code, {"text": text}))
            loose = self._named(self.words.old_names.get(f"{name}局", ()))
            if loose:
                return self._one_of(text, loose, "likely", Why("old_name", {"text": text}))
            candidates = self._named(self.words.merged_into.get(name, ()))
            if candidates:
                return Piece(text, NO_UNITS, "unsure", Why("merged_body", {"text": text}), candidates)
        return None

    def _named(self, names: Iterable[str]) -> tuple[str, ...]:
        """The unit that the first of these names belongs to."""
        for name in names:
            for one in self._stripped(bare(name)):
                if one in self._other_names:
                    return self._other_names[one]
        return NO_UNITS

    def _place(self, text: str, said: str) -> Piece | None:
        """柳堤镇政府, 桂亭办事处, 渡口村委会; a place without its sort only when one alone has that name."""
        for name in self._stripped(said):
            tail = next((one for one in PLACE_TAILS if name.endswith(one) and len(name) > len(one) + 1), "")
            stem = name[: -len(tail)] if tail else name
            ending = (
                "镇" if tail == "镇政府" else "乡" if tail == "乡政府" else "街道" if tail.startswith("街道") else ""
            )
            kinds = {
                "办事处": "street",
                "居委会": "community",
                "居民委员会": "community",
                "村委会": "village",
                "村民委员会": "village",
            }
            for shown in (stem + ending, stem):
                codes = self._other_names.get(shown, NO_UNITS)
                if codes and (tail or ending):
                    return self._one_of(
                        text,
                        codes,
                        "sure" if len(codes) == 1 and _is_place(self._by_code[codes[0]]) else "likely",
                        Why("as_written"),
                    )
            codes = tuple(
                unit.code for unit in self.units
                if _is_place(unit) and ending_of(unit.name)[0] == stem and unit.kind == kinds.get(tail, unit.kind)
            )  # fmt: skip
            if codes:
                return self._one_of(text, codes, "likely", Why("place_name", {"text": text}))
        return None

    def _part_of(self, text: str, said: str) -> Piece | None:
        """公安局交警大队 is the brigade; 城管局市容股 is the bureau, in one of its sections."""
        for name in self._stripped(said):
            for cut in range(len(name) - 2, 1, -1):
                above, below = name[:cut], name[cut:]
                if above not in self._other_names or len(self._other_names[above]) != 1:
                    continue
                inner = self._exactly(text, below) or self._by_table(text, below)
                if inner is not None and len(inner.units) == 1:
                    return Piece(text, inner.units, "likely", Why("part_of", {"text": text}))
                if INNER.search(below) and len(below) <= 8 and not re.match("[和及与各会同]", below):
                    return Piece(text, self._other_names[above], "likely", Why("section_of", {"text": text}))
        return None

    def _branch(self, text: str, said: str) -> Piece | None:
        """市生态环境局莲城分局 is the county's 生态环境局."""
        match = re.fullmatch(r"(.{2,}?)(?:局.{0,6}分局|分局)", said)
        found = self._exactly(text, f"{match[1]}局") if match else None
        return Piece(text, found.units, "likely", Why("branch", {"text": text})) if found and found.units else None

    def _bracketed(self, text: str, said: str) -> Piece | None:
        """县双拥办（退役军人事务局）, 各街道（李某）: what the two parts agree on, or the one that is known."""
        outside, bracket, inside = said.partition("（")
        if not bracket or len(outside) < 2:
            return None
        one, other = self.resolve(outside), self.resolve(inside.rstrip("）"))
        if one.units and other.units and one.units != other.units:
            return None
        known = one if one.units else other
        if not known.units:
            return None
        why = Why("bracket_left_out", {"text": inside.rstrip("）") if known is one else outside})
        return Piece(text, known.units, "likely", why, is_group=known.is_group)

    def _by_letters(self, text: str, said: str) -> Piece | None:
        """An abbreviation by its characters: all stand in the full name in this order, the first one first, and the sort agrees."""
        for name in self._stripped(said):
            stem, sort = ending_of(name)
            if len(stem) < 2:
                continue
            codes = tuple(dict.fromkeys(
                code for code, full, other in self._stems
                if (sort == other or not sort) and len(full) >= len(stem) and is_within(stem, full)
            ))  # fmt: skip
            if len(codes) == 1:
                return Piece(text, codes, "likely", Why("by_letters", {"text": text}))
            if codes:
                return self._one_of(text, codes, "unsure", Why("several_fit", {"text": text}))
        return None

    def _near(self, said: str) -> tuple[str, ...]:
        """Units whose names share most characters: only offered."""
        stem = set(ending_of(said)[0]) - set("县市区")
        scored = []
        for unit in self.units:
            if unit.kind == "county":
                continue
            shared = max(
                len(stem & set(ending_of(name)[0])) / max(len(stem), 1) for name in (unit.name, unit.short_name)
            )
            if shared >= 0.5:
                scored.append((-shared, len(unit.name), unit.code))
        return tuple(code for _score, _length, code in sorted(scored)[:MOST_CANDIDATES])


def _count(text: str) -> int:
    return int(text) if text.isdigit() else han_value(text)


def _is_place(unit: KnownUnit) -> bool:
    return unit.kind in {"street", "town", "community", "village"}


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    held: dict[str, dict[str, None]] = {}
    for name, code in pairs:
        held.setdefault(name, {})[code] = None
    return {name: tuple(codes) for name, codes in held.items()}
