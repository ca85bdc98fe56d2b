"""Who may read which bulletins and letters, who makes them, who signs and who answers."""

from typing import Literal

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor, in_subtrees
from lianchuang.accounts.models import Role
from lianchuang.accounts.rules import chain_of
from lianchuang.bulletins.models import (
    Bulletin,
    BulletinState,
    Correction,
    FigureRow,
    Letter,
    PhotoPair,
    ReplyFile,
)
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common.refusals import NotAllowed
from lianchuang.evidence.models import StoredFile
from lianchuang.findings.models import FindingPhoto

DRAFT_READERS = (Role.OFFICE, Role.LEADER)


def _works_there(actor: Actor, place: str) -> Q:
    """The place is above the actor's unit, or within the sub-tree of one of their roles."""
    return Q(**{f"{place}__path__in": chain_of(actor.unit_path)}) | in_subtrees(
        place, {held.path for held in actor.roles}
    )


def _of_own_place(actor: Actor) -> QuerySet[Bulletin]:
    """The bulletins of the place this actor works for, drafts too; of nested places the nearest first."""
    if actor.is_system:
        return Bulletin.objects.all()
    if actor.post is None:
        return Bulletin.objects.none()
    return Bulletin.objects.filter(_works_there(actor, "joint__place"))


def visible_bulletins(actor: Actor) -> QuerySet[Bulletin]:
    """Published ones for everybody with a post in the place, drafts for its campaign office and its leaders."""
    if actor.is_system:
        return Bulletin.objects.all()
    drafts = in_subtrees("joint__place", actor.paths(*DRAFT_READERS))
    return _of_own_place(actor).filter(Q(state=BulletinState.PUBLISHED) | drafts)


def get_bulletin(actor: Actor, kind: str, year: int, issue: int) -> Bulletin:
    """The bulletin with what its page needs, or 404 when it does not exist for this actor."""
    return _one(visible_bulletins(actor), kind, year, issue)


def get_bulletin_for_office(actor: Actor, kind: str, year: int, issue: int) -> Bulletin:
    """The bulletin for making it: 404 for a stranger, NotAllowed for an insider who is not the campaign office."""
    bulletin = _one(_of_own_place(actor), kind, year, issue)
    actor.require(Role.OFFICE, over=bulletin.joint.place.path)
    return bulletin


def get_bulletin_for_signing(actor: Actor, kind: str, year: int, issue: int) -> Bulletin:
    """The bulletin for signing it or taking the signature back: NotAllowed for an insider who may not."""
    bulletin = _one(_of_own_place(actor), kind, year, issue)
    actor.require(*DRAFT_READERS, over=bulletin.joint.place.path)
    return bulletin


def _one(bulletins: QuerySet[Bulletin], kind: str, year: int, issue: int) -> Bulletin:
    found = bulletins.filter(kind=kind, year=year, issue=issue).order_by("-joint__place__path")
    bulletin = found.select_related(
        "joint__place",
        "joint__office",
        "round",
        "campaign",
        "published_by__unit",
        "signed_by__unit",
        "drafted_by__unit",
    ).first()
    if bulletin is None:
        raise Http404
    return bulletin


def get_joint_for_office(actor: Actor) -> JointCampaign:
    """The joint campaign whose bulletins this actor makes. NotAllowed for whoever is not its office."""
    actor.require(Role.OFFICE)
    joint = _own_joint(actor)
    if joint is None:
        raise Http404
    actor.require(Role.OFFICE, over=joint.place.path)
    return joint


def _own_joint(actor: Actor) -> JointCampaign | None:
    ours = JointCampaign.objects.select_related("place", "office").order_by("place__path")
    return (ours if actor.is_system else ours.filter(_works_there(actor, "place"))).last()


def makes_bulletins_somewhere(actor: Actor) -> bool:
    """Whether this actor is the campaign office of the own place."""
    joint = _own_joint(actor) if actor.has(Role.OFFICE) else None
    return joint is not None and makes_bulletins(actor, joint)


def makes_bulletins(actor: Actor, joint: JointCampaign) -> bool:
    """Whether this actor is the campaign office of the place."""
    return actor.has_over(joint.place.path, Role.OFFICE)


def signs_bulletins(actor: Actor, joint: JointCampaign) -> bool:
    """Whether this actor may sign for the place (whether this one, the rules say)."""
    return actor.has_over(joint.place.path, *DRAFT_READERS)


def get_pair_photo(
    actor: Actor, kind: str, year: int, issue: int, order: int, side: Literal["before", "after"]
) -> StoredFile:
    """A photo printed in a bulletin: who may read the bulletin may see it, whatever else they may see. Else 404."""
    bulletin = get_bulletin(actor, kind, year, issue)
    pair = PhotoPair.objects.filter(bulletin=bulletin, order=order).select_related(f"{side}__file").first()
    if pair is None:
        raise Http404
    return pair.before.file if side == "before" else pair.after.file


def get_candidate_photo(actor: Actor, kind: str, year: int, issue: int, sha256: str) -> StoredFile:
    """A photo among which the office chooses for its draft: one of a finding that was counted there. Else 404."""
    bulletin = get_bulletin_for_office(actor, kind, year, issue)
    counted = FigureRow.objects.filter(bulletin=bulletin, finding__isnull=False).values("finding")
    photo = FindingPhoto.objects.filter(file=sha256, finding__in=counted).select_related("file").first()
    if photo is None:
        raise Http404
    return photo.file


def get_correction_for_signing(actor: Actor, correction_id: int) -> Correction:
    """A correction for signing or withdrawing it: 404 for a stranger, NotAllowed for an insider who may not."""
    found = Correction.objects.filter(pk=correction_id, bulletin__in=_of_own_place(actor))
    correction = found.select_related("bulletin", "joint__place", "written_by__unit").first()
    if correction is None:
        raise Http404
    actor.require(*DRAFT_READERS, over=correction.joint.place.path)
    return correction


# --- letters ---

LETTER_OVERSEERS = (Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)


def visible_letters(actor: Actor) -> QuerySet[Letter]:
    """All for those who oversee the place, what is only proposed for its office and leaders; for a unit its own, signed."""
    if actor.is_system:
        return Letter.objects.all()
    if actor.post is None:
        return Letter.objects.none()
    signed = Q(signed_at__isnull=False)
    proposed = in_subtrees("joint__place", actor.paths(*DRAFT_READERS))
    overseen = in_subtrees("joint__place", actor.paths(*LETTER_OVERSEERS))
    addressed = Q(unit=actor.post.unit_id) | Q(to_post=actor.post) | in_subtrees("unit", actor.paths(Role.COORDINATOR))
    return Letter.objects.filter(proposed | signed & (overseen | addressed))


def get_letter(actor: Actor, letter_id: int) -> Letter:
    """The letter with what its page needs, or 404 when it does not exist for this actor."""
    found = visible_letters(actor).filter(pk=letter_id)
    letter = found.select_related("joint__place", "joint__office", "unit", "to_post__unit", "signed_by__unit").first()
    if letter is None:
        raise Http404
    return letter


def get_letter_for_signing(actor: Actor, letter_id: int) -> Letter:
    """The letter for signing or declining it: NotAllowed for whoever may not."""
    letter = get_letter(actor, letter_id)
    actor.require(*DRAFT_READERS, over=letter.joint.place.path)
    return letter


def get_letter_to_decide(actor: Actor, letter_id: int) -> Letter:
    """The letter for deciding on its answer, which the office does."""
    letter = get_letter(actor, letter_id)
    actor.require(Role.OFFICE, over=letter.joint.place.path)
    return letter


def get_letter_to_answer(actor: Actor, letter_id: int) -> Letter:
    """The letter for answering it: NotAllowed for an insider to whom it does not go."""
    letter = get_letter(actor, letter_id)
    if not may_answer(actor, letter):
        sentence = _("The post it goes to answers it, or the coordinator of the unit.")
        raise NotAllowed("not_addressed", sentence, letter.to_post.full_name if letter.to_post else "")
    return letter


def may_answer(actor: Actor, letter: Letter) -> bool:
    """Whether the actor answers for the unit: the post the letter goes to, or the unit's coordinator."""
    if actor.post is None:
        return False
    return actor.post.pk == letter.to_post_id or actor.has_over(letter.unit.path, Role.COORDINATOR)


def get_reply_file(actor: Actor, letter_id: int, file_id: int) -> ReplyFile:
    """A file of an answer: who may read the letter may read it. Else 404."""
    letter = get_letter(actor, letter_id)
    found = ReplyFile.objects.filter(pk=file_id, reply__letter=letter).select_related("file").first()
    if found is None:
        raise Http404
    return found
