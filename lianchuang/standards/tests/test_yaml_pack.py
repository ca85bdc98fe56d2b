"""YAML packs: the shipped ones byte for byte, harm refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from lianchuang.packs import PACKS
from lianchuang.standards.exchange.difference import merged
from lianchuang.standards.exchange.recognise import read_file
from lianchuang.standards.exchange.shapes import UnreadableFile
from lianchuang.standards.exchange.yaml_pack import read_yaml, write_yaml
from lianchuang.standards.tests.trees import small

SHIPPED = sorted((PACKS / "standards").glob("*/*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_pack_comes_out_as_it_is_but_for_its_head_comment(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    read = read_file(text.encode(), path.name)
    assert read.kind == "yaml"
    assert read.edition is not None
    assert write_yaml(merged(None, read.edition)) == body


def test_what_a_pack_cannot_hold_is_said() -> None:
    with pytest.raises(UnreadableFile, match="name_en"):
        write_yaml(replace(small(), name_en="Small", source_en="sample", note="说明", note_en="note"))


def body() -> str:
    return SHIPPED[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "standard: {a: [&a [x], &b [*a, *a], &c [*b, *b]]}\nrequirements: []\nedition: *c\n",
        "requirements: " + "[" * 5000 + "\nstandard: 1\n",
        "standard: {code: x\nrequirements: [",
        "standard: {code: x}\nedition: {}\nrequirements: []\n",
        "standard: !!python/object/apply:os.system [ls]\nrequirements: []\n",
        "standard: 1\nrequirements: 2\n\x01\n",
    ],
)
def test_harm_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_file(text.encode(), "x.yaml")
    assert str(refused.value)


def test_a_wrong_node_is_named() -> None:
    with pytest.raises(UnreadableFile, match="SY-0"):
        read_yaml(body().replace("    title: 命名办法\n", "    title: 7\n"), "x.yaml")


def test_aliases_as_older_packs_have_them_are_read() -> None:
    anchored = body().replace("window: {years: 4, each_year: true}", "window: &w {years: 4, each_year: true}", 1)
    aliased = anchored.replace("window: {years: 4, each_year: true}", "window: *w")
    assert read_yaml(aliased, "x.yaml") == read_yaml(body(), "x.yaml")
