"""Figures that take a walk over many rows are counted once a minute for each post, not with every look at the page.

Rights hang on posts, so a post is the scope; words in figures are in one language.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

from lianchuang.accounts.access import Actor
from lianchuang.findings.models import Step

SECONDS = 60

T = TypeVar("T")


def kept(name: str, actor: Actor, count: Callable[[], T]) -> T:
    """What `count` gave within the last minute for this post in this language, else what it gives now.

    A page that shows it says as of when it is.
    """
    asked = f"{name}:{actor.post_id}:{actor.person_id}:{get_language()}"
    key = f"kept:{hashlib.sha256(asked.encode()).hexdigest()}"
    found: T | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, SECONDS)
    return found


def kept_until_a_step(name: str, actor: Actor, count: Callable[[], T]) -> T:
    """The same, but counted anew as soon as any finding has made a step, so that whoever acts sees it at once.

    Steps of sealed findings do not count: a figure that is suddenly fresh would tell of them.
    """
    last = Step.objects.filter(finding__is_sealed=False).order_by("-pk").values_list("pk", flat=True).first()
    return kept(f"{name}:{last}", actor, count)
