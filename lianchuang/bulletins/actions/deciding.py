"""Signing, sending back and publishing. After publishing nothing in a bulletin changes."""

from datetime import datetime

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action
from lianchuang.bulletins.actions.writing import person_of, reason_of, require_state, tell, write
from lianchuang.bulletins.models import Bulletin, BulletinState
from lianchuang.bulletins.queries.pages import why_not_sign
from lianchuang.common.refusals import NotPossibleNow

SIGNERS = (Role.OFFICE, Role.LEADER)


@action("bulletin.signed")
def sign_bulletin(*, bulletin: Bulletin, by: Actor, at: datetime, expected_version: int | None = None) -> Bulletin:
    """签发: a person of the office or a leader of the place signs what another has drafted.

    Raises NotAllowed (another role, or the program), NotPossibleNow (no draft; counted before its last day; one's own
    draft), ChangedMeanwhile.
    """
    by.require(*SIGNERS, over=bulletin.joint.place.path)
    require_state(bulletin, bulletin.is_draft, expected_version)
    _person, post = person_of(by)
    if faults := why_not_sign(by, bulletin):
        raise NotPossibleNow(faults)
    write(bulletin, state=BulletinState.SIGNED.value, signed_at=at, signed_by=post)
    tell("bulletin.signed", bulletin, by, at)
    return bulletin


@action("bulletin.sent_back")
def send_back_bulletin(
    *, bulletin: Bulletin, reason: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Bulletin:
    """Take a signature back before publishing, with the reason: it is a draft again.

    Raises NotAllowed, NotPossibleNow (not signed, or published), ChangedMeanwhile, Invalid (no reason).
    """
    by.require(*SIGNERS, over=bulletin.joint.place.path)
    require_state(bulletin, bulletin.state == BulletinState.SIGNED, expected_version)
    person_of(by)
    reason = reason_of(reason)
    write(bulletin, state=BulletinState.DRAFT.value, signed_at=None, signed_by=None)
    tell("bulletin.sent_back", bulletin, by, at, note=reason)
    return bulletin


@action("bulletin.published")
def publish_bulletin(*, bulletin: Bulletin, by: Actor, at: datetime, expected_version: int | None = None) -> Bulletin:
    """印发: the office gives out what was signed; everybody with a post in the place reads it from now on.

    Raises NotAllowed (not the office of the place, or the program), NotPossibleNow (not signed; published already),
    ChangedMeanwhile.
    """
    by.require(Role.OFFICE, over=bulletin.joint.place.path)
    require_state(bulletin, bulletin.state == BulletinState.SIGNED, expected_version)
    _person, post = person_of(by)
    write(bulletin, state=BulletinState.PUBLISHED.value, published_at=at, published_by=post)
    tell("bulletin.published", bulletin, by, at)
    return bulletin
