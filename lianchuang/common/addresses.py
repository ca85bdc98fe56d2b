"""Parts of addresses that Django does not know."""

from datetime import date

from django.urls import register_converter
from django.urls.converters import StringConverter

from lianchuang.common.days import is_fit


class Sha256Converter(StringConverter):
    """A SHA-256 in lower-case hexadecimal. Content is addressed by it: a number that counts up would tell of others."""

    regex = "[0-9a-f]{64}"


class DayConverter:
    """A day as ISO 8601 writes it."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The day. Raises ValueError (no such address) for what is none."""
        day = date.fromisoformat(value)
        if not is_fit(day):
            raise ValueError(value)
        return day

    def to_url(self, value: date | str) -> str:
        """The day in an address."""
        return str(value)


def register() -> None:
    """Make the kinds of parts known to every app's addresses; once, when the program starts."""
    register_converter(Sha256Converter, "sha256")
    register_converter(DayConverter, "day")
