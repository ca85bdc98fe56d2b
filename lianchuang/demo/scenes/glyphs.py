"""Outlines of the characters on the demo county's signs.

A machine may have no Chinese font, and the rasteriser drops text silently then; so the signs are drawn as
paths. The outlines lie in `glyphs.json` (their source and licence in `NOTICE`): face → character →
[advance, path], in units of 1000 to the em, y pointing up.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Literal

Face = Literal["serif", "sans"]
Outline = tuple[int, str]


@cache
def _faces() -> dict[str, dict[str, Outline]]:
    stored = json.loads(files(__package__).joinpath("glyphs.json").read_text(encoding="utf-8"))
    return {face: {char: (int(a), str(d)) for char, (a, d) in chars.items()} for face, chars in stored.items()}


def outline(char: str, face: Face) -> Outline:
    """Advance and path of one character; refuses an unknown one rather than leaving a hole in a sign."""
    try:
        return _faces()[face][char]
    except KeyError:
        raise ValueError(f"no {face} outline for {char!r} in glyphs.json; see scenes/NOTICE") from None
