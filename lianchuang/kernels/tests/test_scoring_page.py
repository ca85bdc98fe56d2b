"""The worked numbers of docs/rules/scoring.md are the test cases: each line of its tables is worked out."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from lianchuang.kernels.scoring import (
    RULE_VERSION,
    Form,
    Node,
    Rule,
    Seen,
    Window,
    exact,
    judge,
    judge_years,
    opens_on,
    score_tree,
)

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "rules" / "scoring.md").read_text(encoding="utf-8")
NOT_APPLICABLE = "not applicable"


def section(title: str) -> str:
    """The text under one heading, up to the next."""
    return re.split(r"^#+ ", PAGE.split(f" {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def tables(text: str) -> Iterator[list[dict[str, str]]]:
    """The tables of a text, each as rows by column name."""
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        head, _line, *rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in block.splitlines()]
        yield [dict(zip(head, row, strict=True)) for row in rows]


def table(title: str, number: int = 0) -> list[dict[str, str]]:
    return list(tables(section(title)))[number]


def data(cell: str) -> Any:
    return yaml.safe_load(cell[cell.index("`") + 1 : cell.rindex("`")])


def rule_in(cell: str) -> Rule:
    given = data(cell)
    figures = {name: exact(str(given[name])) for name in ("value", "upper", "step", "of") if name in given}
    more = {"shares": tuple(given["shares"])} if "shares" in given else {}
    lower = given.get("better") == "lower"
    return Rule(Form(given["form"]), op=given.get("op", ">="), lower_is_better=lower, **figures, **more)  # type: ignore[arg-type]


def seen_in(cell: str) -> Seen:
    given = data(cell)
    figures = {name: exact(str(given.pop(name))) for name in ("value", "before") if name in given}
    return Seen(**figures, **given)


def window_in(cell: str) -> Window:
    given = data(cell)
    return Window(**{**given, "weights": tuple(given.get("weights", ()))})


def words(row: dict[str, str]) -> str:
    return " ".join(row.values())


@pytest.mark.parametrize("row", table("One requirement"), ids=words)
def test_one_requirement(row: dict[str, str]) -> None:
    judged = judge(rule_in(row["scoring"]), seen_in(row["seen"]), "X")
    share = None if row["share"] == NOT_APPLICABLE else Fraction(row["share"])
    assert (judged.share, judged.unknown) == (share, Fraction(row["unknown"]))
    assert judged.reasons
    assert bool(judged.missing) == bool(judged.unknown)


@pytest.mark.parametrize("row", table("Windows"), ids=words)
def test_first_day(row: dict[str, str]) -> None:
    assert opens_on(window_in(row["window"]), date.fromisoformat(row["ends"])) == date.fromisoformat(row["first day"])


def year_in(value: Any) -> Seen:
    return Seen(applies=False) if value == "n/a" else Seen(met=value)


@pytest.mark.parametrize("row", table("Windows", 1), ids=words)
def test_years(row: dict[str, str]) -> None:
    by_year = {year: year_in(value) for year, value in data(row["seen by year"]).items()}
    last = int(row["last year"])
    judged = judge_years(Rule(Form.YES_NO), window_in(row["window"]), by_year, last)
    assert (judged.share, judged.unknown) == (Fraction(row["share"]), Fraction(row["unknown"]))
    assert [int(name) for name in judged.missing] == data(row["missing"])


TREES = re.findall(r"^### (.*)$", PAGE, flags=re.MULTILINE)


def node_in(row: dict[str, str], rows: list[dict[str, str]]) -> Node:
    children = tuple(node_in(other, rows) for other in rows if other["under"] == row["code"])
    points = None if row["points"] == "–" else exact(row["points"])
    rule = None if row["scoring"] == "–" else rule_in(row["scoring"])
    return Node(row["code"], rule, points, row["scoring"].startswith("veto"), children=children)


@pytest.mark.parametrize("title", TREES)
def test_a_tree(title: str) -> None:
    text = section(title)
    (rows,) = tables(text)
    wanted = dict(re.findall(r"([a-z]+):? ([^·]*?) *(?:·|$)", _result(text)))
    nodes = [node_in(row, rows) for row in rows if row["under"] == "–"]
    seen = {row["code"]: seen_in(row["seen"]) for row in rows if row["seen"] != "–"}
    score = score_tree(nodes, seen, edition="test-1")
    for name in ("value", "of", "unknown", "bonus", "deducted"):
        assert getattr(score, name) == Fraction(wanted[name]), name
    assert ", ".join(f"{veto.code} {veto.outcome}" for veto in score.vetoes) == _none(wanted["vetoes"])
    assert ", ".join(score.missing) == _none(wanted["missing"])
    assert (score.edition, score.rule_version) == ("test-1", RULE_VERSION)
    assert {reason.about for reason in score.reasons} >= set(seen)


def _result(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("value "))


def _none(words: str) -> str:
    return "" if words == "none" else words


def test_the_page_names_the_rule_version_and_its_trees() -> None:
    assert f"`{RULE_VERSION}`" in PAGE
    assert len(TREES) == 7
