"""What frames every page: the rail's entries, the place's name, theme and language, whether it is sample data."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame."""
    return {}
