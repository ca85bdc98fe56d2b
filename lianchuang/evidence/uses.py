"""What a kept photo hangs on, as far as a reader may see it. Each app says so of its own in its `uses.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lianchuang.accounts.access import Actor
from lianchuang.evidence.access import visible_requests
from lianchuang.evidence.models import Evidence


@dataclass(frozen=True)
class Use:
    """One use of a file: on what (`kind`, `object_id`), since when, in words, where it is read, where the photo is shown."""

    file_id: str
    kind: str
    object_id: str
    at: datetime
    words: str
    url: str
    photo_url: str


Finder = Callable[[Actor, Sequence[str]], Sequence[Use]]
_finders: list[Finder] = []


def tells_uses(finder: Finder) -> Finder:
    """Mark a function that finds the uses of files which this actor may see, and no others."""
    _finders.append(finder)
    return finder


def uses_of(actor: Actor, file_ids: Sequence[str]) -> list[Use]:
    """Every use of these files that the actor may see, earliest first. The same queries whatever is found."""
    found = [use for finder in _finders for use in finder(actor, file_ids)]
    return sorted(found, key=lambda use: use.at)


@tells_uses
def document_uses(actor: Actor, file_ids: Sequence[str]) -> list[Use]:
    """Pictures that were supplied as documents."""
    rows = Evidence.objects.filter(
        file__in=file_ids, withdrawn_at__isnull=True, request__in=visible_requests(actor)
    ).select_related("request")
    return [
        Use(
            file_id=str(row.file_id),
            kind="document",
            object_id=str(row.request_id),
            at=row.supplied_at,
            words=row.request.what,
            url=reverse("evidence:request", args=[row.request_id]),
            photo_url=reverse("evidence:file", args=[row.request_id, row.pk]),
        )
        for row in rows
    ]
