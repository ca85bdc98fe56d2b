"""The tree as places: whatever is done to it, it stays a tree, in order, and only what it touches becomes other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.standards.rules.tree import Misplaced, Place, Tree, Way

ROOT = None
Children = dict[int | None, list[int]]


def paths_of(children: Children) -> dict[int, str]:
    """Every path anew: what the tree must say after any change."""
    paths: dict[int, str] = {}

    def walk(parent: int | None, prefix: str) -> None:
        for number, key in enumerate(children.get(parent, ()), start=1):
            paths[key] = f"{prefix}{number:04d}."
            walk(key, paths[key])

    walk(ROOT, "")
    return paths


def grown(count: int, choose: st.DataObject) -> Tree:
    """A tree of so many, each put somewhere."""
    tree = Tree([])
    for key in range(1, count + 1):
        parent = choose.draw(
            st.sampled_from([ROOT, *[k for k, place in tree.places.items() if place.path.count(".") < 5]])
        )
        tree.added(key, parent, choose.draw(st.integers(0, len(tree.children.get(parent, ())))))
    return tree


@settings(max_examples=60)
@given(st.integers(1, 14), st.lists(st.integers(0, 10**6), max_size=12), st.data())
def test_any_sequence_of_edits_leaves_a_tree(count: int, deeds: list[int], data: st.DataObject) -> None:
    tree = grown(count, data)
    following = count
    for deed in deeds:
        if not tree.places:
            break
        before = dict(tree.places)
        key = sorted(tree.places)[deed % len(tree.places)]
        try:
            if deed % 4 == 0:
                following += 1
                touched = {key, *tree.under(key)}
                changed = tree.added(following, key, data.draw(st.integers(0, len(tree.children.get(key, ())))))
            elif deed % 4 == 1:
                touched = _family(tree, before[key].parent)
                changed = tree.removed(key)
            elif deed % 4 == 2:
                parent = data.draw(st.sampled_from([ROOT, *sorted(tree.places)]))
                touched = _family(tree, before[key].parent) | _family(tree, parent)
                changed = tree.moved(key, parent)
            else:
                way = data.draw(st.sampled_from(list(Way)))
                touched = _family(tree, None)
                changed = tree.stepped(key, way)
        except Misplaced:
            assert tree.places == before or deed % 4 != 3
            return
        _check(tree, before, changed)
        assert set(changed) <= touched | {following}


def _family(tree: Tree, parent: int | None) -> set[int]:
    """Everything under `parent`; the whole tree for the root."""
    return set(tree.places) if parent is None else set(tree.under(parent))


def _check(tree: Tree, before: dict[int, Place], changed: dict[int, Place]) -> None:
    assert {key: place.path for key, place in tree.places.items()} == paths_of(tree.children)
    assert all(key in tree.children[place.parent] for key, place in tree.places.items())
    assert len({place.path for place in tree.places.values()}) == len(tree.places)
    for key, place in tree.places.items():
        assert changed.get(key, before.get(key)) == place
        assert (key in changed) == (before.get(key) != place)
        assert place.parent is None or place.path.startswith(tree.places[place.parent].path)


def of(children: Children) -> Tree:
    paths = paths_of(children)
    parents = {key: parent for parent, keys in children.items() for key in keys}
    return Tree(Place(key, parents[key], path) for key, path in paths.items())


def test_steps() -> None:
    tree = of({ROOT: [1, 2], 1: [3, 4], 4: [5]})
    assert tree.order() == [1, 3, 4, 5, 2]
    assert tree.ways(3) == [Way.DOWN, Way.OUT]
    assert set(tree.stepped(3, Way.DOWN)) == {3, 4, 5}
    assert tree.order() == [1, 4, 5, 3, 2]
    tree.stepped(3, Way.IN)
    assert tree.children[4] == [5, 3]
    tree.stepped(3, Way.OUT)
    tree.stepped(3, Way.OUT)
    assert tree.children[ROOT] == [1, 3, 2]
    tree.stepped(2, Way.UP)
    assert tree.children[ROOT] == [1, 2, 3]


@pytest.mark.parametrize(("key", "way"), [(1, Way.UP), (1, Way.IN), (1, Way.OUT), (2, Way.DOWN)])
def test_at_the_edge(key: int, way: Way) -> None:
    with pytest.raises(Misplaced) as refused:
        of({ROOT: [1, 2]}).stepped(key, way)
    assert refused.value.code == "at_the_edge"


def test_not_under_itself_and_not_too_deep() -> None:
    with pytest.raises(Misplaced, match="under_itself"):
        of({ROOT: [1], 1: [2]}).moved(1, 2)
    chain: Children = {ROOT: [1], **{key: [key + 1] for key in range(1, 8)}}
    with pytest.raises(Misplaced, match="too_deep"):
        of(chain).added(99, 8)
    with pytest.raises(Misplaced, match="there_already"):
        of(chain).added(3, 1)
