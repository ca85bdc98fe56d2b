"""Writing notices: called with every entry whose code tells somebody, inside the transaction that writes the entry."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.urls import reverse

from lianchuang.accounts.models import Post
from lianchuang.audit.codes import Code, Dashed, Tells
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.ids import id_of, new_id
from lianchuang.notices import rules
from lianchuang.notices.models import Notice
from lianchuang.notices.queries import posts_carrying, posts_of_units, posts_only_of

_since: ContextVar[datetime | None] = ContextVar("_since", default=None)


@contextmanager
def telling_since(moment: datetime) -> Iterator[None]:
    """Inside the block nobody is told of what happened before `moment`: for making a past (the demo county)."""
    token = _since.set(moment)
    try:
        yield
    finally:
        _since.reset(token)


def tell(code: Code, entries: Sequence[Entry]) -> None:
    """Write a notice for every post that the entries tell, whoever acted excepted."""
    tells, since = code.tells, _since.get()
    if tells is None:
        return
    news = [entry for entry in entries if (since is None or entry.at >= since) and _may_tell(tells, entry)]
    told = [(entry, post) for entry in news for post in _whom(tells, entry)]
    known = (
        set(Post.objects.filter(pk__in={post for _entry, post in told}).values_list("pk", flat=True)) if told else ()
    )
    Notice.objects.bulk_create(
        [_notice(code, tells, entry, post) for entry, post in told if post in known], batch_size=500
    )


def _may_tell(tells: Tells, entry: Entry) -> bool:
    return not entry.sealed_kind or tells.even_sealed


def _whom(tells: Tells, entry: Entry) -> list[int]:
    """The posts it tells: each once, without those that only whoever acted holds."""
    data: Mapping[str, Any] = entry.data
    found = [post for key in tells.posts for post in rules.ids_under(data.get(key))]
    if tells.units and (units := [unit for key in tells.units for unit in rules.ids_under(data.get(key))]):
        found += posts_of_units(units)
    if tells.roles and (tree := str(data.get("tree", ""))):
        found += posts_carrying(tells.roles, tree, within=tells.within)
    told = dict.fromkeys(post for post in found if str(post) != entry.post_id)
    own = posts_only_of(entry.actor_id, list(told), entry.at) if told and entry.actor_id else set()
    return [post for post in told if post not in own]


def _notice(code: Code, tells: Tells, entry: Entry, post: int) -> Notice:
    data = entry.data
    parts = [entry.object_id if part == "object_id" else data.get(part) for part in tells.parts]
    return Notice(
        # The id tells when it was made; not where the entry itself tells only the day.
        id=id_of(entry.at) if clock.is_day_only(entry.at) else new_id(),
        post_id=post,
        entry=entry.pk,
        code=code.name,
        at=entry.at,
        about=(str(tells.about) % Dashed(data)).strip()[:240],
        due=str(data.get("due") or "")[:20],
        by_words=entry.post_name or (entry.actor_name if entry.actor_id else ""),  # empty: the program
        link=reverse(tells.page, args=parts),
        is_urgent=bool(data.get("veto")),
        in_app_only=bool(entry.sealed_kind),
        mail_done=bool(entry.sealed_kind),
        group_done=bool(entry.sealed_kind),
    )
