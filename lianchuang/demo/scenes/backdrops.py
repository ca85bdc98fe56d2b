"""What stands behind the trouble: skylines, house fronts, pavements, rooms, and alleys in perspective."""

from __future__ import annotations

from lianchuang.demo.scenes.canvas import Canvas, Point, num
from lianchuang.demo.scenes.things import WALLS, hedge

SLAB = "#a9a293"
FAR_GREENS = ("#87a077", "#94ab83", "#6f8a62", "#7a946b")


def skyline(c: Canvas, base: float, *, tall: float = 110) -> None:
    x = c.place.uniform(-30, 30)
    while x < 800:
        w = c.place.uniform(40, 90)
        if c.place.random() < 0.6:
            h = c.place.uniform(0.4, 1) * tall
            c.rect(x, base - h, w, h, "#bcc6c8", op=0.75)
        x += w + c.place.uniform(6, 50)


def far_trees(c: Canvas, base: float) -> None:
    for _ in range(46):
        c.circle(
            c.place.uniform(-10, 810),
            base - c.place.uniform(8, 42),
            c.place.uniform(26, 56),
            c.place.choice(FAR_GREENS),
        )


def wall(c: Canvas, top: float, base: float, *, fill: str = "") -> None:
    c.rect(0, top, 800, base - top, fill or c.pick(WALLS))
    c.rect(0, top - 8, 800, 16, "#b3a386")
    c.rect(0, top + 8, 800, 5, "#8d7f66", op=0.4)


def pillars(c: Canvas, top: float, base: float, xs: tuple[float, ...]) -> None:
    for x in xs:
        c.rect(x, top, 14, base - top, "#000000", op=0.08)
        c.rect(x + 14, top, 4, base - top, "#000000", op=0.14)


def window(c: Canvas, x: float, y: float, w: float, h: float, panes: int = 2) -> None:
    c.rect(x, y, w, h, "#8797a0")
    step = (w - 8) / panes
    for i in range(panes):
        c.rect(x + 6 + i * step, y + 6, step - 4, h - 12, ("#aebfc4", "#a3b5bb")[i % 2])
    c.rect(x - 4, y + h, w + 8, 5, "#000000", op=0.12)


def shutter(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    c.rect(x, y, w, h, "#a6a69e")
    d = "".join(f"M{num(x)} {num(y + 10 + i * 11)}h{num(w)}" for i in range(int(h / 11)))
    c.path(d, stroke="#8f8f87", width=2)


def awning(c: Canvas, x: float, y: float, w: float, fills: tuple[str, str] = ("#dcd6c6", "#8a9d92")) -> None:
    step = w / 10
    for i in range(10):
        c.path(f"M{num(x + i * step)} {num(y)}h{num(step)}v30q{num(-step / 2)} 9 {num(-step)} 0z", fills[i % 2])


def sign(
    c: Canvas,
    x: float,
    y: float,
    w: float,
    h: float,
    words: str,
    *,
    fill: str = "#33493f",
    ink: str = "#f1e9d2",
) -> None:
    c.rect(x - w / 2, y, w, h, fill, rx=3)
    c.frame(x - w / 2 + 4, y + 4, w - 8, h - 8, "#d9cfae", 1.2)
    size = min(h * 0.6, w / (len(words) * 1.22 + 0.4))
    c.text(x, y + h / 2 + size * 0.36, size, words, ink, gap=size * 0.16)


def pavement(c: Canvas, top: float, base: float, *, fill: str = "#c6bfb1", line: str = SLAB) -> None:
    """Slabs running away from the viewer."""
    c.rect(0, top, 800, base - top, fill)
    deep, d = base - top, ""
    for i in range(-16, 17):
        d += f"M{num(400 + i * 46)} {num(top)}L{num(400 + i * (46 + deep * 0.32))} {num(base)}"
    y, step = top, 14.0
    while y + step < base:
        y += step
        step *= 1.3
        d += f"M0 {num(y)}h800"
    c.path(d, stroke=line, width=1.3)


def kerb_and_road(c: Canvas, top: float, *, road: str = "#8c8e8d") -> None:
    c.rect(0, top, 800, 11, "#b3ac9d")
    c.rect(0, top + 11, 800, 600 - top, road)


# the alley: two walls running to one far front


def wall_point(side: int, u: float, v: float) -> Point:
    """A point of the left (-1) or right (1) wall: u runs from near 0 to far 1, v from ground 0 to eaves 1."""
    bottom, top = 640 - 345 * u, -40 + 226 * u
    return (332 * u if side < 0 else 800 - 332 * u, bottom + (top - bottom) * v)


def wall_patch(
    c: Canvas, side: int, u: tuple[float, float], v: tuple[float, float], fill: str, *, op: float = 1.0
) -> None:
    corners = ((u[0], v[0]), (u[1], v[0]), (u[1], v[1]), (u[0], v[1]))
    c.poly([wall_point(side, a, b) for a, b in corners], fill, op=op)


def alley_walls(c: Canvas, left: str, right: str, *, base: tuple[str, str] | None = None) -> None:
    for side, fill in ((-1, left), (1, right)):
        wall_patch(c, side, (0, 1), (0, 1), fill)
    if base:
        for side, fill in ((-1, base[0]), (1, base[1])):
            wall_patch(c, side, (0, 1), (0, 0.28), fill)
            wall_patch(c, side, (0, 1), (0.28, 0.296), "#8f9692")


def alley_openings(c: Canvas, door: str) -> None:
    for side, doors in ((-1, (0.21, 0.6)), (1, (0.37, 0.73))):
        for u in doors:
            wide = 0.15 if u < 0.5 else 0.085
            wall_patch(c, side, (u, u + wide), (0, 0.5), "#6d5f50")
            wall_patch(c, side, (u + 0.016, u + wide - 0.016), (0.03, 0.48), door)
    for side, windows in ((-1, (0.42, 0.73)), (1, (0.115, 0.58, 0.86))):
        for u in windows:
            wide = 0.165 if u < 0.3 else 0.085
            wall_patch(c, side, (u, u + wide), (0.52, 0.76), "#5f6a6f")
            wall_patch(c, side, (u + wide * 0.12, u + wide * 0.48), (0.54, 0.745), "#9db0b6")
            wall_patch(c, side, (u + wide * 0.54, u + wide * 0.9), (0.54, 0.745), "#8fa3aa")


def alley_end(c: Canvas) -> None:
    c.rect(322, 178, 156, 124, "#c9bfae")
    c.poly([(312, 184), (400, 140), (488, 184)], "#8d8a84")
    c.rect(384, 236, 34, 62, "#6b5a49")
    c.rect(342, 214, 28, 26, "#8ea0a6")
    c.rect(432, 214, 28, 26, "#8ea0a6")
    c.path("M452 196q26 -40 44 -10q24 10 8 40l-52 20z", "#7f9a6a")


def alley_ground(c: Canvas, fill: str, *, slabs: bool) -> None:
    c.poly([(-60, 700), (332, 295), (468, 295), (860, 700)], fill)
    if slabs:
        rows = (
            (640, 0),
            (552, 85),
            (504, 131),
            (465, 168),
            (431, 201),
            (400, 231),
            (372, 258),
            (345, 284),
            (319, 309),
        )
        d = "".join(f"M{x} {y}H{800 - x}" for y, x in rows)
        c.path(d + "M330 296L-50 640M400 296V640M470 296L850 640", stroke="#9b988f", width=1.3)


# rooms


def room(c: Canvas, *, wall_fill: str, floor: str, floor_line: str, corner: float = 420) -> None:
    c.rect(0, 0, 800, corner, wall_fill)
    pavement(c, corner, 600, fill=floor, line=floor_line)
    c.rect(0, corner - 12, 800, 12, "#000000", op=0.1)


def tiles(c: Canvas, x: float, y: float, w: float, h: float, step: float, line: str) -> None:
    d = "".join(f"M{num(x)} {num(y + i * step)}h{num(w)}" for i in range(1, int(h / step) + 1))
    d += "".join(f"M{num(x + i * step)} {num(y)}v{num(h)}" for i in range(1, int(w / step) + 1))
    c.path(d, stroke=line, width=1.2)


def corridor(c: Canvas, *, wall_fill: str, side_fill: str, floor: str, ceiling: str) -> None:
    """A passage seen along its length: far wall from (270, 150) to (530, 400)."""
    c.poly([(0, -40), (270, 150), (270, 400), (0, 640)], side_fill)
    c.poly([(800, -40), (530, 150), (530, 400), (800, 640)], side_fill)
    c.poly([(800, -40), (530, 150), (530, 400), (800, 640)], "#000000", op=0.06)
    c.poly([(0, -40), (800, -40), (530, 150), (270, 150)], ceiling)
    c.poly([(0, 640), (270, 400), (530, 400), (800, 640)], floor)
    c.rect(270, 150, 260, 250, wall_fill)
    d = "".join(f"M{num(270 + i * 65)} 400L{num(i * 200)} 640" for i in range(5))
    for y, x in ((424, 243), (456, 207), (500, 157), (560, 90)):
        d += f"M{x} {y}H{800 - x}"
    c.path(d, stroke="#000000", width=1.2, op=0.14)
    for y, half in ((20, 130), (84, 74), (124, 40)):
        c.poly(
            [
                (400 - half, y),
                (400 + half, y),
                (400 + half * 0.8, y + half * 0.2),
                (400 - half * 0.8, y + half * 0.2),
            ],
            "#f7f1de",
        )


def green_border(c: Canvas, y: float) -> None:
    hedge(c, c.place, -10, 810, y, 16, ("#6f8a5c", "#7d9868", "#5f7d4e"))
