"""Who works in the field, in which of their posts, and who may see what came from there."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor, actors_of
from lianchuang.accounts.models import Role, Unit
from lianchuang.common.refusals import NotAllowed
from lianchuang.field.models import Submission
from lianchuang.field.rules import State

WORKERS = (Role.INSPECTOR, Role.VERIFIER, Role.OFFICE)
UNDECIDED = (State.CONFLICT.value, State.REFUSED.value)


def require_worker(actor: Actor) -> None:
    """Raise NotAllowed unless the post inspects, verifies or is a campaign office."""
    actor.require(*WORKERS)


def in_post(actor: Actor, post_id: int, today: date) -> Actor:
    """The same person in the post in which the work was done. Raises NotAllowed when it is theirs no more."""
    if actor.person is None or (actor.post is not None and actor.post.pk == post_id):
        return actor
    for other in actors_of(actor.person, today):
        if other.post is not None and other.post.pk == post_id:
            return other
    raise NotAllowed("post_left", _("You no longer hold the post in which this was recorded."), _("Campaign office"))


def own_submissions(actor: Actor) -> QuerySet[Submission]:
    """What this person handed in."""
    return Submission.objects.filter(by=actor.person) if actor.person else Submission.objects.none()


def submissions_to_decide(actor: Actor) -> QuerySet[Submission]:
    """What waits for this campaign office: conflicts, and what was refused to people of its sub-tree.

    What is about an unreleased undercover round only the office of its place sees.
    """
    paths = actor.paths(Role.OFFICE)
    if not paths:
        return Submission.objects.none()
    from_there = _within("by_post__unit", paths)
    is_open = Q(sealed_round__isnull=True) | Q(sealed_round__released_at__isnull=False)
    plans = _within("sealed_round__joint__place", paths)
    return Submission.objects.filter(Q(state__in=UNDECIDED) & from_there & (is_open | plans))


def _within(field: str, paths: tuple[str, ...]) -> Q:
    condition = Q(pk__in=[])
    for path in dict.fromkeys(paths):
        condition |= Q(**{f"{field}__in": Unit.objects.filter(path__startswith=path).values("pk")})
    return condition


def get_submission_to_decide(actor: Actor, submission_id: UUID) -> Submission:
    """What is to be decided, or 404 when it does not exist for this actor."""
    rows = submissions_to_decide(actor).select_related("by", "by_post__unit", "sealed_round__joint__place")
    found = rows.filter(pk=submission_id).first()
    if found is None:
        raise Http404
    return found
