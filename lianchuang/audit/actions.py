"""Writing history: one entry an action, in the action's own transaction."""

import functools
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Any, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.db import transaction

from lianchuang.audit.codes import Code, find
from lianchuang.audit.models import Entry

P = ParamSpec("P")
R = TypeVar("R")

Listener = Callable[[Code, Sequence[Entry]], None]
_listeners: list[Listener] = []
_written: ContextVar[list[str] | None] = ContextVar("_written", default=None)


def hear(listener: Listener) -> None:
    """From now on `listener` is handed every entry whose code tells somebody, in the transaction that writes it.

    Called by `config/wiring.py` alone; the same listener again is no second one.
    """
    if listener not in _listeners:
        _listeners.append(listener)


class SilentAction(AssertionError):
    """An action that changed something and left no audit entry: a programming error, the transaction is
    undone.
    """


class ActorLike(Protocol):
    """What history needs to know of whoever acts."""

    @property
    def person_id(self) -> str: ...
    @property
    def person_name(self) -> str: ...
    @property
    def post_id(self) -> str: ...
    @property
    def post_name(self) -> str: ...
    @property
    def unit_path(self) -> str: ...


def action(*codes: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function as an action: one transaction, and at least one entry with one of `codes`, or
    nothing at all.

    An action that finds nothing to change (the same submission again) says so with `nothing_changed()`.
    Nested actions are part of the outer one's transaction. Raises SilentAction when no entry was written.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            token = _written.set([])
            try:
                with transaction.atomic():
                    result = function(*args, **kwargs)
                    if not set(_written.get() or ()) & {*codes, _NOTHING}:
                        raise SilentAction(f"{function.__module__}.{function.__qualname__} wrote none of {codes}")
                return result
            finally:
                _written.reset(token)

        inner.audit_codes = codes  # type: ignore[attr-defined]
        return inner

    return wrap


_NOTHING = "nothing changed"


def nothing_changed() -> None:
    """Say that the running action changed nothing, so that it owes no entry."""
    _note(_NOTHING)


def record(
    *,
    code: str,
    by: ActorLike,
    at: datetime,
    object_kind: str,
    object_id: UUID | int | str,
    data: Mapping[str, Any] | None = None,
    sealed_with: tuple[str, UUID | int | str] | None = None,
) -> Entry:
    """Append one entry. `data` must be JSON (words and figures as they were then). Raises UnknownCode.

    `sealed_with` (kind and id of an object): about undercover work; others than the office read the entry
    only after one of that object's entries has released it.
    """
    known = find(code)
    sealed_kind, sealed_id = sealed_with or ("", "")
    entry = Entry.objects.create(
        at=at,
        code=code,
        actor_id=by.person_id,
        actor_name=by.person_name,
        post_id=by.post_id,
        post_name=by.post_name,
        unit_path=by.unit_path,
        object_kind=object_kind,
        object_id=str(object_id),
        data=dict(data or {}),
        sealed_kind=sealed_kind,
        sealed_id=str(sealed_id),
    )
    _note(code)
    _tell(known, [entry])
    return entry


def record_many(
    *, code: str, by: ActorLike, at: datetime, object_kind: str, facts: Mapping[str, Mapping[str, Any]]
) -> None:
    """Append one entry for each object of a bulk write; `facts` maps object id to data. Raises
    UnknownCode.
    """
    known = find(code)
    entries = Entry.objects.bulk_create(
        (
            Entry(
                at=at,
                code=code,
                actor_id=by.person_id,
                actor_name=by.person_name,
                post_id=by.post_id,
                post_name=by.post_name,
                unit_path=by.unit_path,
                object_kind=object_kind,
                object_id=object_id,
                data=dict(data),
            )
            for object_id, data in facts.items()
        ),
        batch_size=500,
    )
    _note(code)
    _tell(known, entries)


def _tell(code: Code, entries: Sequence[Entry]) -> None:
    if code.tells is not None and entries:
        for listener in _listeners:
            listener(code, entries)


def _note(code: str) -> None:
    written = _written.get()
    if written is not None:
        written.append(code)
