"""Prints of photos, their look-up, and pictures laid over each other: measured on small sets; large ones stand in benchmarks."""

import itertools
from random import Random

import numpy as np
import pytest

from lianchuang.kernels import sameview
from lianchuang.kernels.photoprint import LARGELY, WHOLE, Gray, agreement, print_of, views_of
from lianchuang.kernels.printindex import RADIUS, PrintIndex
from tests import photos
from tests.photos import small

PLACES = [(family, kind, seed) for family in photos.FAMILIES for kind in (0, 7) for seed in range(2)]


def cloud(seed: int) -> Gray:
    """A soft random picture."""
    rough = np.random.default_rng(seed).standard_normal((12, 16))
    rows = np.abs(np.fft.irfft2(np.fft.rfft2(rough), s=(96, 128)))
    return (255 * rows / rows.max()).astype(np.uint8)


def share(one: Gray, other: Gray) -> float:
    """How far they are the same picture, if the look-up finds the one by the other."""
    views, code = views_of(one), print_of(other)
    assert views is not None
    assert code is not None
    index = PrintIndex()
    index.add([1], [code])
    return agreement(one, views, other, code).share if index.near(views, 1) else 0.0


@pytest.mark.slow
def test_altered_copies_are_found_and_other_photos_are_not() -> None:
    """A hundred pairs; benchmarks/photo_hints.py does five thousand and more."""
    taken = {place: photos.photo(*place)[0] for place in PLACES}
    kept = {place: small(content) for place, content in taken.items()}
    chance = Random(1)
    for name in photos.MUST[1:]:
        hits = [
            share(small(photos.ALTERATIONS[name](taken[place], chance)), kept[place]) >= LARGELY for place in PLACES
        ]
        assert all(hits), name
    false = [share(kept[one], kept[other]) >= LARGELY for one, other in itertools.permutations(PLACES, 2)]
    assert not any(false), f"{sum(false)} of {len(false)}"


@pytest.mark.slow
def test_what_was_painted_over_shows_as_parts_that_differ() -> None:
    content, _scene = photos.photo("textured", 1, 1)
    masked = photos.ALTERATIONS["a tenth painted over"](content, Random(3))
    views, other = views_of(small(masked)), small(content)
    assert views is not None
    found = agreement(small(masked), views, other, print_of(other) or 0)
    assert LARGELY <= found.share < WHOLE
    assert found.same < found.parts


@pytest.mark.slow
@pytest.mark.skipif(not sameview.is_offered(), reason="needs lianchuang[images]")
def test_another_day_shares_the_view_and_another_place_does_not() -> None:
    content, scene = photos.photo("drawn", 3, 1)
    before, after = small(content), small(photos.another_day(scene, Random(2)))
    elsewhere = small(photos.photo("drawn", 11, 1)[0])
    same, other = sameview.shared_view(before, after), sameview.shared_view(before, elsewhere)
    assert same is not None
    assert other is not None
    assert not same.is_other_view
    assert other.is_other_view


def test_a_plain_picture_has_no_print() -> None:
    plain = np.full((60, 80), 130, np.uint8)
    assert print_of(plain) is None
    assert views_of(plain) is None


def test_the_first_view_is_the_print_and_mirroring_is_undone() -> None:
    picture = cloud(1)
    views, mirrored = views_of(picture), views_of(picture[:, ::-1])
    assert views is not None
    assert mirrored is not None
    assert int(views.codes[0]) == print_of(picture)
    assert print_of(picture) in {int(code) for code in mirrored.codes}
    found = agreement(picture[:, ::-1], mirrored, picture, print_of(picture) or 0)
    assert found.mirrored
    assert found.share >= WHOLE


def test_too_little_to_see_proves_nothing() -> None:
    """Two lamps in the dark are not the same picture as two others."""
    night = np.full((96, 128), 8, np.uint8)
    night[40:52, 20:36] = 250
    views = views_of(night)
    assert views is not None
    assert agreement(night, views, night, print_of(night) or 0).share == 0


@pytest.mark.parametrize("number", [40, 3000])
def test_the_index_finds_what_a_look_at_every_print_finds(number: int) -> None:
    """What differs in few bits is always found; what it finds is truly near, and none is named twice."""
    chance = np.random.default_rng(number)
    codes = chance.integers(0, 2**64 - 1, number, dtype=np.uint64)
    views = views_of(cloud(5))
    assert views is not None
    copies = [
        int(views.codes[n]) ^ sum(1 << int(bit) for bit in chance.choice(64, 3, replace=False)) for n in range(20)
    ]
    codes[:20] = np.array(copies, dtype=np.uint64)
    index = PrintIndex()
    for part in np.array_split(np.arange(number), 7):
        index.add(part + 1, codes[part])
    near = index.near(views, 64)
    bits = np.bitwise_count(codes[:, None] ^ views.codes[None, :]).min(1)
    assert {one.id for one in near} >= set(range(1, 21)), "three bits leave one band of four whole"
    assert all(one.bits == bits[one.id - 1] <= RADIUS and one.code == int(codes[one.id - 1]) for one in near)
    assert [one.bits for one in near] == sorted(one.bits for one in near)
    assert len({one.id for one in near}) == len(near)
    assert len(index) == number
    assert index.last == number


def test_a_million_of_one_kind_do_not_stop_it() -> None:
    """Everybody sends the same picture: the newest are named, in bounded time."""
    views = views_of(cloud(6))
    assert views is not None
    index = PrintIndex()
    index.add(np.arange(1, 50_001), np.full(50_000, views.codes[0]))
    near = index.near(views, 64)
    assert [one.id for one in near] == list(range(50_000, 49_936, -1))
    assert index.bytes < 50_000 * 40 + 4 * 70_000 * 4
