"""Rooms and passages: wash rooms, kitchens, halls, stairs."""

from __future__ import annotations

from lianchuang.demo.scenes.backdrops import corridor, room, sign, tiles, window
from lianchuang.demo.scenes.canvas import Canvas, num
from lianchuang.demo.scenes.things import (
    bag,
    bag_heap,
    bench,
    bicycle,
    box,
    cracks,
    litter,
    notice,
    pedal_bin,
    plate,
    pot,
    puddle,
    scraps_of_ads,
    stains,
    wheelie,
)
from lianchuang.demo.scenes.words import LABELS, SIGNS

STEEL, STEEL_DARK = "#b4bbbd", "#8b9498"


# toilet: wash room


def toilet(c: Canvas) -> None:
    tint = c.pick((("#d5dbd6", "#bfc8c3"), ("#dcd6c9", "#c8c1b2"), ("#d3dadf", "#bcc6cd")))
    room(c, wall_fill=tint[0], floor="#b9b6ae" if not c.broken else "#aaa599", floor_line="#98958c")
    tiles(c, 0, 0, 800, 408, 51, tint[1])
    c.rect(140, 84, 420, 150, "#7f8f95")
    c.rect(148, 92, 404, 134, "#c3d3d6")
    c.path("M190 226l90 -134h50l-90 134zM300 226l90 -134h20l-90 134z", "#ffffff", op=0.3)
    c.rect(110, 300, 480, 22, "#8a8478")
    c.rect(110, 322, 480, 92, "#a59b8a")
    c.rect(346, 322, 4, 92, "#000000", op=0.12)
    for x in (230, 460):
        c.oval(x, 302, 74, 13, "#f3f1ea")
        c.oval(x, 303, 58, 8, "#cfd3d0")
        c.path(f"M{x} 296v-36q0 -10 16 -10h14v12", stroke="#7f888c", width=8)
    c.rect(652, 110, 110, 310, "#8f9a93")
    c.rect(660, 118, 94, 302, "#a5b0a8")
    c.circle(746, 270, 6, "#6d7377")
    (_toilet_before if c.broken else _toilet_after)(c)


def _toilet_before(c: Canvas) -> None:
    rng = c.mess
    c.frame(614, 150, 30, 40, "#9b978b", 1.6)
    for x, y in ((618, 154), (640, 154), (618, 186), (640, 186)):
        c.circle(x, y, 2, "#6d6a61")
    for _ in range(9):
        c.oval(
            rng.uniform(170, 540),
            rng.uniform(110, 215),
            rng.uniform(8, 22),
            rng.uniform(5, 12),
            "#8a938f",
            op=0.45,
        )
    c.path("M260 262v36M226 304q20 20 16 110M470 304q-8 30 4 106", stroke="#8b7a58", width=5, op=0.5)
    for x, y, rx in ((300, 470, 120), (520, 530, 140), (180, 560, 100)):
        puddle(c, x, y, rx)
    pedal_bin(c, 92, 470, 88, open_=True)
    litter(c, rng, (40, 450, 230, 520), 18, 1.2)
    c.path("M700 470L628 250", stroke="#9a7c58", width=7)
    c.path("M688 462q18 -10 34 2l26 44q-44 14 -70 -2z", "#c9c3b2")
    c.path("M560 520h74l-10 62h-54z", "#6d8494")
    c.oval(597, 520, 37, 9, "#4f5f6a")
    litter(c, rng, (200, 440, 760, 596), 18)


def _toilet_after(c: Canvas) -> None:
    plate(c, 629, 170, 34, 44, "", fill="#46606e", ink="#f3efe2", size=10)
    c.ring(629, 168, 10, "#f3efe2", 3)
    plate(c, 345, 262, 130, 32, LABELS["water"], fill="#4f6a72", ink="#f3efe2", size=20)
    c.rect(524, 262, 20, 38, "#8fb0a0", rx=4)
    c.path("M534 262v-10h12", stroke="#6d7377", width=4)
    pedal_bin(c, 92, 470, 80, open_=False)
    pot(c, 574, 300, 44, c.mess)
    c.path("M300 478l330 40M180 500l260 66", stroke="#ffffff", width=14, op=0.22)
    with c.at(680, 560):
        c.shadow(0, 0, 40, 8)
        c.poly([(-34, 0), (-12, -96), (12, -96), (34, 0)], "#d8b04a")
        c.text(0, -30, 14, LABELS["slip"], "#3b3427", face="sans")


# stairwell


def stairwell(c: Canvas) -> None:
    tint = c.pick(("#d9d4c6", "#d2d5cb", "#dacdc0"))
    c.rect(0, 0, 800, 600, tint)
    c.rect(0, 330, 800, 90, "#8fa596" if not c.broken else "#98a394")
    c.rect(0, 420, 800, 180, "#aaa69b")
    c.path("M0 450h800M0 500h800M0 566h800", stroke="#96928a", width=1.4)
    for i in range(9):
        x, y = 420 + i * 46, 424 - i * 42
        c.rect(x, y - 42, 400, 46, ("#b9b4a8", "#aeaaa0")[i % 2])
        c.rect(x, y - 42, 400, 6, "#d0cbbf")
    rail = "".join(f"M{430 + i * 46} {392 - i * 42}v-96" for i in range(9))
    c.path(rail, stroke="#5f6a6f", width=5)
    c.line([(418, 302), (800, -46)], "#7a5b42", 11)
    window(c, 170, 60, 150, 120)
    c.rect(40, 160, 96, 260, "#6d5f50")
    c.rect(50, 170, 76, 250, "#7f7364")
    c.circle(116, 300, 5, "#d9cfae")
    c.circle(370, 92, 34, "#f3efe2")
    c.text(370, 108, 44, LABELS["floor"], "#46606e", face="sans")
    (_stair_before if c.broken else _stair_after)(c)


def _stair_before(c: Canvas) -> None:
    rng = c.mess
    scraps_of_ads(c, rng, (160, 215, 400, 390), 22, 1.0)
    scraps_of_ads(c, rng, (50, 190, 124, 390), 6, 0.9)
    for x, word in ((220, "drain"), (330, "unlock")):
        c.text(x, 266 + rng.uniform(-10, 24), 30, LABELS[word], "#4b4f58", face="sans")
    c.rect(160, 300, 120, 160, "#8d7358")
    c.path("M160 352h120M160 404h120", stroke="#6a5642", width=4)
    bicycle(c, 356, 506, 1.45, "#6d8494")
    for x, y, w in ((96, 520, 88), (104, 462, 66), (250, 548, 92), (516, 470, 70)):
        box(c, x, y, w, w * 0.7)
    bag_heap(c, rng, 470, 560, 3, 30)
    litter(c, rng, (60, 500, 780, 596), 34)
    c.path("M600 40q-60 40 -20 120", stroke="#2d2f31", width=3)


def _stair_after(c: Canvas) -> None:
    plate(c, 258, 250, 130, 36, LABELS["fire_way"], fill="#efe9da", ink="#a0473a", size=24)
    notice(c, 190, 280, 60, 40 + 42, "#4b6a78")
    notice(c, 264, 280, 60, 82, "#6f8a62")
    pot(c, 150, 452, 60, c.mess)
    c.path("M40 520h380M120 572h420", stroke="#ffffff", width=12, op=0.16)
    c.path("M416 424h384", stroke="#e4c76b", width=4)


# restaurant kitchen


def restaurant(c: Canvas) -> None:
    room(c, wall_fill="#dcdcd3", floor="#aeb0ab" if not c.broken else "#a09b8f", floor_line="#94968f")
    tiles(c, 0, 0, 800, 408, 40, "#c8c9bf")
    c.rect(290, 70, 250, 170, STEEL_DARK)
    c.rect(298, 78, 234, 154, "#b9cbcf")
    c.path("M415 78v154", stroke=STEEL_DARK, width=6)
    c.poly([(20, 110), (250, 110), (270, 190), (0, 190)], STEEL)
    c.rect(0, 190, 270, 10, STEEL_DARK)
    c.rect(20, 320, 230, 110, STEEL)
    c.rect(14, 308, 244, 16, STEEL_DARK)
    for x in (80, 186):
        c.oval(x, 306, 44, 9, "#3b3d3e")
        c.path(f"M{x - 40} 300q40 26 80 0z", "#54585a")
    c.rect(300, 318, 420, 14, STEEL_DARK)
    c.rect(300, 332, 420, 12, STEEL)
    c.path("M312 344v90M708 344v90M510 344v90", stroke=STEEL_DARK, width=8)
    c.rect(306, 404, 408, 8, STEEL)
    for y in (110, 190):
        c.rect(580, y, 190, 8, STEEL_DARK)
    (_kitchen_before if c.broken else _kitchen_after)(c)


def _kitchen_before(c: Canvas) -> None:
    rng = c.mess
    c.path(
        "M30 112q10 40 0 90M70 200q-6 50 4 96M150 200q8 60 -6 100M210 200v70",
        stroke="#7a6238",
        width=9,
        op=0.4,
    )
    for _ in range(14):
        c.oval(
            rng.uniform(10, 270),
            rng.uniform(205, 300),
            rng.uniform(5, 16),
            rng.uniform(4, 10),
            "#8a7448",
            op=0.4,
        )
    for _ in range(16):
        x, y = rng.uniform(320, 760), rng.uniform(90, 310)
        c.oval(x, y, 4, 2.6, "#2d2f31")
        c.path(f"M{num(x)} {num(y)}l-5 -5M{num(x)} {num(y)}l5 -5", stroke="#5f6468", width=1.6)
    for x, fill in ((360, "#b0685a"), (430, "#7f9a5b"), (520, "#d0c089"), (600, "#b0685a"), (670, "#8fa3ad")):
        c.oval(x, 312, 34, 10, "#efeee6")
        c.oval(x, 306, 24, 8, fill)
    for x, w in ((596, 40), (650, 30), (700, 46)):
        c.rect(x, 164, w, 26, rng.choice(("#b98f58", "#8fa3ad", "#c9c3b2")))
    stains(c, rng, (60, 450, 700, 570), 6, "#4a4030")
    pedal_bin(c, 170, 530, 130, open_=True, fill="#6f7f86")
    for x, fill in ((360, "#b6564a"), (450, "#8aa36a"), (620, "#d9a05a")):
        c.path(f"M{x - 44} 486h88l-10 40h-68z", fill, op=0.95)
        c.oval(x, 486, 44, 9, "#e9e3d2")
    bag_heap(c, rng, 270, 560, 3, 28)
    litter(c, rng, (60, 450, 760, 590), 40)


def _kitchen_after(c: Canvas) -> None:
    c.path(
        "".join(f"M{304 + i * 13} 78v154" for i in range(18)) + "".join(f"M298 {84 + i * 13}h234" for i in range(12)),
        stroke="#6f7f86",
        width=1.2,
        op=0.7,
    )
    plate(c, 505, 270, 150, 34, LABELS["kitchen"], fill="#35503f", ink="#f3efe2", size=22)
    for x, fill, word in ((390, "#b0685a", "raw"), (620, "#7f9a68", "cooked")):
        c.rect(x - 70, 304, 140, 14, "#d9c7a2")
        plate(c, x, 282, 44, 38, LABELS[word], fill=fill, ink="#f3efe2", size=24)
    for y in (110, 190):
        for i in range(5):
            c.rect(588 + i * 36, y - 34, 28, 34, "#c9d6d4", rx=3)
            c.rect(588 + i * 36, y - 38, 28, 7, "#7f9a8a")
    for i in range(4):
        c.rect(322 + i * 94, 376, 76, 28, "#d7dbd8", rx=3)
    pedal_bin(c, 170, 530, 116, open_=False, fill="#6f7f86")
    c.path("M320 470l340 50M200 560l340 30", stroke="#ffffff", width=14, op=0.2)


# clinic: medical waste


def clinic(c: Canvas) -> None:
    room(c, wall_fill=c.pick(("#d9ddd6", "#dad8cd", "#d6dce0")), floor="#b7bab6", floor_line="#a0a4a0")
    c.rect(0, 300, 800, 108, "#a9c0b4")
    c.rect(0, 296, 800, 6, "#8aa396")
    sign(c, 250, 58, 330, 46, c.pick(SIGNS["clinic"]), fill="#4f6a72")
    plate(c, 250, 138, 300, 40, LABELS["medical_room"], fill="#d8b04a", ink="#3b3427", size=26)
    c.rect(520, 90, 210, 330, "#8b9498")
    c.rect(530, 100, 190, 320, "#cfd5d3")
    for x in (120, 250, 380):
        wheelie(c, x, 462, 170, "#d2a93c", lid=not c.broken or x == 380, label=LABELS["medical"][:2])
    (_clinic_before if c.broken else _clinic_after)(c)


def _clinic_before(c: Canvas) -> None:
    rng = c.mess
    c.rect(530, 100, 190, 320, "#5c6468")
    for y in (190, 280, 360):
        c.rect(536, y, 178, 7, "#9aa3a5")
        for i in range(5):
            tall = rng.uniform(26, 56)
            c.rect(544 + i * 33, y - tall, 26, tall, rng.choice(("#e4c76b", "#dfe3e0", "#b9c8cc")))
    c.poly([(720, 100), (786, 70), (786, 460), (720, 420)], "#bfc7c5")
    c.circle(774, 270, 6, "#6d7377")
    for x, y, r in (
        (100, 312, 30),
        (140, 308, 32),
        (236, 310, 30),
        (268, 314, 26),
        (330, 556, 40),
        (430, 572, 36),
        (200, 566, 34),
    ):
        bag(c, x, y, r, "#e0b94c")
    c.rect(560, 500, 66, 64, "#d8b04a", rx=4)
    c.rect(554, 494, 78, 12, "#b08a30")
    for _ in range(9):
        sx, sy = rng.uniform(470, 720), rng.uniform(520, 590)
        with c.at(sx, sy, turn=rng.uniform(0, 180)):
            c.rect(-16, -2, 26, 5, "#eef0ec")
            c.rect(10, -0.5, 14, 2, "#8b9498")
    litter(c, rng, (80, 490, 720, 590), 16)


def _clinic_after(c: Canvas) -> None:
    c.path("M625 100v320", stroke="#8b9498", width=4)
    c.rect(602, 246, 46, 10, "#6d7377")
    c.rect(614, 252, 22, 26, "#d2a93c", rx=3)
    c.path("M618 252v-8q0 -8 7 -8t7 8v8", stroke="#6d7377", width=4)
    notice(c, 440, 140, 58, 84, "#8a6a2a")
    c.frame(50, 470, 400, 60, "#e4c76b", 5)
    c.rect(662, 160, 44, 60, "#efe9da")
    c.path("M668 176h32M668 188h32M668 200h22", stroke="#9a958a", width=3)
    c.path("M500 500l200 40", stroke="#ffffff", width=14, op=0.22)


# service hall


def hall(c: Canvas) -> None:
    room(
        c,
        wall_fill=c.pick(("#d9d5ca", "#d3d7d3", "#dcd2c4")),
        floor="#c3beb2",
        floor_line="#aca79b",
        corner=400,
    )
    sign(c, 400, 44, 460, 50, c.pick(SIGNS["hall"]), fill=c.pick(("#4f6a72", "#5a4638", "#3c4a58")))
    for i in range(4):
        x = 50 + i * 180
        c.rect(x, 150, 164, 150, "#8b9498")
        c.rect(x + 6, 156, 152, 138, "#b9cbcf")
        c.path(f"M{x + 30} 294l60 -138h24l-60 138z", "#ffffff", op=0.25)
        c.rect(x + 54, 200, 56, 60, "#54606a", rx=3)
        if not (c.broken and i == 3):
            words = LABELS["priority"] if i == 3 else LABELS["window"]
            plate(
                c,
                x + 82,
                126,
                140,
                34,
                words,
                fill="#7a3b2e" if i == 3 else "#46606e",
                ink="#f3efe2",
                size=24,
            )
    c.rect(30, 300, 740, 20, "#8a6f52")
    c.rect(30, 320, 740, 90, "#a98a66")
    c.path("M222 320v90M402 320v90M582 320v90", stroke="#8a6f52", width=3)
    (_hall_before if c.broken else _hall_after)(c)


def _chairs(c: Canvas, x: float, y: float, seats: int, missing: int) -> None:
    c.shadow(x + seats * 29, y, seats * 34, 8)
    c.rect(x, y - 34, seats * 58, 8, "#6d7377")
    for i in range(seats):
        if i == missing:
            c.path(
                f"M{num(x + i * 58 + 14)} {num(y - 36)}v-12M{num(x + i * 58 + 40)} {num(y - 36)}v-8",
                stroke="#6d7377",
                width=4,
            )
            continue
        c.rect(x + i * 58 + 4, y - 84, 50, 46, "#7d929c", rx=6)
        c.rect(x + i * 58 + 2, y - 44, 54, 12, "#6b808a", rx=4)
    c.path(
        f"M{num(x + 16)} {num(y - 28)}v28M{num(x + seats * 58 - 16)} {num(y - 28)}v28",
        stroke="#54585a",
        width=6,
    )


def _hall_before(c: Canvas) -> None:
    rng = c.mess
    for x in (594, 726):
        c.path(f"M{x} 110v12M{x} 130v10", stroke="#8a8478", width=3)
    c.frame(592, 109, 140, 34, "#b3ab9b", 1.6)
    _chairs(c, 60, 520, 5, 2)
    with c.at(300, 560, turn=24):
        c.rect(-26, -12, 54, 12, "#6b808a", rx=4)
        c.rect(-24, -56, 50, 46, "#7d929c", rx=6)
    c.path("M520 540l20 -150h90l20 150z", "#9a8462")
    for y in (420, 460, 500):
        c.rect(536, y, 100, 5, "#6a5642")
    for _ in range(16):
        with c.at(rng.uniform(440, 740), rng.uniform(520, 590), turn=rng.uniform(0, 180)):
            c.rect(-16, -11, 32, 22, rng.choice(("#efe9da", "#e6d9a2", "#c4d0d2")))
            c.path("M-10 -4h20M-10 2h14", stroke="#9a958a", width=1.6)
    bag(c, 700, 430, 24, "#e3ded0")
    litter(c, rng, (40, 480, 760, 590), 26)


def _hall_after(c: Canvas) -> None:
    _chairs(c, 60, 520, 5, -1)
    c.path("M520 540l20 -150h90l20 150z", "#9a8462")
    for y in (420, 460, 500):
        for i in range(4):
            c.rect(542 + i * 23, y - 24, 18, 26, ("#efe9da", "#c4d0d2", "#e6d9a2", "#d9a7a0")[i])
        c.rect(536, y, 100, 5, "#6a5642")
    pot(c, 720, 500, 110, c.mess)
    c.path("M120 560h260", stroke="#ffffff", width=14, op=0.2)
    c.path("M0 592h800", stroke="#d9bb6a", width=12)


# exit: fire door, extinguishers


def exit_(c: Canvas) -> None:
    tint = c.pick((("#d9d5ca", "#cbc6b9"), ("#d4d8d2", "#c4cac3"), ("#dcd1c4", "#cfc3b4")))
    corridor(c, wall_fill=tint[0], side_fill=tint[1], floor="#b3aea2", ceiling="#e3dfd5")
    c.rect(318, 200, 164, 200, "#6f7d80")
    c.rect(326, 208, 72, 192, "#93a5a0")
    c.rect(402, 208, 72, 192, "#93a5a0")
    c.rect(334, 218, 56, 60, "#b9cbcf")
    c.rect(410, 218, 56, 60, "#b9cbcf")
    c.rect(326, 318, 148, 8, "#5f6a6f")
    lit = not c.broken
    c.rect(346, 160, 108, 32, "#3f7a5c" if lit else "#4c5450", rx=3)
    c.text(400, 183, 22, LABELS["exit"], "#eaf5ea" if lit else "#6b746f", face="sans")
    c.poly([(618, 300), (682, 274), (682, 424), (618, 376)], "#b06a58" if lit else "#a8998a")
    c.poly([(626, 306), (674, 286), (674, 408), (626, 372)], "#8d4a3c" if lit else "#5c544c")
    (_exit_before if c.broken else _exit_after)(c)


def _exit_before(c: Canvas) -> None:
    rng = c.mess
    c.path("M372 316q28 34 56 0M376 324q24 -16 48 0", stroke="#35383a", width=5)
    c.ring(400, 330, 9, "#54585a", 4)
    c.rect(387, 334, 26, 22, "#c9a94c", rx=3)
    for x, y, w, h in (
        (330, 452, 96, 70),
        (452, 446, 84, 66),
        (322, 386, 62, 44),
        (392, 474, 74, 58),
        (262, 486, 80, 66),
        (520, 506, 92, 76),
    ):
        box(c, x, y, w, h, rng.choice(("#c39b66", "#b98f58")))
    c.rect(96, 330, 84, 190, "#8d7358")
    c.path("M96 380h84M96 440h84", stroke="#6a5642", width=4)
    with c.at(220, 560, turn=12):
        c.rect(-50, -10, 100, 12, "#8d7358")
        c.path("M-44 0v50M44 0v44", stroke="#6a5642", width=7)
    bag_heap(c, rng, 600, 566, 3, 30)
    cracks(c, rng, 650, 220, 60, 5, "#9b958a")
    litter(c, rng, (160, 480, 660, 592), 26)


def _exit_after(c: Canvas) -> None:
    for x, y, s in ((640, 384, 0.8), (662, 400, 0.95)):
        with c.at(x, y, s):
            c.rect(-9, -58, 18, 58, "#c4564a", rx=7)
            c.rect(-5, -68, 10, 12, "#35383a")
            c.path("M5 -62q14 8 10 34", stroke="#35383a", width=3)
    c.poly([(604, 262), (696, 224), (696, 250), (604, 286)], "#efe9da")
    for i in range(3):
        y = 430 + i * 50
        w = 10 + i * 5
        c.poly([(400 - w, y + 24), (400, y), (400 + w, y + 24), (400, y + 14)], "#5f9a78", op=0.8)
    c.path("M300 404L150 560M500 404L650 560", stroke="#d9bb6a", width=5)
    plate(c, 170, 250, 92, 40, LABELS["fire_way"], fill="#efe9da", ink="#a0473a", size=18)


# smoking in a lobby


def smoking(c: Canvas) -> None:
    tint = c.pick(("#d8d4c8", "#cfd5d2", "#dbd0c2"))
    room(c, wall_fill=tint, floor="#bdb8ac", floor_line="#a6a195")
    c.rect(0, 318, 800, 90, "#000000", op=0.05)
    window(c, 60, 70, 200, 210, 2)
    window(c, 540, 70, 200, 210, 2)
    bench(c, 260, 500, broken=False)
    c.rect(560, 370, 8, 130, "#6d7377")
    c.oval(564, 368, 44, 12, "#54585a")
    c.oval(564, 364, 36, 8, "#3b3d3e")
    c.shadow(564, 502, 44, 8)
    (_smoking_before if c.broken else _smoking_after)(c)


def _smoking_before(c: Canvas) -> None:
    rng = c.mess
    c.rect(340, 110, 120, 140, "#ffffff", op=0.25)
    for x, y in ((346, 116), (454, 116), (346, 244), (454, 244)):
        c.circle(x, y, 3, "#7a756a")
    for _ in range(46):
        with c.at(rng.uniform(150, 720), rng.uniform(450, 592), turn=rng.uniform(0, 180)):
            c.rect(-9, -2.5, 12, 5, "#efe9da")
            c.rect(3, -2.5, 6, 5, "#c98d5b")
    for i in range(9):
        with c.at(540 + i * 6, 360 - (i % 3) * 4, turn=rng.uniform(-60, 60)):
            c.rect(-2, -14, 4, 14, "#efe9da")
    for d in ("M570 350q-20 -40 4 -76t-6 -80", "M300 400q18 -40 -2 -80t10 -90"):
        c.path(d, stroke="#ffffff", width=9, op=0.4)
    stains(c, rng, (200, 450, 640, 560), 3, "#6a5f4e")
    with c.at(204, 442):
        c.path("M-16 0l4 -34h24l4 34z", "#b9c8cc")
    litter(c, rng, (160, 470, 720, 590), 14)


def _smoking_after(c: Canvas) -> None:
    c.rect(340, 110, 120, 140, "#f3efe2", rx=4)
    c.ring(400, 166, 36, "#a0473a", 8)
    c.rect(378, 162, 36, 8, "#54585a")
    c.rect(414, 162, 10, 8, "#c98d5b")
    c.path("M375 141l50 50", stroke="#a0473a", width=8)
    c.text(400, 238, 23, LABELS["no_smoking"], "#7a3b2e", face="sans")
    pot(c, 690, 500, 120, c.mess)
    pot(c, 110, 500, 96, c.mess)
    c.path("M240 560h340", stroke="#ffffff", width=14, op=0.18)
