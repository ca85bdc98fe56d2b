"""Writing evidence."""

from lianchuang.evidence.actions.requesting import accept_document, ask_for_document, return_document, supply_document
from lianchuang.evidence.actions.storing import store_document, store_photo
from lianchuang.evidence.actions.tracing import hash_photos

__all__ = [
    "accept_document",
    "ask_for_document",
    "hash_photos",
    "return_document",
    "store_document",
    "store_photo",
    "supply_document",
]
