"""Handing documents in: several files at once, or what was supplied already."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock, refusals
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import Invalid
from lianchuang.evidence import actions, queries
from lianchuang.evidence.access import get_request, get_request_to_supply
from lianchuang.evidence.actions import GivenFile, GivenReference, Validity
from lianchuang.evidence.files.shapes import MB, MOST_DOCUMENT, Look, Unfit
from lianchuang.evidence.files.shelf import Shelved, shelve
from lianchuang.evidence.forms import ReuseForm, SupplyForm
from lianchuang.evidence.models import EvidenceRequest
from lianchuang.evidence.rules import unfit_sentence
from lianchuang.evidence.views.requests import require_valid

HELD = ("number", "holder", "shelf")  # of a document that is kept elsewhere
SALT = "evidence.shelved"
KEPT_SECONDS = 24 * 3600


@form_page
def supply(request: ActorRequest, request_id: int) -> HttpResponse:
    """Hand in the document that was asked for. Files are looked at before anything is written."""
    one = get_request_to_supply(request.actor, request_id)
    pieces = queries.pieces_of(one)
    form = SupplyForm(
        request.POST or None,
        request.FILES or None,
        is_offline=one.is_offline,
        pieces=pieces,
        initial={"version": one.version},
    )
    if request.method == "POST":
        files = [] if one.is_offline else _arrived(form, one, request.FILES.getlist("documents"))
        if form.is_valid():
            with refusals.onto(form):
                _hand_in(request, one, form.cleaned_data, files)
                return redirect("evidence:request", one.pk)
        form.keep_shelved([_token(one, file) for file in files], [file.name for file in files])
    holds = form.is_bound and any(form.data.get(name) for name in HELD)
    context = {"one": one, "form": form, "held": HELD, "holds": holds}
    return render(request, "evidence/supply.html", context, status=422 if form.is_bound else 200)


def _hand_in(request: ActorRequest, one: EvidenceRequest, given: dict[str, Any], files: Sequence[GivenFile]) -> None:
    held = (given["number"], given["holder"], given["shelf"])
    actions.supply_document(
        request=one,
        files=files,
        reference=GivenReference(*held) if any(held) else None,
        keep=[int(pk) for pk in given.get("keep", [])],
        validity=Validity(given["effective_on"], given["expires_on"]),
        note=given["note"],
        expected_version=given["version"],
        by=request.actor,
        at=clock.now(),
    )


def _arrived(form: SupplyForm, one: EvidenceRequest, sent: "Iterable[UploadedFile[Any]]") -> list[GivenFile]:
    """The files of this try and those kept from earlier ones; each refused one is an error with its reason."""
    files = list(_kept(one, form.data.getlist("shelved") if form.is_bound else []))  # type: ignore[attr-defined]
    if not form.is_bound or "documents" in form.errors:
        return files
    for file in sent:
        name = str(file.name)
        try:
            files.append(GivenFile(shelve(_content(file), "documents"), name))
        except Invalid as refused:
            for sentence in refused.sentences():
                form.add_error("documents", f"{name}: {sentence}")
    return list({file.shelved.sha256: file for file in files}.values())


def _content(file: "UploadedFile[Any]") -> bytes:
    """The bytes; a file that is too large is never read into memory."""
    if (file.size or 0) > MOST_DOCUMENT:
        raise Invalid({"documents": [unfit_sentence(Unfit("too_large", most=MOST_DOCUMENT // MB))]})
    return bytes(file.read())


def _token(one: EvidenceRequest, file: GivenFile) -> str:
    """Our own word that this file arrived for this request and was looked at."""
    look = {**asdict(file.shelved.look), "thumb": None, "view": None}
    facts = {"sha256": file.shelved.sha256, "size": file.shelved.size, "name": file.name, "look": look}
    return signing.dumps(facts, salt=f"{SALT}.{one.pk}", compress=True)


def _kept(one: EvidenceRequest, tokens: Iterable[str]) -> Iterable[GivenFile]:
    for token in tokens:
        try:
            facts = signing.loads(token, salt=f"{SALT}.{one.pk}", max_age=KEPT_SECONDS)
        except signing.BadSignature:
            continue
        look = Look(**{**facts["look"], "thumb": b"", "view": b""})
        yield GivenFile(Shelved(facts["sha256"], facts["size"], look), facts["name"])


@require_POST
def reuse(request: ActorRequest, request_id: int) -> HttpResponse:
    """Answer with what was supplied for another request already."""
    one, form = get_request_to_supply(request.actor, request_id), ReuseForm(request.POST)
    require_valid(form)
    actions.reuse_document(
        request=one,
        source=get_request(request.actor, form.cleaned_data["source"]),
        expected_version=form.cleaned_data["version"],
        by=request.actor,
        at=clock.now(),
    )
    return redirect("evidence:request", one.pk)
