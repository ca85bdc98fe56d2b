"""Writing evidence."""

from lianchuang.evidence.actions.capping import set_request_cap
from lianchuang.evidence.actions.requesting import accept_document, ask_for_document, return_document, supply_document
from lianchuang.evidence.actions.storing import store_document, store_photo

__all__ = [
    "accept_document",
    "ask_for_document",
    "return_document",
    "set_request_cap",
    "store_document",
    "store_photo",
    "supply_document",
]
