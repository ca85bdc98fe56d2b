"""Writing history: every action leaves its entry, or is undone."""

from datetime import datetime

import pytest

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.accounts.models import PostKind
from lianchuang.audit import codes
from lianchuang.audit.actions import SilentAction, action, nothing_changed, record
from lianchuang.audit.codes import Code, UnknownCode
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from tests.cast import Cast


@action("unit.added")
def _silent(*, by: Actor, at: datetime) -> None:
    PostKind.objects.create(code="silent", name="不留痕")


@action("unit.added")
def _wrong_code(*, by: Actor, at: datetime) -> None:
    PostKind.objects.create(code="silent", name="不留痕")
    record(code="unit.renamed", by=by, at=at, object_kind="unit", object_id=1)


@action("unit.added")
def _nothing(*, by: Actor, at: datetime) -> None:
    nothing_changed()


@action("unit.renamed")
def _inner(*, by: Actor, at: datetime) -> None:
    record(code="unit.renamed", by=by, at=at, object_kind="unit", object_id=1)


@action("unit.added")
def _leaves_it_to_the_inner_one(*, by: Actor, at: datetime) -> None:
    _inner(by=by, at=at)


@pytest.mark.parametrize("write", [_silent, _wrong_code, _leaves_it_to_the_inner_one])
def test_a_silent_action_is_undone(db: None, write: object) -> None:
    with pytest.raises(SilentAction):
        write(by=SYSTEM, at=clock.now())  # type: ignore[operator]
    assert not PostKind.objects.filter(code="silent").exists()
    assert not Entry.objects.exists()


def test_an_action_may_find_nothing_to_change(db: None) -> None:
    _nothing(by=SYSTEM, at=clock.now())
    assert not Entry.objects.exists()


def test_it_keeps_who_did_it_in_words(cast: Cast) -> None:
    _inner(by=cast.coordinator.actor, at=clock.now())
    entry = Entry.objects.get()
    assert (entry.actor_name, entry.post_name) == ("林岚", "桂亭街道 · 联络员")
    assert entry.unit_path == cast.street.path


def test_a_code_nobody_registered_is_refused(db: None) -> None:
    with pytest.raises(UnknownCode):
        record(code="no.such", by=SYSTEM, at=clock.now(), object_kind="unit", object_id=1)


def test_one_code_has_one_sentence() -> None:
    known = codes.find("unit.added")
    codes.register(known)
    with pytest.raises(ValueError, match="twice"):
        codes.register(Code("unit.added", "%(who)s did something else."))


def test_a_sentence_never_fails_for_want_of_a_fact() -> None:
    said = codes.sentence_of("unit.added", who="创建办", data={})
    assert "–" in said
    assert "…" in codes.outline_of("unit.added")


def test_personal_data_is_blanked() -> None:
    data = {"name": "周实", "username": "zhoushi"}
    assert "周实" in codes.sentence_of("person.added", who="创建办", data=data)
    blank = codes.sentence_of("person.added", who="创建办", data=data, blank_private=True)
    assert "周实" not in blank
    assert "zhoushi" not in blank
