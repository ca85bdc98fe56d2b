"""Photos are drawn in a second process while the first one writes rows; each is asked for when its day is planned."""

import zlib
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from typing import Literal

import django

from lianchuang.common import clock
from lianchuang.demo.pictures import PictureBook
from lianchuang.evidence.rules import Picture, read_picture

Phase = Literal["before", "after"]


@dataclass(frozen=True)
class Photo:
    """A drawn photo, and what `read_picture` says of it."""

    content: bytes
    picture: Picture


_books: dict[int, PictureBook] = {}


def _draw(
    seed: int,
    scene: str,
    phase: Phase,
    number: int,
    taken_at: datetime,
    place: tuple[float, float],
) -> Photo:
    """Runs in the second process, which keeps its own book."""
    book = _books.setdefault(seed, PictureBook(seed=seed))
    content = book.photo(scene=scene, phase=phase, number=number, taken_at=taken_at, place=place)
    return Photo(content, read_picture(content))


class Darkroom:
    """Hands out photos as futures.

    With `stock` the county has only so many different views of each scene, each drawn once: at ten times the size
    nobody looks at 77,000 drawings, and they would take 2 GB.
    """

    def __init__(self, seed: int, stock: int = 0) -> None:
        self.seed, self.stock = seed, stock
        # The second process imports models before it reads its first order.
        self.pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=django.setup)
        self._ready: dict[tuple[str, Phase, int], Future[Photo]] = {}

    def ask(
        self, *, scene: str, phase: Phase, spot: str, taken_at: datetime, lon: float, lat: float, attempt: int = 0
    ) -> "Future[Photo]":
        """A photo of a spot: the same spot is the same view, before and after; a second attempt is another photo."""
        number = zlib.crc32(spot.encode()) % 1_000_000
        if self.stock:
            number = (number + attempt) % self.stock
        key = scene, phase, number
        if self.stock and key in self._ready:
            return self._ready[key]
        asked = self.pool.submit(_draw, self.seed, scene, phase, number, clock.local(taken_at), (lat, lon))
        if self.stock:
            self._ready[key] = asked
        return asked

    def close(self) -> None:
        """Stop the second process; what was asked for and not fetched is dropped."""
        self.pool.shutdown(wait=False, cancel_futures=True)
