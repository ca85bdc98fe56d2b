"""Pages for the other rectifications that the campaign is joined with."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.campaigns import access, actions
from lianchuang.campaigns.forms.charter import ItemForm, LinkForm, OldSourceForm, SourceForm
from lianchuang.campaigns.models import RectificationSource
from lianchuang.campaigns.queries import source_line
from lianchuang.campaigns.views.acting import Sheet, answer
from lianchuang.common import clock
from lianchuang.common.pages import form_page

KEPT = ("name", "kind", "document", "dated", "version")


def _page(source: RectificationSource) -> str:
    return reverse("campaigns:source", args=[source.pk])


@require_safe
def show(request: ActorRequest, source_id: UUID) -> HttpResponse:
    """A related rectification, point by point."""
    source = access.get_source(request.actor, source_id)
    context = {"line": source_line(source), "may_plan": access.may_plan(request.actor, source.joint)}
    return render(request, "campaigns/source.html", context)


@form_page
def add(request: ActorRequest) -> HttpResponse:
    """Enter a related rectification."""
    joint = access.get_joint_to_plan(request.actor)
    form = SourceForm(request.POST or None)
    back = f"{reverse('campaigns:show')}#rectification"
    sheet = Sheet(_("Enter a related rectification"), back, joint.label, _("Enter it"))
    return answer(
        request,
        form,
        lambda: actions.add_source(joint=joint, **form.cleaned_data, by=request.actor, at=clock.now()),
        sheet,
    )


@form_page
def change(request: ActorRequest, source_id: UUID) -> HttpResponse:
    """Change a related rectification."""
    source = access.get_source_to_plan(request.actor, source_id)
    form = OldSourceForm(request.POST or None, initial={name: getattr(source, name) for name in KEPT})

    def act() -> None:
        given = dict(form.cleaned_data)
        version = given.pop("version")
        actions.change_source(source=source, **given, expected_version=version, by=request.actor, at=clock.now())

    return answer(request, form, act, Sheet(_("Change the related rectification"), _page(source), source.name))


@form_page
def add_item(request: ActorRequest, source_id: UUID) -> HttpResponse:
    """Enter one point of it."""
    source = access.get_source_to_plan(request.actor, source_id)
    form = ItemForm(request.POST or None, joint=source.joint)
    sheet = Sheet(_("Enter a point"), _page(source), source.name, _("Enter it"))
    return answer(
        request,
        form,
        lambda: actions.add_item(source=source, **form.cleaned_data, by=request.actor, at=clock.now()),
        sheet,
    )


@form_page
def link_item(request: ActorRequest, source_id: UUID, item_id: UUID) -> HttpResponse:
    """Say through which topic or demand a point is answered."""
    item = access.get_item_to_plan(request.actor, source_id, item_id)
    held = {"topic": item.topic_id, "demand": item.demand_id}
    form = LinkForm(request.POST or None, joint=item.source.joint, initial=held)
    sheet = Sheet(_("Link the point"), _page(item.source), item.text, _("Link"))
    return answer(
        request,
        form,
        lambda: actions.link_item(item=item, **form.cleaned_data, by=request.actor, at=clock.now()),
        sheet,
    )
