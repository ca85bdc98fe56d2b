"""The two ways in which a message may fail."""


class NotSent(Exception):
    """It surely was not sent. `is_final`: trying again cannot help."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


class Unreachable(NotSent):
    """There is no connection to the channel: nothing was sent, and nothing else would be now."""


class Unsure(Exception):
    """Nobody knows whether it was sent."""
