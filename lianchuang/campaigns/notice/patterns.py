"""How lists of words become patterns."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in which blanks and line ends stand between them."""
    return tuple(text.split())


def any_of(text: str) -> str:
    """The words of such a text as alternatives of a pattern."""
    return f"(?:{'|'.join(words_of(text))})"
