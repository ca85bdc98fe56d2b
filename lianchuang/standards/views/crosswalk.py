"""The crosswalk side by side: the board, the pair that is looked at, and the deeds upon it."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.common.refusals import checked
from lianchuang.standards import actions, forms
from lianchuang.standards.access import (
    get_link_to_change,
    get_requirement,
    may_link,
    visible_editions,
)
from lianchuang.standards.models import Edition, Measure, Relation, RequirementLink, Sharing
from lianchuang.standards.queries import (
    Look,
    Pair,
    board_of,
    crosswalk,
    current_editions,
    gaps,
    pair_of_requirements,
    pair_with_measure,
)
from lianchuang.standards.rules import inverse

LINKS_CHANGED = "links-changed"


@require_safe
def show_board(request: ActorRequest) -> HttpResponse:
    """Two editions side by side through the measures they share."""
    visible = visible_editions(request.actor)
    editions = list(current_editions(visible).select_related("standard").order_by("standard__slot"))
    context: dict[str, object] = {"editions": editions, "may_link": may_link(request.actor), "here": "board"}
    look = _look(request, editions)
    if look is None:
        return render(request, "standards/measures.html", context | {"crosswalk": crosswalk(visible.none())})
    pair = _asked_pair(request) if "requirement" in request.GET else None
    context |= {
        "look": look,
        "board": board_of(look),
        "gaps": gaps(visible),
        "crosswalk": crosswalk(current_editions(visible)),
        **_pair_context(request, pair),
    }
    return render(request, "standards/measures.html", context)


def _look(request: ActorRequest, editions: list[Edition]) -> Look | None:
    """The two editions asked for, else the first two."""
    if len(editions) < 2:
        return None
    by_code = {edition.code: edition for edition in editions}
    left = by_code.get(request.GET.get("left", ""), editions[0])
    others = [edition for edition in editions if edition != left]
    right = by_code.get(request.GET.get("right", ""), others[0])
    return Look(
        left=left,
        right=right if right != left else others[0],
        left_words=request.GET.get("q_left", "").strip()[:50],
        right_words=request.GET.get("q_right", "").strip()[:50],
        only_suggested=request.GET.get("show") == "suggested",
    )


def _asked_pair(request: ActorRequest) -> Pair:
    """The pair named by ?requirement= and ?measure= or ?other=; 404 when it names nothing."""
    ends = forms.EndsForm(request.GET if request.method in {"GET", "HEAD"} else request.POST)
    if not ends.is_valid():
        raise Http404
    given = request.GET if request.method in {"GET", "HEAD"} else request.POST
    beside = visible_editions(request.actor).filter(code=given.get("beside", "")).first()
    requirement = get_requirement(request.actor, ends.cleaned_data["requirement"])
    if ends.cleaned_data["measure"]:
        return pair_with_measure(requirement, get_object_or_404(Measure, pk=ends.cleaned_data["measure"]), beside)
    other = get_requirement(request.actor, ends.cleaned_data["other"] or 0)
    if other == requirement:
        raise Http404
    return pair_of_requirements(requirement, other)


def _pair_context(request: ActorRequest, pair: Pair | None) -> dict[str, object]:
    link = pair.link if pair else None
    own = link is not None and (link.drafter_id == getattr(request.actor.person, "pk", None) and link.drafter_id)
    context: dict[str, object] = {"pair": pair, "may_link": may_link(request.actor), "is_own": bool(own)}
    return context | {"relations": Relation.choices, "reuses": Sharing.choices}


@require_safe
def show_pair(request: ActorRequest) -> HttpResponse:
    """The pair that is looked at: a part of the board's page, or that page."""
    if not request.htmx:
        return HttpResponseRedirect(f"{reverse('standards:measures')}?{request.GET.urlencode()}#pair")
    return render(request, "standards/_pair.html", _pair_context(request, _asked_pair(request)))


@require_POST
def link(request: ActorRequest) -> HttpResponse:
    """Link the two ends."""
    ends, form = forms.EndsForm(request.POST), forms.RelationForm(request.POST)
    checked(ends)
    requirement = get_requirement(request.actor, ends.cleaned_data["requirement"])
    checked(form)
    relation, reason = form.cleaned_data["relation"], form.cleaned_data["reason"]
    at, by = clock.now(), request.actor
    if ends.cleaned_data["measure"]:
        measure = get_object_or_404(Measure, pk=ends.cleaned_data["measure"])
        reuse = form.cleaned_data["reuse"] or measure.sharing
        actions.link_measure(
            measure=measure, requirement=requirement, relation=relation, reuse=reuse, reason=reason, by=by, at=at
        )
    else:
        other = get_requirement(by, ends.cleaned_data["other"] or 0)
        actions.link_requirements(source=requirement, target=other, relation=relation, reason=reason, by=by, at=at)
    return _done(request, _("Linked."))


def _done(request: ActorRequest, said: str) -> HttpResponse:
    """The pair as it is now, and word to the board that links have changed."""
    if not request.htmx:
        query = {
            name: request.POST[name]
            for name in ("requirement", "measure", "other", "left", "right")
            if request.POST.get(name)
        }
        return HttpResponseRedirect(f"{reverse('standards:measures')}?{urlencode(query)}#pair")
    context = _pair_context(request, _asked_pair(request)) | {"said": said}
    response = render(request, "standards/_pair.html", context)
    response["HX-Trigger"] = LINKS_CHANGED
    return response


@require_POST
def change_link(request: ActorRequest, kind: str, link_id: int) -> HttpResponse:
    """Give a link another relation or reason."""
    held = get_link_to_change(request.actor, kind, link_id)
    form = forms.RelationForm(request.POST)
    checked(form)
    relation, reason = form.cleaned_data["relation"], form.cleaned_data["reason"]
    if isinstance(held, RequirementLink) and request.POST.get("requirement") == str(held.target_id):
        relation = inverse(relation)
    version = form.cleaned_data["version"] or 0
    actions.change_relation(
        link=held, relation=relation, reason=reason, expected_version=version, by=request.actor, at=clock.now()
    )
    return _done(request, _("Saved."))


@require_POST
def review_link(request: ActorRequest, kind: str, link_id: int) -> HttpResponse:
    """Confirm a link that somebody else drafted."""
    held = get_link_to_change(request.actor, kind, link_id)
    form = forms.ReviewForm(request.POST)
    checked(form)
    actions.review_link(link=held, expected_version=form.cleaned_data["version"], by=request.actor, at=clock.now())
    return _done(request, _("Reviewed."))


@require_POST
def remove_link(request: ActorRequest, kind: str, link_id: int) -> HttpResponse:
    """Take a link away."""
    held = get_link_to_change(request.actor, kind, link_id)
    form = forms.RemoveForm(request.POST)
    checked(form)
    version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
    actions.remove_link(link=held, reason=reason, expected_version=version, by=request.actor, at=clock.now())
    return _done(request, _("Disconnected."))


@require_POST
def turn_down(request: ActorRequest) -> HttpResponse:
    """Turn a suggested link down."""
    ends = forms.EndsForm(request.POST)
    checked(ends)
    requirement = get_requirement(request.actor, ends.cleaned_data["requirement"])
    measure = get_object_or_404(Measure, pk=ends.cleaned_data["measure"] or 0)
    actions.reject_suggestion(measure=measure, requirement=requirement, by=request.actor, at=clock.now())
    return _done(request, _("Turned down; it is not suggested again."))
