"""Refusals travel: a process that was refused hands the refusal to the one that asked."""

import copy
import pickle
from collections.abc import Callable

import pytest

from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow, Reason, Refusal

REFUSALS = [
    NotAllowed("own_unit", "Not to your own unit.", "a leader"),
    NotPossibleNow([Reason("closed", "It is closed."), Reason("late", "It is late.")]),
    ChangedMeanwhile("The title."),
    Invalid({"note": ["Say why."], "due": ["It is over.", "Too far."]}, "shape"),
]


def pickled(refusal: Refusal) -> Refusal:
    came = pickle.loads(pickle.dumps(refusal))  # noqa: S301 - written in this line
    assert isinstance(came, Refusal)
    return came


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.kind)
@pytest.mark.parametrize("travel", [pickled, copy.copy])
def test_a_refusal_arrives_whole(refusal: Refusal, travel: Callable[[Refusal], Refusal]) -> None:
    came = travel(refusal)
    assert type(came) is type(refusal)
    assert (came.args, vars(came), str(came)) == (refusal.args, vars(refusal), str(refusal))
    assert came.sentences() == refusal.sentences()
