"""OSCAL in and out: nothing lost, nothing invented, links to nothing told."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.packs.loading import load_editions
from lianchuang.standards.exchange.difference import difference, merged
from lianchuang.standards.exchange.jsontext import layout_of, read_json, write_json
from lianchuang.standards.exchange.oscal import count_controls, read_catalog, settled, write_catalog
from lianchuang.standards.exchange.oscal_mapping import MappingOut, read_mappings, write_mappings
from lianchuang.standards.exchange.oscal_profile import read_profile, selected_in, write_profile
from lianchuang.standards.exchange.pairs import Pair
from lianchuang.standards.exchange.shapes import EditionFile, UnreadableFile
from lianchuang.standards.exchange.yaml_pack import edition_of_pack
from lianchuang.standards.tests.trees import editions, nodes, walked

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
CONTROL: dict[str, Any] = {
    "id": "ac-1",
    "class": "family",
    "title": "Policy",
    "params": [
        {"id": "ac-1_prm_1", "label": "roles"},
        {"id": "ac-1_prm_2", "select": {"how-many": "one-or-more", "choice": ["daily", "each {{ week }}"]}},
    ],
    "props": [{"name": "label", "value": "AC-1"}, {"name": "sort-id", "value": "ac-01"}],
    "links": [{"href": "#ac-2", "rel": "related"}, {"href": "#nowhere", "rel": "related"}, {"href": "https://x.org"}],
    "parts": [
        {
            "id": "ac-1_smt",
            "name": "statement",
            "prose": "Do this for {{ insert: param, ac-1_prm_1 }}:",
            "parts": [
                {
                    "name": "item",
                    "props": [{"name": "label", "value": "a."}],
                    "prose": "{{ insert: param, ac-1_prm_2 }}",
                }
            ],
        },
        {"name": "guidance", "prose": "See [AC-9](#ac-9)."},
    ],
    "controls": [{"id": "ac-1.1", "title": "More", "props": [{"name": "status", "value": "WithDrawn"}]}],
}
CATALOG: dict[str, Any] = {
    "catalog": {
        "uuid": "b954d3b7-d2c7-453b-8eb2-459e8d3b8462",
        "metadata": {
            "title": "Example Special Publication 1 Revision 2: All of it",
            "last-modified": "2023-10-12T00:00:00.000000-04:00",
            "version": "2",
            "oscal-version": "1.1.1",
            "remarks": "As it came.",
        },
        "params": [{"id": "whole", "values": ["1.10"]}],
        "groups": [
            {
                "id": "ac",
                "class": "family",
                "title": "Access",
                "controls": [CONTROL, {"id": "ac-2", "title": "Accounts"}],
            },
            {
                "id": "at",
                "title": "Training",
                "groups": [{"title": "No id", "controls": [{"id": "at-1", "title": "T"}]}],
            },
        ],
        "back-matter": {"resources": [{"uuid": "16b3b234-3406-44dc-8645-7da61b6e81f1", "x-figure": 1.10}]},
    }
}
LAYOUTS = ("compact", "spaced", "two", "tab")


def text_of(document: Any, layout: str = "two") -> str:
    """The document laid out as other programs do."""
    options: Any = {
        "compact": {"separators": (",", ":")},
        "spaced": {},
        "two": {"indent": 2},
        "tab": {"indent": "\t"},
    }[layout]
    text = json.dumps(document, ensure_ascii=layout == "spaced", **options)
    return text.replace("/", "\\/") if layout == "compact" else f"{text}\n"


def read(text: str) -> EditionFile:
    return merged(None, read_catalog(read_json(text), layout_of(text)))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_nobody_changed_comes_out_byte_for_byte(layout: str) -> None:
    text = text_of(CATALOG, layout)
    assert write_catalog(read(text), at=AT) == text
    renamed = replace(read(text), code="other-code")
    assert write_catalog(renamed, at=AT) == text


def test_figures_keep_their_digits() -> None:
    text = '{"catalog":{"metadata":{"title":"T"},"controls":[{"id":"a","title":"A","x":[0.10,1e5,-0,12345678901234567890]}]}}'
    assert write_catalog(read(text), at=AT) == text


def test_it_reads_controls_groups_and_words() -> None:
    held = read(text_of(CATALOG))
    assert (held.code, held.note) == ("example-sp-1-rev-2", "As it came.")
    assert [(node.code, node.parent) for node in held.nodes] == [
        ("ac", ""),
        ("ac-1", "ac"),
        ("ac-1.1", "ac-1"),
        ("ac-2", "ac"),
        ("at", ""),
        ("at.1", "at"),
        ("at-1", "at.1"),
    ]
    assert held.nodes[1].text == "Do this for [roles]:\na. [daily; each [week]]"
    assert held.nodes[2].is_withdrawn
    counts = count_controls(held)
    assert (counts.active, counts.withdrawn) == (3, 1)


def test_links_to_nothing_are_told_with_their_place() -> None:
    held = read(text_of(CATALOG))
    assert [(one.place, one.target) for one in held.dangling if one.kind == "link"] == [
        ("ac › ac-1 links[1]", "#nowhere")
    ]
    assert [(one.target, one.kind) for one in held.dangling if one.kind != "link"] == [("#ac-9", "mention")]


@pytest.mark.parametrize("spelling", ["withdrawn", "Withdrawn", "WITHDRAWN", " withdrawn "])
def test_withdrawn_in_any_spelling(spelling: str) -> None:
    control = {"id": "a", "title": "A", "props": [{"name": "Status", "value": spelling}]}
    assert read(text_of({"catalog": {"metadata": {"title": "T"}, "controls": [control]}})).nodes[0].is_withdrawn


@pytest.mark.parametrize("pack", load_editions(), ids=lambda pack: pack.code)
def test_our_packs_come_back_as_they_were(pack: Any) -> None:
    held = merged(None, edition_of_pack(pack))
    text = write_catalog(held, at=AT)
    again = read(text)
    assert not difference(held, again).anything
    assert replace(again, carried="") == held
    assert write_catalog(again, at=datetime(2027, 1, 1, tzinfo=UTC)) == text
    assert count_controls(again) == count_controls(held)


@settings(max_examples=60)
@given(held=editions())
def test_any_tree_comes_back(held: EditionFile) -> None:
    text = write_catalog(held, at=AT)
    again = read(text)
    assert not difference(held, again).anything
    assert write_catalog(again, at=AT) == text
    for group in json.loads(text)["catalog"].get("groups", []):
        assert not ("groups" in group and "controls" in group)


@settings(max_examples=60)
@given(data=st.data())
def test_edits_of_a_foreign_catalogue_come_back_and_the_rest_stays(data: st.DataObject) -> None:
    held = read(text_of(CATALOG))
    at = data.draw(st.integers(0, len(held.nodes) - 1))
    said = data.draw(nodes(held.nodes[at].code, held.nodes[at].parent))
    new = data.draw(nodes("new-1", data.draw(st.sampled_from(["ac", "ac-1", "at", ""]))))
    changed = replace(said, carried=held.nodes[at].carried)
    made = [*held.nodes[:at], changed, *held.nodes[at + 1 :], new]
    edited = replace(held, nodes=tuple(walked(made)))
    text = write_catalog(edited, at=AT)
    changes = difference(settled(edited), replace(read(text), code=held.code))
    assert (changes.added, changes.changed, changes.deleted) == ((), (), ())
    document = json.loads(text)["catalog"]
    assert document["metadata"]["last-modified"] == AT.isoformat()
    assert document["back-matter"] == CATALOG["catalog"]["back-matter"]
    assert document["params"] == CATALOG["catalog"]["params"]


def test_faulty_ids_are_refused_with_their_place() -> None:
    twice = {
        "catalog": {"metadata": {"title": "T"}, "controls": [{"id": "a", "title": "A"}, {"id": "a", "title": "B"}]}
    }
    assert [(one.place, one.value) for one in read(text_of(twice)).refused] == [("catalog › a", "a")]
    deep: dict[str, Any] = {"id": "x0", "title": "X"}
    for number in range(1, 14):
        deep = {"id": f"x{number}", "title": "X", "controls": [deep]}
    assert read(text_of({"catalog": {"metadata": {"title": "T"}, "controls": [deep]}})).refused


@pytest.mark.parametrize(
    "text",
    [
        '{"catalog": {"metadata": {"title": "T"}}}',
        '{"catalog": []}',
        '{"catalog": {"metadata": {"title": "T", "title": "U"}}}',
        '{"catalog": {"metadata": {"title": NaN}}}',
        '{"catalog": {"metadata": {"title": "\\ud800"}, "controls": [{"id": "a"}]}}',
        '{"catalog": {"metadata": {"title": "a\\u0000"}, "controls": [{"id": "a"}]}}',
        '{"catalog": ' + "[" * 100_000,
        '{"catalog": ' + "[" * 300 + "]" * 300 + "}",
        '{"catalog": {',
    ],
)
def test_what_is_no_catalogue_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(text)
    assert str(refused.value)


# --- profiles ---

PROFILE: dict[str, Any] = {
    "profile": {
        "uuid": "7eca4589-7ed9-4552-9da6-738126660be3",
        "metadata": {
            "title": "A choice",
            "last-modified": "2024-02-04T23:16:00Z",
            "version": "1",
            "oscal-version": "1.1.2",
        },
        "imports": [
            {
                "href": "#84cbf061-eb87-4ec1-8112-1f529232e907",
                "include-controls": [
                    {"with-ids": ["ac-1", "zz-9"]},
                    {"with-child-controls": "yes", "with-ids": ["at-1"]},
                ],
                "exclude-controls": [{"with-ids": ["at-1.2"]}],
            }
        ],
        "merge": {"as-is": True},
        "modify": {"set-parameters": [{"param-id": "ac-1_prm_1", "label": "x"}]},
        "back-matter": {"resources": [{"uuid": "84cbf061-eb87-4ec1-8112-1f529232e907", "title": "The whole"}]},
    }
}


def test_a_profile_selects_and_comes_back_as_it_was() -> None:
    text = text_of(PROFILE, "two")
    profile = read_profile(read_json(text), layout_of(text))
    parents = {"ac-1": "ac", "at-1": "at", "at-1.1": "at-1", "at-1.2": "at-1", "xx-1": "xx"}
    assert selected_in(profile, {}) == {"ac-1", "zz-9", "at-1"}
    assert selected_in(profile, parents) == {"ac-1", "zz-9", "at-1", "at-1.1"}
    assert profile.from_words == ("The whole",)
    assert write_profile(profile.carried) == text


def test_a_profile_that_takes_all_or_by_pattern() -> None:
    held = json.loads(text_of(PROFILE))
    held["profile"]["imports"] = [{"href": "x.json", "include-all": {}, "exclude-controls": [{"with-ids": ["b"]}]}]
    profile = read_profile(read_json(text_of(held)), layout_of(text_of(held)))
    assert selected_in(profile, {"a": "", "b": ""}) == {"a"}
    held["profile"]["imports"] = [{"href": "x.json", "include-controls": [{"matching": [{"pattern": "a*"}]}]}]
    profile = read_profile(read_json(text_of(held)), layout_of(text_of(held)))
    assert selected_in(profile, {"a1": "", "b1": ""}) == {"a1"}


# --- mappings ---


def test_a_mapping_comes_back() -> None:
    pairs = tuple(
        Pair(
            0, f"a{number}", f"b {number}", relation, place=f"mappings[0] maps[{number}]", reason="因", reason_en="why"
        )
        for number, relation in enumerate(("equal", "subset", "superset", "intersects"))
    )
    text = write_mappings([MappingOut("one", "一", "two", "二", pairs)], title="对照", at=AT)
    assert [one["relationship"] for one in json.loads(text)["mapping-collection"]["mappings"][0]["maps"]] == [
        "equal-to",
        "subset-of",
        "superset-of",
        "intersects-with",
    ]
    (mapping,) = read_mappings(read_json(text))
    assert (mapping.source, mapping.target, mapping.pairs, mapping.refused) == ("one", "two", pairs, ())
    assert write_mappings([MappingOut("one", "一", "two", "二", pairs)], title="对照", at=AT) == text


def test_a_foreign_mapping() -> None:
    maps = [
        {"relationship": "equivalent-to", "sources": [{"id-ref": "a"}], "targets": [{"id-ref": "b"}, {"id-ref": "c"}]},
        {"relationship": "no-relationship", "sources": [{"id-ref": "a"}], "targets": [{"id-ref": "d"}]},
        {"relationship": "friend-of", "sources": [{"id-ref": "a"}], "targets": [{"id-ref": "e"}]},
    ]
    reference = {"type": "catalog", "href": "folder/rev4.json"}
    mapping = {"source-resource": reference, "target-resource": {"href": "#r"}, "maps": maps}
    back = {"resources": [{"uuid": "r", "title": "Second"}]}
    (read_one,) = read_mappings({"mapping-collection": {"mappings": mapping, "back-matter": back}})
    assert [(pair.source, pair.target, pair.relation) for pair in read_one.pairs] == [
        ("a", "b", "equal"),
        ("a", "c", "equal"),
    ]
    assert (read_one.source, read_one.target, read_one.unrelated) == ("rev4.json", "Second", 1)
    assert [(one.place, one.value) for one in read_one.refused] == [("mappings[0] maps[2]", "friend-of")]


@settings(max_examples=100)
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8),
        lambda held: st.lists(held, max_size=3) | st.dictionaries(st.text("abé/", max_size=3), held, max_size=3),
        max_leaves=12,
    ),
    layout=st.sampled_from(LAYOUTS),
)
def test_any_json_in_any_layout_comes_out_as_it_went_in(value: Any, layout: str) -> None:
    text = text_of({"held": value, "more": ["a/é"]}, layout)
    assert write_json(read_json(text), layout_of(text)) == text
