"""The draw against its stated chances over many seeds, and its speed. Prints a table; `--seeds 100000` takes some minutes.

python benchmarks/sampling.py [--seeds N]
"""

import argparse
import math
import platform
import time
from collections import Counter

from lianchuang.kernels.sampling import Listed, cells_of, draw

FRAMES = {
    "one town, 5 of 20": ([Listed("lane", "1.1.", f"S{index:02d}") for index in range(20)], 5),
    "3 + 17 in two towns, 5": (
        [Listed("lane", "1.1." if index < 3 else "1.2.", f"S{index:02d}") for index in range(20)],
        5,
    ),
    "12 towns of 1 to 12, 9": (
        [
            Listed("lane", f"1.{town:02d}.", f"S{town:02d}-{index:02d}")
            for town in range(1, 13)
            for index in range(town)
        ],
        9,
    ),
}


def main() -> None:
    """Draw and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20_000)
    seeds = parser.parse_args().seeds
    print(f"{seeds} seeds · {platform.python_implementation()} {platform.python_version()} · {platform.machine()}")
    print(f"{'frame':<26}{'by town':>8}{'sites':>7}{'chi²':>9}{'per site':>10}{'worst z':>9}{'µs a draw':>11}")
    for name, (frame, wanted) in FRAMES.items():
        for by_part in (False, True):
            began = time.perf_counter()
            times = Counter(
                code for seed in range(seeds) for code in draw(frame, {"lane": wanted}, seed, by_part=by_part)
            )
            seconds = time.perf_counter() - began
            chance = float(cells_of(frame, {"lane": wanted}, by_part=by_part)[0].chance)
            off = [(times[one.code] - seeds * chance) / math.sqrt(seeds * chance * (1 - chance)) for one in frame]
            square, worst = sum(each * each for each in off), max(abs(each) for each in off)
            micro = seconds / seeds * 1e6
            print(
                f"{name:<26}{by_part!s:>8}{len(frame):>7}{square:>9.1f}{square / len(frame):>10.2f}{worst:>9.2f}{micro:>11.0f}"
            )
    large = [Listed("lane", f"1.{index % 40}.", f"S{index:05d}") for index in range(10_000)]
    began = time.perf_counter()
    draw(large, {"lane": 300}, 1, by_part=True)
    print(f"300 of 10,000 sites in 40 towns: {(time.perf_counter() - began) * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
