"""Figures over long periods are counted once a minute for each post, not with every look at the page.

The page says as of when they are. Rights hang on posts, so a post is the scope; words in figures are in one language.
"""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

from lianchuang.accounts.access import Actor

SECONDS = 60

T = TypeVar("T")


def kept(name: str, actor: Actor, count: Callable[[], T]) -> T:
    """What `count` gave within the last minute for this post in this language, else what it gives now."""
    key = f"desk:{name}:{actor.post_id}:{actor.person_id}:{get_language()}"
    found: T | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, SECONDS)
    return found
