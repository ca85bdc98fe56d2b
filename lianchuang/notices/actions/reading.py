"""Reading notices. No entry is written: when somebody reads is nobody's business (DESIGN §2, principle 1)."""

from collections.abc import Collection
from uuid import UUID

from lianchuang.accounts.access import Actor
from lianchuang.notices.access import own_notices
from lianchuang.notices.models import Notice


def mark_read(*, notice: Notice) -> None:
    """The post has seen it."""
    Notice.objects.filter(pk=notice.pk).update(is_read=True)


def mark_these_read(*, by: Actor, shown: Collection[UUID]) -> int:
    """The post has seen these, which stood on the page, and no others. Returns how many were new."""
    return own_notices(by).filter(is_read=False, pk__in=shown).update(is_read=True)
