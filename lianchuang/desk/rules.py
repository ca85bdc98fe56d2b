"""The rule by which minutes are estimated; said under the figure. No ORM, no clock."""

MINUTES_A_REQUEST = 30
MINUTES_SENT_BACK = 15
SECONDS_AN_ITEM = 20


def minutes_of_requests(asked: int, sent_back: int) -> int:
    """What units spend on documents: each request, and each one that was sent back, by a fixed estimate."""
    return asked * MINUTES_A_REQUEST + sent_back * MINUTES_SENT_BACK


def minutes_of_visits(items: int) -> int:
    """What inspectors spend on checklists, by the number of items."""
    return round(items * SECONDS_AN_ITEM / 60)
