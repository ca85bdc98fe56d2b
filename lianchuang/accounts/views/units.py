"""The tree of units, and the posts in them."""

from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianchuang.accounts import actions, queries
from lianchuang.accounts.access import (
    MANAGERS,
    ActorRequest,
    get_grant_to_manage,
    get_post_to_manage,
    get_unit,
    get_unit_to_manage,
    visible_units,
)
from lianchuang.accounts.forms import GrantForm, PostForm, RenameUnitForm, UnitForm
from lianchuang.accounts.models import Role, Unit, UnitKind
from lianchuang.common import clock, refusals


@require_safe
def units(request: ActorRequest) -> HttpResponse:
    """The tree with the numbers of posts and vacancies."""
    roots = queries.unit_tree(request.actor, clock.today())
    return render(request, "accounts/units.html", {"roots": roots, "may_manage": request.actor.has(*MANAGERS)})


@require_safe
def unit(request: ActorRequest, unit_id: int) -> HttpResponse:
    """One unit: its posts, who holds them, what stands below it."""
    seen = get_unit(request.actor, unit_id)
    page = queries.unit_page(seen, clock.today())
    may_manage = request.actor.has_over(seen.path, *MANAGERS)
    return render(request, "accounts/unit.html", {"page": page, "unit": seen, "may_manage": may_manage})


def _form_page(request: ActorRequest, at: Unit, form: Form, title: str) -> HttpResponse:
    context = {"form": form, "unit": at, "title": title}
    return render(request, "accounts/unit_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def add_unit(request: ActorRequest, unit_id: int) -> HttpResponse:
    """Add a unit below this one."""
    parent = get_unit_to_manage(request.actor, unit_id)
    form = UnitForm(request.POST or None)
    if form.is_valid():
        with refusals.onto(form):
            given = {**form.cleaned_data, "kind": UnitKind(form.cleaned_data["kind"])}
            added = actions.add_unit(parent=parent, by=request.actor, at=clock.now(), **given)
            return redirect("accounts:unit", added.pk)
    return _form_page(request, parent, form, _("Add a unit"))


@require_http_methods(["GET", "POST"])
def rename_unit(request: ActorRequest, unit_id: int) -> HttpResponse:
    """Give the unit other names."""
    seen = get_unit_to_manage(request.actor, unit_id)
    names = {"name": seen.name, "short_name": seen.short_name, "name_en": seen.name_en}
    form = RenameUnitForm(request.POST or None, initial=names)
    if form.is_valid():
        with refusals.onto(form):
            actions.rename_unit(unit=seen, by=request.actor, at=clock.now(), **form.cleaned_data)
            return redirect("accounts:unit", seen.pk)
    return _form_page(request, seen, form, _("Rename"))


@require_http_methods(["GET", "POST"])
def add_post(request: ActorRequest, unit_id: int) -> HttpResponse:
    """Add a post to the unit."""
    seen = get_unit_to_manage(request.actor, unit_id)
    form = PostForm(request.POST or None)
    if form.is_valid():
        with refusals.onto(form):
            actions.add_post(unit=seen, by=request.actor, at=clock.now(), **form.cleaned_data)
            return redirect("accounts:unit", seen.pk)
    return _form_page(request, seen, form, _("Add a post"))


@require_http_methods(["GET", "POST"])
def grant_role(request: ActorRequest, post_id: int) -> HttpResponse:
    """Let the post carry a role over a part of the tree."""
    post = get_post_to_manage(request.actor, post_id)
    mine = visible_units(request.actor).filter(_managed(request))
    form = GrantForm(request.POST or None, units=mine.order_by("path"), initial={"scope": post.unit})
    if form.is_valid():
        with refusals.onto(form):
            role, scope = Role(form.cleaned_data["role"]), form.cleaned_data["scope"]
            actions.grant_role(post=post, role=role, scope=scope, by=request.actor, at=clock.now())
            return redirect("accounts:unit", post.unit_id)
    title = _("A role for %(post)s") % {"post": post.full_name}
    return _form_page(request, post.unit, form, title)


def _managed(request: ActorRequest) -> Q:
    condition = Q(pk__in=[])
    for path in request.actor.paths(*MANAGERS):
        condition |= Q(path__startswith=path)
    return condition


@require_POST
def revoke_role(request: ActorRequest, grant_id: int) -> HttpResponse:
    """Take the role away."""
    grant = get_grant_to_manage(request.actor, grant_id)
    unit_id = grant.post.unit_id
    actions.revoke_role(grant=grant, by=request.actor, at=clock.now())
    return redirect("accounts:unit", unit_id)
