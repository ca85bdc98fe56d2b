"""How often a reused photo is hinted, how often another one is by mistake, and how fast one is looked up among a million.

    python benchmarks/photo_hints.py [--seeds 6] [--prints 1000000] [--processes 2]

The pictures are made by tests/photos.py: drawn scenes of the demo county and textured heaps ("dead leaves"), shot as a camera
might. They are no photographs, and nothing here proves how real ones fare. `hinted` is what the page of a finding would hint:
the print is found (within 14 bits, among 100,000 random prints), and of the parts laid over each other enough are the same.
"same kind" is another place of the same kind; "another day" is the same place from nearly the same spot, with other things
standing about: an honest photo that looks much like an old one. Views are compared where OpenCV is there.
"""

import argparse
import os
import platform
import statistics
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianchuang.config.settings")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program sets it, before NumPy is there

import numpy as np

from lianchuang.kernels import sameview
from lianchuang.kernels.photoprint import LARGELY, WHOLE, agreement, print_of, views_of
from lianchuang.kernels.printindex import PrintIndex
from tests import photos
from tests.photos import small

KINDS = 27
OTHERS = 100_000
Place = tuple[str, int, int]


def make(place: Place) -> tuple[Place, dict[str, Any]]:
    """One place: its photo and every altered copy, small."""
    content, scene = photos.photo(*place)
    chance = Random(f"altered/{place}")  # noqa: S311 - a benchmark, not a secret
    made = {name: small(alter(content, chance)) for name, alter in photos.ALTERATIONS.items()}
    return place, {"": small(content), **made, "another day": small(photos.another_day(scene, chance))}


def crowd(number: int, like: Any) -> Any:
    """Random prints whose bits lean as those of the pictures here do: real stocks crowd in some buckets too."""
    chance, prints = np.random.default_rng(7), np.zeros(number, np.uint64)
    for bit in range(64):
        share = float(((like >> np.uint64(bit)) & np.uint64(1)).mean())
        prints |= (chance.random(number) < share).astype(np.uint64) << np.uint64(bit)
    return prints


def judge(sets: dict[Place, dict[str, Any]]) -> dict[tuple[str, str], list[float]]:
    """For each family and pair the share of the same parts (0 where the print is not found)."""
    index, number = PrintIndex(), {place: row for row, place in enumerate(sets, start=1)}
    codes = {place: print_of(pictures[""]) or 0 for place, pictures in sets.items()}
    index.add(list(number.values()), list(codes.values()))
    index.add(
        np.arange(len(sets) + 1, len(sets) + 1 + OTHERS), crowd(OTHERS, np.array(list(codes.values()), np.uint64))
    )
    shares: dict[tuple[str, str], list[float]] = defaultdict(list)
    for place, pictures in sets.items():
        family = place[0]
        for name, picture in pictures.items():
            if name:
                shares[family, name].append(share(picture, pictures[""], codes[place], number[place], index))
        for other in sets:
            if other[:2] == place[:2] and other != place:
                found = share(pictures[""], sets[other][""], codes[other], number[other], index)
                shares[family, "same kind, other place"].append(found)
    return shares


def share(picture: Any, other: Any, code: int, number: int, index: PrintIndex) -> float:
    """As the page of a finding works it out."""
    views = views_of(picture)
    if views is None or not any(one.id == number for one in index.near(views, 64)):
        return 0.0
    return agreement(picture, views, other, code).share


def views_table(sets: dict[Place, dict[str, Any]]) -> None:
    """How often two photos are said to be of another view."""
    said: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for place, pictures in sets.items():
        other = (place[0], (place[1] + 5) % KINDS, place[2])
        for name, picture in (("same place, another day", pictures["another day"]), ("other place", sets[other][""])):
            shared = sameview.shared_view(pictures[""], picture)
            said[place[0], name].append(bool(shared and shared.is_other_view))
    for (family, name), rows in sorted(said.items()):
        print(f"  {family:10}{name:46}{len(rows):>7}{100 * sum(rows) / len(rows):>9.1f} % said to be another view")


def look_up(prints: int, sets: dict[Place, dict[str, Any]]) -> None:
    """Milliseconds to name the nearest of so many prints, and to ready a photo for it."""
    like = np.array([print_of(pictures[""]) or 0 for pictures in sets.values()], np.uint64)
    index, stock = PrintIndex(), crowd(prints, like)
    began = time.perf_counter()
    index.add(np.arange(1, prints + 1), stock)
    made = (time.perf_counter() - began) * 1000
    asked = [pictures[photos.MUST[2]] for pictures in sets.values()][:200]
    readied, looked = [], []
    for picture in asked:
        began = time.perf_counter()
        views = views_of(picture)
        between = time.perf_counter()
        if views is not None:
            index.near(views, 64)
            looked.append((time.perf_counter() - between) * 1000)
        readied.append((between - began) * 1000)
    print(f"\n{prints:,} prints: {index.bytes / 1e6:.0f} MB, sorted in {made:.0f} ms")
    for name, values in (("views of a photo", readied), ("look-up", looked)):
        p99 = statistics.quantiles(values, n=100)[98]
        print(f"  {name:24} median {statistics.median(values):6.1f} ms   p99 {p99:6.1f} ms   n {len(values)}")


def main() -> None:
    """Make, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=6, help="places of each of 27 kinds")
    parser.add_argument("--prints", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=2)
    sizes = parser.parse_args()
    places = [
        (family, kind, seed) for family in photos.FAMILIES for kind in range(KINDS) for seed in range(sizes.seeds)
    ]
    with ProcessPoolExecutor(sizes.processes) as pool:
        sets = dict(pool.map(make, places, chunksize=4))
    shares = judge(sets)
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, NumPy {np.__version__}"
    )
    print(f"{sum(map(len, shares.values())):,} pairs of {len(places)} made places; {machine}")
    print(f"  {'':56}{'pairs':>7}{'hinted':>11}{'strong':>11}")
    for (family, name), found in sorted(shares.items()):
        hinted, strong = (100 * sum(one >= limit for one in found) / len(found) for limit in (LARGELY, WHOLE))
        print(f"  {family:10}{name:46}{len(found):>7}{hinted:>9.1f} %{strong:>9.1f} %")
    must = [one for (_family, name), found in shares.items() if name in photos.MUST for one in found]
    other = [one for (_family, name), found in shares.items() if name.startswith("same kind") for one in found]
    for words, found in (
        ("asked for: reuse hinted (at least 98 %)", must),
        ("asked for: another photo (at most 1 %)", other),
    ):
        print(f"  {words:56}{len(found):>7}{100 * sum(one >= LARGELY for one in found) / len(found):>9.1f} %")
    if sameview.is_offered():
        views_table(sets)
    look_up(sizes.prints, sets)


if __name__ == "__main__":
    main()
