"""Noting that a campaign's archive book was made."""

from datetime import datetime

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action, record
from lianchuang.campaigns.models import Campaign
from lianchuang.evidence.book.shapes import Made
from lianchuang.evidence.models import ArchiveBook


@action("evidence.book_made")
def note_book(*, campaign: Campaign, made: Made, folder: str = "", by: Actor, at: datetime) -> ArchiveBook:
    """Keep what book was made, with the hash of its manifest, so that a copy can be compared years later.

    `folder`: where below HOME/books it lies. Refused: an actor without the office role over the place.
    """
    by.require(Role.OFFICE, over=campaign.joint.place.path)
    if folder:  # the one that lay there has given its place to this one
        ArchiveBook.objects.filter(folder=folder).update(folder="")
    book = ArchiveBook.objects.create(
        campaign=campaign, as_of=made.as_of, requirements=made.requirements, files=made.files, size=made.size,
        gaps=made.gaps, manifest_sha256=made.manifest_sha256, folder=folder, made_by=by.post, made_at=at,
    )  # fmt: skip
    data = {
        "campaign": campaign.name,
        "files": made.files,
        "gaps": made.gaps,
        "manifest": made.manifest_sha256[:12],
        "campaign_id": campaign.pk,
    }
    record(code="evidence.book_made", by=by, at=at, object_kind="campaign", object_id=campaign.pk, data=data)
    return book
