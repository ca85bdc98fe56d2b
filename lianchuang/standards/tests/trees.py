"""Random editions for the properties of exchange, and a small one to play with."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from lianchuang.standards.exchange.shapes import EditionFile, Node, StandardWords

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=24)
LINES = st.lists(WORDS, max_size=3).map("\n".join)
PLAIN = WORDS.map(lambda words: words.strip() or "字")
CODES = st.from_regex(r"[A-Za-z0-9一-九][A-Za-z0-9一-九.()-]{0,11}", fullmatch=True)
FIGURES = st.decimals(0, 999, places=2, allow_nan=False).map(lambda figure: f"{figure.normalize():f}")
SCORINGS = st.one_of(
    st.just({"form": "information"}),
    st.just({"form": "yes_no"}),
    st.builds(
        lambda op, value, unit: {"form": "threshold", "op": op, "value": value, "unit": unit},
        st.sampled_from([">=", ">", "<=", "<", "=="]),
        FIGURES,
        PLAIN,
    ),
    st.builds(
        lambda value, upper: {"form": "threshold", "op": "between", "value": value, "upper": upper}, FIGURES, FIGURES
    ),
    st.builds(lambda step, of: {"form": "steps", "step": step, "of": of}, FIGURES, FIGURES),
    st.builds(
        lambda shares: {"form": "graded", "shares": shares}, st.lists(st.integers(0, 100), min_size=2, max_size=4)
    ),
    st.builds(lambda step, more: {"form": "deduction", "step": step, "kind": more}, FIGURES, PLAIN),
)
WINDOWS = st.one_of(
    st.just({}),
    st.builds(lambda months: {"months": months}, st.integers(1, 60)),
    st.builds(lambda years: {"years": years, "each_year": True}, st.integers(1, 5)),
    st.just({"years": 3, "weights": [15, 25, 60]}),
)
METHODS = ("", "documents", "statistics", "site_inspection", "survey", "remote_sensing", "online_filing", "observation")


@st.composite
def nodes(draw: Any, code: str, parent: str) -> Node:
    """One requirement with everything it may say."""
    return Node(
        code=code,
        parent=parent,
        name=draw(PLAIN),
        name_en=draw(st.one_of(st.just(""), PLAIN)),
        text=draw(LINES).strip(),
        text_en=draw(st.one_of(st.just(""), PLAIN)),
        method=draw(st.sampled_from(METHODS)),
        scoring=draw(SCORINGS),
        points=draw(st.one_of(st.none(), st.decimals(-99, 999, places=2, allow_nan=False))),
        is_veto=draw(st.booleans()),
        window=draw(WINDOWS),
        source=draw(PLAIN),
        source_en=draw(st.one_of(st.just(""), PLAIN)),
        confidence=draw(st.sampled_from(["official", "secondhand", "unverified"])),
        carried="",
        is_withdrawn=draw(st.booleans()),
    )


@st.composite
def editions(draw: Any, most: int = 9) -> EditionFile:
    """A random tree, each node after its parent."""
    codes = draw(st.lists(CODES, min_size=1, max_size=most, unique=True))
    parents = [draw(st.sampled_from(["", *codes[:at]])) for at in range(len(codes))]
    made = [draw(nodes(code, parent)) for code, parent in zip(codes, parents, strict=True)]
    return EditionFile(
        code="tree-1",
        name=draw(PLAIN),
        nodes=tuple(walked(made)),
        standard=StandardWords("tree", draw(PLAIN), "", "木", 5),
        source=draw(PLAIN),
        note=draw(LINES).strip(),
        carried="",
    )


def walked(made: list[Node], parent: str = "") -> list[Node]:
    """The nodes in the order of the tree."""
    return [one for node in made if node.parent == parent for one in (node, *walked(made, node.code))]


def small() -> EditionFile:
    """Two chapters with two requirements each."""
    held = [
        Node("A", name="甲章", source="样本"),
        Node("A1", "A", "甲一", scoring={"form": "threshold", "op": ">=", "value": "90", "unit": "%"}, source="样本"),
        Node("A2", "A", "甲二", scoring={"form": "yes_no"}, points=Decimal("2.5"), source="样本"),
        Node("B", name="乙章", source="样本"),
        Node("B1", "B", "乙一", is_veto=True, window={"months": 12}, source="样本"),
        Node("B2", "B", "乙二", text="第一行\n第二行", source="样本"),
    ]
    bare = [replace(one, carried="", is_withdrawn=False) for one in held]
    return EditionFile(
        "small-1", "小样本", tuple(bare), StandardWords("small", "小样本", "", "小", 5), source="样本", carried=""
    )
