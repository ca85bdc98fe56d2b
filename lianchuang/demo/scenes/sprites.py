"""Small things laid over a base picture: they make two photos of one scene two places."""

from __future__ import annotations

from collections.abc import Callable

from lianchuang.demo.scenes.canvas import Canvas, View, num
from lianchuang.demo.scenes.things import BAGS, LEAVES, bag, bicycle, box, cone, litter, pot

SIDE = 200  # a sprite's sheet, in the scenes' units; its foot is at (100, 180)


def _bag(c: Canvas) -> None:
    bag(c, 100, 180, 26, BAGS[c.variant % 3])


def _bags(c: Canvas) -> None:
    bag(c, 84, 174, 24, BAGS[c.variant % 3])
    bag(c, 122, 182, 22, BAGS[(c.variant + 1) % 3])


def _box(c: Canvas) -> None:
    box(c, 100, 180, 58 + c.variant * 6, 42, ("#c39b66", "#b98f58", "#b0936e")[c.variant % 3])


def _scraps(c: Canvas) -> None:
    litter(c, c.mess, (20, 130, 180, 184), 14)


def _cup(c: Canvas) -> None:
    with c.at(100, 178, turn=(-80, 20, 100)[c.variant % 3]):
        c.path("M-9 0l-4 -30h26l-4 30z", ("#ece8dc", "#b9c8cc", "#d9c46f")[c.variant % 3])
        c.rect(-14, -34, 28, 5, "#8b9296")


def _bottle(c: Canvas) -> None:
    with c.at(100, 176, turn=(96, 70, 118)[c.variant % 3]):
        c.rect(-7, -34, 14, 34, ("#a9c4b8", "#9fb9c4", "#c9c9a4")[c.variant % 3], rx=5)
        c.rect(-4, -42, 8, 9, "#6d8494")


def _pot(c: Canvas) -> None:
    pot(c, 100, 180, 82, c.mess)


def _bollard(c: Canvas) -> None:
    c.shadow(100, 180, 18, 4)
    c.rect(91, 118, 18, 62, "#7b8084", rx=6)
    c.rect(91, 130, 18, 8, "#e4c76b")


def _bicycle(c: Canvas) -> None:
    bicycle(c, 100, 180, 1.1, ("#6d8494", "#9a6e52", "#5f7a68")[c.variant % 3])


def _cone(c: Canvas) -> None:
    cone(c, 100, 180, 70)


def _branch(c: Canvas) -> None:
    """Leaves hanging in from the upper left corner."""
    rng = c.mess
    for i in range(5):
        x, y = rng.uniform(-10, 90), rng.uniform(60, 150)
        c.path(
            f"M-10 -10Q{num(x * 0.4)} {num(y * 0.2)} {num(x + 30)} {num(y * 0.7)}",
            stroke="#6d5b49",
            width=2.4,
        )
        for k in range(9):
            t = k / 8
            with c.at(
                (x + 30) * t + rng.uniform(-14, 14),
                y * 0.7 * t + rng.uniform(-12, 12),
                turn=rng.uniform(10, 90),
            ):
                c.path("M-15 0q15 -11 30 0q-15 11 -30 0z", LEAVES[(i + k) % 4])


SPRITES: dict[str, Callable[[Canvas], None]] = {
    "bag": _bag,
    "bags": _bags,
    "box": _box,
    "scraps": _scraps,
    "cup": _cup,
    "bottle": _bottle,
    "pot": _pot,
    "bollard": _bollard,
    "bicycle": _bicycle,
    "cone": _cone,
    "branch": _branch,
}
DUMPED = ("scraps", "scraps", "bag", "bags", "box", "cup", "bottle")
DROPPED = ("scraps", "scraps", "cup", "bottle")


def sprite_svg(kind: str, variant: int, pixels: int) -> str:
    canvas = Canvas(scene=f"sprite-{kind}", variant=variant, broken=True, view=View())
    SPRITES[kind](canvas)
    drawn = canvas.svg(pixels, pixels)
    return drawn.replace('viewBox="0 0 800.00 600.00"', f'viewBox="0 0 {SIDE} {SIDE}"')
