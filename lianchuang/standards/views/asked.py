"""What an address names in its query."""

MOST_DIGITS = 18  # what every database holds


def number_of(text: str) -> int:
    """The key that was written; nought, which no row has, for anything else (² is a digit, but no number)."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0
