"""Decisions about units and appointments on plain values. No database, no clock."""

import re
from datetime import date

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_CODE = re.compile(r"[0-9a-z]{1,30}")


def code_for(number: int) -> str:
    """The number (≥ 0) in base 36: short codes keep unit paths short."""
    text = ""
    while True:
        number, rest = divmod(number, len(_DIGITS))
        text = _DIGITS[rest] + text
        if not number:
            return text


def is_code(text: str) -> bool:
    """Whether the text may be a unit's code: up to 30 small letters and digits (a dot would split the
    path).
    """
    return bool(_CODE.fullmatch(text))


def overlaps(since: date, until: date | None, other_since: date, other_until: date | None) -> bool:
    """Whether two terms of office share a day; `until` is the first day no longer in office, None is open."""
    return (until is None or other_since < until) and (other_until is None or since < other_until)


def chain_of(path: str) -> list[str]:
    """The paths from the root down to this one: "1.5.32." → "1.", "1.5.", "1.5.32."."""
    codes = [code for code in path.split(".") if code]
    return [".".join(codes[:depth]) + "." for depth in range(1, len(codes) + 1)]
