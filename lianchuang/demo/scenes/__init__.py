"""The demo county's places, drawn: each scene with its trouble, and with the trouble gone.

To add a scene: a function `(Canvas) -> None` that draws what stands there from `canvas.place` and the trouble
or its cure from `canvas.mess`, and a line in `SCENES`. New words on signs go to `words.py` and need outlines
(see `NOTICE`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lianchuang.demo.scenes import grounds, indoors, neighbourhood, streets
from lianchuang.demo.scenes.canvas import Canvas, Point
from lianchuang.demo.scenes.sprites import DROPPED, DUMPED

Zone = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Scene:
    """A drawing and what may vary from photo to photo (in the sheet's 800 × 600 units).

    `ground` is where more litter may lie before, `lying` what kinds of it; `spots` are feet of things that
    stand there in both states, each with the kinds that suit; `leafy` allows a branch that hangs into the
    picture.
    """

    draw: Callable[[Canvas], None]
    trouble: str
    ground: Zone | None
    spots: tuple[tuple[Point, tuple[str, ...]], ...] = ()
    leafy: bool = True
    lying: tuple[str, ...] = DUMPED


POTS = ("pot",)
STREET = ("bollard", "pot", "bicycle")

SCENES: dict[str, Scene] = {
    "market": Scene(
        streets.market,
        "stalls outside the market gate, overfull bins, litter on the road",
        (60, 490, 740, 580),
        (((40, 590), STREET), ((770, 590), STREET)),
    ),
    "alley": Scene(
        streets.alley,
        "back street: hanging wires, small ads on the walls, potholes and puddles, rubbish bags",
        (220, 470, 600, 580),
    ),
    "corner": Scene(
        streets.corner,
        "sorting bins overflow, bags and boxes left beside them",
        (160, 500, 660, 580),
        (((60, 570), STREET), ((750, 570), STREET)),
    ),
    "park": Scene(
        grounds.park, "bare soil in the flower bed, broken bench, trampled lawn, litter", (60, 480, 700, 580)
    ),
    "road": Scene(
        streets.road,
        "pothole and cracked carriageway, manhole cover missing, markings worn off",
        (140, 520, 700, 590),
        lying=DROPPED,
    ),
    "parking": Scene(
        streets.parking,
        "bicycles, e-bikes and a car parked on the blind track and pavement",
        (60, 500, 740, 556),
        lying=DROPPED,
    ),
    "toilet": Scene(
        indoors.toilet,
        "public toilet: wet floor, stained basins, no soap, full bin, sign missing",
        (140, 460, 700, 580),
        leafy=False,
        lying=DROPPED,
    ),
    "estate": Scene(
        neighbourhood.estate,
        "e-bikes charged by wires hung from windows, entrance blocked by clutter",
        (80, 520, 700, 590),
        (((30, 596), POTS), ((776, 596), POTS)),
    ),
    "stairwell": Scene(
        indoors.stairwell,
        "stairs blocked by old furniture and boxes, small ads on the walls",
        (60, 500, 740, 590),
        leafy=False,
    ),
    "construction": Scene(
        grounds.construction,
        "hoarding fallen, bare soil not covered, mud carried onto the road",
        (80, 500, 720, 590),
        (((60, 590), ("bollard", "cone")), ((744, 590), ("bollard", "cone"))),
    ),
    "canal": Scene(grounds.canal, "floating rubbish and scum on the water, waste pipe, litter on the bank", None),
    "shop": Scene(
        streets.shop,
        "goods and stalls occupy the pavement, signboard loose, frontage not kept clean",
        (60, 470, 740, 580),
        (((36, 596), STREET), ((764, 596), STREET)),
    ),
    "restaurant": Scene(
        indoors.restaurant,
        "kitchen without fly screen, bin without lid, food on the floor, grease",
        (80, 470, 720, 580),
        leafy=False,
        lying=DROPPED,
    ),
    "school": Scene(
        neighbourhood.school,
        "stalls, e-bikes and a tobacco-and-liquor ad at the school gate, crossing worn off",
        (60, 500, 740, 580),
        lying=DROPPED,
    ),
    "clinic": Scene(
        indoors.clinic,
        "medical waste bins open and overfull, store unlocked, sharps on the floor",
        None,
        leafy=False,
    ),
    "hall": Scene(
        indoors.hall,
        "service hall: priority window sign missing, chairs broken, leaflets scattered",
        (80, 520, 720, 590),
        leafy=False,
        lying=DROPPED,
    ),
    "billboard": Scene(
        streets.billboard,
        "public-service board torn, faded, covered with small ads",
        (100, 500, 700, 580),
        (((50, 590), STREET), ((752, 590), STREET)),
    ),
    "busstop": Scene(
        streets.busstop,
        "bus stop: glass broken, small ads, bin overfull, litter",
        (100, 470, 700, 580),
        lying=DROPPED,
    ),
    "village": Scene(
        neighbourhood.village,
        "straw heap and rubbish heap by the village road",
        (80, 480, 720, 590),
        (((60, 592), POTS),),
    ),
    "wires": Scene(
        streets.wires,
        "cables tangled on a pole, box open, wires hanging to the ground",
        (60, 540, 740, 590),
        (((90, 592), STREET), ((720, 592), STREET)),
    ),
    "exit": Scene(
        indoors.exit_,
        "fire exit locked and blocked, exit sign dark, extinguishers missing",
        (180, 500, 620, 590),
        leafy=False,
    ),
    "smoking": Scene(
        indoors.smoking,
        "cigarette ends indoors, no-smoking sign gone, ashtray full",
        (160, 480, 700, 580),
        leafy=False,
        lying=DROPPED,
    ),
    "greenbelt": Scene(
        grounds.greenbelt,
        "bare tree pits, dead street tree, broken kerb stones, litter",
        (60, 500, 740, 590),
    ),
    "noticeboard": Scene(
        neighbourhood.noticeboard,
        "community board: glass cracked, notices faded and torn, weeds",
        (120, 500, 700, 590),
        (((60, 594), STREET), ((744, 594), STREET)),
    ),
    "stillwater": Scene(
        neighbourhood.stillwater,
        "standing water in tyres, jars and tubs: mosquitoes breed; rat hole",
        (60, 500, 740, 590),
    ),
    "memorial": Scene(
        grounds.memorial,
        "memorial neglected: inscription faded, steps chipped, weeds and litter",
        (140, 540, 660, 590),
        lying=DROPPED,
    ),
    "lane": Scene(
        neighbourhood.lane,
        "fire lane blocked by parked cars, its marking worn off",
        (100, 500, 700, 590),
        lying=DROPPED,
    ),
}
