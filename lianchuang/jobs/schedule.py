"""The register of standing tasks: what each does and when. `config/wiring.py` fills it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise

from lianchuang.jobs.rules import When


@dataclass(frozen=True)
class Standing:
    """One standing task: `run` is handed the moment and says in a few words what it did (or nothing).

    `lease` is how long one run may take before another worker takes it for dead. A run that was cut off is run again:
    `run` must bear that.
    """

    name: str
    label: str | Promise
    when: When
    run: Callable[[datetime], str]
    lease: timedelta = timedelta(minutes=15)


_standing: dict[str, Standing] = {}


def register(*tasks: Standing) -> None:
    """Put tasks into the register; a name means one thing."""
    _standing.update({task.name: task for task in tasks})


def registered() -> Mapping[str, Standing]:
    """Every standing task by name."""
    return dict(_standing)
