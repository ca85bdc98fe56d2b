"""Characters that became others because a mirror site worked on bytes: put back only where re-encoding proves what they were.

Such sites convert a page as GBK bytes, two a character, and look for byte pairs without minding where a character begins.
Two accidents follow, and both leave a "?" behind:

- the pair of “！” (A3 A1) or “？” (A3 BF) is found across two characters (the end of 。 and the beginning of ” or 縣): the byte
  before it is lost, and every later pair is read one byte too late ("。縣四" → "??h四"), until a character whose second byte is
  a letter brings the pairs back in step;
- the pair of a converted character is found across two characters, and its pinyin is inserted between ("月換新" → "月?lián)Q新").

The search below undoes them byte by byte. A repair is taken only where the place is garbled beyond doubt and all originals of
ordinary characters that yield it agree. Only the first character, which lost a byte, may be open: a full stop fits, and so may
a character that makes a word with the one before. Where both do, □ stands for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lianchuang.campaigns.notice.scripts import PINYIN, is_common, is_converted, is_hanzi, is_read, is_word

LOST = "?\ufffd"
LONGEST = 24  # characters that one lost byte may have garbled
MARKS = frozenset("、。—…‘’“”《》〈〉「」『』【】！（），：；？")
UNKNOWN = "□"
NEVER_FIRST = frozenset("、。—…，：；！？")  # what no full stop is followed by
FOUND = {"!": 0xA1, "！": 0xA1, "?": 0xBF, "？": 0xBF}  # what looked like a mark, and its second byte
FIRST = 0xA3
REMNANT = re.compile(rf"[?\ufffd]([{PINYIN}]{{1,8}})[ \u00a0]?[)）]")
SWALLOWED = re.compile(r"[?\ufffd][?!？！][^\x00-\x7f]{0,20}[a-z@\[\\\]^_`{|}~]")  # half a character, shown as a letter
INSERTED = re.compile(rf"[(（]([{PINYIN}]{{1,8}})[ \u00a0]?[)）]")


@dataclass(frozen=True)
class Repair:
    """What stood there and what it was."""

    before: str
    after: str


@dataclass(frozen=True)
class _State:
    """So far: the characters won back, the byte that waits for its second half, the place reached in the line."""

    won: str
    waiting: int
    at: int


def put_back(line: str) -> tuple[str, tuple[Repair, ...]]:
    """The line with every provable repair done. Shortly after a "?" that stays, everything may belong to what that garbled."""
    done: list[str] = []
    repairs: list[Repair] = []
    at, unclear_until = 0, 0
    while at < len(line):
        original, end = _original(line, at, at < unclear_until) if line[at] in LOST else ("", at)
        if original:
            repairs.append(Repair(line[at:end], original))
            done.append(original)
            at = end
        else:
            unclear_until = at + LONGEST if line[at] in LOST else unclear_until
            done.append(line[at])
            at += 1
    return "".join(done), tuple(repairs)


def _original(line: str, at: int, is_unclear: bool) -> tuple[str, int]:
    """What stood here before it was garbled, and where the garbled part ends; empty when nothing proves it."""
    if remnant := REMNANT.match(line, at):
        pair = _bytes(line[max(at - 1, 0) : at])
        leads = _leads(pair[-1], remnant[1]) if len(pair) == 2 else ()
        found = _search(line, at, [_State("", lead, remnant.end()) for lead in leads])
        return found.pop() if len(found) == 1 else ("", at)
    waiting = FOUND.get(line[at + 1 : at + 2])
    if waiting is None or is_unclear or not _is_garbled(line[at : at + LONGEST]):
        return "", at
    found = _search(line, at, [_State("", waiting, at + 2)])
    if len(found) != 1:
        return "", at
    rest, end = found.pop()
    likely = _likely(
        {first + rest for lead in range(0x81, 0xFF) if _is_ordinary(first := _character(lead, FIRST))}, line[:at]
    )
    return (likely.pop() if len(likely) == 1 else UNKNOWN + rest), end


def _likely(found: set[str], before: str) -> set[str]:
    """Those whose first character fits: a mark; or, where it makes a word with the character before, that. Both may fit, unless a
    clause would end with its first character.
    """
    words = {won for won in found if is_word(before[-1:] + won[0])}
    marks = {won for won in found if won[0] in MARKS and won[1] not in NEVER_FIRST and is_hanzi(before[-1:])}
    return words if words and not is_hanzi(before[-2:-1]) else words | marks


def _search(line: str, at: int, states: list[_State]) -> set[tuple[str, int]]:
    """Every text of ordinary characters that would have become what stands from `at` on, and where it ends."""
    found: set[tuple[str, int]] = set()
    while states:
        state = states.pop()
        for won, waiting, end in _steps(line, state):
            if not _is_ordinary(won):
                continue
            if waiting is not None:
                states += [_State(state.won + won, waiting, end)] if end - at < LONGEST else []
            elif _is_garbled(line[at:end]):
                found.add((state.won + won, end))
    return found


def _is_garbled(run: str) -> bool:
    """Whether nobody can have written this: half a pinyin, characters of no language, question marks before a letter."""
    if REMNANT.search(run) or SWALLOWED.search(run):
        return True
    return any(is_hanzi(character) and not is_common(character) for character in run)


def _steps(line: str, state: _State) -> Iterator[tuple[str, int | None, int]]:
    """What the waiting byte may have been the first half of: the character, the next waiting byte, the place."""
    if state.at >= len(line):
        return
    if remnant := REMNANT.match(line, state.at):
        for second in _leads(state.waiting, remnant[1]):
            yield _character(state.waiting, second), None, remnant.end()
    here = line[state.at]
    pair, end = _bytes(here), state.at + 1
    won = _character(state.waiting, pair[0]) if pair else ""
    if won and len(pair) == 1:
        yield won, None, end
    elif won and len(pair) == 2:
        inserted = INSERTED.match(line, end)
        yield won, pair[1], inserted.end() if inserted and is_read(here, inserted[1]) else end


def _is_ordinary(character: str) -> bool:
    return is_common(character) if is_hanzi(character) else bool(character) and character in MARKS


def _bytes(character: str) -> bytes:
    return character.encode("gbk", errors="ignore")


def _character(first: int, second: int) -> str:
    """The character of two bytes; empty when there is none."""
    found = bytes((first, second)).decode("gbk", errors="ignore")
    return found if len(found) == 1 and not found.isascii() else ""


@cache
def _leads(first: int, syllable: str) -> tuple[int, ...]:
    """The second bytes that make `first` a converted character read so."""
    pairs = ((second, _character(first, second)) for second in range(0x81, 0xFF))
    return tuple(second for second, found in pairs if found and is_converted(found) and is_read(found, syllable))
