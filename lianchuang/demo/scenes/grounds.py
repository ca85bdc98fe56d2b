"""Green, water and open ground: parks, tree pits, banks, sites, a memorial."""

from __future__ import annotations

from lianchuang.demo.scenes.backdrops import (
    far_trees,
    green_border,
    kerb_and_road,
    pavement,
    skyline,
    wall,
)
from lianchuang.demo.scenes.canvas import Canvas, num
from lianchuang.demo.scenes.things import (
    LEAVES,
    bag,
    bag_heap,
    bench,
    cracks,
    flowers,
    litter,
    planter,
    plate,
    tree,
    weeds,
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
            with c.at(x, 466, turn=24):
                c.path(
                    "M-7 0l3 -200h7l3 200zM-2 -120l-50 -50M2 -150l44 -40M0 -190l-20 -40M2 -190l24 -36",
                    "#6d5b49",
                    stroke="#6d5b49",
                    width=5,
                )
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
    c.path(
        "".join(f"M120 {190 + i * 50}h260" for i in range(3)) + "".join(f"M{160 + i * 44} 150v190" for i in range(5)),
        stroke="#9a9488",
        width=5,
    )
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
    # read from left to right in a mirrored view too
    near, far = (600, 100) if c.view.mirrored else (100, 600)
    for x, word in ((near, LABELS["site"][:2]), (far, LABELS["site"][2:])):
        c.text(x, 376, 52, word, "#f1ead7", face="sans", gap=8)


def _site_before(c: Canvas) -> None:
    rng = c.mess
    with c.at(410, 470, turn=-9):
        c.poly([(-120, -14), (40, -44), (96, -10), (-70, 26)], "#5a7a6c")
        c.path("M-100 -12l60 30M-60 -20l60 28M-20 -28l60 24", stroke="#000000", width=2, op=0.18)
    c.path("M280 470q120 -40 300 4l160 126h-640z", SOIL, op=0.75)
    for y0 in (0, 44):
        c.path(
            f"M330 {num(470 + y0 * 0.2)}Q{num(280 - y0)} 540 {num(150 - y0 * 3)} 604"
            f"M440 470Q{num(470 + y0)} 540 {num(560 + y0 * 2)} 604",
            stroke=SOIL_DARK,
            width=13,
            op=0.5,
        )
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
        c.path(
            f"M{num(350 - 310 * f)} {num(y)}L{num(330 - 390 * f)} {num(y)}"
            f"M{num(470 + 230 * f)} {num(y)}L{num(490 + 320 * f)} {num(y)}",
            stroke="#8f897c",
            width=1.6,
        )
    c.path("M300 262q110 -70 220 0v14q-110 -66 -220 0z", "#b9b1a1")
    for x, y, h in ((120, 400, 250), (230, 310, 150), (690, 390, 240), (580, 312, 150)):
        _willow(c, x, y, h)
    (_canal_before if c.broken else _canal_after)(c)


def _willow(c: Canvas, x: float, y: float, h: float) -> None:
    c.oval(x, y, h * 0.22, h * 0.04, "#1c1f22", op=0.18)
    c.poly(
        [(x - h * 0.04, y), (x - h * 0.015, y - h * 0.6), (x + h * 0.02, y - h * 0.6), (x + h * 0.04, y)],
        "#6d5b49",
    )
    for i in range(13):
        dx = (i - 6) * h * 0.055
        top = y - h * (0.92 - abs(i - 6) * 0.03)
        drop = h * c.place.uniform(0.4, 0.62)
        c.path(
            f"M{num(x + dx * 0.5)} {num(top)}q{num(dx)} {num(-h * 0.04)} {num(dx)} {num(drop)}",
            stroke=c.place.choice(LEAVES),
            width=h * 0.055,
        )


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
        c.path(
            f"M{num(x)} {num(y)}q{num(half * 0.2)} -5 {num(half * 0.45)} 0",
            stroke="#ffffff",
            width=2 + i * 0.3,
            op=0.35,
        )
    c.path("M350 250h120l40 60h-210z", "#7a9a8c", op=0.35)
    c.path("M92 470v90", stroke="#6d7377", width=8)
    plate(c, 92, 430, 150, 84, LABELS["river"], fill="#46606e", ink="#f3efe2", size=25)
    flowers(c, rng, (700, 420, 800, 470), 26, 9)


# memorial


def memorial(c: Canvas) -> None:
    far_trees(c, 330)
    c.rect(0, 320, 800, 220, "#9aa779" if c.broken else "#8aa873")
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
    c.path(
        f"M{num(x)} {num(y - h)}"
        f"q{num(h * 0.2)} {num(h * 0.55)} {num(h * 0.12)} {num(h * 0.92)}"
        f"h{num(-h * 0.24)}q{num(-h * 0.08)} {num(-h * 0.37)} {num(h * 0.12)} {num(-h * 0.92)}z",
        tone,
    )


def _memorial_before(c: Canvas) -> None:
    rng = c.mess
    c.path("M356 300q20 -30 10 -60M440 240q-14 30 4 70M380 330q16 -40 6 -80", stroke="#8f8a7c", width=3)
    for x, y in ((280, 404), (470, 456), (240, 482), (560, 508)):
        c.path(f"M{x} {y - 2}l18 12 16 -6 14 14 -50 2z", "#8f8a7c")
    cracks(c, rng, 330, 470, 60, 5, "#8f8a7c")
    cracks(c, rng, 500, 520, 60, 5, "#8f8a7c")
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
