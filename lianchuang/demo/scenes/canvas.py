"""A drawing sheet of 800 × 600 units that collects SVG: the few strokes every scene is made of.

Sky and light are left out here (`lianchuang.demo.pictures` lays them under and over the raster): gradients
over the whole sheet are what makes a raster slow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from lianchuang.demo.scenes.glyphs import Face, outline

WIDTH, HEIGHT = 800, 600
SHADE = "#1c1f22"

Point = tuple[float, float]
T = TypeVar("T")


def num(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True)
class View:
    """Where the photographer stands: the part of the sheet that is seen, and whether it is mirrored."""

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0
    mirrored: bool = False

    def seen(self, x: float, y: float) -> Point:
        """A point of the sheet as fractions of the picture's width and height."""
        across = (x - self.x) * self.zoom / WIDTH
        return (1.0 - across if self.mirrored else across, (y - self.y) * self.zoom / HEIGHT)


class Canvas:
    """One sheet. `broken` tells the trouble from the state put right; `place` draws the same in both.

    `place` is the random stream of what stands there anyway, `mess` that of the trouble (or of its cure).
    Take from `place` in the same order in both phases, or before and after will not lie over each other.
    """

    def __init__(self, *, scene: str, variant: int, broken: bool, view: View) -> None:
        self.broken = broken
        self.view = view
        self.variant = variant
        self.place = Random(f"{scene}/{variant}/place")
        self.mess = Random(f"{scene}/{variant}/mess")
        self.has_text = False
        self._parts: list[str] = []

    # strokes

    def raw(self, markup: str) -> None:
        self._parts.append(markup)

    def path(self, d: str, fill: str = "none", *, op: float = 1.0, stroke: str = "", width: float = 0.0) -> None:
        more = f' opacity="{op:g}"' if op < 1 else ""
        if stroke:
            more += f' stroke="{stroke}" stroke-width="{num(width)}"'
        self.raw(f'<path d="{d}" fill="{fill}"{more}/>')

    def rect(self, x: float, y: float, w: float, h: float, fill: str, *, rx: float = 0.0, op: float = 1.0) -> None:
        more = f' rx="{num(rx)}"' if rx else ""
        more += f' opacity="{op:g}"' if op < 1 else ""
        self.raw(f'<rect x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}" fill="{fill}"{more}/>')

    def frame(self, x: float, y: float, w: float, h: float, stroke: str, width: float = 2.0) -> None:
        self.path(f"M{num(x)} {num(y)}h{num(w)}v{num(h)}h{num(-w)}z", stroke=stroke, width=width)

    def circle(self, x: float, y: float, r: float, fill: str, *, op: float = 1.0) -> None:
        more = f' opacity="{op:g}"' if op < 1 else ""
        self.raw(f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" fill="{fill}"{more}/>')

    def ring(self, x: float, y: float, r: float, stroke: str, width: float) -> None:
        line = f'fill="none" stroke="{stroke}" stroke-width="{num(width)}"'
        self.raw(f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" {line}/>')

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str, *, op: float = 1.0) -> None:
        more = f' opacity="{op:g}"' if op < 1 else ""
        self.raw(f'<ellipse cx="{num(x)}" cy="{num(y)}" rx="{num(rx)}" ry="{num(ry)}" fill="{fill}"{more}/>')

    def shadow(self, x: float, y: float, rx: float, ry: float) -> None:
        self.oval(x, y, rx, ry, SHADE, op=0.16)

    def poly(self, points: Sequence[Point], fill: str, *, op: float = 1.0) -> None:
        self.path("M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + "z", fill, op=op)

    def line(self, points: Sequence[Point], stroke: str, width: float = 2.0, *, op: float = 1.0) -> None:
        d = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points)
        self.path(d, stroke=stroke, width=width, op=op)

    def text(
        self,
        x: float,
        y: float,
        size: float,
        words: str,
        fill: str,
        *,
        face: Face = "serif",
        gap: float = 0.0,
    ) -> None:
        """Words centred on x with the baseline at y, as outlines, readable in a mirrored view too."""
        self.has_text = True
        shapes = [outline(char, face) for char in words]
        step = gap / size * 1000
        total = sum(advance + step for advance, _ in shapes) - step
        side = -1 if self.view.mirrored else 1
        scale = size / 1000
        parts, at = [], -total / 2
        for advance, d in shapes:
            parts.append(f'<path transform="translate({num(at)} 0)" d="{d}"/>')
            at += advance + step
        move = f"translate({num(x)} {num(y)}) scale({side * scale:.4f} {-scale:.4f})"
        self.raw(f'<g transform="{move}" fill="{fill}">{"".join(parts)}</g>')

    @contextmanager
    def at(self, x: float, y: float, scale: float = 1.0, *, turn: float = 0.0, flip: bool = False) -> Iterator[None]:
        """Draw a thing in its own coordinates: origin at (x, y), y still pointing down."""
        side = -scale if flip else scale
        spin = f" rotate({num(turn)})" if turn else ""
        self.raw(f'<g transform="translate({num(x)} {num(y)}){spin} scale({side:.3f} {scale:.3f})">')
        try:
            yield
        finally:
            self.raw("</g>")

    # choices that belong to the place

    def pick(self, options: Sequence[T]) -> T:
        """A choice that both phases share; neighbouring variants choose differently."""
        return options[(self.place.randrange(len(options)) + self.variant) % len(options)]

    def svg(self, width: int, height: int) -> str:
        view = self.view
        turn = 'transform="translate(800 0) scale(-1 1)"' if view.mirrored else ""
        left = WIDTH - view.x - WIDTH / view.zoom if view.mirrored else view.x
        box = f"{num(left)} {num(view.y)} {WIDTH / view.zoom:.2f} {HEIGHT / view.zoom:.2f}"
        size = f'width="{width}" height="{height}" viewBox="{box}"'
        body = "".join(self._parts)
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><g {turn}>{body}</g></svg>'
