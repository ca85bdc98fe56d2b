"""Looking up a photo among all that are kept: the very same picture again, whole or altered.

The prints of all photos stay in memory (33 MB a million), brought up to date by the ids of new rows; what is near is then laid
over the photo part by part. Decided in docs/decisions: measured in benchmarks/photo_hints.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Max

from lianchuang.evidence.files.pictures import BROKEN
from lianchuang.evidence.models import PhotoTrace, StoredFile
from lianchuang.evidence.traces import gray_of
from lianchuang.kernels.photoprint import Agreement, Gray, Views, agreement, print_of, views_of
from lianchuang.kernels.printindex import PrintIndex

CANDIDATES = 64  # always so many of the nearest are named, whoever asks
LAID_OVER = 8  # so many of them are looked at closely
_OVERLAP = 200  # rows before the last one that are read again: a slower transaction may have brought an earlier id
_CHUNK = 20_000


@dataclass(frozen=True)
class Candidate:
    """A photo whose print is near."""

    file_id: str
    code: int
    bits: int


@dataclass(frozen=True)
class Copy:
    """A photo that was laid over another one, and how far the two are the same picture."""

    file_id: str
    agreement: Agreement


class _Stock:
    """The prints of one database, as far as they are read."""

    def __init__(self) -> None:
        self.index = PrintIndex()
        self.recent: dict[int, int] = {}
        self.lock = Lock()

    def refresh(self) -> None:
        """Take in what came since. Reads everything anew where ids now mean other photos (a backup put back)."""
        newest = PhotoTrace.objects.aggregate(newest=Max("pk"))["newest"] or 0
        if newest < self.index.last or not self._extend():
            self.index, self.recent = PrintIndex(), {}
            self._extend()

    def _extend(self) -> bool:
        """Whether the rows read again are still those that are held."""
        rows = PhotoTrace.objects.filter(pk__gt=self.index.last - _OVERLAP, code__isnull=False).order_by("pk")
        fresh: list[tuple[int, int]] = []
        for pk, code in rows.values_list("pk", "code").iterator(chunk_size=_CHUNK):
            if code is None or self.recent.get(pk, code) != code:
                return False
            if pk not in self.recent:
                fresh.append((pk, code))
            if len(fresh) == _CHUNK:
                self._take(fresh)
                fresh = []
        self._take(fresh)
        return True

    def _take(self, fresh: Sequence[tuple[int, int]]) -> None:
        if fresh:
            ids, codes = np.array(fresh, dtype=np.int64).T
            self.index.add(ids, codes.view(np.uint64) if codes.flags.contiguous else codes.copy().view(np.uint64))
            held = [*self.recent.items(), *fresh][-2 * _OVERLAP :]
            self.recent = dict(sorted(held))


_stocks: dict[str, _Stock] = {}


def candidates_of(many: Sequence[Views | None]) -> list[list[Candidate]]:
    """For each photo asked about those whose prints are nearest, nearest first. The same queries whatever is found.

    What takes part here may be sealed: the caller leaves out what its reader may not know of before anything else is done.
    """
    stock = _stocks.setdefault(str(connection.settings_dict["NAME"]), _Stock())
    with stock.lock:
        stock.refresh()
        found = [stock.index.near(views, CANDIDATES) if views else [] for views in many]
    ids = {one.id for near in found for one in near}
    files = dict(PhotoTrace.objects.filter(pk__in=ids).values_list("pk", "file_id"))
    return [[Candidate(files[one.id], one.code, one.bits) for one in near if one.id in files] for near in found]


def small_gray(file: StoredFile) -> Gray | None:
    """The grey levels of a file's small picture; None when it has none."""
    try:
        with default_storage.open(file.thumb_path) as small:
            return gray_of(small.read())
    except BROKEN:
        return None


def laid_over(gray: Gray, views: Views, candidates: Iterable[Candidate]) -> list[Copy]:
    """The first few candidates looked at closely, the likest first."""
    copies = []
    for candidate in list(candidates)[:LAID_OVER]:
        other = small_gray(StoredFile(sha256=candidate.file_id))
        if other is not None:
            copies.append(Copy(candidate.file_id, agreement(gray, views, other, candidate.code)))
    return sorted(copies, key=lambda copy: -copy.agreement.share)


def same_picture(gray: Gray, other: Gray) -> Agreement:
    """How far two pictures are the same one, however far apart their prints; nothing when either is too plain."""
    views, code = views_of(gray), print_of(other)
    return Agreement(0, 0) if views is None or code is None else agreement(gray, views, other, code)
