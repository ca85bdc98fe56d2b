"""The sample: the same on every machine for ever, with the chances it states. Drawn here without any database."""

from collections import Counter
from fractions import Fraction
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.kernels import sampling
from lianchuang.kernels.sampling import Listed, cells_of, draw


def county(number: int) -> list[Listed]:
    return [Listed(f"type-{index % 3}", f"1.{index % 7}.", f"S{index:04d}") for index in range(number)]


def test_a_seed_draws_the_same_for_ever() -> None:
    """The golden sample: another value here means that published draws can no longer be repeated."""
    wanted = {"type-0": 4, "type-2": 3}
    assert draw(county(60), wanted, 2026, by_part=True) == GOLDEN_BY_TOWN
    assert draw(county(60), wanted, 2026, by_part=False) == GOLDEN
    assert sampling.doubled(GOLDEN, 2, 2026) == GOLDEN_TWICE
    assert sampling.fingerprint(sampling.frame_text(county(60))) == GOLDEN_FRAME
    assert sampling.commitment(2026, "00" * 16) == GOLDEN_COMMITMENT


GOLDEN_BY_TOWN = ["S0011", "S0023", "S0036", "S0041", "S0045", "S0048", "S0054"]
GOLDEN = ["S0000", "S0003", "S0017", "S0038", "S0042", "S0045", "S0056"]
GOLDEN_TWICE = ["S0000", "S0056"]
GOLDEN_FRAME = "9b27da0a50627e6f0fc1e42a20f975d1d7637329d97e45b963b7536592d234e0"
GOLDEN_COMMITMENT = "3d2660c938822985442b4a7b427284b411bd036e5b0baa812605fa62eeefacc2"


def test_the_script_of_the_rules_draws_the_same() -> None:
    """What docs/rules/sampling.md gives people to repeat a draw with."""
    text = (Path(__file__).parents[3] / "docs" / "rules" / "sampling.md").read_text(encoding="utf-8")
    script: dict[str, Any] = {}
    exec(text.split("```python\n", 1)[1].split("```", 1)[0], script)  # noqa: S102 - our own document
    lines = sampling.frame_text(county(60)).splitlines(keepends=True)
    for seed in range(12):
        for by_part in (False, True):
            wanted = {"type-0": seed, "type-1": 3}
            assert script["draw"](lines, wanted, seed, by_part) == draw(county(60), wanted, seed, by_part=by_part)


def test_the_rule_needs_nothing_but_sha256() -> None:
    """A rank depends on the seed and the own code alone."""
    frame = [one for one in county(60) if one.stratum == "type-0"]
    by_hand = sorted(frame, key=lambda one: sha256(f"lianchuang/1/rank/2026/{one.code}".encode()).hexdigest())
    assert sorted(one.code for one in by_hand[:5]) == draw(county(60), {"type-0": 5}, 2026, by_part=False)


counts = st.dictionaries(st.sampled_from(["type-0", "type-1", "type-2", "type-9"]), st.integers(0, 40))


@settings(max_examples=60)
@given(st.integers(0, 90), counts, st.integers(0, 2**31), st.booleans(), st.randoms(use_true_random=False))
def test_sizes_are_as_asked_nothing_twice_and_order_does_not_matter(
    number: int, wanted: dict[str, int], seed: int, by_part: bool, shuffled: object
) -> None:
    frame = county(number)
    drawn = draw(frame, wanted, seed, by_part=by_part)
    assert len(set(drawn)) == len(drawn)
    kind = {one.code: one.stratum for one in frame}
    there, taken = Counter(kind.values()), Counter(kind[code] for code in drawn)
    assert taken == Counter(
        {code: min(asked, there[code]) for code, asked in wanted.items() if min(asked, there[code])}
    )
    shuffled.shuffle(frame)
    assert draw(frame, wanted, seed, by_part=by_part) == drawn
    for cell in cells_of(frame, wanted, by_part=by_part):
        part = [one.code for one in frame if one.stratum == cell.stratum and (not by_part or one.part == cell.part)]
        assert cell.least <= len(set(part) & set(drawn)) <= cell.most
        assert len(part) == cell.frame


# Places 3 + 17 in two towns, 5 wanted: quotas 0.75 and 4.25.
TOWNS = [Listed("lane", "1.1." if index < 3 else "1.2.", f"S{index:02d}") for index in range(20)]
SEEDS = 4000


def chi_square(times: Counter[str], chances: dict[str, Fraction]) -> float:
    """The statistic of how often each came up, scaled for drawing without replacement (Pearson's, over n·p·(1 − p))."""
    return sum(
        (times[code] - SEEDS * float(p)) ** 2 / (SEEDS * float(p) * (1 - float(p))) for code, p in chances.items()
    )


@pytest.mark.parametrize("by_part", [False, True])
def test_every_site_comes_up_with_the_chance_stated(by_part: bool) -> None:
    """Over 4,000 fixed seeds; the limit is the 99.9 % point of chi-square with 20 degrees of freedom."""
    chances = {
        one.code: cell.chance
        for cell in cells_of(TOWNS, {"lane": 5}, by_part=by_part)
        for one in TOWNS
        if not by_part or one.part == cell.part
    }
    times = Counter(code for seed in range(SEEDS) for code in draw(TOWNS, {"lane": 5}, seed, by_part=by_part))
    assert set(chances.values()) == {Fraction(1, 4)}
    assert chi_square(times, chances) < 45.3


def test_every_pair_comes_up_equally_often_within_a_town() -> None:
    """Simple random sampling: 6 of 2 drawn are 15 pairs, 1 in 15 each; 99.9 % point with 14 degrees of freedom."""
    frame = [Listed("lane", "", f"S{index}") for index in range(6)]
    times = Counter(tuple(draw(frame, {"lane": 2}, seed, by_part=False)) for seed in range(3000))
    pairs = list(combinations([one.code for one in frame], 2))
    assert sum((times[pair] - 200) ** 2 / 200 for pair in pairs) < 36.1


def test_the_reserve_is_the_rest_of_the_town_then_of_the_type() -> None:
    drawn = draw(TOWNS, {"lane": 5}, 7, by_part=True)
    like = next(one for one in TOWNS if one.part == "1.1.")
    line = sampling.reserve(TOWNS, like, 7, by_part=True, taken=drawn)
    near = [one.code for one in TOWNS if one.part == "1.1." and one.code not in drawn]
    assert sorted(line) == sorted(one.code for one in TOWNS if one.code not in drawn)
    assert line[: len(near)] == sampling.in_order(7, near)
    assert sampling.reserve(TOWNS, like, 7, by_part=False, taken=drawn) == sampling.in_order(7, line)


def test_a_frame_can_be_read_again() -> None:
    frame = [Listed("lane", "1.1.", "带 空格\t与制表"), *TOWNS]
    assert sampling.read_frame(sampling.frame_text(reversed(frame))) == sorted(frame)
