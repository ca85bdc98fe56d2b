"""What the actions on bulletins share: the check before, the write that looks at the version, the entry after."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Person, Post, Role
from lianchuang.audit.actions import record
from lianchuang.bulletins.models import Bulletin
from lianchuang.bulletins.queries.pages import number_words
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow, Reason

MOST_REASON = 300


def require_draft(bulletin: Bulletin, by: Actor, expected_version: int | None) -> None:
    """Raise unless the office of the place looks at the newest version of a draft."""
    by.require(Role.OFFICE, over=bulletin.joint.place.path)
    require_state(bulletin, bulletin.is_draft, expected_version)


def require_state(bulletin: Bulletin, is_right: bool, expected_version: int | None) -> None:
    """Raise NotPossibleNow unless the state is right, ChangedMeanwhile when another version was looked at."""
    if bulletin.is_published:
        raise NotPossibleNow([Reason("published", _("It is published; nothing in it changes any more."))])
    if not is_right:
        sentence = (
            _("It waits for a signature.") if bulletin.is_draft else _("It is signed; send it back to change it.")
        )
        raise NotPossibleNow([Reason("other_state", sentence)])
    if expected_version is not None and expected_version != bulletin.version:
        raise ChangedMeanwhile


def person_of(by: Actor) -> tuple[Person, Post]:
    """The person and the post that act; the program signs nothing. Raises NotAllowed."""
    if by.person is None or by.post is None:
        raise NotAllowed("person_needed", _("This is signed by a person, in a post."), _("Campaign office"))
    return by.person, by.post


def reason_of(text: str) -> str:
    """Why somebody decides so, without the white around it. Raises Invalid when it says nothing or too much."""
    text = text.strip()
    if not text or len(text) > MOST_REASON:
        raise Invalid({"reason": [_("Say why, in at most %(most)s characters.") % {"most": MOST_REASON}]})
    return text


def write(bulletin: Bulletin, **columns: Any) -> None:
    """Write these columns where the version and the state still are those that were read, and it is not published."""
    rows = Bulletin.objects.filter(pk=bulletin.pk, version=bulletin.version, state=bulletin.state)
    if bulletin.is_published or not rows.update(**columns, version=F("version") + 1):
        raise ChangedMeanwhile
    for name, value in columns.items():
        setattr(bulletin, name, value)
    bulletin.version += 1


def tell(code: str, bulletin: Bulletin, by: Actor, at: datetime, **data: Any) -> None:
    """The entry: which bulletin, of which days."""
    words = {
        "start": bulletin.period_from.isoformat(),
        "end": bulletin.period_to.isoformat(),
        "kind": bulletin.kind,
        "year": bulletin.year,
        "issue": bulletin.issue,
        "tree": bulletin.joint.place.path,
    }
    record(
        code=code,
        by=by,
        at=at,
        object_kind="bulletin",
        object_id=bulletin.pk,
        data={"number": number_words(bulletin), **words, **data},
    )
