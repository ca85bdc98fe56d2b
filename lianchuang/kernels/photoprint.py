"""The print of a photo: 64 bits by which an altered copy is found again, and how far two photos are the very same picture.

A print is the sign of the 64 lowest waves (DCT) of the inner four fifths of the picture, in grey. Whoever looks for the original
of a photo asks with many `Views` of it: parts that would be those inner four fifths if either had been cropped to as little as
nine tenths, each also mirrored. What is found so is then laid over the photo and compared part by part (`compare`), which is
what a hint rests on. Pictures come as arrays of grey levels, upright, of any size (320 px are enough).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Floats = NDArray[np.float64]
Codes = NDArray[np.uint64]
Interval = tuple[float, float]

BITS = 64
BANDS = 4  # of sixteen bits each; whoever looks up needs one band without a fault
WEAKEST = 2  # so many bits of each band are also tried the other way
PLAIN = 2.5  # a picture whose grey varies less than this has no print
_INNER = (0.1, 0.9)
_CROPS = ((0.9, 5), (0.95, 3))  # share of a side that was kept, and how many places of it are tried
_SKETCH = 48
_SAMPLES = 24
_WAVES = 11


# --- the print ---


def _weights(edges: Floats, source: int) -> Floats:
    """A matrix that averages `source` pixels over the cells between the edges (shares of the side)."""
    at = np.clip(edges * source, 0, source)
    pixel = np.arange(source)
    shared = np.minimum(at[1:, None], pixel + 1) - np.maximum(at[:-1, None], pixel)
    shared = np.maximum(shared, 0.0)
    weights: Floats = shared / np.maximum(shared.sum(1, keepdims=True), 1e-6)
    return weights


def _part(picture: Floats, rows: Floats, columns: Floats) -> Floats:
    """The picture averaged over cells between these edges."""
    return _weights(rows, picture.shape[0]) @ picture @ _weights(columns, picture.shape[1]).T


def _sketch(gray: Gray) -> Floats:
    edges = np.linspace(0, 1, _SKETCH + 1)
    return _part(gray.astype(np.float64), edges, edges)


@cache
def _waves(interval: Interval) -> Floats:
    """Waves over a part of a sketch's side, as a matrix."""
    middle = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    waves = np.array([np.cos(np.pi * wave * middle) for wave in range(_WAVES)])
    return waves @ _weights(np.linspace(*interval, _SAMPLES + 1), _SKETCH)


@cache
def _order() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which waves (down, across) the bits stand for: the lowest first, dealt out to the bands in turn."""
    pairs = [(down, across) for down in range(_WAVES) for across in range(_WAVES) if down + across]
    lowest = sorted(pairs, key=lambda pair: (sum(pair), pair))[:BITS]
    dealt = [pair for band in range(BANDS) for pair in lowest[band::BANDS]]
    down, across = np.array(dealt, dtype=np.intp).T
    return down, across


def _packed(signs: NDArray[np.bool_]) -> Codes:
    """Rows of 64 signs as numbers."""
    octets = np.packbits(np.ascontiguousarray(signs), axis=-1, bitorder="little")
    packed: Codes = np.ascontiguousarray(octets).view("<u8")[..., 0].astype(np.uint64)
    return packed


def _is_plain(sketch: Floats) -> bool:
    edge = round(_SKETCH * _INNER[0])
    return bool(sketch[edge:-edge, edge:-edge].std() < PLAIN)


def print_of(gray: Gray) -> int | None:
    """The print; None for a picture too plain to tell it from another."""
    sketch = _sketch(gray)
    if _is_plain(sketch):
        return None
    waves = _waves(_INNER)
    return int(_packed(((waves @ sketch @ waves.T)[_order()] > 0)[None])[0])


# --- what to ask with ---


@dataclass(frozen=True)
class View:
    """The part of a photo (down, across: shares of its sides) that is the inner part of another; perhaps mirrored."""

    down: Interval
    across: Interval
    mirrored: bool


@dataclass(frozen=True)
class Views:
    """Prints of every view of a photo, and for each and every band the bits that are least sure (as masks)."""

    codes: Codes
    weakest: Codes

    def __getitem__(self, number: int) -> View:
        intervals = _intervals()
        flip, rest = divmod(number, len(intervals) ** 2)
        down, across = divmod(rest, len(intervals))
        return View(intervals[down], intervals[across], bool(flip))


@cache
def _intervals() -> tuple[Interval, ...]:
    """Parts of a side: the inner part itself; what it becomes if this picture, or the other, is what a crop left."""
    start, end = _INNER
    found = [_INNER]
    for kept, places in _CROPS:
        for left in np.linspace(0, 1 - kept, places):
            found.append((float(start - left) / kept, float(end - left) / kept))
            found.append((float(left) + start * kept, float(left) + end * kept))
    return tuple(found)


@cache
def _all_waves() -> Floats:
    return np.array([_waves(interval) for interval in _intervals()])


def views_of(gray: Gray) -> Views | None:
    """What to ask with for originals and copies of a photo; None when it is too plain."""
    sketch = _sketch(gray)
    if _is_plain(sketch):
        return None
    waves, (down, across) = _all_waves(), _order()
    flat = waves.reshape(-1, _SKETCH)
    every = (flat @ sketch @ flat.T).reshape(len(waves), _WAVES, len(waves), _WAVES)
    heights = every[:, down, :, across].transpose(1, 2, 0).reshape(-1, BITS)
    heights = np.concatenate([heights, heights * np.where(across % 2, -1, 1)])  # a mirror turns the odd waves
    return Views(_packed(heights > 0), _weakest(heights))


def _weakest(heights: Floats) -> Codes:
    """For each row and band a mask for each of the bits whose wave is smallest, measured by what is usual for it."""
    sure = np.abs(heights) / (np.abs(heights).mean(0) + 1e-9)
    width = BITS // BANDS
    order = np.argpartition(sure.reshape(-1, BANDS, width), WEAKEST, axis=2)[:, :, :WEAKEST]
    places = order + (np.arange(BANDS) * width)[None, :, None]
    return np.uint64(1) << places.astype(np.uint64)


# --- one laid over the other ---

_ACROSS, _DOWN = 8, 6
LEAST_PARTS = 8  # fewer parts with something to see in them prove nothing
_SEEN = 2.0  # grey levels by which a part must vary
_ROUGH = 0.6
SAME_PART = 0.95  # so alike must a part be: two shots of one place are less so, however near each other they were taken
WHOLE = 0.9  # such a share of the parts is the whole picture
LARGELY = 0.65  # such a share a copy of which something was changed
_TRIES = 3


@dataclass(frozen=True)
class Agreement:
    """Of `parts` parts with something to see in them, how many show the same; and whether one is mirrored."""

    parts: int
    same: int
    mirrored: bool = False

    @property
    def share(self) -> float:
        """The same parts of all; 0 when there is too little to see."""
        return self.same / self.parts if self.parts >= LEAST_PARTS else 0.0


@dataclass(frozen=True)
class _Line:
    """Where a place of the other picture lies in this one along one side: `start` + place × `pace`."""

    start: float
    pace: float

    @classmethod
    def of(cls, interval: Interval) -> "_Line":
        pace = (interval[1] - interval[0]) / (_INNER[1] - _INNER[0])
        return cls(interval[0] - _INNER[0] * pace, pace)

    def common(self) -> Interval:
        """The part of the other's side that both show."""
        return max(0.0, -self.start / self.pace), min(1.0, (1 - self.start) / self.pace)

    def at(self, places: Floats) -> Floats:
        return self.start + places * self.pace


def agreement(photo: Gray, views: Views, other: Gray, code: int) -> Agreement:
    """How far a photo is the very same picture as another one (of which `code` is the print), by the views nearest to it."""
    bits = np.bitwise_count(views.codes ^ np.uint64(code))
    best = Agreement(0, 0)
    for number in np.argsort(bits, kind="stable")[:_TRIES]:
        found = compare(photo, other, views[int(number)])
        best = max(best, found, key=lambda one: one.share)
        if best.share >= WHOLE:
            break
    return best


def compare(photo: Gray, other: Gray, view: View) -> Agreement:
    """Lay a photo over another one by a view, mend how it lies, and say in how many parts they show the same.

    Only shifting and stretching along the sides is mended, as cropping and scaling do; two shots of one place differ otherwise.
    """
    this, that = photo.astype(np.float64), other.astype(np.float64)
    if view.mirrored:
        this = this[:, ::-1]
    down, across = _Line.of(view.down), _Line.of(view.across)
    for cell, reach in ((8, 3), (16, 2), (16, 1)):
        laid = _lay(this, that, down, across, cell)
        if laid is None:
            return Agreement(0, 0)
        found = _best(*laid, cell, reach)
        last = cell == 16 and reach == 1
        if last or (mended := _mend(found, down, across, cell)) is None:
            same = int((found.seen & (found.alike > SAME_PART)).sum()) if last else 0
            return Agreement(int(found.seen.sum()), same, view.mirrored)
        down, across = mended
    raise AssertionError


def _lay(this: Floats, that: Floats, down: _Line, across: _Line, cell: int) -> tuple[Floats, Floats] | None:
    """What both show, on the same grid, without the slow changes of light. None when that is too little."""
    (top, bottom), (left, right) = down.common(), across.common()
    if bottom - top < 0.6 or right - left < 0.6:
        return None
    rows = np.linspace(top, bottom, _DOWN * cell + 1)
    columns = np.linspace(left, right, _ACROSS * cell + 1)
    return _fine(_part(that, rows, columns)), _fine(_part(this, down.at(rows), across.at(columns)))


def _fine(picture: Floats, reach: int = 3) -> Floats:
    """The picture less its mean around each place."""
    size = 2 * reach + 1
    sums = np.pad(picture, ((reach + 1, reach), (reach + 1, reach)), mode="edge").cumsum(0).cumsum(1)
    mean = (sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]) / size**2
    fine: Floats = picture - mean
    return fine


@dataclass(frozen=True)
class _Found:
    """For each part: how alike at best (−1 to 1), at which shift (cells down and across), and whether there is something to see."""

    alike: Floats
    down: Floats
    across: Floats
    seen: NDArray[np.bool_]


def _sums(picture: Floats, cell: int) -> Floats:
    height, width = picture.shape
    sums: Floats = picture.reshape(height // cell, cell, width // cell, cell).sum((1, 3))
    return sums


def _best(that: Floats, this: Floats, cell: int, reach: int) -> _Found:
    """The shift of each part at which the two are most alike, to a fraction of a cell."""
    height, width = that.shape
    side = 2 * reach + 1
    around = np.pad(this, reach)
    power, squares = _sums(that * that, cell), around * around
    alike = np.empty((side, side, height // cell, width // cell))
    for down in range(side):
        for across in range(side):
            here = np.s_[down : down + height, across : across + width]
            alike[down, across] = _sums(that * around[here], cell) / np.sqrt(power * _sums(squares[here], cell) + 1e-6)
    flat = alike.reshape(side * side, -1)
    at_down, at_across = np.divmod(flat.argmax(0), side)
    parts = np.arange(flat.shape[1])
    cube = alike.reshape(side, side, -1)
    rise_down, more_down = _peak(cube[:, at_across, parts], at_down)
    rise_across, more_across = _peak(cube[at_down, :, parts].T, at_across)
    shape = power.shape
    return _Found(
        (flat.max(0) + rise_down + rise_across).reshape(shape),
        (at_down + more_down - reach).reshape(shape),
        (at_across + more_across - reach).reshape(shape),
        power > _SEEN**2 * cell**2,
    )


def _peak(curve: Floats, at: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """By how much a parabola through the best and its neighbours rises above it, and where; at an edge not at all."""
    parts = np.arange(curve.shape[1])
    inside = (at > 0) & (at < curve.shape[0] - 1)
    middle = np.clip(at, 1, curve.shape[0] - 2)
    before, best, after = (curve[middle + step, parts] for step in (-1, 0, 1))
    bend = np.minimum(before - 2 * best + after, -1e-9)
    more = np.clip((before - after) / (2 * bend), -0.5, 0.5)
    return np.where(inside, -bend * more**2 / 2, 0.0), np.where(inside, more, 0.0)


def _mend(found: _Found, down: _Line, across: _Line, cell: int) -> tuple[_Line, _Line] | None:
    """Lines that follow the shifts of the parts that are alike; None when too few are, or they lead nowhere."""
    good = found.seen & (found.alike > _ROUGH)
    if int(good.sum()) < LEAST_PARTS // 2:
        return None
    rows, columns = np.nonzero(good)
    lines = (
        _followed(down, rows, found.down[good], _DOWN, cell),
        _followed(across, columns, found.across[good], _ACROSS, cell),
    )
    return lines if all(0.7 < line.pace < 1.4 for line in lines) else None


def _followed(line: _Line, parts: NDArray[np.intp], shifts: Floats, number: int, cell: int) -> _Line:
    """The line after a straight fit to the shifts, from which what lies far off is left out."""
    first, last = line.common()
    size = (last - first) / number
    places = first + (parts + 0.5) * size
    moved = shifts * size / cell * line.pace
    kept = np.ones(len(places), dtype=bool)
    start = pace = 0.0
    for _turn in range(4):
        if np.ptp(places[kept]) < size:
            return _Line(line.start + float(np.median(moved[kept])), line.pace)
        pace, start = np.polyfit(places[kept], moved[kept], 1)
        off = np.abs(start + pace * places - moved)
        kept = off <= max(size / cell / 2, float(np.median(off)))
    return _Line(line.start + float(start), line.pace + float(pace))
