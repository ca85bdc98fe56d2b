"""The one way in which a foreign file fails as a whole."""


class UnreadableTable(ValueError):
    """The file as a whole cannot be read; the message is a sentence in the reader's language."""
