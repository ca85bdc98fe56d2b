"""Pictures to try hints on photos with: drawn and textured scenes as a camera might take them, and altered copies.

They are no photographs. `drawn` scenes are those of the demo county, each variant drawn anew; `textured` ones are dead leaves
(overlapping shapes whose textures fall off as those of natural pictures do). A `Camera` adds what two shots of a place differ in:
standpoint, light, grain, the codec.
"""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from lianchuang.demo.pictures import SCENES, BaseKey, draw_base
from lianchuang.evidence.traces import gray_of
from lianchuang.kernels.photoprint import Gray

SIZE = (640, 480)
Picture = Image.Image


def drawn(kind: int, seed: int) -> Picture:
    """A drawn scene of the demo county put right: the kind of place, and which one of it."""
    content = draw_base(BaseKey(SCENES[kind % len(SCENES)], "after", seed))
    return Image.open(io.BytesIO(content)).convert("RGB").resize(SIZE, Image.Resampling.BICUBIC)


def textured(kind: int, seed: int) -> Picture:
    """Sky, ground and heaps of overlapping things; places of one kind share horizon, colours and the sort of things."""
    layout, own = Random(f"kind/{kind}"), Random(f"place/{kind}/{seed}")
    noise = np.random.default_rng([kind, seed])
    width, height = SIZE
    horizon = round(height * (layout.uniform(0.3, 0.6) + own.uniform(-0.04, 0.04)))
    colours = [tuple(layout.randrange(40, 220) for _ in range(3)) for _ in range(8)]
    picture = Image.new("RGB", SIZE, tuple(layout.randrange(150, 240) for _ in range(3)))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, horizon, width, height), fill=colours[0])
    for _number in range(140):
        size = min(160.0, 9 / own.random() ** 0.7)
        x, y = own.uniform(0, width), own.uniform(horizon * 0.4, height)
        shade = own.uniform(0.6, 1.3)
        fill = tuple(min(255, round(part * shade)) for part in own.choice(colours))
        box = (x - size * own.uniform(0.3, 1), y - size * own.uniform(0.3, 1), x + size / 2, y + size / 2)
        (pen.rectangle if own.random() < 0.6 else pen.ellipse)(box, fill=fill)
    return _grained(picture, _cloud(noise), 42.0)


def _cloud(noise: np.random.Generator) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """A field whose spectrum falls as 1/f, of mean 0 and deviation 1."""
    width, height = SIZE
    waves = np.fft.rfft2(noise.standard_normal((height // 2, width // 2)))
    rows, columns = np.fft.fftfreq(height // 2)[:, None], np.fft.rfftfreq(width // 2)[None, :]
    frequency = np.hypot(rows, columns)
    frequency[0, 0] = 1.0
    field = np.fft.irfft2(waves / frequency, s=(height // 2, width // 2))
    field = (field - field.mean()) / field.std()
    return np.kron(field, np.ones((2, 2)))


def _grained(picture: Picture, field: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", depth: float) -> Picture:
    pixels = np.asarray(picture, dtype=np.float32) + (field * depth)[:, :, None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


@dataclass(frozen=True)
class Camera:
    """What differs from shot to shot: where one stands, light, grain, JPEG quality."""

    chance: Random

    def shoot(self, scene: Picture) -> bytes:
        """The scene as this shot of it: JPEG bytes."""
        chance, picture = self.chance, scene
        light, warmth = chance.uniform(0.85, 1.12), chance.uniform(-0.06, 0.06)
        gains = (light * (1 + warmth), light, light * (1 - warmth))
        table = [min(255, round(level * gain)) for gain in gains for level in range(256)]
        pixels = np.asarray(picture.point(table), dtype=np.float32)
        grain = np.random.default_rng(chance.randrange(2**32)).standard_normal(pixels.shape[:2], dtype=np.float32)
        pixels = pixels + grain[:, :, None] * chance.uniform(2, 7)
        return jpeg(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)), chance.randint(78, 94))

    def stand(self, scene: Picture, step: float) -> Picture:
        """The scene from a step aside (a share of its width): the four corners move, each a little on its own."""
        width, height = scene.size
        chance = self.chance
        reach = chance.uniform(1.0 - 2 * step, 1.0 - step)
        aside, up = (0.5 + chance.uniform(-step, step) / 2 for _ in range(2))

        def corner(x: float, y: float) -> tuple[float, float]:
            jitter = [chance.uniform(-step, step) / 3 for _ in range(2)]
            return (
                (aside + (x - 0.5) * reach + jitter[0]) * width,
                (up + (y - 0.5) * reach + jitter[1]) * height,
            )

        corners = [corner(0, 0), corner(0, 1), corner(1, 1), corner(1, 0)]
        quad = [part for point in corners for part in point]
        return scene.transform(scene.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)


def jpeg(picture: Picture, quality: int, **more: object) -> bytes:
    """The picture as JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, **more)
    return out.getvalue()


def small(content: bytes) -> Gray:
    """The grey levels of its small picture, as it is kept (WebP, at most 320 px)."""
    picture, out = opened(content), io.BytesIO()
    picture.thumbnail((320, 320))
    picture.save(out, "WEBP", quality=70, method=0)
    return gray_of(out.getvalue())


def opened(content: bytes) -> Picture:
    """The pixels of a file."""
    return Image.open(io.BytesIO(content)).convert("RGB")


def moved(scene: Picture, chance: Random) -> Picture:
    """The same place another day: some things stand elsewhere."""
    picture = scene.copy()
    pen = ImageDraw.Draw(picture)
    width, height = picture.size
    for _number in range(6):
        x, y, size = chance.uniform(0, width), chance.uniform(height * 0.4, height), chance.uniform(12, 56)
        fill = tuple(chance.randrange(30, 230) for _ in range(3))
        pen.rectangle((x, y, x + size, y + size * chance.uniform(0.5, 1.5)), fill=fill)
    return picture


OWN, BESIDE = 0.2, 0.05  # how far people stand from where another would; and from where they stood the other day


def photo(family: str, kind: int, seed: int) -> tuple[bytes, Picture]:
    """A photo of a place, and what stood before the camera (for a second shot from nearly there)."""
    camera = Camera(Random(f"{family}/{kind}/{seed}"))
    scene = camera.stand(FAMILIES[family](kind, seed), OWN)
    return camera.shoot(scene), scene


def another_day(scene: Picture, chance: Random) -> bytes:
    """The same place from nearly the same spot on another day."""
    camera = Camera(chance)
    return camera.shoot(camera.stand(moved(scene, chance), BESIDE))


FAMILIES: dict[str, Callable[[int, int], Picture]] = {"drawn": drawn, "textured": textured}


# --- altered copies ---


def _cropped(picture: Picture, chance: Random, share: float) -> Picture:
    """A part of it: each side `share` as long, at a random place."""
    width, height = picture.size
    new_width, new_height = round(width * share), round(height * share)
    left, top = chance.randint(0, width - new_width), chance.randint(0, height - new_height)
    return picture.crop((left, top, left + new_width, top + new_height))


def _lit(picture: Picture, gain: float) -> Picture:
    return picture.point([min(255, round(level * gain)) for level in range(256)] * 3)


def _masked(picture: Picture, chance: Random) -> Picture:
    """Rubbish painted over: a rectangle of a tenth of the picture, blurred stuff from beside it or one colour."""
    picture = picture.copy()
    width, height = picture.size
    shape = math.sqrt(0.1) * chance.uniform(0.8, 1.25)
    wide, high = round(width * shape), round(height * 0.1 / shape)
    left, top = chance.randint(0, width - wide), chance.randint(height // 3, height - high)
    if chance.random() < 0.5:
        ImageDraw.Draw(picture).rectangle((left, top, left + wide, top + high), fill=picture.getpixel((left, top)))
        return picture
    source = (chance.randint(0, width - wide), chance.randint(height // 3, height - high))
    patch = picture.crop((*source, source[0] + wide, source[1] + high)).filter(ImageFilter.GaussianBlur(4))
    picture.paste(patch, (left, top))
    return picture


def _resaved(picture: Picture, chance: Random, low: int = 70, high: int = 92) -> bytes:
    return jpeg(picture, chance.randint(low, high))


def _combined(content: bytes, chance: Random) -> bytes:
    picture = _lit(_cropped(opened(content), chance, 0.92), chance.choice((0.85, 1.15)))
    return _resaved(picture.resize((picture.width * 3 // 4, picture.height * 3 // 4)), chance, 45, 75)


Altering = Callable[[bytes, Random], bytes]
ALTERATIONS: dict[str, Altering] = {
    "the file itself": lambda content, _chance: content,
    "recompressed, quality 40 to 90": lambda content, chance: _resaved(opened(content), chance, 40, 90),
    "cropped to 90 % of each side, anywhere": lambda content, chance: _resaved(
        _cropped(opened(content), chance, 0.9), chance
    ),
    "cropped to 90 % of the area, anywhere": lambda content, chance: _resaved(
        _cropped(opened(content), chance, math.sqrt(0.9)), chance
    ),
    "brightness -20 %": lambda content, chance: _resaved(_lit(opened(content), 0.8), chance),
    "brightness +20 %": lambda content, chance: _resaved(_lit(opened(content), 1.2), chance),
    "scaled to 40 %": lambda content, chance: _resaved(
        opened(content).resize((SIZE[0] * 2 // 5, SIZE[1] * 2 // 5)), chance
    ),
    "mirrored": lambda content, chance: _resaved(opened(content).transpose(Image.Transpose.FLIP_LEFT_RIGHT), chance),
    "a tenth painted over": lambda content, chance: _resaved(_masked(opened(content), chance), chance),
    "crop 92 %, light, scale, recompressed": _combined,
}
MUST = tuple(ALTERATIONS)[:6]  # what issue 5 asks for: plain, recompressed, cropped to 90 %, brightness
