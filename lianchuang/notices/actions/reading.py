"""Reading notices. No entry is written: when somebody reads is nobody's business (DESIGN §2, principle 1)."""

from uuid import UUID

from lianchuang.accounts.access import Actor
from lianchuang.notices.access import own_notices
from lianchuang.notices.models import Notice


def mark_read(*, notice: Notice) -> None:
    """The post has seen it."""
    Notice.objects.filter(pk=notice.pk).update(is_read=True)


def mark_all_read(*, by: Actor, up_to: UUID) -> int:
    """The post has seen all that stood on the page (`up_to` is the newest of them). Returns how many were new."""
    return own_notices(by).filter(is_read=False, pk__lte=up_to).update(is_read=True)
