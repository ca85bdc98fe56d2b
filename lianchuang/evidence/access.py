"""Who may see requests for documents, and who may answer and decide them."""

from django.db.models import Q, QuerySet
from django.http import Http404

from lianchuang.accounts.access import Actor, in_subtrees, visible_units
from lianchuang.accounts.models import Role, Unit
from lianchuang.campaigns.access import get_campaign
from lianchuang.campaigns.models import Campaign
from lianchuang.evidence.models import ArchiveBook, Evidence, EvidenceRequest, StoredFile

SUPPLIERS = (Role.OFFICE, Role.COORDINATOR, Role.POST_HOLDER)
OVERSEERS = (Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)


def visible_requests(actor: Actor) -> QuerySet[EvidenceRequest]:
    """All of a place for those who oversee it; for others those of their own unit and below."""
    if actor.is_system:
        return EvidenceRequest.objects.all()
    if actor.post is None:
        return EvidenceRequest.objects.none()
    return EvidenceRequest.objects.filter(in_subtrees("place", actor.paths(*OVERSEERS)) | _own(actor))


def own_requests(actor: Actor) -> QuerySet[EvidenceRequest]:
    """Those that the actor's unit or post is asked."""
    return EvidenceRequest.objects.filter(_own(actor)) if actor.post else EvidenceRequest.objects.none()


def _own(actor: Actor) -> Q:
    return Q(unit__path__startswith=actor.unit_path)


def may_ask(actor: Actor) -> bool:
    """Whether the actor may ask for documents somewhere."""
    return actor.is_system or actor.has(Role.OFFICE)


def get_place_to_cap(actor: Actor) -> Unit:
    """The place whose office the actor is, the widest of several. Raises NotAllowed for whoever is no office."""
    actor.require(Role.OFFICE)
    place = visible_units(actor).filter(path__in=actor.paths(Role.OFFICE)).order_by("path").first()
    if place is None:
        raise Http404
    return place


def get_request(actor: Actor, request_id: int) -> EvidenceRequest:
    """The request with what hangs on it, or 404 when it does not exist for this actor."""
    seen = (
        visible_requests(actor)
        .filter(pk=request_id)
        .select_related(
            "measure", "place", "unit", "post__unit", "asked_by__unit", "supplied_by__unit", "decided_by__unit"
        )
    )
    found = seen.first()
    if found is None:
        raise Http404
    return found


def get_file(actor: Actor, request_id: int, piece_id: int) -> tuple[StoredFile, str]:
    """A file that was handed in for a request, also one that was replaced since, with its name; or 404."""
    seen = Evidence.objects.filter(request__in=visible_requests(actor), request=request_id, pk=piece_id)
    piece = seen.filter(file__isnull=False).select_related("file").first()
    if piece is None or piece.file is None:
        raise Http404
    return piece.file, piece.name


def visible_campaigns(actor: Actor) -> QuerySet[Campaign]:
    """The campaigns whose archive books the actor may see: all files of a place, so only for those who oversee it."""
    if actor.is_system:
        return Campaign.objects.all()
    if actor.post is None:
        return Campaign.objects.none()
    return Campaign.objects.filter(in_subtrees("joint__place", actor.paths(*OVERSEERS)))


def first_book(actor: Actor) -> str | None:
    """The code of the first campaign whose archive book the actor may see."""
    return visible_campaigns(actor).order_by("joint_id", "slot").values_list("code", flat=True).first()


def get_campaign_of_book(actor: Actor, code: str) -> Campaign:
    """The campaign for reading its book: 404 for a stranger, NotAllowed for an insider who does not oversee the place."""
    campaign = get_campaign(actor, code)
    actor.require(*OVERSEERS, over=campaign.joint.place.path)
    return campaign


def get_campaign_to_make_book(actor: Actor, code: str) -> Campaign:
    """The campaign for making its book."""
    campaign = get_campaign_of_book(actor, code)
    actor.require(Role.OFFICE, over=campaign.joint.place.path)
    return campaign


def get_book(actor: Actor, code: str, book_id: int) -> ArchiveBook:
    """A book that lies here, or 404."""
    campaign = get_campaign_of_book(actor, code)
    book = ArchiveBook.objects.filter(campaign=campaign, pk=book_id).exclude(folder="").first()
    if book is None:
        raise Http404
    return book


def get_request_to_supply(actor: Actor, request_id: int) -> EvidenceRequest:
    """The request for answering it: 404 for a stranger, NotAllowed for an insider without a role over the unit."""
    request = get_request(actor, request_id)
    actor.require(*SUPPLIERS, over=request.unit.path)
    return request


def get_request_to_decide(actor: Actor, request_id: int) -> EvidenceRequest:
    """The request for accepting or returning what was handed in."""
    request = get_request(actor, request_id)
    actor.require(Role.OFFICE, over=request.place.path)
    return request
