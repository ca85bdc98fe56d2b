"""Things that stand, lie and grow in more than one scene; (x, y) is the middle of their foot."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, sin, tau
from random import Random

from lianchuang.demo.scenes.canvas import Canvas, num

BAGS = ("#3a3d40", "#e3ded0", "#7e98a8", "#3a3d40")
SCRAPS = ("#ece8dc", "#e6d9a2", "#8fa3ad", "#b5584a", "#6f8a55", "#4c5054", "#c7a36d", "#d9d2bf")
LEAVES = ("#5f7f4e", "#6f8f5a", "#7f9f68", "#88a872")
FLOWERS = ("#f1e8cf", "#d9a7a0", "#c9b3d0", "#e5c878")
ADS = ("#c98d5b", "#e7dfc8", "#b5584a", "#8fa9b8", "#d9c46f", "#efe9da")
WALLS = ("#d3c6ad", "#cfc4af", "#c8cbbf", "#d4c2b2", "#c9c5bd")


# rubbish


def bag(c: Canvas, x: float, y: float, r: float, fill: str = BAGS[0]) -> None:
    c.shadow(x, y, r * 1.25, r * 0.19)
    with c.at(x, y, r / 10):
        c.path(
            "M-10 -3.6q-1.2 -8.4 6.4 -11l1.2 -2.8h4.8l1 2.8q8.4 2.4 7.2 11q-1.2 4 -10 3.8q-9.2 .4 -10.6 -3.8z",
            fill,
        )
        c.path("M-5.6 -10q2 4 .4 7.2M2.4 -11.6q2.8 2 2 8.4", stroke="#ffffff", width=0.7, op=0.25)


def box(c: Canvas, x: float, y: float, w: float, h: float, fill: str = "#c39b66") -> None:
    left, d = x - w / 2, w * 0.13
    c.shadow(x, y, w * 0.6, 5)
    c.rect(left, y - h, w, h, fill)
    c.poly(
        [(left, y - h), (left + d, y - h - d * 0.7), (left + w + d, y - h - d * 0.7), (left + w, y - h)],
        "#d5b27f",
    )
    c.poly(
        [(left + w, y - h), (left + w + d, y - h - d * 0.7), (left + w + d, y - d * 0.7), (left + w, y)],
        "#a88350",
    )
    c.rect(left + w * 0.42, y - h, w * 0.16, h, "#d9c08f", op=0.7)


def litter(c: Canvas, rng: Random, zone: tuple[float, float, float, float], count: int, size: float = 1.0) -> None:
    """Scraps scattered over a zone (x0, y0, x1, y1), larger towards the viewer."""
    x0, y0, x1, y1 = zone
    for _ in range(count):
        x, y = rng.uniform(x0, x1), rng.uniform(y0, y1)
        near = 0.5 + 0.7 * (y - y0) / max(y1 - y0, 1)
        w, h = rng.uniform(6, 15) * near * size, rng.uniform(2, 5) * near * size
        with c.at(x, y, turn=rng.uniform(0, 180)):
            c.path(
                f"M0 0l{num(w)} {num(h * 0.4)}l{num(-w * 0.2)} {num(h)}l{num(-w * 0.7)} {num(-h * 0.4)}z",
                rng.choice(SCRAPS),
            )


def bag_heap(c: Canvas, rng: Random, x: float, y: float, count: int, r: float = 26) -> None:
    spots = sorted(
        (y + rng.uniform(-0.7, 0.7) * r, x + (i - (count - 1) / 2) * r * 1.5 + rng.uniform(-9, 9)) for i in range(count)
    )
    for by, bx in spots:
        bag(c, bx, by, r * rng.uniform(0.75, 1.1), rng.choice(BAGS))


def stains(c: Canvas, rng: Random, zone: tuple[float, float, float, float], count: int, fill: str = "#4a463c") -> None:
    x0, y0, x1, y1 = zone
    for _ in range(count):
        rx = rng.uniform(40, 110)
        c.oval(rng.uniform(x0, x1), rng.uniform(y0, y1), rx, rx * rng.uniform(0.13, 0.2), fill, op=0.24)


def puddle(c: Canvas, x: float, y: float, rx: float) -> None:
    c.oval(x, y, rx, rx * 0.2, "#6b6458", op=0.5)
    c.oval(x + rx * 0.05, y + 2, rx * 0.74, rx * 0.12, "#a9b7bb", op=0.75)


def scraps_of_ads(
    c: Canvas, rng: Random, zone: tuple[float, float, float, float], count: int, size: float = 1.0
) -> None:
    x0, y0, x1, y1 = zone
    for _ in range(count):
        w, h = rng.uniform(12, 24) * size, rng.uniform(14, 30) * size
        with c.at(rng.uniform(x0, x1), rng.uniform(y0, y1), turn=rng.uniform(-6, 6)):
            c.rect(-w / 2, -h / 2, w, h, rng.choice(ADS), op=0.92)
            c.path(
                f"M{num(-w * 0.3)} {num(-h * 0.2)}h{num(w * 0.6)}M{num(-w * 0.3)} {num(h * 0.1)}h{num(w * 0.5)}",
                stroke="#5b5348",
                width=1.6,
                op=0.6,
            )


# bins


def wheelie(c: Canvas, x: float, y: float, h: float, fill: str, *, lid: bool = True, label: str = "") -> None:
    with c.at(x, y, h / 74):
        c.shadow(0, 0, 28, 7)
        c.path("M-23 -74h46l-5 74h-36z", fill)
        c.rect(-23, -74, 46, 7, "#000000", op=0.16)
        c.path("M-14 -60l3 54M14 -60l-3 54", stroke="#000000", width=3, op=0.16)
        c.circle(-14, -3, 6, "#2b2e30")
        c.circle(14, -3, 6, "#2b2e30")
        if lid:
            c.path("M-28 -74q28 -13 56 0v6h-56z", fill)
            c.rect(-28, -74, 56, 6, "#000000", op=0.22)
        else:
            c.path("M-25 -74l-5.500 -31h44l7 31z", fill)
            c.path("M-25 -74l-5.500 -31h44l7 31z", "#000000", op=0.28)
        if label:
            c.rect(-17, -47, 34, 18, "#f3efe2", rx=2)
            c.text(0, -33.5, 13, label, "#35503f", face="sans")


def twin_bin(c: Canvas, x: float, y: float, *, full: bool, labels: tuple[str, str]) -> None:
    c.shadow(x, y + 8, 150, 16)
    c.rect(x - 100, y - 250, 96, 250, "#4f6a5a", rx=6)
    c.rect(x + 4, y - 250, 96, 250, "#566f80", rx=6)
    c.rect(x - 110, y - 270, 220, 26, "#6d7377", rx=8)
    for dx, label in zip((-52, 52), labels, strict=True):
        c.rect(x + dx - 32, y - 224, 64, 40, "#1f2426", rx=4)
        c.text(x + dx, y - 100, 22, label, "#e9e4d4", face="sans")
    if full:
        for dx, r, fill in ((-62, 20, 1), (-36, 16, 2), (42, 20, 0), (66, 15, 1)):
            bag(c, x + dx, y - 186, r, BAGS[fill])
        for dx, r, fill in ((-40, 25, 1), (30, 29, 0), (78, 20, 2)):
            bag(c, x + dx, y - 268, r, BAGS[fill])


def pedal_bin(c: Canvas, x: float, y: float, h: float, *, open_: bool, fill: str = "#8b9296") -> None:
    with c.at(x, y, h / 60):
        c.shadow(0, 0, 26, 6)
        c.path("M-21 -60h42l-4 60h-34z", fill)
        c.rect(-21, -60, 42, 6, "#000000", op=0.18)
        if open_:
            for dx, dy, r in ((-10, -58, 9), (6, -60, 11), (14, -56, 7)):
                c.circle(dx, dy, r, SCRAPS[(int(r) * 3) % 8])
            c.path("M-14 -66l8 -10 9 6 10 -8 4 14z", "#ece8dc")
        else:
            c.path("M-24 -60q24 -14 48 0v4h-48z", "#6d7478")


# green


def tree(c: Canvas, x: float, y: float, h: float, rng: Random, palette: Sequence[str] = LEAVES) -> None:
    c.oval(x, y, h * 0.27, h * 0.05, "#1c1f22", op=0.18)
    c.poly(
        [(x - h * 0.07, y), (x - h * 0.025, y - h * 0.62), (x + h * 0.02, y - h * 0.62), (x + h * 0.05, y)],
        "#6d5b49",
    )
    for _ in range(15):
        r = rng.uniform(0.11, 0.18) * h
        c.circle(
            x + rng.uniform(-0.25, 0.25) * h,
            y - h * 0.72 + rng.uniform(-0.22, 0.2) * h,
            r,
            rng.choice(palette),
        )


def hedge(c: Canvas, rng: Random, x0: float, x1: float, y: float, r: float, palette: Sequence[str]) -> None:
    x = x0
    while x < x1:
        c.circle(x, y + rng.uniform(-0.3, 0.3) * r, r * rng.uniform(0.8, 1.2), rng.choice(palette))
        x += r * 0.7
    c.rect(x0, y, x1 - x0, r, palette[0])


def flowers(c: Canvas, rng: Random, zone: tuple[float, float, float, float], count: int, size: float = 9) -> None:
    x0, y0, x1, y1 = zone
    spots = sorted((rng.uniform(y0, y1), rng.uniform(x0, x1)) for _ in range(count))
    for y, x in spots:
        c.oval(x, y, size, size * 0.6, rng.choice(LEAVES))
        if rng.random() < 0.45:
            c.circle(x + 3, y - size * 0.5, size * 0.32, rng.choice(FLOWERS))


def planter(c: Canvas, x: float, y: float, w: float, rng: Random) -> None:
    c.shadow(x, y, w * 0.56, 6)
    for i in range(int(w / 6)):
        px = x - w / 2 + 4 + i * 6
        c.oval(px, y - 40 - rng.uniform(0, 6), 9, rng.uniform(11, 18), rng.choice(LEAVES))
    for _ in range(int(w / 10)):
        c.circle(x + rng.uniform(-0.45, 0.45) * w, y - rng.uniform(46, 62), 3.6, rng.choice(FLOWERS))
    c.poly([(x - w / 2, y - 34), (x + w / 2, y - 34), (x + w / 2 - 5, y), (x - w / 2 + 5, y)], "#a89a84")
    c.rect(x - w / 2 - 3, y - 38, w + 6, 8, "#bcae97")


def pot(c: Canvas, x: float, y: float, h: float, rng: Random) -> None:
    c.shadow(x, y, h * 0.45, h * 0.09)
    c.poly(
        [(x - h * 0.33, y - h * 0.45), (x + h * 0.33, y - h * 0.45), (x + h * 0.22, y), (x - h * 0.22, y)],
        "#9a6e52",
    )
    for _ in range(10):
        c.oval(
            x + rng.uniform(-0.28, 0.28) * h,
            y - h * rng.uniform(0.48, 0.88),
            h * 0.18,
            h * 0.14,
            rng.choice(LEAVES),
        )


def weeds(c: Canvas, rng: Random, zone: tuple[float, float, float, float], count: int, fill: str = "#7f8a56") -> None:
    x0, y0, x1, y1 = zone
    d = "".join(
        f"M{num(rng.uniform(x0, x1))} {num(rng.uniform(y0, y1))}l{num(rng.uniform(-5, 5))} {num(-rng.uniform(7, 16))}"
        for _ in range(count)
    )
    c.path(d, stroke=fill, width=2.4)


# vehicles


def scooter(c: Canvas, x: float, y: float, scale: float, fill: str, *, flip: bool = False, turn: float = 0.0) -> None:
    with c.at(x, y, scale, flip=flip, turn=turn):
        c.shadow(0, 0, 58, 6)
        for wx in (-38, 40):
            c.circle(wx, -15, 15, "#2b2e30")
            c.circle(wx, -15, 6, "#9aa1a4")
        c.path("M-52 -30q14 -14 30 -8l6 8h22l14 -40 9 2-12 50h-44q-12 -12 -25 -12z", fill)
        c.path("M-50 -46q4 -10 20 -9h20q8 4 4 9z", "#35383a")
        c.path("M26 -70l-6 -14h-14M20 -84l14 -4", stroke="#35383a", width=4)
        c.rect(26, -72, 22, 16, "#54585a", rx=3)
        c.path("M28 -34h24q2 10 -4 12h-16z", fill)


def bicycle(c: Canvas, x: float, y: float, scale: float, fill: str, *, flip: bool = False, turn: float = 0.0) -> None:
    with c.at(x, y, scale, flip=flip, turn=turn):
        c.shadow(0, 0, 56, 5)
        c.ring(-32, -22, 21, "#35383a", 3.4)
        c.ring(34, -22, 21, "#35383a", 3.4)
        c.path("M-32 -22l18 -34h32l-18 34zM-14 -56l14 34M34 -22l-18 -40", stroke=fill, width=4)
        c.path("M-22 -60h16M16 -62l-4 -10h12", stroke="#35383a", width=4.500)


def car(c: Canvas, x: float, y: float, scale: float, fill: str, *, flip: bool = False) -> None:
    with c.at(x, y, scale, flip=flip):
        c.shadow(0, 0, 126, 9)
        c.path("M-118 -20q-2 -30 18 -34l30 -4q18 -32 44 -34h44q26 2 50 36l34 6q18 4 16 30z", fill)
        c.path("M-60 -58q14 -24 36 -26h12v26zM-4 -84h24q20 2 36 26h-60z", "#9db0b6")
        c.path("M-118 -20h236v8h-228z", "#000000", op=0.22)
        for wx in (-70, 74):
            c.circle(wx, -16, 19, "#2b2e30")
            c.circle(wx, -16, 9, "#a9b0b3")
        c.rect(106, -46, 10, 9, "#f0dca0", rx=3)
        c.path("M-2 -84v64M-30 -46h12M18 -46h12", stroke="#000000", width=1.6, op=0.3)


# street furniture


def bench(c: Canvas, x: float, y: float, *, broken: bool) -> None:
    c.shadow(x, y, 96, 10)
    posts = "M{a} {t}v{h}M{b} {t}v{h}".format(a=num(x - 68), b=num(x + 68), t=num(y - 92), h=92)
    if broken:
        with c.at(x, y):
            c.path("M-84 -54l168 14v9l-168 -14zM-84 -80l120 9v9l-120 -9z", "#8b745b")
    c.path(posts, stroke="#54585a", width=8)
    if not broken:
        for dy, h, fill in (
            (-84, 9, "#a8784a"),
            (-68, 9, "#a8784a"),
            (-52, 9, "#a8784a"),
            (-34, 12, "#b98a5a"),
        ):
            c.rect(x - 88, y + dy, 176, h, fill)


def umbrella(c: Canvas, x: float, top: float, w: float, pole: float, fills: tuple[str, str]) -> None:
    h = w * 0.38
    c.path(f"M{num(x)} {num(top + 20)}v{num(pole)}", stroke="#6c675e", width=5)
    for i in range(6):
        a, b = x - w / 2 + i * w / 6, x - w / 2 + (i + 1) * w / 6
        c.path(
            f"M{num(x)} {num(top)}L{num(a)} {num(top + h)}"
            f"Q{num((a + b) / 2)} {num(top + h + 12)} {num(b)} {num(top + h)}z",
            fills[i % 2],
        )


def stall(c: Canvas, rng: Random, x: float, y: float, w: float) -> None:
    """A table with crates of greens and fruit."""
    c.shadow(x, y, w * 0.6, 9)
    c.path(
        f"M{num(x - w * 0.45)} {num(y - 50)}v50M{num(x + w * 0.45)} {num(y - 50)}v50",
        stroke="#6a5e4d",
        width=6,
    )
    c.rect(x - w / 2, y - 60, w, 16, "#9a8462")
    c.rect(x - w / 2, y - 46, w, 12, "#7d6a4c")
    crates = max(2, int(w / 42))
    step = w / crates
    kinds = (("#93ad6c", "#7f9a5b"), ("#d3924d", "#c07b3c"), ("#b6564a", "#c96a5d"), ("#8aa36a", "#9fb77e"))
    for i in range(crates):
        left = x - w / 2 + 4 + i * step
        c.rect(left, y - 76, step - 6, 18, "#b99c6b")
        for k in range(int((step - 6) / 7)):
            c.circle(left + 5 + k * 7, y - 79 + rng.uniform(-2, 3), 5.4, rng.choice(kinds[i % 4]))


def lamp(c: Canvas, x: float, y: float, h: float) -> None:
    c.path(f"M{num(x)} {num(y)}v{num(-h)}q0 -14 16 -14", stroke="#5f6468", width=4)
    c.path(f"M{num(x + 12)} {num(y - h - 18)}h22l6 10h-34z", "#5f6468")


def cone(c: Canvas, x: float, y: float, h: float, *, turn: float = 0.0) -> None:
    with c.at(x, y, h / 60, turn=turn):
        c.shadow(0, 0, 24, 5)
        c.path("M-4 -60h8l16 56h-40z", "#b8603f")
        c.path("M-8.500 -44h17l3 12h-23zM-14 -24h28l3 10h-34z", "#efe9da")
        c.rect(-24, -5, 48, 6, "#8d4a33")


def plate(c: Canvas, x: float, y: float, w: float, h: float, words: str, *, fill: str, ink: str, size: float) -> None:
    """A flat sign with words, centred on (x, y)."""
    c.rect(x - w / 2, y - h / 2, w, h, fill, rx=3)
    c.text(x, y + size * 0.36, size, words, ink, face="sans", gap=size * 0.08)


def notice(c: Canvas, x: float, y: float, w: float, h: float, head: str = "#4b6a78") -> None:
    """A poster with a head and a few lines of print."""
    c.rect(x, y, w, h, "#e9e3d2")
    c.rect(x, y, w, h * 0.18, head)
    for i, long in enumerate((0.5, 0.74, 0.62, 0.5, 0.74)):
        c.rect(x + w * 0.12, y + h * (0.3 + i * 0.125), w * long, 3, "#9a958a")


def cracks(c: Canvas, rng: Random, x: float, y: float, reach: float, count: int = 6, fill: str = "#5d5a53") -> None:
    """Jagged rays from one point: broken glass, split stone."""
    d = ""
    for i in range(count):
        angle = (i + rng.uniform(-0.3, 0.3)) * tau / count
        far = reach * rng.uniform(0.5, 1)
        dx, dy, bend = cos(angle) * far, sin(angle) * far, rng.uniform(-0.12, 0.12) * far
        d += f"M{num(x)} {num(y)}l{num(dx * 0.5 + bend)} {num(dy * 0.5 - bend)}"
        d += f" {num(dx * 0.5 - bend)} {num(dy * 0.5 + bend)}"
    c.path(d, stroke=fill, width=2.2)
