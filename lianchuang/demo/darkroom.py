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
from lianchuang.evidence.actions import Picture, read_picture


@dataclass(frozen=True)
class Photo:
    """A drawn photo, and what `read_picture` says of it."""

    content: bytes
    picture: Picture


_books: dict[int, PictureBook] = {}


def _draw(
    seed: int,
    scene: str,
    phase: Literal["before", "after"],
    number: int,
    taken_at: datetime,
    place: tuple[float, float],
) -> Photo:
    """Runs in the second process, which keeps its own book."""
    book = _books.setdefault(seed, PictureBook(seed=seed))
    content = book.photo(scene=scene, phase=phase, number=number, taken_at=taken_at, place=place)
    return Photo(content, read_picture(content))


class Darkroom:
    """Hands out photos as futures."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        # The second process imports models before it reads its first order.
        self.pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=django.setup)

    def ask(
        self,
        *,
        scene: str,
        phase: Literal["before", "after"],
        spot: str,
        taken_at: datetime,
        lon: float,
        lat: float,
    ) -> "Future[Photo]":
        """A photo of a spot: the same spot is the same view, before and after."""
        number = zlib.crc32(spot.encode()) % 1_000_000
        return self.pool.submit(_draw, self.seed, scene, phase, number, clock.local(taken_at), (lat, lon))

    def close(self) -> None:
        """Stop the second process; what was asked for and not fetched is dropped."""
        self.pool.shutdown(wait=False, cancel_futures=True)
