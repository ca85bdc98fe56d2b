"""One function a verb of the state table. Each checks the part, the state and the inputs, and leaves one entry.

Common arguments: `by` who acts, `at` when (aware), `expected_version` the version that was on the screen (None: as
handed in). All may raise NotAllowed, NotPossibleNow, ChangedMeanwhile, Invalid, and write nothing then.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.accounts.models import Post, Role
from lianchuang.audit.actions import action
from lianchuang.evidence.models import StoredFile
from lianchuang.findings import access
from lianchuang.findings.actions.transitions import Given, move
from lianchuang.findings.models import Finding, FindingPhoto, PhotoRole
from lianchuang.findings.rules import Verb

# Why it is with its post, when no duty rule said so (then it is the rule's number). Codes: each reader has words.
GROUND_REASSIGNED = "reassigned"


@action("finding.dispatch")
def dispatch_finding(
    *,
    finding: Finding,
    by: Actor,
    post: Post | None,
    at: datetime,
    ground: str = "",
    note: str = "",
    expected_version: int | None = None,
) -> Finding:
    """交办: hand it to the post that answers for it; its clock starts."""
    given = Given(note=note, post=post, ground=ground)
    return move(Verb.DISPATCH, finding=finding, by=by, at=at, expected_version=expected_version, given=given)


@action("finding.accept")
def accept_finding(*, finding: Finding, by: Actor, at: datetime, expected_version: int | None = None) -> Finding:
    """签收: the unit has it."""
    return move(Verb.ACCEPT, finding=finding, by=by, at=at, expected_version=expected_version)


@action("finding.assign")
def assign_finding(
    *, finding: Finding, by: Actor, post: Post | None, at: datetime, note: str = "", expected_version: int | None = None
) -> Finding:
    """The coordinator passes it on to another post of the units they coordinate."""
    faults: dict[str, list[str]] = {}
    if post is not None and not by.has_over(post.unit.path, Role.COORDINATOR):
        faults["post"] = [_("This post belongs to another unit. If it is not yours, return it.")]
    elif post is not None and post.pk == finding.responsible_post_id:
        faults["post"] = [_("It is with this post already.")]
    given = Given(note=note, post=post, ground=finding.ground, faults=faults)
    return move(Verb.ASSIGN, finding=finding, by=by, at=at, expected_version=expected_version, given=given)


@action("finding.start")
def start_rectification(*, finding: Finding, by: Actor, at: datetime, expected_version: int | None = None) -> Finding:
    """开始整改."""
    return move(Verb.START, finding=finding, by=by, at=at, expected_version=expected_version)


@action("finding.submit")
def submit_rectification(
    *,
    finding: Finding,
    by: Actor,
    note: str,
    photos: Sequence[StoredFile],
    at: datetime,
    expected_version: int | None = None,
) -> Finding:
    """报整改: what was done, with at least one new photo; the clock stops until somebody else has looked."""
    faults = (
        {"photos": [_("This photo already hangs on this finding. Take a new one.")]}
        if _only_old(finding, photos)
        else {}
    )
    given = Given(note=note, photos=photos, photo_role=PhotoRole.AFTER, faults=faults)
    return move(Verb.SUBMIT, finding=finding, by=by, at=at, expected_version=expected_version, given=given)


def _only_old(finding: Finding, photos: Sequence[StoredFile]) -> bool:
    """Whether every photo was handed in for this finding before: then nothing shows the place as it is now."""
    if not photos:
        return False
    keys = {photo.pk for photo in photos}
    known = FindingPhoto.objects.filter(finding=finding, file_id__in=keys).values_list("file_id", flat=True)
    return keys <= set(known)


@action("finding.pass", "finding.reject")
def verify_rectification(
    *,
    finding: Finding,
    by: Actor,
    passed: bool,
    note: str = "",
    photos: Sequence[StoredFile] = (),
    at: datetime,
    expected_version: int | None = None,
) -> Finding:
    """核查: an independent look. Passed, it is closed at once by rule unless a veto hangs on it; else it is rework."""
    verb = Verb.PASS if passed else Verb.REJECT
    given = Given(note=note, photos=photos, photo_role=PhotoRole.VERIFY)
    move(verb, finding=finding, by=by, at=at, expected_version=expected_version, given=given)
    if passed and not finding.has_veto:
        move(Verb.CLOSE, finding=finding, by=SYSTEM, at=at, expected_version=None)
    return finding


@action("finding.close")
def close_finding(
    *, finding: Finding, by: Actor, at: datetime, note: str = "", expected_version: int | None = None
) -> Finding:
    """销号: only after a passed verification."""
    return move(Verb.CLOSE, finding=finding, by=by, at=at, expected_version=expected_version, given=Given(note=note))


@action("finding.reassign")
def reassign_finding(
    *, finding: Finding, by: Actor, post: Post | None, note: str, at: datetime, expected_version: int | None = None
) -> Finding:
    """改派: the office gives it to another post; the clock goes on."""
    same = post is not None and post.pk == finding.responsible_post_id
    faults = {"post": [_("It is with this post already.")]} if same else {}
    given = Given(note=note, post=post, ground=GROUND_REASSIGNED, faults=faults)
    return move(Verb.REASSIGN, finding=finding, by=by, at=at, expected_version=expected_version, given=given)


@action("finding.merge")
def merge_finding(
    *,
    finding: Finding,
    by: Actor,
    into: Finding | None,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> Finding:
    """并案: it is the same matter as another open finding that the actor may see, which goes on."""
    faults: dict[str, list[str]] = {}
    others = access.visible_findings(by).filter(is_open=True, is_sealed=False).exclude(pk=finding.pk)
    if into is not None and not others.filter(pk=into.pk).exists():
        faults["into"] = [_("Choose another finding that is still open.")]
    given = Given(note=note, into=into, faults=faults)
    return move(Verb.MERGE, finding=finding, by=by, at=at, expected_version=expected_version, given=given)


@action("finding.void")
def void_finding(
    *, finding: Finding, by: Actor, note: str, at: datetime, expected_version: int | None = None
) -> Finding:
    """作废: it was none, and why."""
    return move(Verb.VOID, finding=finding, by=by, at=at, expected_version=expected_version, given=Given(note=note))


@action("finding.reopen")
def reopen_finding(
    *, finding: Finding, by: Actor, note: str, at: datetime, expected_version: int | None = None
) -> Finding:
    """重开: it is back at the same place; a fresh clock."""
    return move(Verb.REOPEN, finding=finding, by=by, at=at, expected_version=expected_version, given=Given(note=note))
