"""Pages and parts about one requirement of an edition: opened, changed, added, moved, deleted."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import onto
from lianchuang.standards import actions
from lianchuang.standards.access import (
    get_edition_to_write,
    get_requirement_of,
    get_requirement_to_write,
    may_write,
)
from lianchuang.standards.forms.editions import VersionForm
from lianchuang.standards.forms.requirements import PlaceForm, RequirementForm, requirement_initial
from lianchuang.standards.models import Edition, Requirement
from lianchuang.standards.queries.hanging import hanging_on
from lianchuang.standards.queries.tree import open_requirement, places_for, row_of, under
from lianchuang.standards.rules.states import change_faults
from lianchuang.standards.rules.tree import Way
from lianchuang.standards.views.asked import number_of


@require_safe
def show_requirement(request: ActorRequest, code: str, node_id: int) -> HttpResponse:
    """Everything about one requirement: the part that the tree opens, or a page; ?closed gives the line back."""
    requirement = get_requirement_of(request.actor, code, node_id)
    if request.htmx and "closed" in request.GET:
        context = {"edition": requirement.edition, "row": row_of(requirement)}
        return _in_place(render(request, "standards/_row.html", context))
    return _shown(request, requirement)


def _in_place(answer: HttpResponse) -> HttpResponse:
    """A line of the tree changes in its place: the address of the page stays the tree's."""
    return push_url(answer, False)


def _shown(request: ActorRequest, requirement: Requirement) -> HttpResponse:
    may_edit = may_write(request.actor) and requirement.edition.is_draft
    opened = open_requirement(requirement, may_edit=may_edit)
    context = {"edition": requirement.edition, "opened": opened, "may_edit": may_edit}
    template = "standards/_requirement.html" if request.htmx else "standards/requirement.html"
    return _in_place(render(request, template, context))


@form_page
def change_requirement(request: ActorRequest, code: str, node_id: int) -> HttpResponse:
    """Change one requirement in its place: the tree stays as it is, only this line is sent again."""
    requirement = get_requirement_to_write(request.actor, code, node_id)
    form = RequirementForm(request.POST or None, initial=requirement_initial(requirement))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or requirement.version
        given: dict[str, Any] = {"facts": form.facts(), "expected_version": version}
        with onto(form), form.shown_again(requirement.version):
            changed = actions.change_requirement(requirement=requirement, **given, by=request.actor, at=clock.now())
            return _shown(request, changed) if request.htmx else redirect(_address(changed))
    template = "standards/_requirement_change.html" if request.htmx else "standards/requirement_change.html"
    context = {"edition": requirement.edition, "requirement": requirement, "row": row_of(requirement), "form": form}
    return _in_place(render(request, template, context, status=422 if form.is_bound else 200))


def _address(requirement: Requirement) -> str:
    return f"{reverse('standards:edition', args=[requirement.edition.code])}#{requirement.code}"


@form_page
def add_requirement(request: ActorRequest, code: str) -> HttpResponse:
    """Add a requirement: ?under=, ?after= another one, else last at the root."""
    edition = get_edition_to_write(request.actor, code)
    beside = _beside(request, edition, "after")
    parent = beside.parent if beside else _beside(request, edition, "under")
    form = RequirementForm(request.POST or None, initial=_beginning(edition, beside or parent))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or edition.tree_version
        place: dict[str, Any] = {"edition": edition, "parent": parent, "after": beside, "expected_version": version}
        with onto(form), form.shown_again(edition.tree_version):
            row = actions.add_requirement(**place, facts=form.facts(), by=request.actor, at=clock.now())
            return redirect(_address(row))
    context = {"edition": edition, "parent": parent, "beside": beside, "form": form}
    return render(request, "standards/requirement_add.html", context, status=422 if form.is_bound else 200)


def _beside(request: ActorRequest, edition: Edition, name: str) -> Requirement | None:
    """The requirement that the address names, or none; a wrong one is not found."""
    asked = request.GET.get(name)
    if not asked:
        return None
    found = Requirement.objects.select_related("parent").filter(edition=edition, pk=number_of(asked))
    if (row := found.first()) is None:
        raise Http404
    return row


def _beginning(edition: Edition, near: Requirement | None) -> dict[str, object]:
    """A new requirement begins with the source of the one it stands beside."""
    like = near or edition
    return {
        "source": like.source,
        "source_en": like.source_en,
        "confidence": like.confidence,
        "is_veto": near.is_veto if near else False,
        "version": edition.tree_version,
    }


@require_POST
def step_requirement(request: ActorRequest, code: str, node_id: int, way: str) -> HttpResponse:
    """One step up, down, under the one before, or out of its parent."""
    requirement = get_requirement_to_write(request.actor, code, node_id)
    form = VersionForm(request.POST)
    if way not in {each.value for each in Way} or not form.is_valid():
        raise Http404
    given: dict[str, Any] = {"way": Way(way), "expected_version": form.cleaned_data["version"]}
    actions.step_requirement(requirement=requirement, **given, by=request.actor, at=clock.now())
    return redirect(_address(requirement))


@form_page
def move_requirement(request: ActorRequest, code: str, node_id: int) -> HttpResponse:
    """Put a requirement, with everything below it, under another one."""
    requirement = get_requirement_to_write(request.actor, code, node_id)
    initial = {"parent": requirement.parent_id or "", "version": requirement.edition.tree_version}
    form = PlaceForm(request.POST or None, initial=initial, places=places_for(requirement))
    if request.method == "POST" and form.is_valid():
        parent = Requirement.objects.filter(pk=form.cleaned_data["parent"] or 0).first()
        given: dict[str, Any] = {"parent": parent, "expected_version": form.cleaned_data["version"]}
        with onto(form):
            actions.move_requirement(requirement=requirement, **given, by=request.actor, at=clock.now())
            return redirect(_address(requirement))
    context = {"edition": requirement.edition, "requirement": requirement, "form": form}
    return render(request, "standards/requirement_move.html", context, status=422 if form.is_bound else 200)


@form_page
def delete_requirement(request: ActorRequest, code: str, node_id: int) -> HttpResponse:
    """Delete a requirement with everything below it, after seeing what goes."""
    requirement = get_requirement_to_write(request.actor, code, node_id)
    gone = under(requirement)
    form = VersionForm(request.POST or None, initial={"version": requirement.edition.tree_version})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        with onto(form):
            actions.delete_requirement(
                requirement=requirement, expected_version=version, by=request.actor, at=clock.now()
            )
            return redirect("standards:edition", code)
    hanging = hanging_on(one.pk for one in gone)
    context: dict[str, Any] = {"edition": requirement.edition, "requirement": requirement, "gone": gone, "form": form}
    context |= {"going": [one for one in hanging if not one.keeps], "keeping": [one for one in hanging if one.keeps]}
    context |= {"faults": change_faults(requirement.edition.state)}
    return render(request, "standards/requirement_delete.html", context, status=422 if form.is_bound else 200)
