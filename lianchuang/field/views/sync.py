"""What the device asks and sends. The words of each answer are in docs/rules/sync.md."""

import errno
import functools
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, Refusal
from lianchuang.evidence.rules import MOST_BYTES as MOST_PHOTO_BYTES
from lianchuang.field import actions
from lianchuang.field.access import require_worker
from lianchuang.field.actions.settling import Outcome
from lianchuang.field.actions.uploads import Upload
from lianchuang.field.models import HandedPhoto
from lianchuang.field.queries.package import package_of
from lianchuang.field.queries.shell import shell
from lianchuang.field.rules import MOST_BYTES, Envelope, State, Unreadable, is_hash, read_envelope, read_range

MOST_PIECE = 4 * 1024 * 1024
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
POSTGRES_FULL = "53100"
View = Callable[..., HttpResponse]


def says_when_full(view: View) -> View:
    """A full disk of the server is a sentence (507) and not a fault: the device keeps all and tries later."""

    @functools.wraps(view)
    def guarded(request: ActorRequest, **parts: str) -> HttpResponse:
        try:
            return view(request, **parts)
        except OSError as fault:
            if fault.errno not in FULL:
                raise
        except DatabaseError as fault:
            full = getattr(fault.__cause__, "sqlstate", "") == POSTGRES_FULL or "disk is full" in str(fault)
            if not full:
                raise
        sentence = _("The server's disk is full. Nothing is lost: the phone keeps everything and tries again later.")
        return JsonResponse({"code": "disk_full", "sentences": [sentence]}, status=507)

    return guarded


def _no(status: int, code: str, sentence: str) -> JsonResponse:
    return JsonResponse({"code": code, "sentences": [sentence]}, status=status)


@never_cache
@require_safe
def session(request: ActorRequest) -> HttpResponse:
    """Who is signed in, and a fresh token for what is sent next."""
    actor = request.actor
    require_worker(actor)
    return JsonResponse(
        {
            "person": {"id": actor.person_id, "name": actor.person_name},
            "post": {"id": actor.post.pk if actor.post else 0, "name": actor.post_label},
            "token": get_token(request),
            "language": get_language(),
            "version": shell().version,
            "now": clock.now().isoformat(),
        }
    )


@never_cache
@require_safe
def package(request: ActorRequest) -> HttpResponse:
    """The acting post's package; 304 when the device has this version."""
    require_worker(request.actor)
    content = package_of(request.actor, clock.now())
    tag = f'"{content["version"]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304)
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response["ETag"] = tag
    patch_vary_headers(response, ["Cookie"])
    return response


@require_POST
@says_when_full
def submit(request: ActorRequest) -> HttpResponse:
    """One submission: kept as received, then applied."""
    require_worker(request.actor)
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return _no(413, "too_large", _("This record is too large to be sent."))
    try:
        envelope = read_envelope(request.body)
    except Unreadable as fault:
        return _no(400, "unreadable", str(fault))
    try:
        actions.receive_submission(envelope=envelope, by=request.actor, at=clock.now())
    except Refusal as refusal:
        return JsonResponse(_refused(envelope, refusal.sentences()))
    return JsonResponse(
        _answer(envelope, actions.settle_submission(envelope=envelope, by=request.actor, at=clock.now()))
    )


def _refused(envelope: Envelope, sentences: list[str]) -> dict[str, object]:
    return {"id": str(envelope.id), "result": State.REFUSED.value, "sentences": sentences, "kept": False}


def _answer(envelope: Envelope, outcome: Outcome) -> dict[str, object]:
    """The answer: `already_had` repeats what was done (`was`)."""
    row = outcome.submission
    result = "missing_photos" if outcome.missing else "already_had" if outcome.had else row.state
    return {
        "id": str(envelope.id),
        "result": result,
        "was": row.state,
        "title": row.title,
        "sentences": row.sentences,
        "missing": list(outcome.missing),
        "kept": True,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "PATCH"])
@says_when_full
def photo(request: ActorRequest, sha256: str) -> HttpResponse:
    """How much of a photo is here, and taking the next piece of it."""
    require_worker(request.actor)
    if not is_hash(sha256) or request.actor.person is None:
        return _no(404, "no_hash", _("This is no photo's address."))
    if HandedPhoto.objects.filter(by=request.actor.person, file=sha256).exists():
        return _progress(0, is_complete=True)
    upload = Upload(request.actor.person.pk, sha256)
    if request.method != "PATCH":
        return _progress(upload.offset)
    return _take(request, sha256, upload)


def _take(request: ActorRequest, sha256: str, upload: Upload) -> HttpResponse:
    piece = read_range(request.headers.get("Content-Range", ""), MOST_PHOTO_BYTES)
    length = int(request.headers.get("Content-Length") or 0)
    if piece is None or piece.length > MOST_PIECE or length > MOST_PIECE:
        return _no(416, "range", _("This piece does not fit a photo of at most %(most)s MB.") % {"most": 15})
    offset, whole = upload.add(piece, request.body)
    if whole is None:
        return _progress(offset)
    try:
        actions.keep_photo(sha256=sha256, content=whole, by=request.actor, at=clock.now())
    except Invalid as refusal:
        upload.forget()
        return _no(422, refusal.code, " ".join(refusal.sentences()))
    upload.forget()
    return _progress(offset, is_complete=True)


def _progress(offset: int, *, is_complete: bool = False) -> HttpResponse:
    response = JsonResponse({"offset": offset, "complete": is_complete})
    response["Upload-Offset"] = str(offset)
    response["Upload-Complete"] = "1" if is_complete else "0"
    return response
