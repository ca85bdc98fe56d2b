"""One verb for several findings at once; each is asked for itself, and each refusal is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lianchuang.accounts.access import Actor, ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.common import clock
from lianchuang.common.refusals import Refusal
from lianchuang.findings import actions
from lianchuang.findings.access import visible_findings
from lianchuang.findings.forms import MOST_ROWS, BulkForm
from lianchuang.findings.models import Finding
from lianchuang.findings.queries import rows_of
from lianchuang.findings.views.deeds import all_posts


@dataclass(frozen=True)
class BulkDeed:
    """A verb for several findings: its action, its words, for whom it is offered, and whether it asks for a post."""

    act: Callable[..., Finding]
    words: Promise
    roles: tuple[Role, ...]
    asks: bool = False


BULK = {
    "accept": BulkDeed(actions.accept_finding, lazy("Accept"), (Role.COORDINATOR, Role.POST_HOLDER)),
    "dispatch": BulkDeed(actions.dispatch_finding, lazy("Dispatch"), (Role.OFFICE,), asks=True),
    "reassign": BulkDeed(actions.reassign_finding, lazy("Reassign"), (Role.OFFICE,), asks=True),
    "close": BulkDeed(actions.close_finding, lazy("Close"), (Role.OFFICE,)),
}


def bulk_deeds(actor: Actor) -> list[tuple[str, Promise]]:
    """What this actor may try with several findings at once."""
    return [(name, deed.words) for name, deed in BULK.items() if actor.has(*deed.roles)]


@require_POST
def bulk(request: ActorRequest, name: str) -> HttpResponse:
    """Do it with each of the findings ticked; a verb that needs a post asks for it first, with the findings listed."""
    if name not in BULK:
        raise Http404
    deed = BULK[name]
    request.actor.require(*deed.roles)
    findings = _ticked(request)
    if not findings:
        messages.warning(request, _("No finding was ticked."))
        return redirect("findings:list")
    given: dict[str, Any] = {}
    if deed.asks:
        rows, data = [finding.pk for finding in findings], request.POST if "sure" in request.POST else None
        form = BulkForm(data, rows=rows, posts=all_posts(request.actor))
        if not form.is_valid():
            return _ask(request, name, form, findings)
        given = {"post": form.cleaned_data["post"], "note": form.cleaned_data["note"]}
    _tell(request, deed, findings, _do_each(request.actor, deed, findings, given))
    return redirect("findings:list")


def _ticked(request: ActorRequest) -> list[Finding]:
    """The ticked findings this actor may see, at most MOST_ROWS."""
    ids = [row for row in map(_uuid, request.POST.getlist("rows")[:MOST_ROWS]) if row]
    seen = visible_findings(request.actor).filter(pk__in=ids)
    loaded = ("site", "place_unit", "responsible_post__unit", "responsible_unit", "found_by_post__unit")
    return list(seen.select_related(*loaded).order_by("number"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _ask(request: ActorRequest, name: str, form: BulkForm, findings: Sequence[Finding]) -> HttpResponse:
    context = {"form": form, "deed": BULK[name], "name": name, "rows": rows_of(findings, clock.now())}
    return render(request, "findings/bulk.html", context, status=422 if form.is_bound else 200)


def _do_each(actor: Actor, deed: BulkDeed, findings: Sequence[Finding], given: dict[str, Any]) -> dict[str, list[str]]:
    """Try each in its own transaction; the refusals, as sentence → numbers."""
    refused: dict[str, list[str]] = {}
    for finding in findings:
        try:
            deed.act(finding=finding, by=actor, at=clock.now(), **given)
        except Refusal as refusal:
            refused.setdefault(" ".join(refusal.sentences()), []).append(finding.short_number)
    return refused


def _tell(request: ActorRequest, deed: BulkDeed, findings: Sequence[Finding], refused: dict[str, list[str]]) -> None:
    done = len(findings) - sum(len(numbers) for numbers in refused.values())
    words = ngettext("%(what)s: %(n)s finding done.", "%(what)s: %(n)s findings done.", done)
    messages.success(request, words % {"what": deed.words, "n": done})
    for sentence, numbers in refused.items():
        told = _("Not done, %(numbers)s: %(reason)s") % {"numbers": _(", ").join(numbers), "reason": sentence}
        messages.warning(request, told)
