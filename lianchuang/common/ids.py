"""Identifiers that sort by time and may be made on any device."""

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a fresh UUIDv7 (RFC 9562)."""
    return uuid7()


def id_of(at: datetime) -> UUID:
    """Return a UUIDv7 that tells this moment instead of the present one."""
    return uuid7(nanoseconds=int(at.timestamp()) * 10**9)


def timeless_id() -> UUID:
    """Return an id that says nothing of when it was made (UUIDv4)."""
    return uuid4()


def own_id(wanted: UUID, owner: UUID | str) -> UUID:
    """The id that stands for `wanted` where somebody else has used it: always the same for the same owner.

    So whoever sends an id that they guessed gets the same answer whether it is another's or nobody's.
    """
    return uuid5(wanted, str(owner))
