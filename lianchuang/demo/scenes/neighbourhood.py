"""Where people live and go: gates, entrances, yards, lanes, the village."""

from __future__ import annotations

from lianchuang.demo.scenes.backdrops import (
    green_border,
    kerb_and_road,
    pavement,
    sign,
    skyline,
    window,
)
from lianchuang.demo.scenes.canvas import Canvas, num
from lianchuang.demo.scenes.things import (
    bag,
    bag_heap,
    box,
    car,
    cracks,
    flowers,
    litter,
    notice,
    planter,
    plate,
    pot,
    scooter,
    stains,
    stall,
    tree,
    umbrella,
    weeds,
    wheelie,
)
from lianchuang.demo.scenes.words import LABELS, SIGNS

# school gate


def school(c: Canvas) -> None:
    skyline(c, 160, tall=70)
    c.rect(120, 130, 560, 220, c.pick(("#c9b7a2", "#c4c6b8", "#cdbcae")))
    for i in range(3):
        for k in range(7):
            c.rect(142 + k * 78, 150 + i * 64, 54, 38, "#9fb2b8")
    tree(c, 70, 372, 230, c.place)
    tree(c, 735, 372, 230, c.place)
    c.rect(150, 366, 520, 76, "#b9b6aa")
    green_border(c, 356)
    for x in (150, 610):
        c.rect(x, 196, 60, 244, "#a5705a")
        c.rect(x - 6, 184, 72, 14, "#8a5a46")
    c.rect(0, 350, 150, 90, "#c3b59d")
    c.rect(670, 350, 130, 90, "#c3b59d")
    sign(c, 380, 208, 380, 60, c.pick(SIGNS["school"]), fill="#e9dfc6", ink="#7a3b2e")
    pavement(c, 440, 500)
    gate = "".join(f"M{222 + i * 30} 350l30 84M{252 + i * 30} 350l-30 84" for i in range(12))
    c.path(gate, stroke="#98a1a4", width=4)
    c.path("M212 350h394M212 434h394", stroke="#7f888c", width=5)
    kerb_and_road(c, 500)
    (_school_before if c.broken else _school_after)(c)


def _school_before(c: Canvas) -> None:
    rng = c.mess
    c.rect(690, 366, 96, 62, "#b08a3a")
    c.text(738, 409, 36, LABELS["drinks"], "#fbf3df", face="sans", gap=4)
    umbrella(c, 180, 280, 210, 210, ("#c98d7b", "#e2d8c4"))
    stall(c, rng, 180, 512, 190)
    umbrella(c, 600, 290, 200, 210, ("#a9b7bf", "#7b8f9f"))
    stall(c, rng, 600, 520, 180)
    scooter(c, 400, 520, 1.0, "#6d8494")
    scooter(c, 300, 548, 1.1, "#9a6e52", flip=True)
    for i in range(7):
        c.rect(180 + i * 70, 560, 36, 50, "#e8e4d8", op=0.25)
    bag(c, 484, 530, 22, "#e3ded0")
    litter(c, rng, (40, 490, 760, 594), 44)


def _school_after(c: Canvas) -> None:
    for i in range(8):
        c.poly([(200 + i * 54, 516), (232 + i * 54, 516), (222 + i * 60, 600), (184 + i * 60, 600)], "#ece8dc")
    for x in (90, 150, 650, 710):
        c.rect(x - 5, 462, 10, 38, "#7b8084", rx=4)
        c.rect(x - 5, 470, 10, 6, "#e4c76b")
    notice(c, 692, 366, 46, 62)
    notice(c, 744, 366, 46, 62, "#6f8a62")
    planter(c, 70, 470, 100, c.mess)


# estate entrance


def estate(c: Canvas) -> None:
    c.rect(0, -20, 800, 460, c.pick(("#cdbfae", "#c6c8bc", "#d0c4b0")))
    for i in range(2):
        for k, x in enumerate((24, 188, 516, 660)):
            window(c, x, 20 + i * 130, 116, 84)
            c.rect(x - 4, 100 + i * 130, 124, 10, ("#a89a84", "#b3a68f")[k % 2])
    c.rect(312, -20, 176, 460, "#000000", op=0.05)
    c.rect(300, 196, 200, 18, "#8d7f66")
    c.rect(330, 214, 140, 226, "#5f6a6f")
    c.rect(340, 224, 58, 216, "#7f9096")
    c.rect(402, 224, 58, 216, "#7f9096")
    c.circle(400, 166, 25, "#46606e")
    c.text(400, 173, 17, LABELS["unit"], "#f3efe2", face="sans")
    pavement(c, 440, 600)
    c.rect(300, 440, 200, 12, "#b3ac9d")
    c.rect(286, 452, 228, 12, "#bdb6a7")
    (_estate_before if c.broken else _estate_after)(c)


def _estate_before(c: Canvas) -> None:
    rng = c.mess
    for x, y, ex in ((84, 100, 120), (240, 104, 250), (250, 232, 236), (590, 232, 604), (720, 100, 690)):
        c.path(f"M{x} {y}q{num(rng.uniform(-40, 40))} 160 {ex - x} {466 - y}", stroke="#2d2f31", width=3)
        c.rect(ex - 9, 462, 18, 12, "#efe9da", rx=2)
    for x, y, s, f, flip in (
        (110, 520, 1.15, "#6d8494", False),
        (246, 512, 1.1, "#9a6e52", True),
        (610, 516, 1.15, "#5f7a68", False),
        (716, 526, 1.2, "#8b8f92", True),
    ):
        scooter(c, x, y, s, f, flip=flip)
    for x, y, w in ((350, 470, 70), (362, 424, 52), (440, 476, 62)):
        box(c, x, y, w, w * 0.72)
    c.path("M470 470l26 -130 14 4 -22 128z", "#a8784a")
    with c.at(410, 556):
        c.rect(-70, -50, 140, 26, "#9a7f74", rx=8)
        c.rect(-76, -84, 26, 66, "#8a7066", rx=8)
        c.rect(50, -84, 26, 66, "#8a7066", rx=8)
        c.rect(-66, -24, 132, 14, "#7a635a")
    bag_heap(c, rng, 540, 572, 3, 26)
    litter(c, rng, (60, 520, 740, 594), 30)


def _estate_after(c: Canvas) -> None:
    planter(c, 240, 474, 90, c.mess)
    planter(c, 560, 474, 90, c.mess)
    c.poly([(596, 330), (800, 330), (800, 308), (580, 308)], "#5f8a78")
    c.path("M606 330v190M790 330v190", stroke="#6d7377", width=8)
    plate(c, 700, 352, 110, 34, LABELS["charging"], fill="#efe9da", ink="#35503f", size=24)
    for i, f in enumerate(("#6d8494", "#9a6e52", "#5f7a68")):
        c.rect(628 + i * 56, 400, 22, 30, "#7b8084", rx=3)
        c.rect(634 + i * 56, 406, 10, 8, "#8fc0a0")
        scooter(c, 650 + i * 52, 516, 0.72, f)
    c.frame(290, 480, 220, 60, "#e4c76b", 4)
    notice(c, 514, 300, 50, 70)
    c.rect(96, 470, 8, 4, "#ffffff", op=0.1)


# village


def village(c: Canvas) -> None:
    c.path("M0 250q140 -90 300 -40t300 -40 220 50v80H0z", "#b3c0b4")
    c.rect(0, 262, 800, 338, "#a9b586")
    c.path("".join(f"M{-200 + i * 90} 330L{100 + i * 48} 268" for i in range(14)), stroke="#8fa06c", width=3)
    for x, w, h in ((70, 190, 120), (300, 160, 96), (560, 210, 128)):
        c.rect(x, 330 - h, w, h, c.pick(("#dcd5c6", "#d3cdbd", "#d9cdb8")))
        c.poly(
            [(x - 16, 330 - h), (x + w * 0.2, 290 - h), (x + w * 0.8, 290 - h), (x + w + 16, 330 - h)],
            "#6d7274",
        )
        c.rect(x + w * 0.4, 274, w * 0.18, 56, "#7a5b42")
        for k in (0.1, 0.7):
            c.rect(x + w * k, 330 - h * 0.72, w * 0.18, h * 0.28, "#8ea0a6")
    tree(c, 500, 352, 170, c.place)
    tree(c, 30, 372, 200, c.place)
    c.poly([(360, 330), (470, 330), (800, 600), (120, 600)], "#c3bcae")
    c.path("M360 330L120 600M470 330L800 600", stroke="#a9a293", width=5)
    (_village_before if c.broken else _village_after)(c)


def _village_before(c: Canvas) -> None:
    rng = c.mess
    c.shadow(640, 520, 140, 16)
    c.path("M500 520q20 -110 110 -126q70 -12 110 40q50 30 60 86z", "#c9ac6a")
    d = "".join(
        f"M{num(rng.uniform(520, 760))} {num(rng.uniform(430, 516))}"
        f"l{num(rng.uniform(-26, 26))} {num(rng.uniform(-22, 10))}"
        for _ in range(70)
    )
    c.path(d, stroke="#a98c4c", width=2.4)
    c.shadow(150, 500, 120, 14)
    c.path("M40 500q30 -70 110 -74q70 4 120 74z", "#8a8272")
    bag_heap(c, rng, 150, 484, 5, 26)
    bag_heap(c, rng, 160, 512, 4, 24)
    box(c, 250, 520, 54, 40)
    for x, y in ((330, 470), (420, 540), (560, 574)):
        c.oval(x, y, 60, 9, "#8f8263", op=0.5)
    litter(c, rng, (40, 440, 760, 594), 70)


def _village_after(c: Canvas) -> None:
    rng = c.mess
    c.path("M520 500q110 -70 260 -30v60q-140 -20 -250 20z", "#7c9a5f")
    flowers(c, rng, (560, 466, 780, 526), 70, 9)
    c.path(
        "".join(f"M{530 + i * 26} 512v-44" for i in range(10)) + "M524 482h250M524 500h250",
        stroke="#e6dcc4",
        width=5,
    )
    c.path("M40 500q110 -40 230 0v20h-230z", "#7c9a5f")
    flowers(c, rng, (60, 476, 250, 514), 46, 8)
    wheelie(c, 300, 470, 66, "#4d6b57", label=LABELS["food"])
    wheelie(c, 352, 470, 66, "#5a7384", label=LABELS["other"])


# community notice board


def noticeboard(c: Canvas) -> None:
    c.rect(0, 60, 800, 340, c.pick(("#cbbfa9", "#c4c8bc", "#d0c0b0")))
    c.rect(0, 44, 800, 20, "#8d7f66")
    c.rect(0, 300, 800, 100, "#000000", op=0.06)
    tree(c, 40, 420, 300, c.place)
    tree(c, 770, 420, 280, c.place)
    pavement(c, 400, 600)
    c.shadow(400, 504, 270, 12)
    c.path("M176 480V120M624 480V120", stroke="#6a5642", width=16)
    c.poly([(130, 110), (670, 110), (640, 70), (160, 70)], "#6a5642")
    c.rect(150, 110, 500, 50, "#4f6a72")
    c.text(400, 147, 32, LABELS["public"], "#f3efe2", face="sans", gap=8)
    c.rect(160, 164, 480, 250, "#7f888c")
    c.rect(170, 174, 460, 230, "#dfe3d8" if not c.broken else "#cfcbb8")
    c.rect(396, 164, 8, 250, "#7f888c")
    (_board_before if c.broken else _board_after)(c)


def _board_before(c: Canvas) -> None:
    rng = c.mess
    for x, y, w, turn in (
        (186, 186, 78, -7),
        (288, 192, 82, 9),
        (420, 184, 80, -4),
        (530, 204, 74, 12),
        (200, 300, 76, 6),
        (440, 306, 82, -12),
    ):
        with c.at(x, y, turn=turn):
            c.path(f"M0 0h{w}v{w * 0.9:.0f}l-14 8 -12 -12 -16 14 -20 -10 -{w - 62} 6z", "#d9c99a")
            c.path(f"M8 18h{w - 20}M8 32h{w - 34}M8 46h{w - 26}", stroke="#a89a72", width=3)
    scraps_of = ((316, 320, "#c98d5b"), (352, 344, "#8fa9b8"), (560, 330, "#b5584a"), (590, 366, "#d9c46f"))
    for x, y, fill in scraps_of:
        c.rect(x, y, 32, 40, fill)
    cracks(c, rng, 516, 290, 110, 13, "#f6f7f2")
    cracks(c, rng, 518, 292, 60, 9, "#8f978f")
    weeds(c, rng, (150, 486, 660, 520), 40)
    stains(c, rng, (180, 430, 620, 540), 3)
    litter(c, rng, (100, 480, 720, 592), 40)
    bag(c, 230, 516, 24)


def _board_after(c: Canvas) -> None:
    heads = ("#4b6a78", "#6f8a62", "#8a6a4a", "#5a6a7a", "#6f8a62", "#4b6a78")
    for i in range(12):
        x = 188 + (i % 6) * 70 + (16 if i % 6 > 2 else 0)
        notice(c, x, 184 + (i // 6) * 110, 60, 98, heads[(i + i // 6) % 6])
    planter(c, 400, 520, 380, c.mess)


# vectors: standing water where mosquitoes breed


def stillwater(c: Canvas) -> None:
    c.rect(0, 0, 800, 400, c.pick(("#c3ab94", "#bfb8a8", "#c9b29c")))
    d = "".join(f"M0 {20 + i * 24}h800" for i in range(16))
    d += "".join(f"M{(k * 64) + (i % 2) * 32} {20 + i * 24}v24" for i in range(16) for k in range(13))
    c.path(d, stroke="#a8937c", width=1.4)
    c.rect(0, 0, 800, 14, "#8d7f66")
    c.rect(720, 0, 20, 420, "#8b9498")
    window(c, 90, 60, 180, 130)
    c.rect(0, 400, 800, 200, "#b0a896")
    c.path("M0 430h800M0 480h800M0 548h800", stroke="#9b9383", width=1.4)
    tree(c, 640, 420, 300, c.place)
    (_water_before if c.broken else _water_after)(c)


def _tyre(c: Canvas, x: float, y: float, r: float) -> None:
    c.shadow(x, y + r * 0.5, r * 1.1, r * 0.2)
    c.oval(x, y + r * 0.22, r, r * 0.46, "#232527")
    c.oval(x, y, r, r * 0.46, "#35383a")
    c.oval(x, y, r * 0.58, r * 0.25, "#1c1f20")
    c.oval(x, y + 3, r * 0.5, r * 0.18, "#7c9092")


def _water_before(c: Canvas) -> None:
    rng = c.mess
    for x, y, r in ((210, 520, 86), (200, 480, 84), (390, 540, 92)):
        _tyre(c, x, y, r)
    for x, y, w, fill in ((560, 480, 110, "#6d8494"), (480, 440, 80, "#9a6e52"), (90, 450, 84, "#8b9296")):
        c.shadow(x, y, w * 0.6, 7)
        c.poly([(x - w / 2, y - w * 0.7), (x + w / 2, y - w * 0.7), (x + w * 0.38, y), (x - w * 0.38, y)], fill)
        c.oval(x, y - w * 0.7, w / 2, w * 0.12, "#54606a")
        c.oval(x, y - w * 0.69, w * 0.44, w * 0.09, "#7d9082")
    for x, y, h in ((630, 540, 44), (680, 556, 36), (590, 566, 30)):
        c.path(f"M{x - h * 0.3:.0f} {y - h}h{h * 0.6:.0f}v{h}h{-h * 0.6:.0f}z", "#8fa89a", op=0.8)
        c.oval(x, y - h, h * 0.3, h * 0.08, "#6a7f72")
    for _ in range(30):
        fx, fy = rng.uniform(120, 640), rng.uniform(330, 500)
        c.path(f"M{num(fx)} {num(fy)}h6m-3 0l-3 -5m3 5l4 -5m-6 5l-2 6m5 -6l2 6", stroke="#4a4640", width=1.1)
    c.oval(742, 414, 20, 13, "#2d2a26")
    weeds(c, rng, (20, 410, 780, 440), 40)
    litter(c, rng, (40, 470, 760, 590), 34)


def _water_after(c: Canvas) -> None:
    c.rect(680, 386, 74, 34, "#6d7377", rx=3)
    c.circle(694, 408, 8, "#1c1f20")
    c.text(726, 410, 14, LABELS["bait"], "#f3efe2", face="sans")
    for i, fill in enumerate(("#6d8494", "#9a6e52", "#8b9296")):
        x = 130 + i * 96
        c.shadow(x, 452, 46, 6)
        c.poly([(x - 28, 392), (x + 28, 392), (x + 40, 450), (x - 40, 450)], fill)
        c.rect(x - 42, 446, 84, 7, "#000000", op=0.15)
    planter(c, 520, 452, 150, c.mess)
    pot(c, 430, 450, 64, c.mess)
    c.path("M60 520h420M200 570h420", stroke="#ffffff", width=12, op=0.14)


# fire lane


def lane(c: Canvas) -> None:
    """A fire lane blocked by parked cars."""
    skyline(c, 230, tall=120)
    c.rect(0, 90, 190, 300, c.pick(("#cbbfa9", "#c4c8bc", "#d0c0b0")))
    c.rect(610, 70, 190, 320, c.pick(("#c8bca8", "#cbc8ba", "#cdbcac")))
    for i in range(3):
        window(c, 40, 116 + i * 88, 110, 58)
        window(c, 650, 100 + i * 88, 110, 58)
    tree(c, 250, 380, 190, c.place)
    tree(c, 560, 372, 170, c.place)
    green_border(c, 372)
    c.rect(0, 386, 800, 214, "#a3b088")
    c.poly([(300, 384), (500, 384), (860, 600), (-60, 600)], "#a3a29d")
    c.poly([(300, 384), (-60, 600), (-200, 600), (270, 384)], "#c6bfb1")
    c.poly([(500, 384), (860, 600), (1000, 600), (530, 384)], "#c6bfb1")
    if c.broken:
        c.text(400, 530, 54, LABELS["fire_way"], "#b9b193")
        car(c, 250, 500, 1.15, "#8a9aa3")
        car(c, 520, 480, 1.0, "#a58d7a", flip=True)
        scooter(c, 640, 560, 1.2, "#5f7a68")
        box(c, 90, 560, 84, 60)
        litter(c, c.mess, (60, 480, 740, 594), 24)
        return
    c.path("M330 390L60 600M470 390L740 600", stroke="#e4c76b", width=7)
    for i in range(5):
        y = 400 + i * 34
        w = 80 + i * 46
        c.path(
            f"M{400 - w} {y + 20}L{400 - w + 40} {y}M{400 + w} {y + 20}L{400 + w - 40} {y}",
            stroke="#e4c76b",
            width=5,
        )
    c.text(400, 530, 54, LABELS["fire_way"], "#f1d98a")
    c.path("M690 470v70", stroke="#6d7377", width=7)
    plate(c, 690, 450, 116, 44, LABELS["fire_way"], fill="#a0473a", ink="#f3efe2", size=24)
