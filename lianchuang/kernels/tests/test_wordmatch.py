"""Suggestions by shared words: measured on the shipped packs."""

from lianchuang.kernels.wordmatch import Text, best_matches, likeness, rarity, tokens
from lianchuang.packs import loading

AT_LEAST = 0.25


def test_tokens() -> None:
    assert tokens("绿化覆盖率 ≥ 40.5%，green cover") == ["绿化", "化覆", "覆盖", "盖率", "green", "cover", "40.5"]


def test_a_rare_word_says_more_than_a_common_one() -> None:
    texts = [
        Text(str(n), name)
        for n, name in enumerate(["垃圾处理率", "污水处理率", "烟草广告", "户外烟草广告处数", "办结率"])
    ]
    weights = rarity(texts)
    assert likeness(texts[2], texts[3], weights) > likeness(texts[0], texts[1], weights) > 0
    assert likeness(texts[2], texts[4], weights) == 0


def test_links_of_an_edition_are_found_from_those_of_the_others() -> None:
    """As when a new edition is loaded: three suggestions of four are right, and nearly half of the links are found."""
    editions, pack = loading.load_editions(), loading.load_measures()
    titles = {node.code: node.title for edition in editions for node in edition.walk()}
    right = found = suggested = wanted = 0
    for edition in editions:
        nodes = [node for node in edition.walk() if not node.children]
        inside = {
            node.code: {node.code, *(up.code for up in edition.walk() if node in tuple(up.walk()))} for node in nodes
        }
        linked = {(one.requirement, one.measure) for one in pack.links if one.edition == edition.code}
        measures = [
            Text(
                each.code,
                each.name,
                " ".join(
                    [one.name for one in each.inputs]
                    + [
                        titles[one.requirement]
                        for one in pack.links
                        if one.measure == each.code and one.edition != edition.code
                    ]
                ),
                each.unit,
            )
            for each in pack.measures
        ]
        texts = [Text(node.code, node.title, node.text, node.scoring.unit) for node in nodes]
        matches = best_matches(texts, measures, at_least=AT_LEAST, most=2)
        suggested += len(matches)
        right += sum(any((code, one.right) in linked for code in inside[one.left]) for one in matches)
        found += len({(one.left, one.right) for one in matches} & linked)
        wanted += sum(code in inside for code, _measure in linked)
    assert right / suggested >= 0.75
    assert found / wanted >= 0.45


def test_leaving_out_what_shares_no_word_changes_nothing() -> None:
    """The suggestions are those of comparing every requirement with every measure."""
    nodes = [node for edition in loading.load_editions() for node in edition.walk()]
    texts = [Text(f"{n}", node.title, node.text) for n, node in enumerate(nodes)]
    measures = [Text(one.code, one.name) for one in loading.load_measures().measures]
    weights, slow = rarity([*texts, *measures]), set()
    for text in texts:
        scored = sorted((-likeness(text, measure, weights), measure.key) for measure in measures)
        slow |= {(text.key, key, -score) for score, key in scored[:3] if -score >= AT_LEAST}
    assert {(one.left, one.right, one.score) for one in best_matches(texts, measures, at_least=AT_LEAST)} == slow
