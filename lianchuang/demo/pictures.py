"""The demo county's photographs: drawn scenes of trouble and of trouble put right, as JPEG with EXIF.

A photo is 800 × 600: enough for every page that shows one, and in little more than half the time that
960 × 720 would take; a demo county needs 6,000. A small book of base pictures (scene, phase, variant) is
drawn as SVG and rasterised once per process, when first wanted or ahead of time by `PictureBook.warm`; every
photo is then derived from its base by cheap steps: crop, a few loose things laid over it, mirror, one table
for light and warmth, encode. Before and after of one number share variant, crop, mirror and standing things,
so they lie over each other.

The pictures say what they are: EXIF `ImageDescription` calls them drawn. They hold no person, no brand and no
real place.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from math import ceil, floor
from multiprocessing import get_context
from random import Random
from typing import Literal

import resvg_py
from PIL import ExifTags, Image

from lianchuang.demo import scenes
from lianchuang.demo.scenes.canvas import HEIGHT as SHEET_HEIGHT
from lianchuang.demo.scenes.canvas import WIDTH as SHEET_WIDTH
from lianchuang.demo.scenes.canvas import Canvas, View
from lianchuang.demo.scenes.sprites import SIDE, sprite_svg

Phase = Literal["before", "after"]
Place = tuple[float, float]

SCENES: tuple[str, ...] = tuple(scenes.SCENES)
PHASES: tuple[Phase, ...] = ("before", "after")
WIDTH, HEIGHT = 800, 600
VARIANTS = 3
QUALITY = 72

_BASE_WIDTH, _BASE_HEIGHT = 864, 648
_BASE_QUALITY = 92
# Decoded bases kept at hand: 1.7 MB each. The rest wait as JPEG (about 70 kB) and cost 1.5 ms to open again.
_OPEN_BASES = 90
_SPRITE_STEPS = (0.8, 1.0, 1.25)


@dataclass(frozen=True, slots=True)
class BaseKey:
    """One drawing of the book."""

    scene: str
    phase: Phase
    variant: int


# the base pictures


def _view(key: BaseKey) -> View:
    """Where this variant's photographer stands; the same before and after."""
    rng = Random(f"{key.scene}/{key.variant}/view")
    zoom = (1.0, 1.05, 1.09)[key.variant % 3]
    spare_x, spare_y = SHEET_WIDTH * (1 - 1 / zoom), SHEET_HEIGHT * (1 - 1 / zoom)
    return View(
        x=rng.uniform(0.2, 0.8) * spare_x,
        y=rng.uniform(0.2, 0.8) * spare_y,
        zoom=zoom,
        mirrored=key.variant % 2 == 1,
    )


def _raster(svg: str) -> Image.Image:
    png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


@cache
def _sky(variant: int) -> Image.Image:
    """Haze from top to horizon; laid under, so that the drawing itself needs no gradient."""
    top, low = (("#c9d6dc", "#eef0ea"), ("#bccfdc", "#e9ece6"), ("#d3d3d2", "#f1ebdd"))[variant % 3]
    ramp = Image.linear_gradient("L").resize((_BASE_WIDTH, _BASE_HEIGHT))
    flat = (_BASE_WIDTH, _BASE_HEIGHT)
    return Image.composite(Image.new("RGBA", flat, low), Image.new("RGBA", flat, top), ramp)


@cache
def _light(mirrored: bool) -> Image.Image:
    """Warm light from one upper corner, shade towards the other lower one."""
    small = Image.new("RGBA", (64, 48))
    for y in range(48):
        for x in range(64):
            across = 1 - x / 63 if mirrored else x / 63
            t = (across * 4 + y / 47 * 3) / 7
            warm, shade = 0.2 * (1 - t / 0.55), 0.22 * (t - 0.55) / 0.45
            tint = (255, 243, 214, round(warm * 255)) if t < 0.55 else (28, 36, 48, round(shade * 255))
            small.putpixel((x, y), tint)
    return small.resize((_BASE_WIDTH, _BASE_HEIGHT), Image.Resampling.BILINEAR)


def _drawing(key: BaseKey) -> Canvas:
    canvas = Canvas(scene=key.scene, variant=key.variant, broken=key.phase == "before", view=_view(key))
    scenes.SCENES[key.scene].draw(canvas)
    return canvas


def draw_base(key: BaseKey) -> bytes:
    """Draw and rasterise one base, as JPEG: a plain function, so that another process can do it."""
    canvas = _drawing(key)
    picture = Image.alpha_composite(_sky(key.variant), _raster(canvas.svg(_BASE_WIDTH, _BASE_HEIGHT)))
    picture = Image.alpha_composite(picture, _light(canvas.view.mirrored)).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_BASE_QUALITY, subsampling=0)
    return out.getvalue()


_book: dict[BaseKey, bytes] = {}


def _stored(key: BaseKey) -> bytes:
    if key not in _book:
        _book[key] = draw_base(key)
    return _book[key]


@lru_cache(maxsize=_OPEN_BASES)
def _base(key: BaseKey) -> Image.Image:
    picture = Image.open(io.BytesIO(_stored(key)))
    picture.load()
    return picture


@cache
def _has_words(scene: str, variant: int) -> bool:
    """Words in either state: the photo must not be mirrored."""
    return any(_drawing(BaseKey(scene, phase, variant)).has_text for phase in PHASES)


@cache
def _sprite(kind: str, variant: int, step: int) -> tuple[Image.Image, int, int]:
    """A small thing, cut to what is drawn, and where its cut lies from its foot."""
    pixels = round(SIDE * _BASE_WIDTH / SHEET_WIDTH * _SPRITE_STEPS[step])
    sheet = _raster(sprite_svg(kind, variant, pixels))
    left, top, right, bottom = sheet.getchannel("A").getbbox() or (0, 0, 1, 1)
    return sheet.crop((left, top, right, bottom)), left - pixels // 2, top - round(pixels * 0.9)


# one photo


@dataclass(frozen=True, slots=True)
class _Shot:
    """What a number means: the same place for before and after."""

    variant: int
    left: int
    top: int
    mirrored: bool
    light: float
    warmth: float


class PictureBook:
    """Photographs by number. The same seed, scene, phase, number, time and place give the same bytes."""

    def __init__(self, *, seed: int) -> None:
        self._seed = seed

    def warm(self, names: Iterable[str] = SCENES, *, processes: int = 1) -> None:
        """Draw the bases of these scenes ahead of time, in other processes when more than one is allowed."""
        wanted = [BaseKey(_known(name), phase, v) for name in names for phase in PHASES for v in range(VARIANTS)]
        missing = [key for key in wanted if key not in _book]
        if processes < 2 or len(missing) < 2:
            for key in missing:
                _stored(key)
            return
        # spawn: the caller may have threads or database connections that must not be copied
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            _book.update(zip(missing, pool.map(draw_base, missing, chunksize=4), strict=True))

    def photo(self, *, scene: str, phase: Phase, number: int, taken_at: datetime, place: Place | None) -> bytes:
        """One JPEG. `taken_at` must know its offset; `place` is (latitude, longitude) in degrees, WGS 84.

        Refuses an unknown scene or phase, a time without offset and a place off the globe with ValueError.
        """
        _known(scene)
        if phase not in PHASES:
            raise ValueError(f"unknown phase {phase!r}: before or after")
        shot = self._shot(scene, number)
        picture = self._stand_there(scene, phase, number, shot)
        if shot.mirrored:
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        picture = picture.point(self._table(scene, phase, number, shot))
        out = io.BytesIO()
        exif = _exif(f"{self._seed}/{scene}/{phase}/{number}", taken_at, place)
        picture.save(out, "JPEG", quality=QUALITY, exif=exif)
        return out.getvalue()

    def _shot(self, scene: str, number: int) -> _Shot:
        rng = Random(f"{self._seed}/{scene}/{number}")
        variant = rng.randrange(VARIANTS)
        return _Shot(
            variant=variant,
            left=rng.randint(0, _BASE_WIDTH - WIDTH),
            top=rng.randint(0, _BASE_HEIGHT - HEIGHT),
            mirrored=rng.random() < 0.5 and not _has_words(scene, variant),
            light=rng.uniform(0.88, 1.06),
            warmth=rng.uniform(-0.05, 0.05),
        )

    def _stand_there(self, scene: str, phase: Phase, number: int, shot: _Shot) -> Image.Image:
        """The crop of the base, with what stands there in both states and what lies about before."""
        key = BaseKey(scene, phase, shot.variant)
        picture = _base(key).crop((shot.left, shot.top, shot.left + WIDTH, shot.top + HEIGHT))
        kind, view = scenes.SCENES[scene], _view(key)
        standing = Random(f"{self._seed}/{scene}/{number}/standing")
        lying = Random(f"{self._seed}/{scene}/{number}/lying")
        if phase == "before" and kind.ground:
            x0, y0, x1, y1 = kind.ground
            feet = sorted((lying.uniform(y0, y1), lying.uniform(x0, x1)) for _ in range(lying.randint(2, 6)))
            for y, x in feet:
                _lay(picture, lying.choice(kind.lying), lying, view.seen(x, y), shot)
        for (x, y), kinds in kind.spots:
            if standing.random() < 0.45:
                _lay(picture, standing.choice(kinds), standing, view.seen(x, y), shot)
        if kind.leafy and standing.random() < 0.4:
            _hang_branch(picture, standing)
        return picture

    def _table(self, scene: str, phase: Phase, number: int, shot: _Shot) -> list[int]:
        """One look-up for light, warmth and contrast; the second visit finds a little other light."""
        rng = Random(f"{self._seed}/{scene}/{number}/{phase}/day")
        light, warmth = shot.light + rng.uniform(-0.02, 0.03), shot.warmth + rng.uniform(-0.012, 0.012)
        contrast = rng.uniform(0.97, 1.05)
        gains = (light * (1 + warmth), light, light * (1 - warmth))
        return [level for gain in gains for level in _ramp(contrast * gain, 128 * (1 - contrast) * gain)]


def _ramp(slope: float, start: float) -> list[int]:
    """slope · i + start for i in 0…255, kept within a byte."""
    first = max(0, ceil(-start / slope))
    last = min(255, floor((255 - start) / slope))
    return [0] * first + [int(slope * i + start) for i in range(first, last + 1)] + [255] * (255 - last)


def _known(scene: str) -> str:
    if scene not in scenes.SCENES:
        raise ValueError(f"unknown scene {scene!r}; there are: {', '.join(SCENES)}")
    return scene


def _lay(picture: Image.Image, kind: str, rng: Random, seen: tuple[float, float], shot: _Shot) -> None:
    sprite, dx, dy = _sprite(kind, rng.randrange(3), rng.randrange(len(_SPRITE_STEPS)))
    x = round(seen[0] * _BASE_WIDTH) - shot.left + dx
    y = round(seen[1] * _BASE_HEIGHT) - shot.top + dy
    picture.paste(sprite, (x, y), sprite)


def _hang_branch(picture: Image.Image, rng: Random) -> None:
    sprite, _, _ = _sprite("branch", rng.randrange(6), rng.randrange(len(_SPRITE_STEPS)))
    if rng.random() < 0.5:
        picture.paste(sprite, (0, 0), sprite)
        return
    sprite = sprite.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    picture.paste(sprite, (WIDTH - sprite.width, 0), sprite)


# what the camera writes down


def _exif(picture_id: str, taken_at: datetime, place: Place | None) -> Image.Exif:
    if taken_at.utcoffset() is None:
        raise ValueError("taken_at needs an offset from UTC")
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = f"Drawn picture of the invented demo county, {picture_id}"
    exif[ExifTags.Base.Software] = "Lianchuang demo"
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    camera[ExifTags.Base.DateTimeOriginal] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    camera[ExifTags.Base.OffsetTimeOriginal] = taken_at.isoformat()[-6:]
    if place is not None:
        latitude, longitude = place
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError(f"no such place: latitude {latitude}, longitude {longitude}")
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef] = "N" if latitude >= 0 else "S"
        gps[ExifTags.GPS.GPSLatitude] = _degrees(latitude)
        gps[ExifTags.GPS.GPSLongitudeRef] = "E" if longitude >= 0 else "W"
        gps[ExifTags.GPS.GPSLongitude] = _degrees(longitude)
        gps[ExifTags.GPS.GPSMapDatum] = "WGS-84"
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    """Degrees, minutes, seconds to a hundredth (about 0.3 m)."""
    hundredths = round(abs(value) * 360_000)
    return (float(hundredths // 360_000), float(hundredths // 6_000 % 60), hundredths % 6_000 / 100)
