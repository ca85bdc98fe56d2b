"""The phone orders sites as the server does: both are given the same places."""

import json
import random
import subprocess

from lianchuang.field.queries.shell import file_of
from lianchuang.kernels.walking import Place, walking_order
from scripts.tools import node_path

ON_PHONE = """
const cases = JSON.parse(%s);
const named = (place) => place && { lon: place[0], lat: place[1] };
console.log(JSON.stringify(cases.map(([places, start]) => walkingOrder(places.map(named), named(start)))));
"""


def test_the_phone_finds_the_same_order() -> None:
    chance = random.Random(1)
    cases: list[tuple[list[Place], Place | None]] = []
    for number in range(60):
        places = [(112.4 + chance.random() / 5, 33.0 + chance.random() / 5) for _place in range(number)]
        cases.append((places, (112.5, 33.1) if number % 2 else None))
    program = file_of("field/route.js").read_text(encoding="utf-8") + ON_PHONE % json.dumps(json.dumps(cases))
    command = [node_path(), "--input-type=module", "-"]
    done = subprocess.run(command, input=program, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [walking_order(places, start) for places, start in cases]
