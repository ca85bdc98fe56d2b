"""Parks, banks, yards, gates and building grounds."""

from __future__ import annotations

from lianchuang.demo.scenes.backdrops import (
    far_trees,
    green_border,
    kerb_and_road,
    pavement,
    sign,
    skyline,
    wall,
    window,
)
from lianchuang.demo.scenes.canvas import Canvas, num
from lianchuang.demo.scenes.things import (
    LEAVES,
    bag,
    bag_heap,
    bench,
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

SOIL, SOIL_DARK = "#a58b6b", "#8f7555"
BED = "M330 600Q380 470 560 430T820 400V600z"
BED_EDGE = "M330 600Q380 470 560 430T820 400"


# park


def park(c: Canvas) -> None:
    skyline(c, 262, tall=130)
    far_trees(c, 288)
    c.rect(0, 276, 800, 324, "#9aa779" if c.broken else "#8fae74")
    c.path("M-20 470Q180 400 360 380T830 300V336Q560 372 410 412T-20 560z", "#cbc3b3")
    c.path("M-20 470Q180 400 360 380T830 300M-20 560Q180 470 410 412T830 336", stroke="#b0a898", width=5)
    for x, y, h in ((128, 378, 244), (648, 292, 164), (308, 336, 178)):
        tree(c, x + c.place.uniform(-40, 40), y, h * c.place.uniform(0.9, 1.1), c.place)
    (_park_before if c.broken else _park_after)(c)


def _park_before(c: Canvas) -> None:
    rng = c.mess
    c.path(BED, SOIL)
    c.path(BED_EDGE.replace("M330", "M330"), stroke="#8d8271", width=6)
    for x, y, rx in ((480, 540, 70), (640, 500, 90), (720, 566, 80), (560, 580, 60)):
        c.oval(x, y, rx, rx * 0.28, SOIL_DARK, op=0.7)
    weeds(c, rng, (450, 470, 790, 596), 40)
    for x, y, rx in ((160, 520, 120), (90, 590, 110), (250, 350, 60)):
        c.oval(x, y, rx, rx * 0.2, "#b09a76", op=0.75)
    bench(c, 150, 554, broken=True)
    bag(c, 300, 560, 27)
    bag(c, 352, 576, 23, "#e3ded0")
    litter(c, rng, (20, 450, 780, 592), 70)


def _park_after(c: Canvas) -> None:
    c.path(BED, "#7c9a5f")
    c.path(BED_EDGE, stroke="#a89a84", width=9)
    rng = c.mess
    for y0, x0 in ((426, 630), (450, 560), (476, 500), (500, 450), (524, 425), (550, 400), (574, 380)):
        flowers(c, rng, (x0, y0, 800, y0 + 24), int((800 - x0) / 9), 8 + (y0 - 426) * 0.03)
    bench(c, 150, 554, broken=False)


# greenbelt: roadside planting, bare tree pits


def greenbelt(c: Canvas) -> None:
    skyline(c, 300, tall=190)
    wall(c, 250, 330)
    green_border(c, 320)
    c.rect(0, 330, 800, 40, "#9cae82")
    pavement(c, 366, 510)
    kerb_and_road(c, 510)
    for x in (150, 400, 650):
        dead = c.broken and x == 650
        c.poly([(x - 96, 430), (x + 96, 430), (x + 112, 496), (x - 112, 496)], "#b3ac9d")
        c.poly([(x - 86, 436), (x + 86, 436), (x + 100, 490), (x - 100, 490)], SOIL if c.broken else "#7c9a5f")
        if dead:
            c.place.random()
            with c.at(x, 466, turn=24):
                c.path("M-7 0l3 -200h7l3 200zM-2 -120l-50 -50M2 -150l44 -40M0 -190l-20 -40M2 -190l24 -36", "#6d5b49", stroke="#6d5b49", width=5)
        else:
            tree(c, x, 466, 290, c.place)
    (_belt_before if c.broken else _belt_after)(c)


def _belt_before(c: Canvas) -> None:
    rng = c.mess
    for x in (150, 400, 650):
        c.oval(x + 30, 468, 50, 10, SOIL_DARK, op=0.7)
        weeds(c, rng, (x - 80, 450, x + 80, 488), 7)
        litter(c, rng, (x - 90, 440, x + 90, 490), 12)
    for x, y, turn in ((286, 500, 18), (332, 520, -12), (520, 516, 30)):
        with c.at(x, y, turn=turn):
            c.rect(-30, -12, 60, 14, "#b3ac9d")
            c.rect(-30, 2, 60, 6, "#8f897c")
    bag(c, 232, 494, 24, "#e3ded0")
    bag(c, 546, 486, 22)
    c.path("M600 482L676 380", stroke="#9a7c58", width=6)
    litter(c, rng, (40, 500, 760, 590), 20)


def _belt_after(c: Canvas) -> None:
    for x in (150, 400, 650):
        flowers(c, c.mess, (x - 88, 444, x + 88, 486), 44, 8)
    c.path("M0 560h800", stroke="#e8e4d8", width=6)


# construction site


def construction(c: Canvas) -> None:
    skyline(c, 330, tall=150)
    c.path("M610 330V70M580 90h190M610 70l-60 20M610 70l150 20M740 92v70", stroke="#a8823f", width=6)
    c.rect(120, 150, 260, 190, "#b9b3a6")
    c.path("".join(f"M120 {190 + i * 50}h260" for i in range(3)) + "".join(f"M{160 + i * 44} 150v190" for i in range(5)), stroke="#9a9488", width=5)
    c.rect(0, 330, 800, 110, "#9a8a70")
    if c.broken:
        c.path("M180 440q60 -150 170 -160q60 -8 120 60q70 10 110 100z", SOIL)
        c.path("M260 440q40 -80 110 -96q60 30 110 96z", SOIL_DARK, op=0.6)
    else:
        c.path("M180 440q60 -150 170 -160q60 -8 120 60q70 10 110 100z", "#6f8f6a")
        c.path("M230 420q60 -100 140 -110M330 430q30 -60 90 -90M250 360q100 20 220 60", stroke="#5b7a57", width=2)
    pavement(c, 440, 500)
    kerb_and_road(c, 500)
    _hoarding(c)
    if c.broken:
        _site_before(c)
    else:
        _site_after(c)


def _hoarding(c: Canvas) -> None:
    gone = (3, 4) if c.broken else ()
    tone = c.pick(("#5f8a78", "#6f8796", "#7d8a6a"))
    for i in range(8):
        x = i * 100
        if i in gone:
            continue
        c.rect(x + 2, 290, 96, 168, tone)
        c.path("".join(f"M{x + 14 + k * 16} 296v156" for k in range(6)), stroke="#000000", width=1.5, op=0.12)
        c.rect(x, 282, 100, 10, "#b8bab4")
        c.rect(x - 3, 282, 7, 184, "#8b9498")
        c.rect(x + 2, 420, 96, 20, "#d9bb6a", op=0.9)
    for x, word in ((100, LABELS["site"][:2]), (600, LABELS["site"][2:])):
        c.text(x, 376, 52, word, "#f1ead7", face="sans", gap=8)


def _site_before(c: Canvas) -> None:
    rng = c.mess
    with c.at(410, 470, turn=-9):
        c.poly([(-120, -14), (40, -44), (96, -10), (-70, 26)], "#5a7a6c")
        c.path("M-100 -12l60 30M-60 -20l60 28M-20 -28l60 24", stroke="#000000", width=2, op=0.18)
    c.path("M280 470q120 -40 300 4l160 126h-640z", SOIL, op=0.75)
    for y0 in (0, 44):
        c.path(f"M330 {num(470 + y0 * 0.2)}Q{num(280 - y0)} 540 {num(150 - y0 * 3)} 604M440 470Q{num(470 + y0)} 540 {num(560 + y0 * 2)} 604", stroke=SOIL_DARK, width=13, op=0.5)
    for _ in range(24):
        c.oval(rng.uniform(240, 640), rng.uniform(462, 590), rng.uniform(4, 12), rng.uniform(3, 7), SOIL_DARK)
    for x, y, turn in ((640, 492, -8), (690, 500, 14)):
        with c.at(x, y, turn=turn):
            c.rect(-44, -9, 88, 10, "#b08a5a")
    litter(c, rng, (60, 480, 740, 590), 20)


def _site_after(c: Canvas) -> None:
    c.path("M0 556h800", stroke="#e8e4d8", width=6)
    for i in range(16):
        x = 25 + i * 50
        c.path(f"M{x} 282q-8 -24 -24 -30M{x} 282q6 -24 22 -30", stroke="#ffffff", width=2, op=0.5)
    planter(c, 250, 476, 120, c.mess)
    planter(c, 550, 476, 120, c.mess)


# canal


def canal(c: Canvas) -> None:
    skyline(c, 250, tall=130)
    far_trees(c, 262)
    c.rect(0, 246, 800, 354, "#9aa77f" if c.broken else "#93ad78")
    c.poly([(350, 250), (470, 250), (700, 600), (40, 600)], "#7d8561" if c.broken else "#8fb3b4")
    c.poly([(350, 250), (40, 600), (-60, 600), (330, 250)], "#b5ae9f")
    c.poly([(470, 250), (700, 600), (810, 600), (490, 250)], "#aaa394")
    for i in range(7):
        y = 270 + i * i * 7 + i * 6
        f = (y - 250) / 350
        c.path(f"M{num(350 - 310 * f)} {num(y)}L{num(330 - 390 * f)} {num(y)}M{num(470 + 230 * f)} {num(y)}L{num(490 + 320 * f)} {num(y)}", stroke="#8f897c", width=1.6)
    c.path("M300 262q110 -70 220 0v14q-110 -66 -220 0z", "#b9b1a1")
    for x, y, h in ((120, 400, 250), (230, 310, 150), (690, 390, 240), (580, 312, 150)):
        _willow(c, x, y, h)
    (_canal_before if c.broken else _canal_after)(c)


def _willow(c: Canvas, x: float, y: float, h: float) -> None:
    c.oval(x, y, h * 0.22, h * 0.04, "#1c1f22", op=0.18)
    c.poly([(x - h * 0.04, y), (x - h * 0.015, y - h * 0.6), (x + h * 0.02, y - h * 0.6), (x + h * 0.04, y)], "#6d5b49")
    for i in range(13):
        dx = (i - 6) * h * 0.055
        top = y - h * (0.92 - abs(i - 6) * 0.03)
        drop = h * c.place.uniform(0.4, 0.62)
        c.path(f"M{num(x + dx * 0.5)} {num(top)}q{num(dx)} {num(-h * 0.04)} {num(dx)} {num(drop)}", stroke=c.place.choice(LEAVES), width=h * 0.055)


def _canal_before(c: Canvas) -> None:
    rng = c.mess
    for _ in range(9):
        y = rng.uniform(300, 590)
        half = 60 + (y - 250) * 0.7
        rx = 14 + (y - 250) * 0.22
        c.oval(400 + rng.uniform(-0.7, 0.6) * half, y, rx, rx * 0.24, "#67753f", op=0.7)
    for i in range(34):
        y = 310 + i * 8.300
        half = 60 + (y - 250) * 0.72
        x, s = 395 + rng.uniform(-0.85, 0.75) * half, 0.3 + (y - 250) / 350
        with c.at(x, y, s, turn=rng.uniform(-30, 30)):
            kind = i % 4
            if kind == 0:
                c.rect(-14, -6, 28, 11, "#d6e0dc", rx=5)
                c.rect(14, -3, 7, 6, "#7e98a8")
            elif kind == 1:
                c.path("M-18 2q6 -14 18 -10q14 -6 18 8q-16 8 -36 2z", "#ece8dc")
            elif kind == 2:
                c.rect(-13, -8, 26, 14, "#c7a36d")
            else:
                c.path("M-20 0h40M-14 -5l20 10", stroke="#7a6a4a", width=4)
    c.circle(628, 470, 30, "#8f897c")
    c.circle(628, 470, 22, "#3b3a35")
    c.path("M616 478q-20 40 -70 60q40 14 90 -50z", "#6a6a4a", op=0.8)
    bag_heap(c, rng, 70, 560, 3, 28)
    litter(c, rng, (-10, 470, 140, 594), 20)


def _canal_after(c: Canvas) -> None:
    rng = c.mess
    for i in range(12):
        y = 290 + i * 26
        half = 50 + (y - 250) * 0.66
        x = 392 + rng.uniform(-0.6, 0.3) * half
        c.path(f"M{num(x)} {num(y)}q{num(half * 0.2)} -5 {num(half * 0.45)} 0", stroke="#ffffff", width=2 + i * 0.3, op=0.35)
    c.path("M350 250h120l40 60h-210z", "#7a9a8c", op=0.35)
    c.path("M92 470v90", stroke="#6d7377", width=8)
    plate(c, 92, 430, 150, 84, LABELS["river"], fill="#46606e", ink="#f3efe2", size=25)
    flowers(c, rng, (640, 420, 790, 500), 26, 9)


# school gate


def school(c: Canvas) -> None:
    skyline(c, 160, tall=70)
    c.rect(120, 130, 560, 220, c.pick(("#c9b7a2", "#c4c6b8", "#cdbcae")))
    for i in range(3):
        for k in range(7):
            c.rect(142 + k * 78, 150 + i * 64, 54, 38, "#9fb2b8")
    tree(c, 70, 372, 230, c.place)
    tree(c, 735, 372, 230, c.place)
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
    c.text(738, 409, 36, LABELS["drinks"], "#fbf3df", gap=4)
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
    for x, y, s, f, flip in ((110, 520, 1.15, "#6d8494", False), (246, 512, 1.1, "#9a6e52", True), (610, 516, 1.15, "#5f7a68", False), (716, 526, 1.2, "#8b8f92", True)):
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
        c.poly([(x - 16, 330 - h), (x + w * 0.2, 290 - h), (x + w * 0.8, 290 - h), (x + w + 16, 330 - h)], "#6d7274")
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
    d = "".join(f"M{num(rng.uniform(520, 760))} {num(rng.uniform(430, 516))}l{num(rng.uniform(-26, 26))} {num(rng.uniform(-22, 10))}" for _ in range(70))
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
    c.path("".join(f"M{530 + i * 26} 512v-44" for i in range(10)) + "M524 482h250M524 500h250", stroke="#e6dcc4", width=5)
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
    for x, y, w, turn in ((186, 186, 78, -7), (288, 192, 82, 9), (420, 184, 80, -4), (530, 204, 74, 12), (200, 300, 76, 6), (440, 306, 82, -12)):
        with c.at(x, y, turn=turn):
            c.path(f"M0 0h{w}v{w * 0.9:.0f}l-14 8 -12 -12 -16 14 -20 -10 -{w - 62} 6z", "#d9c99a")
            c.path(f"M8 18h{w - 20}M8 32h{w - 34}M8 46h{w - 26}", stroke="#a89a72", width=3)
    scraps_of = ((316, 320, "#c98d5b"), (352, 344, "#8fa9b8"), (560, 330, "#b5584a"), (590, 366, "#d9c46f"))
    for x, y, fill in scraps_of:
        c.rect(x, y, 32, 40, fill)
    cracks(c, rng, 520, 280, 130, 10, "#f6f7f2")
    cracks(c, rng, 530, 290, 100, 8, "#8f978f")
    weeds(c, rng, (150, 486, 660, 520), 40)
    stains(c, rng, (180, 430, 620, 540), 3)
    litter(c, rng, (100, 480, 720, 592), 40)
    bag(c, 230, 516, 24)


def _board_after(c: Canvas) -> None:
    for i in range(8):
        x, y = 186 + (i % 4) * 56 + (i % 4 > 1) * 8, 186 + (i // 4) * 108
        notice(c, x + (i % 4 > 1) * 112 - (i % 4 > 1) * 6, y, 50, 96, ("#4b6a78", "#6f8a62", "#8a6a4a", "#5a6a7a")[i % 4])
    for i in range(2):
        notice(c, 304, 186 + i * 108, 80, 96, "#7a3b2e" if i else "#4b6a78")
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
    for _ in range(34):
        x, y = rng.uniform(120, 640), rng.uniform(300, 500)
        c.path(f"M{num(x)} {num(y)}l6 -4M{num(x)} {num(y)}l6 3M{num(x)} {num(y)}l-4 6", stroke="#3b3d3e", width=1.5)
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


# memorial


def memorial(c: Canvas) -> None:
    far_trees(c, 330)
    c.rect(0, 320, 800, 120, "#9aa779" if c.broken else "#8aa873")
    for x, h in ((70, 300), (190, 240), (610, 240), (730, 300)):
        _cypress(c, x, 430, h)
    for i in range(5):
        y, w = 400 + i * 26, 300 + i * 70
        c.rect(400 - w / 2, y, w, 26, ("#c9c6bd", "#bdbab1")[i % 2])
        c.rect(400 - w / 2, y, w, 5, "#dcd9d0")
    pavement(c, 530, 600, fill="#c6c2b7")
    c.rect(320, 340, 160, 62, "#b3b0a7")
    c.rect(306, 392, 188, 12, "#c3c0b7")
    c.poly([(352, 340), (364, 70), (400, 44), (436, 70), (448, 340)], "#d6d3ca" if not c.broken else "#c3bfb2")
    c.poly([(400, 44), (436, 70), (448, 340), (400, 340)], "#000000", op=0.06)
    ink = "#8a3b2e" if not c.broken else "#b5aa9a"
    for i, char in enumerate(SIGNS["memorial"][0]):
        c.text(400, 132 + i * 58, 46, char, ink)
    (_memorial_before if c.broken else _memorial_after)(c)


def _cypress(c: Canvas, x: float, y: float, h: float) -> None:
    c.oval(x, y, h * 0.16, h * 0.03, "#1c1f22", op=0.18)
    c.rect(x - 5, y - h * 0.12, 10, h * 0.12, "#6d5b49")
    tone = c.place.choice(("#5b7a57", "#557050", "#648560"))
    c.path(f"M{num(x)} {num(y - h)}q{num(h * 0.2)} {num(h * 0.55)} {num(h * 0.12)} {num(h * 0.92)}h{num(-h * 0.24)}q{num(-h * 0.08)} {num(-h * 0.37)} {num(h * 0.12)} {num(-h * 0.92)}z", tone)


def _memorial_before(c: Canvas) -> None:
    rng = c.mess
    c.path("M356 300q20 -30 10 -60M440 240q-14 30 4 70M380 330q16 -40 6 -80", stroke="#8f8a7c", width=3)
    for x, y in ((280, 404), (470, 456), (240, 482), (560, 508)):
        c.path(f"M{x} {y - 2}l18 12 16 -6 14 14 -50 2z", "#8f8a7c")
    cracks(c, rng, 400, 470, 120, 8, "#9a958a")
    for y in (424, 450, 476, 502, 528):
        weeds(c, rng, (240, y - 4, 560, y), 12, "#75864f")
    weeds(c, rng, (0, 420, 240, 520), 60)
    weeds(c, rng, (570, 420, 800, 520), 60)
    litter(c, rng, (120, 440, 680, 592), 34)
    bag(c, 600, 548, 22, "#e3ded0")


def _memorial_after(c: Canvas) -> None:
    c.oval(400, 386, 46, 40, "#5f7f4e")
    c.oval(400, 386, 26, 22, "#b3b0a7")
    for i in range(12):
        side, row = (-1 if i % 2 else 1), i // 2
        c.circle(400 + side * (36 - abs(row - 2.500) * 4), 360 + row * 11, 5, ("#f1e8cf", "#e5c878")[row % 2])
    for x in (170, 630):
        planter(c, x, 556, 150, c.mess)
    flowers(c, c.mess, (0, 440, 200, 520), 46, 8)
    flowers(c, c.mess, (600, 440, 800, 520), 46, 8)


# drop-off point for sorted waste beside cars in an estate lane


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
    c.poly([(300, 384), (500, 384), (860, 600), (-60, 600)], "#a3a29d")
    c.poly([(300, 384), (-60, 600), (-200, 600), (270, 384)], "#c6bfb1")
    c.poly([(500, 384), (860, 600), (1000, 600), (530, 384)], "#c6bfb1")
    if c.broken:
        car(c, 250, 500, 1.15, "#8a9aa3")
        car(c, 520, 480, 1.0, "#a58d7a", flip=True)
        scooter(c, 640, 560, 1.2, "#5f7a68")
        box(c, 90, 560, 84, 60)
        c.text(400, 580, 60, LABELS["fire_way"], "#d9c99a")
        litter(c, c.mess, (60, 480, 740, 594), 24)
        return
    c.path("M330 390L60 600M470 390L740 600", stroke="#e4c76b", width=7)
    for i in range(5):
        y = 400 + i * 34
        w = 80 + i * 46
        c.path(f"M{400 - w} {y + 20}L{400 - w + 40} {y}M{400 + w} {y + 20}L{400 + w - 40} {y}", stroke="#e4c76b", width=5)
    c.text(400, 566, 70, LABELS["fire_way"], "#f1d98a")
    c.path("M690 470v70", stroke="#6d7377", width=7)
    plate(c, 690, 450, 116, 44, LABELS["fire_way"], fill="#a0473a", ink="#f3efe2", size=24)
