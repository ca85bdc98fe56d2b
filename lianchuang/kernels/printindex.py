"""Looking up prints of photos among a million: those of a few bits' difference, in milliseconds and bounded memory.

Four bands of sixteen bits: whatever differs in a few bits only agrees in at least one band, perhaps but for a bit that was not
sure. For each band the prints lie sorted by it, 2 bytes of key giving the place of the row: 24 bytes a print in all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lianchuang.kernels.photoprint import BANDS, Codes, Views

RADIUS = 14  # bits: what was painted over differs in so many
_KEYS = 1 << 16
_BUCKET = 512  # of prints that share a band only the newest so many are looked at: time stays bounded whatever comes in
_CHUNK = 1 << 19
_TAIL = 1000  # new prints that are looked through one by one before they are sorted in

Ids = NDArray[np.int64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Near:
    """A print found: its id, the print, and by how many bits it differs from the nearest view."""

    id: int
    code: int
    bits: int


class PrintIndex:
    """Prints by id, mostly in the order they came."""

    def __init__(self) -> None:
        self._ids: Ids = np.empty(0, np.int64)
        self._codes: Codes = np.empty(0, np.uint64)
        self._sorted = 0
        self.last = 0  # the greatest id in it
        self._rows: list[NDArray[np.uint32]] = []
        self._starts: list[NDArray[np.uint32]] = []

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def bytes(self) -> int:
        """How much memory it takes."""
        own = self._ids.nbytes + self._codes.nbytes
        return own + sum(array.nbytes for array in (*self._rows, *self._starts))

    def add(self, ids: Sequence[int] | Ids, codes: Sequence[int] | Codes) -> None:
        """Take in prints that are not in it yet."""
        if not len(ids):
            return
        self.last = max(self.last, int(max(ids)))
        self._ids = np.concatenate([self._ids, np.asarray(ids, np.int64)])
        self._codes = np.concatenate([self._codes, np.asarray(codes, np.uint64)])
        if len(self._ids) - self._sorted > _TAIL:
            self._sort()

    def _sort(self) -> None:
        bands = self._codes.astype("<u8").view("<u2").reshape(-1, BANDS)
        self._rows, self._starts = [], []
        for band in range(BANDS):
            keys = bands[:, band]
            self._rows.append(np.argsort(keys, kind="stable").astype(np.uint32))
            ends = np.cumsum(np.bincount(keys, minlength=_KEYS))
            self._starts.append(np.concatenate([[0], ends]).astype(np.uint32))
        self._sorted = len(self._ids)

    def near(self, views: Views, most: int) -> list[Near]:
        """The prints nearest to any of the views, within the radius: nearest first, of equals the newest."""
        found = [self._in_tail(views)]
        if self._sorted:
            found += [self._in_band(views, band) for band in range(BANDS)]
        rows, bits = (np.concatenate(part) for part in zip(*found, strict=True))
        order = np.lexsort((-rows, bits))
        _first, at = np.unique(rows[order], return_index=True)
        best = order[np.sort(at)][:most]
        return [Near(int(self._ids[rows[one]]), int(self._codes[rows[one]]), int(bits[one])) for one in best]

    def _in_tail(self, views: Views) -> tuple[Places, Places]:
        """The newest prints, looked through one by one."""
        codes = self._codes[self._sorted :]
        if not len(codes):
            return _nothing()
        bits = np.bitwise_count(codes[:, None] ^ views.codes[None, :]).min(1)
        kept = bits <= RADIUS
        return np.flatnonzero(kept) + self._sorted, bits[kept].astype(np.int64)

    def _in_band(self, views: Views, band: int) -> tuple[Places, Places]:
        keys, numbers = _probes(views, band)
        starts, ends = self._starts[band][keys].astype(np.int64), self._starts[band][keys + 1].astype(np.int64)
        starts = np.maximum(starts, ends - _BUCKET)
        counts = ends - starts
        parts, done = [_nothing()], 0
        edges = np.cumsum(counts)
        while done < len(keys):
            base = int(edges[done - 1]) if done else 0
            until = max(done + 1, int(np.searchsorted(edges, base + _CHUNK)))
            parts.append(self._look(views, band, starts[done:until], counts[done:until], numbers[done:until]))
            done = until
        rows, bits = (np.concatenate(part) for part in zip(*parts, strict=True))
        return rows, bits

    def _look(self, views: Views, band: int, starts: Places, counts: Places, numbers: Places) -> tuple[Places, Places]:
        """The rows of these buckets that lie near enough."""
        total = int(counts.sum())
        shift = np.repeat(starts - (np.cumsum(counts) - counts), counts)
        rows = self._rows[band][np.arange(total) + shift]
        asked = np.repeat(numbers, counts)
        bits = np.bitwise_count(self._codes[rows] ^ views.codes[asked])
        kept = bits <= RADIUS
        return rows[kept].astype(np.int64), bits[kept].astype(np.int64)


def _probes(views: Views, band: int) -> tuple[Places, Places]:
    """The keys to look under, and the view each belongs to: as they are, and with unsure bits turned."""
    first, second = views.weakest[:, band, 0], views.weakest[:, band, 1]
    codes = np.stack([views.codes, views.codes ^ first, views.codes ^ second, views.codes ^ first ^ second])
    keys = ((codes >> np.uint64(16 * band)) & np.uint64(_KEYS - 1)).astype(np.int64)
    numbers = np.broadcast_to(np.arange(codes.shape[1]), codes.shape)
    return keys.ravel(), numbers.ravel()


def _nothing() -> tuple[Places, Places]:
    empty: Places = np.empty(0, np.int64)
    return empty, empty
