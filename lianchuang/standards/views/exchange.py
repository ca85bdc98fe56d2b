"""Pages about files: taking one in, what it would change, giving an edition out."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.common.pages import form_page, paginate
from lianchuang.common.refusals import ChangedMeanwhile, NotPossibleNow, Reason, onto
from lianchuang.common.sheets import XLSX
from lianchuang.standards import actions
from lianchuang.standards.access import (
    get_edition,
    get_profile,
    get_upload,
    may_write,
    require_county_office,
    visible_editions,
)
from lianchuang.standards.exchange.oscal import dangling_of
from lianchuang.standards.exchange.oscal_profile import write_profile
from lianchuang.standards.exchange.shapes import UnreadableFile
from lianchuang.standards.forms.exchange import ConfirmForm, UploadForm
from lianchuang.standards.queries.changes import counts_of, rows_of, sentence_of
from lianchuang.standards.queries.exchange import figures_of, selection_of
from lianchuang.standards.queries.exporting import ENDINGS, FORMATS, exported
from lianchuang.standards.queries.previews import Preview, preview_of

CHOICES = ("code", "like", "of", "source", "target")
PER_PAGE = 100
MOST_LINKS = 300


@form_page
def import_file(request: ActorRequest) -> HttpResponse:
    """Send a file; nothing changes yet."""
    require_county_office(request.actor)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        read = form.cleaned_data
        upload = actions.keep_upload(
            content=read["content"], name=read["file"].name, kind=read["kind"], by=request.actor, at=clock.now()
        )
        return redirect("standards:import_preview", upload.pk)
    return render(request, "standards/import.html", {"form": form}, status=422 if form.is_bound else 200)


@form_page
def preview_upload(request: ActorRequest, upload_id: UUID) -> HttpResponse:
    """What a sent file would change, row by row; confirmed, it is written."""
    upload = get_upload(request.actor, upload_id, clock.now())
    given = request.POST if request.method == "POST" else request.GET
    chosen = {name: given.get(name, "").strip()[:40] for name in CHOICES if given.get(name)}
    preview = preview_of(upload, chosen, visible_editions(request.actor))
    form = ConfirmForm(request.POST if request.method == "POST" else None, chosen, preview.mark)
    if form.is_bound and form.is_valid():
        with onto(form):
            return _written(request, preview, form.cleaned_data["mark"])
    context = {"upload": upload, "preview": preview, "form": form, "editions": visible_editions(request.actor)}
    context |= _rows(request, preview)
    return render(request, "standards/import_preview.html", context, status=422 if form.is_bound else 200)


def _rows(request: ActorRequest, preview: Preview) -> dict[str, Any]:
    """The rows of an edition that would change, one page of the kind asked for by ?show=."""
    if preview.edition is None:
        return {}
    rows = rows_of(preview.edition)
    kind = request.GET.get("show", "")
    shown = [row for row in rows if not kind or row.kind == kind]
    return {
        "page": paginate(request, shown, PER_PAGE),
        "show": kind,
        "counts": counts_of(rows),
        "total": len(rows),
        "said": sentence_of(preview.edition.difference),
    }


def _written(request: ActorRequest, preview: Preview, mark: str) -> HttpResponse:
    """Write what was shown, and go to where it stands now."""
    if mark != preview.mark:
        raise ChangedMeanwhile
    at = clock.now()
    if preview.edition:
        edition = actions.import_edition(plan=preview.edition, by=request.actor, at=at)
        messages.success(request, sentence_of(preview.edition.difference))
        return redirect("standards:files", edition.code)
    if preview.profile:
        profile = actions.import_profile(plan=preview.profile, by=request.actor, at=at)
        return redirect("standards:profile", profile.code)
    if preview.unknown or not preview.pairs:
        raise NotPossibleNow([Reason("no_edition", _("Choose the two editions first."))])
    number = actions.import_pairs(plans=preview.pairs, by=request.actor, at=at)
    messages.success(request, _("%(number)s links written; they wait for a review.") % {"number": number})
    return redirect("standards:measures")


@require_safe
def show_files(request: ActorRequest, code: str) -> HttpResponse:
    """An edition as files: how to give it out, what was taken in, which links lead to nothing."""
    edition = get_edition(request.actor, code)
    links = dangling_of(edition.carried)
    context = {
        "edition": edition,
        "figures": figures_of(edition),
        "links": [one for one in links if one.kind == "link"][:MOST_LINKS],
        "number_of_links": sum(one.kind == "link" for one in links),
        "number_of_mentions": sum(one.kind != "link" for one in links),
        "may_write": may_write(request.actor),
    }
    return render(request, "standards/files.html", context)


@require_safe
def export_edition(request: ActorRequest, code: str, form: str) -> HttpResponse:
    """The edition as a download."""
    edition = get_edition(request.actor, code)
    if form not in FORMATS:
        raise Http404
    chinese = (get_language() or "").startswith("zh")
    try:
        content = exported(edition, form, others=visible_editions(request.actor), chinese=chinese, at=clock.now())
    except UnreadableFile as fault:
        raise NotPossibleNow([Reason("does_not_fit", str(fault))]) from fault
    return _download(content, f"{edition.code}.{ENDINGS[form]}")


def _download(content: bytes, name: str) -> HttpResponse:
    types = {"xlsx": XLSX, "yaml": "application/yaml", "json": "application/json"}
    response = HttpResponse(content, content_type=types[name.rpartition(".")[2]])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@require_safe
def show_profile(request: ActorRequest, code: str) -> HttpResponse:
    """A selection of a catalogue: what it selects, and what of it the catalogue does not have."""
    profile = get_profile(request.actor, code)
    rows = selection_of(profile)
    missing = [row.code for row in rows if row.requirement is None] if profile.edition_id else []
    withdrawn = sum(bool(row.requirement and row.requirement.is_withdrawn) for row in rows)
    context = {"profile": profile, "rows": rows, "missing": missing, "withdrawn": withdrawn}
    return render(request, "standards/profile.html", context)


@require_safe
def export_profile(request: ActorRequest, code: str) -> HttpResponse:
    """The profile as it came."""
    profile = get_profile(request.actor, code)
    return _download(write_profile(profile.carried).encode(), f"{profile.code}.json")
