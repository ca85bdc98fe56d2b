"""Writing evidence."""

from lianchuang.evidence.actions.books import note_book
from lianchuang.evidence.actions.capping import set_request_cap
from lianchuang.evidence.actions.expiring import warn_of_expiry
from lianchuang.evidence.actions.requesting import (
    GivenFile,
    GivenReference,
    Validity,
    accept_document,
    ask_for_document,
    return_document,
    reuse_document,
    supply_document,
)
from lianchuang.evidence.actions.storing import store_document, store_photo
from lianchuang.evidence.actions.tracing import hash_photos

__all__ = [
    "GivenFile",
    "GivenReference",
    "Validity",
    "accept_document",
    "ask_for_document",
    "hash_photos",
    "note_book",
    "return_document",
    "reuse_document",
    "set_request_cap",
    "store_document",
    "store_photo",
    "supply_document",
    "warn_of_expiry",
]
