"""Whether the database holds sample data. The demo stands above everything, so it says so by registering."""

from collections.abc import Callable

_asked: list[Callable[[], bool]] = []


def register(answer: Callable[[], bool]) -> None:
    """Let `answer` decide whether this is sample data (called once, when the app that knows is ready)."""
    _asked[:] = [answer]


def is_sample() -> bool:
    """Whether pages must say "sample data"."""
    return any(answer() for answer in _asked)
