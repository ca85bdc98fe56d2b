"""Streets and squares: what is wrong in front of everybody's door."""

from __future__ import annotations

from lianchuang.demo.scenes.backdrops import (
    alley_end,
    alley_ground,
    alley_openings,
    alley_walls,
    awning,
    kerb_and_road,
    pavement,
    pillars,
    shutter,
    sign,
    skyline,
    wall,
    wall_patch,
    wall_point,
    window,
)
from lianchuang.demo.scenes.canvas import Canvas, num
from lianchuang.demo.scenes.things import (
    ADS,
    bag,
    bag_heap,
    bicycle,
    box,
    car,
    cone,
    lamp,
    litter,
    notice,
    planter,
    plate,
    pot,
    puddle,
    scooter,
    scraps_of_ads,
    stains,
    stall,
    tree,
    twin_bin,
    umbrella,
    wheelie,
)
from lianchuang.demo.scenes.words import LABELS, SIGNS

CARS = ("#8a9aa3", "#b9b3a6", "#6f7f86", "#a58d7a")
RIDES = ("#6d8494", "#9a6e52", "#5f7a68", "#8b8f92", "#a58a5a")


# market: stalls and rubbish before the gate


def _market_hall(c: Canvas) -> None:
    c.rect(296, 196, 268, 220, "#35332f")
    c.poly([(296, 196), (564, 196), (512, 252), (348, 252)], "#45423c")
    c.rect(348, 252, 164, 120, "#55514a")
    c.poly([(296, 416), (348, 372), (512, 372), (564, 416)], "#6a665d")
    for x, y, r in (
        (360, 262, 6),
        (404, 258, 7),
        (452, 258, 7),
        (496, 262, 6),
        (330, 238, 9),
        (428, 234, 10),
        (530, 238, 9),
    ):
        c.circle(x, y, r * 2.4, "#f0dca0", op=0.14)
        c.circle(x, y, r, "#f0dca0", op=0.9)
    for x in (356, 392, 440, 476):
        c.rect(x, 338, 28, 26, "#7f7360")
        c.rect(x, 330, 28, 9, c.place.choice(("#b98a4d", "#a5564a", "#8aa36a")))


def market(c: Canvas) -> None:
    skyline(c, 112, tall=90)
    wall(c, 112, 416)
    pillars(c, 125, 416, (20, 268, 576, 776))
    shutter(c, 60, 222, 186, 194)
    awning(c, 50, 196, 206, c.pick((("#dcd6c6", "#8a9d92"), ("#e2d8c4", "#a98f74"), ("#dcdcd2", "#8394a0"))))
    _market_hall(c)
    sign(c, 430, 136, 288, 50, c.pick(SIGNS["market"]), fill=c.pick(("#33493f", "#3c4a58", "#5a4638")))
    notice(c, 614, 214, 66, 88)
    notice(c, 694, 214, 66, 88)
    pavement(c, 416, 480, fill="#c2bbac" if c.broken else "#cfc9bc")
    kerb_and_road(c, 480)
    (_market_before if c.broken else _market_after)(c)


def _market_before(c: Canvas) -> None:
    rng = c.mess
    stains(c, rng, (80, 500, 720, 570), 4)
    umbrella(c, 120, 258, 190, 190, ("#a9b7bf", "#7b8f9f"))
    stall(c, rng, 122, 478, 164)
    umbrella(c, 246, 316, 176, 176, ("#d0ae83", "#b48a5c"))
    stall(c, rng, 251, 522, 150)
    wheelie(c, 640, 452, 84, "#4d6b57", lid=False)
    wheelie(c, 704, 456, 84, "#4d6b57", lid=False)
    for x, y, r, f in (
        (632, 378, 22, "#e3ded0"),
        (660, 372, 20, "#3a3d40"),
        (700, 376, 23, "#7e98a8"),
        (722, 384, 17, "#e3ded0"),
    ):
        bag(c, x, y, r, f)
    box(c, 582, 466, 44, 34)
    bag_heap(c, rng, 676, 492, 4, 29)
    bag_heap(c, rng, 690, 518, 2, 24)
    litter(c, rng, (40, 486, 780, 596), 110)


def _market_after(c: Canvas) -> None:
    c.path("M0 540h800", stroke="#e8e4d8", width=6)
    d = "".join(f"M{310 + i * 26} 470l22 -44" for i in range(9))
    c.frame(300, 424, 260, 48, "#e4c76b", 4)
    c.path(d, stroke="#e4c76b", width=3)
    planter(c, 154, 438, 124, c.mess)
    planter(c, 592, 430, 36, c.mess)
    c.rect(618, 330, 150, 14, "#6d7f74")
    c.path("M622 344v90M764 344v90", stroke="#6d7f74", width=6)
    wheelie(c, 655, 436, 74, "#4d6b57", label=LABELS["food"])
    wheelie(c, 719, 436, 74, "#5a7384", label=LABELS["other"])


# alley: wires, small ads, holes


def alley(c: Canvas) -> None:
    skyline(c, 190, tall=60)
    alley_end(c)
    tint = c.pick((("#cdc3b1", "#d8cfbe"), ("#c6c3b6", "#d2cfc2"), ("#cfbfae", "#dacbbb")))
    base = None if c.broken else ("#a9b0ac", "#b4bbb7")
    alley_walls(c, *tint, base=base)
    if c.broken:
        for side in (-1, 1):
            wall_patch(c, side, (0, 1), (0, 1), "#7a6a50", op=0.14)
    alley_openings(c, "#7d6d5b" if c.broken else "#7f8a86")
    alley_ground(c, "#a39b8d" if c.broken else "#b5b2aa", slabs=not c.broken)
    (_alley_before if c.broken else _alley_after)(c)


def _alley_before(c: Canvas) -> None:
    rng = c.mess
    for side, u, v in ((-1, 0.15, 0.42), (-1, 0.5, 0.5), (1, 0.25, 0.35), (1, 0.66, 0.4)):
        wall_patch(c, side, (u, u + 0.16), (v - 0.2, v + 0.06), "#a9987f", op=0.5)
    for x, y, rx in ((300, 560, 110), (500, 500, 80), (420, 430, 52), (590, 590, 100)):
        puddle(c, x + rng.uniform(-30, 30), y, rx)
    for i in range(14):
        a, b, mid = rng.uniform(-20, 150), rng.uniform(630, 816), rng.uniform(130, 220)
        d = f"M{num(a)} {20 + i * 11}Q400 {num(mid)} {num(b)} {num(rng.uniform(50, 155))}"
        c.path(d, stroke="#2d2f31", width=rng.choice((1.6, 2.2, 3)), op=0.85)
    c.path("M60 70q40 60 20 120t30 100", stroke="#2d2f31", width=4)
    c.ring(92, 176, 24, "#2d2f31", 4)
    for side in (-1, 1):
        for _ in range(30):
            u, v = rng.uniform(0.12, 0.92), rng.uniform(0.3, 0.68)
            wall_patch(
                c,
                side,
                (u, u + rng.uniform(0.015, 0.04)),
                (v, v + rng.uniform(0.03, 0.055)),
                rng.choice(ADS),
                op=0.92,
            )
    bag_heap(c, rng, 110, 566, 3, 36)
    bag(c, 706, 566, 35)
    box(c, 641, 560, 62, 46)
    litter(c, rng, (200, 440, 640, 590), 60)


def _alley_after(c: Canvas) -> None:
    c.path("M396 296L360 620M404 296L440 620", stroke="#7f7d76", width=3)
    for side in (-1, 1):
        near, far = wall_point(side, 0, 0.86), wall_point(side, 1, 0.86)
        c.line([near, far], "#8b8d8c", 9)
        c.line([(near[0], near[1] - 3), (far[0], far[1] - 1)], "#b2b4b2", 2)
    for x, y, h in ((206, 438, 46), (150, 488, 60), (640, 478, 58), (70, 560, 84), (724, 566, 84)):
        pot(c, x, y, h, c.mess)
    lamp(c, 250, 330, 140)
    wall_patch(c, 1, (0.474, 0.553), (0.45, 0.62), "#efe9da")
    wall_patch(c, 1, (0.479, 0.548), (0.575, 0.605), "#4b6a78")


# corner: bins that overflow


def corner(c: Canvas) -> None:
    wall(c, 60, 400)
    c.rect(40, 120, 250, 280, "#7d8d92")
    c.rect(52, 132, 110, 256, "#a9bbc0")
    c.rect(168, 132, 110, 256, "#9fb2b8")
    c.rect(40, 84, 250, 36, c.pick(("#4b5b52", "#5a4a44", "#46566a")))
    c.text(165, 111, 25, c.pick(SIGNS["breakfast"]), "#efe7cf", gap=6)
    window(c, 560, 120, 200, 170)
    pavement(c, 400, 600, fill="#c4bdaf" if c.broken else "#cfc9bc")
    if c.broken:
        c.oval(430, 540, 230, 34, "#5a5346", op=0.28)
    twin_bin(c, 400, 520, full=c.broken, labels=(LABELS["recycle"], LABELS["other"]))
    if c.broken:
        box(c, 263, 540, 74, 56)
        box(c, 271, 488, 54, 40, "#b98f58")
        bag_heap(c, c.mess, 420, 566, 6, 38)
        litter(c, c.mess, (170, 480, 720, 594), 70)
    else:
        planter(c, 640, 470, 120, c.mess)
        planter(c, 170, 470, 100, c.mess)
        c.path("M250 560h300", stroke="#e4c76b", width=5, op=0.8)


# road: hole and missing cover


def _carriageway(c: Canvas) -> None:
    skyline(c, 250, tall=150)
    c.rect(0, 236, 800, 364, "#a3b088")
    for x, h in ((60, 210), (170, 150), (640, 150), (742, 220)):
        tree(c, x, 300 + h * 0.2, h, c.place)
    c.poly([(340, 250), (460, 250), (900, 600), (-100, 600)], "#8f908e" if c.broken else "#868887")
    c.poly([(460, 250), (476, 250), (1010, 600), (900, 600)], "#c6bfb1")
    c.poly([(340, 250), (326, 250), (-190, 600), (-100, 600)], "#c6bfb1")
    for far, near in ((340, -100), (460, 900)):
        c.line([(far, 250), (near, 600)], "#b3ac9d", 5)


def road(c: Canvas) -> None:
    _carriageway(c)
    paint = 0.35 if c.broken else 1.0
    for y0, y1 in ((262, 280), (300, 330), (362, 412), (462, 540), (590, 640)):
        w0, w1 = (y0 - 240) * 0.03 + 1, (y1 - 240) * 0.03 + 1
        c.poly([(400 - w0, y0), (400 + w0, y0), (400 + w1, y1), (400 - w1, y1)], "#ece8dc", op=paint)
    if c.broken:
        _road_before(c)
    else:
        _road_after(c)


def _road_before(c: Canvas) -> None:
    rng = c.mess
    c.oval(300, 462, 118, 30, "#77726a")
    c.path("M196 462q20 -34 96 -30q90 -2 104 24q-10 34 -92 32q-90 6 -108 -26z", "#4a4640")
    c.path("M216 466q30 -22 84 -20q70 0 78 14q-22 18 -78 18q-64 2 -84 -12z", "#37342f")
    c.oval(306, 468, 52, 8, "#8fa0a6", op=0.8)
    for x, y, dx, dy in (
        (200, 456, -70, 22),
        (390, 446, 84, -24),
        (250, 438, -30, -40),
        (330, 492, 30, 52),
        (410, 470, 70, 26),
    ):
        c.path(
            f"M{x} {y}l{num(dx * 0.3)} {num(dy * 0.5)} {num(dx * 0.3)} {num(dy * 0.1)}"
            f" {num(dx * 0.4)} {num(dy * 0.4)}m{num(-dx * 0.4)} {num(-dy * 0.4)}"
            f"l{num(dx * 0.15)} {num(dy * 0.7)}",
            stroke="#5f5c55",
            width=2.6,
        )
    c.path("M440 340l34 14 12 22 40 8M474 354l36 -8M486 376l-24 20", stroke="#6a675f", width=2.2)
    for _ in range(26):
        gx, gy = rng.uniform(170, 440), rng.uniform(430, 520)
        c.oval(gx, gy, rng.uniform(3, 8), rng.uniform(2, 4), "#6b665c")
    c.oval(560, 512, 66, 20, "#7a7a76")
    c.oval(560, 512, 56, 16, "#17191a")
    c.path("M512 514q48 18 96 0", stroke="#54585a", width=4)
    cone(c, 660, 530, 72, turn=-74)
    cone(c, 500, 500, 64)
    litter(c, rng, (120, 500, 700, 590), 16)


def _road_after(c: Canvas) -> None:
    c.poly([(206, 428), (398, 428), (410, 494), (178, 494)], "#6f7170")
    c.path("M206 428h192l12 66h-232z", stroke="#636564", width=3)
    c.oval(560, 512, 62, 18, "#6b6d6c")
    c.oval(560, 512, 54, 15, "#575a5b")
    c.path("M520 506h80M512 513h96M520 520h80M548 500l-8 24M576 500l8 24", stroke="#7b7e7f", width=2)
    c.line([(352, 252), (-50, 600)], "#ece8dc", 5, op=0.9)
    c.line([(448, 252), (850, 600)], "#ece8dc", 5, op=0.9)


# parking: bikes and a car on the blind track


def parking(c: Canvas) -> None:
    wall(c, 40, 330)
    for i, x in enumerate((30, 290, 550)):
        shutter(c, x, 130, 220, 200) if i == c.variant % 3 else window(c, x, 130, 220, 200, 3)
        c.rect(x, 88, 220, 40, ("#4b5b52", "#5a4a44", "#46566a")[(i + c.variant) % 3])
        c.text(x + 110, 117, 26, SIGNS["shops"][(i * 2 + c.variant) % 6], "#efe7cf", gap=5)
    pavement(c, 330, 560)
    c.rect(0, 446, 800, 34, "#d9bb6a" if not c.broken else "#c9ae6c")
    c.path("".join(f"M0 {452 + i * 7}h800" for i in range(4)), stroke="#b8984a", width=2)
    c.path("".join(f"M{i * 34} 446v34" for i in range(24)), stroke="#b8984a", width=1.4)
    kerb_and_road(c, 560)
    (_parking_before if c.broken else _parking_after)(c)


def _parking_before(c: Canvas) -> None:
    rng = c.mess
    bicycle(c, 96, 400, 0.95, "#6d8494")
    scooter(c, 230, 424, 1.0, c.pick(RIDES), flip=True)
    car(c, 545, 486, 1.35, c.pick(CARS), flip=c.variant == 1)
    scooter(c, 120, 486, 1.15, "#5f7a68", turn=-4)
    scooter(c, 262, 506, 1.2, "#9a6e52", flip=True)
    bicycle(c, 352, 528, 1.15, "#a58a5a", turn=3)
    with c.at(690, 540, 1.15, turn=78):
        bicycle(c, 0, 0, 1, "#5f7a8a")
    litter(c, rng, (20, 480, 780, 556), 22)


def _parking_after(c: Canvas) -> None:
    c.frame(40, 356, 470, 66, "#ece8dc", 4)
    c.path("".join(f"M{40 + i * 78} 356v66" for i in range(1, 6)), stroke="#ece8dc", width=3)
    for i, fill in enumerate(("#6d8494", "#5f7a68", c.pick(RIDES), "#9a6e52", "#8b8f92")):
        with c.at(80 + i * 78, 414):
            if i % 2:
                bicycle(c, 0, 0, 0.66, fill)
            else:
                scooter(c, 0, 0, 0.66, fill)
    plate(c, 590, 352, 110, 40, LABELS["parking"], fill="#46606e", ink="#f3efe2", size=24)
    c.path("M590 372v52", stroke="#5f6468", width=5)
    for x in (90, 250, 410, 570, 730):
        c.rect(x - 6, 520, 12, 38, "#7b8084", rx=4)
        c.rect(x - 6, 528, 12, 6, "#e4c76b")


# shop: goods on the pavement


def shop(c: Canvas) -> None:
    skyline(c, 80, tall=60)
    wall(c, 76, 420)
    pillars(c, 90, 420, (0, 386, 780))
    names = SIGNS["shops"]
    for i, x in enumerate((200, 594)):
        c.rect(x - 160, 176, 320, 244, "#6f7d80")
        c.rect(x - 150, 186, 92, 222, "#a9bbc0")
        c.rect(x + 58, 186, 92, 222, "#9fb2b8")
        c.rect(x - 52, 186, 104, 234, "#4a4640")
        c.rect(x - 40, 250, 80, 110, "#7d7566")
        for y in (250, 284, 318):
            c.rect(x - 40, y, 80, 4, "#a89a84")
        tilt = 3.5 if c.broken and i == 0 else 0
        with c.at(x, 100, turn=tilt):
            sign(
                c,
                0,
                0,
                310,
                58,
                names[(c.variant * 2 + i) % 6],
                fill=("#33493f", "#5a4638", "#3c4a58")[(i + c.variant) % 3],
            )
    pavement(c, 420, 540, fill="#c2bbac" if c.broken else "#cfc9bc")
    kerb_and_road(c, 540)
    (_shop_before if c.broken else _shop_after)(c)


def _goods(c: Canvas, x: float, y: float, w: float) -> None:
    """A rack of boxes and basins set out of doors."""
    c.shadow(x, y, w * 0.55, 8)
    for i in range(3):
        c.rect(x - w / 2, y - 40 - i * 46, w, 7, "#8d8271")
        for k in range(int(w / 30)):
            h = c.mess.uniform(18, 36)
            c.rect(
                x - w / 2 + 5 + k * 30,
                y - 40 - i * 46 - h,
                24,
                h,
                c.mess.choice(("#b98f58", "#8fa3ad", "#b0685a", "#d0c089", "#7f9a68")),
            )
    c.path(f"M{num(x - w / 2)} {num(y)}v-150M{num(x + w / 2)} {num(y)}v-150", stroke="#6a5e4d", width=6)


def _shop_before(c: Canvas) -> None:
    rng = c.mess
    stains(c, rng, (100, 450, 700, 520), 4)
    _goods(c, 110, 476, 170)
    _goods(c, 690, 470, 170)
    umbrella(c, 520, 250, 190, 230, ("#d0ae83", "#b48a5c"))
    stall(c, rng, 520, 512, 170)
    for x, y, w in ((262, 508, 78), (330, 516, 64), (282, 462, 60)):
        box(c, x, y, w, w * 0.7)
    with c.at(410, 500):
        c.poly([(-34, 0), (-22, -110), (22, -110), (34, 0)], "#b0685a")
        c.rect(-18, -98, 36, 60, "#efe9da")
        c.text(0, -58, 17, LABELS["let"], "#8d4a33", face="sans")
    bag_heap(c, rng, 622, 532, 2, 22)
    litter(c, rng, (20, 480, 780, 590), 50)


def _shop_after(c: Canvas) -> None:
    planter(c, 396, 440, 70, c.mess)
    for x in (200, 594):
        plate(c, x - 104, 300, 76, 26, LABELS["front"], fill="#efe9da", ink="#35503f", size=16)
    wheelie(c, 760, 452, 70, "#4d6b57", label=LABELS["other"])
    c.path("M0 530h800", stroke="#e4c76b", width=4)
    c.path("M0 578h800", stroke="#e8e4d8", width=5)


# billboard and bus stop


def billboard(c: Canvas) -> None:
    skyline(c, 330, tall=190)
    c.rect(0, 330, 800, 120, "#9aaa7a" if c.broken else "#8fae74")
    tree(c, 70, 380, 250, c.place)
    tree(c, 742, 384, 230, c.place)
    pavement(c, 450, 600)
    c.path("M214 430v60M586 430v60", stroke="#6d7377", width=16)
    c.shadow(400, 492, 230, 12)
    c.rect(130, 130, 540, 310, "#6d7377", rx=6)
    c.rect(142, 142, 516, 286, "#e9dfc6" if not c.broken else "#cfc6b2")
    c.poly(
        [(142, 428), (142, 360), (260, 300), (380, 352), (500, 286), (658, 366), (658, 428)],
        "#8aa580" if not c.broken else "#aeb09c",
    )
    c.circle(560, 210, 38, "#d98e62" if not c.broken else "#c9b59c")
    c.path("M142 392q130 -26 258 0t258 0v36h-516z", "#8fb0b6" if not c.broken else "#aab2ae")
    ink = "#7a3b2e" if not c.broken else "#a08f80"
    c.text(300, 226, 60, SIGNS["board"][0], ink, gap=10)
    c.text(372, 300, 60, SIGNS["board"][1], ink, gap=10)
    if c.broken:
        _worn_board(c)
    else:
        planter(c, 250, 486, 160, c.mess)
        planter(c, 550, 486, 160, c.mess)


def _worn_board(c: Canvas) -> None:
    rng = c.mess
    c.path("M658 142v150q-30 -20 -46 -52q-36 -10 -50 -52q-44 -6 -62 -46z", "#7b7f80")
    c.path("M658 292q-60 -6 -70 -60q-50 -10 -60 -50q-30 -14 -28 -40l18 40q10 40 60 52q14 54 80 66z", "#ece6d6")
    c.path("M180 428q10 -60 -38 -96v96z", "#7b7f80")
    c.path("M142 332q40 30 38 96l30 40q8 -80 -68 -150z", "#ded6c2")
    scraps_of_ads(c, rng, (190, 330, 480, 420), 12, 1.3)
    c.path("M520 320q-6 50 4 108M300 142q8 40 -6 80", stroke="#8a8272", width=4, op=0.7)
    litter(c, rng, (120, 470, 700, 590), 26)
    bag(c, 640, 520, 26, "#e3ded0")


def busstop(c: Canvas) -> None:
    skyline(c, 300, tall=170)
    c.rect(0, 300, 800, 110, "#9cae82")
    for x in (60, 250, 480, 720):
        tree(c, x, 330, c.place.uniform(150, 200), c.place)
    pavement(c, 400, 520, fill="#c2bbac" if c.broken else "#cfc9bc")
    kerb_and_road(c, 520)
    c.shadow(400, 486, 300, 12)
    c.rect(120, 190, 470, 230, "#b9c8cc", op=0.5)
    if c.broken:
        c.path("M290 420l-34 -90 40 -50 -20 -40 60 -50h90l-20 70 44 40 -36 60 10 60z", "#eef2ee", op=0.8)
        c.path("M290 420l-34 -90 40 -50 -20 -40 60 -50h90l-20 70 44 40 -36 60 10 60", stroke="#f7f9f6", width=4)
        c.path(
            "M256 330l-60 -20M296 280l-80 -50M276 240l-50 -46M450 300l60 -34M414 360l70 20M410 260l60 -50",
            stroke="#f3f5f2",
            width=2,
        )
    c.path("M126 180v300M274 190v230M436 190v230M584 180v300", stroke="#5f6a6f", width=9)
    c.poly([(90, 176), (620, 176), (640, 152), (70, 152)], "#4f6a72")
    c.rect(70, 144, 570, 10, "#3f565d")
    c.rect(170, 420, 370, 12, "#a8784a")
    c.path("M190 432v44M520 432v44", stroke="#54585a", width=7)
    c.path("M700 486V170", stroke="#5f6a6f", width=8)
    c.rect(650, 110, 104, 60, "#46606e", rx=4)
    c.text(702, 150, 27, c.pick(SIGNS["stop"]), "#f3efe2" if not c.broken else "#9fb0b6", gap=2)
    notice(c, 664, 190, 76, 110, "#46606e")
    (_stop_before if c.broken else _stop_after)(c)


def _stop_before(c: Canvas) -> None:
    rng = c.mess
    scraps_of_ads(c, rng, (140, 220, 560, 390), 16, 1.1)
    scraps_of_ads(c, rng, (664, 200, 742, 300), 6, 1.1)
    wheelie(c, 620, 492, 76, "#4d6b57", lid=False)
    bag(c, 616, 424, 20, "#e3ded0")
    bag_heap(c, rng, 632, 506, 2, 24)
    stains(c, rng, (160, 470, 520, 500), 3)
    litter(c, rng, (100, 440, 740, 592), 60)
    c.path("M190 426l60 4M330 424l90 6", stroke="#6b5a49", width=5)


def _stop_after(c: Canvas) -> None:
    notice(c, 152, 220, 96, 120, "#4b6a78")
    wheelie(c, 626, 490, 70, "#4d6b57", label=LABELS["other"])
    c.frame(120, 540, 480, 44, "#e4c76b", 5)


# wires: a pole with a bird's nest of cables


def wires(c: Canvas) -> None:
    skyline(c, 420, tall=240)
    for x, w, top in ((-20, 210, 150), (640, 200, 190)):
        c.rect(x, top, w, 450, c.pick(("#cbbfa9", "#c4c3b6", "#cdb9a6")))
        c.rect(x - 6, top - 10, w + 12, 14, "#9c8f79")
        for i in range(3):
            window(c, x + 40 if x < 0 else x + 24, top + 40 + i * 110, 100, 66)
    c.rect(180, 400, 470, 122, "#c8c0b0")
    c.rect(180, 392, 470, 12, "#9c8f79")
    pavement(c, 520, 600)
    c.poly([(388, 560), (394, 60), (412, 60), (420, 560)], "#8f8a80")
    c.shadow(404, 562, 46, 8)
    for y in (96, 150):
        c.rect(310, y, 190, 10, "#6b675e")
        for x in (320, 352, 452, 484):
            c.rect(x - 4, y - 14, 8, 14, "#b8bab4")
    (_wires_before if c.broken else _wires_after)(c)


def _wires_before(c: Canvas) -> None:
    rng = c.mess
    for i in range(22):
        x, y, end = rng.uniform(320, 488), rng.choice((90, 146, 180, 210)), rng.choice((-20, 820))
        sag, far = rng.uniform(190, 400), rng.uniform(90, 330)
        c.path(
            f"M{num(x)} {y}Q{num((x + end) / 2)} {num(sag)} {end} {num(far)}",
            stroke="#2d2f31",
            width=rng.choice((1.8, 2.6, 3.6)),
        )
        if i < 7:
            c.ring(404 + rng.uniform(-26, 26), 236 + rng.uniform(-34, 40), rng.uniform(20, 44), "#2d2f31", 3)
    c.path(
        "M420 240q90 130 40 250q-10 40 30 56M386 250q-60 120 -20 230q10 40 -16 70",
        stroke="#2d2f31",
        width=3.5,
    )
    c.rect(366, 300, 70, 84, "#a7a79d", rx=3)
    c.path("M366 300l-26 20v80l26 -16z", "#8b8c84")
    for _ in range(6):
        c.path(
            f"M{num(rng.uniform(374, 428))} 384q{num(rng.uniform(-40, 40))} 50 {num(rng.uniform(-30, 30))} 96",
            stroke=rng.choice(("#2d2f31", "#8a5a48", "#4f6a80")),
            width=2.6,
        )
    c.path("M480 536q60 -26 120 4q40 18 90 -6", stroke="#2d2f31", width=3.5)


def _wires_after(c: Canvas) -> None:
    for y, far in ((90, 120), (146, 190)):
        for x, end in ((320, -20), (484, 820)):
            c.path(f"M{x} {y}Q{num((x + end) / 2)} {far + 20} {end} {far - 26}", stroke="#3b3d3f", width=5)
    c.rect(396, 170, 16, 350, "#7b8084", rx=4)
    for y in (220, 300, 380, 460):
        c.rect(392, y, 24, 7, "#565a5d")
    c.rect(366, 300, 70, 84, "#b8bab4", rx=3)
    c.frame(372, 306, 58, 72, "#8f918b", 2)
    c.circle(424, 342, 4, "#565a5d")
    planter(c, 560, 566, 120, c.mess)
