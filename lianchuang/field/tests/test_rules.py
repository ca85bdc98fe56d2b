"""Rules without a database: what can be read, the clock, pieces, words."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.field import rules
from lianchuang.field.rules import DeviceClock, Unreadable, Verdict, read_envelope, read_range

NOW = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)


def sent(**more: object) -> bytes:
    whole = {
        "id": "0190d3c4-6a3e-7c3a-8a10-5f1f2f1d0001",
        "kind": "visit",
        "made_at": NOW.isoformat(),
        "device_now": NOW.isoformat(),
        "body": {},
        **more,
    }
    return json.dumps(whole).encode()


def test_the_time_of_sending_does_not_change_the_content() -> None:
    first, second = read_envelope(sent()), read_envelope(sent(device_now=(NOW + timedelta(hours=3)).isoformat()))
    assert first.content_hash == second.content_hash
    assert first.content_hash != read_envelope(sent(body={"a": 1})).content_hash


@pytest.mark.parametrize(
    "more",
    [
        {"id": "x"},
        {"kind": "party"},
        {"body": []},
        {"photos": ["x"]},
        {"photos": ["a" * 64] * 61},
        {"base_version": -1},
        {"base_version": True},
        {"post": "1"},
        {"made_at": "2026-11-28T10:00:00"},
        {"device_now": None},
    ],
)
def test_what_is_no_submission(more: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        read_envelope(sent(**more))


@given(st.binary(max_size=200))
@settings(max_examples=60)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        read_envelope(raw)


def test_a_clock_a_day_fast() -> None:
    clock = DeviceClock.of(NOW + timedelta(days=1), NOW)
    assert clock.is_wrong
    assert clock.mend(NOW + timedelta(days=1, minutes=-20), NOW) == NOW - timedelta(minutes=20)
    assert clock.sentence()


def test_a_clock_that_is_nearly_right_is_left_alone() -> None:
    clock = DeviceClock.of(NOW + timedelta(seconds=90), NOW)
    assert (clock.is_wrong, clock.sentence()) == (False, "")
    assert clock.mend(NOW - timedelta(minutes=5), NOW) == NOW - timedelta(minutes=5)


@given(
    st.timedeltas(timedelta(days=-4000), timedelta(days=4000)),
    st.timedeltas(timedelta(days=-4000), timedelta(days=4000)),
)
@settings(max_examples=60)
def test_no_time_lies_in_the_future(ahead: timedelta, said: timedelta) -> None:
    clock = DeviceClock.of(NOW + ahead, NOW)
    assert clock.mend(NOW + said, NOW) <= NOW


def test_pieces() -> None:
    assert read_range("bytes 0-9/20", 20) == rules.Piece(0, 9, 20)
    assert read_range("bytes 0-9/21", 20) is None


def test_what_the_unit_reads() -> None:
    assert "3" in rules.rework_note(Verdict.PARTLY, 3, "")
    assert rules.rework_note(Verdict.NO, 0, "  东侧 ") == "东侧"
    assert rules.rework_note(Verdict.NO, 0, " ")


def test_time_in_words() -> None:
    assert [rules.time_words(minutes) for minutes in (1, 5, 60, 150, 1440, 4000)]
