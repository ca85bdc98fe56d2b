"""The demo county's photographs: repeatable, lying over each other, telling when and where."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, timezone
from typing import cast

import pytest
from PIL import ExifTags, Image, ImageChops, ImageFilter, ImageStat

from lianchuang.demo import pictures, scenes
from lianchuang.demo.pictures import PHASES, SCENES, VARIANTS, BaseKey, Phase, PictureBook
from lianchuang.demo.scenes.glyphs import outline
from lianchuang.demo.scenes.words import LABELS, SIGNS

TAKEN_AT = datetime(2026, 5, 3, 9, 30, 15, tzinfo=timezone(timedelta(hours=8)))
PLACE = (30.123456, 114.456789)


def take(scene: str = "market", phase: str = "before", number: int = 1, *, seed: int = 7) -> bytes:
    book = PictureBook(seed=seed)
    return book.photo(scene=scene, phase=cast("Phase", phase), number=number, taken_at=TAKEN_AT, place=PLACE)


def opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg))
    picture.load()
    return picture


def pixels(jpeg: bytes) -> bytes:
    return opened(jpeg).convert("RGB").tobytes()


def difference(one: bytes, other: bytes) -> float:
    """Mean difference of two photos in levels of 255."""
    a, b = opened(one).convert("L"), opened(other).convert("L")
    return ImageStat.Stat(ImageChops.difference(a, b)).mean[0]


def test_it_gives_the_same_bytes_again() -> None:
    first = take()
    pictures._base.cache_clear()
    assert take() == first


def test_it_draws_the_same_base_in_another_process() -> None:
    here = {key: pictures.draw_base(key) for key in (BaseKey("park", phase, 0) for phase in PHASES)}
    pictures._book.clear()
    pictures._base.cache_clear()
    PictureBook(seed=1).warm(["park"], processes=2)
    assert {key: pictures._book[key] for key in here} == here


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_shows_its_trouble_and_the_trouble_gone(scene: str) -> None:
    shots = {phase: take(scene, phase) for phase in PHASES}
    for jpeg in shots.values():
        picture = opened(jpeg)
        assert (picture.format, picture.size) == ("JPEG", (pictures.WIDTH, pictures.HEIGHT))
        assert ImageStat.Stat(picture.convert("L")).stddev[0] > 12, "nearly blank"
        assert len(jpeg) < 60_000
    assert difference(shots["before"], shots["after"]) > 3
    assert scenes.SCENES[scene].trouble


@pytest.mark.parametrize("scene", SCENES)
def test_every_variant_draws_with_all_its_characters(scene: str) -> None:
    for variant in range(VARIANTS):
        before, after = (pictures._drawing(BaseKey(scene, phase, variant)).svg(800, 600) for phase in PHASES)
        assert before != after
        assert min(len(before), len(after)) > 3_000


@pytest.mark.parametrize("scene", ["market", "road", "noticeboard", "memorial", "hall", "stairwell"])
def test_before_and_after_lie_over_each_other(scene: str) -> None:
    """Their edges fit best where they are, not some pixels aside."""
    for number in range(1, 5):
        before, after = (
            opened(take(scene, phase, number)).convert("L").filter(ImageFilter.FIND_EDGES) for phase in PHASES
        )
        misfit = {
            (dx, dy): ImageStat.Stat(ImageChops.difference(before, ImageChops.offset(after, dx, dy))).mean[0]
            for dx, dy in ((0, 0), (6, 0), (-6, 0), (0, 6), (0, -6))
        }
        assert min(misfit, key=lambda shift: misfit[shift]) == (0, 0), misfit


def test_different_numbers_are_different_pictures() -> None:
    seen = {pixels(take("corner", phase, number)) for number in range(1, 41) for phase in PHASES}
    assert len(seen) == 80


def test_a_different_seed_is_a_different_county() -> None:
    assert pixels(take(seed=7)) != pixels(take(seed=8))


def test_words_are_never_mirrored() -> None:
    for scene in SCENES:
        for number in range(30):
            shot = PictureBook(seed=3)._shot(scene, number)
            words = pictures._has_words(scene, shot.variant)
            assert not (words and shot.mirrored)


def test_it_writes_down_when_and_where_it_was_taken() -> None:
    exif = opened(take()).getexif()
    camera, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert camera[ExifTags.Base.DateTimeOriginal] == "2026:05:03 09:30:15"
    assert camera[ExifTags.Base.OffsetTimeOriginal] == "+08:00"
    assert (gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLongitudeRef]) == ("N", "E")
    for tag, degrees in ((ExifTags.GPS.GPSLatitude, PLACE[0]), (ExifTags.GPS.GPSLongitude, PLACE[1])):
        d, m, s = (float(part) for part in gps[tag])
        assert d + m / 60 + s / 3600 == pytest.approx(degrees, abs=0.000_002)
    assert "Drawn" in exif[ExifTags.Base.ImageDescription]


def test_it_leaves_the_place_out_when_there_is_none() -> None:
    jpeg = PictureBook(seed=7).photo(
        scene="park", phase="after", number=3, taken_at=datetime(2026, 1, 2, tzinfo=UTC), place=None
    )
    exif = opened(jpeg).getexif()
    assert not exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] == "+00:00"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"scene": "moon"}, "unknown scene 'moon'; there are: market"),
        ({"phase": "during"}, "unknown phase 'during'"),
        ({"taken_at": TAKEN_AT.replace(tzinfo=None)}, "offset"),
        ({"place": (114.4, 30.1)}, "no such place"),
    ],
)
def test_it_refuses_what_it_cannot_take(change: dict[str, object], sentence: str) -> None:
    wanted: dict[str, object] = {
        "scene": "park",
        "phase": "after",
        "number": 1,
        "taken_at": TAKEN_AT,
        "place": PLACE,
    }
    with pytest.raises(ValueError, match=sentence):
        PictureBook(seed=7).photo(**(wanted | change))  # type: ignore[arg-type]


def test_every_word_on_a_sign_has_its_outlines() -> None:
    for words in SIGNS.values():
        assert all(outline(char, "serif")[1] for word in words for char in word)
    assert all(outline(char, "sans")[1] for word in LABELS.values() for char in word)
    with pytest.raises(ValueError, match="no serif outline"):
        outline("龘", "serif")
