"""Reading evidence: files, requests, what expires."""

from lianchuang.evidence.queries.books import book_response, books_home, books_of, folder_of, fresh_folder, is_small
from lianchuang.evidence.queries.caps import asked_this_week, cap_over, week_start
from lianchuang.evidence.queries.expiring import Expiring, expiring, newest_accepted
from lianchuang.evidence.queries.files import (
    document_response,
    open_content,
    open_thumb,
    open_view,
    photo_response,
    with_ending,
)
from lianchuang.evidence.queries.requests import (
    Offer,
    RequestCounts,
    already_supplied,
    count_requests,
    current_pieces,
    links_served,
    offers_for,
    pieces_of,
    supplied_elsewhere,
    with_words,
)

__all__ = [
    "Expiring",
    "Offer",
    "RequestCounts",
    "already_supplied",
    "asked_this_week",
    "book_response",
    "books_home",
    "books_of",
    "cap_over",
    "count_requests",
    "current_pieces",
    "document_response",
    "expiring",
    "folder_of",
    "fresh_folder",
    "is_small",
    "links_served",
    "newest_accepted",
    "offers_for",
    "open_content",
    "open_thumb",
    "open_view",
    "photo_response",
    "pieces_of",
    "supplied_elsewhere",
    "week_start",
    "with_ending",
    "with_words",
]
