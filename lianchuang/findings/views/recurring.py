"""Places that keep failing, and what the office makes of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import Actor, ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import onto
from lianchuang.findings import actions
from lianchuang.findings.access import decides_topics, require_topics
from lianchuang.findings.forms import DeclineForm
from lianchuang.findings.queries import decided_places, failing_places, loop_rules
from lianchuang.sites.access import get_site
from lianchuang.sites.models import CheckItem, Site

MOST_DECIDED = 30


@require_safe
def show_failing(request: ActorRequest) -> HttpResponse:
    """The places to decide about, and what was decided."""
    context = {
        "places": failing_places(request.actor, clock.now()),
        "decided": decided_places(request.actor)[:MOST_DECIDED],
        "figures": loop_rules(request.actor.unit_path),
        "may_decide": decides_topics(request.actor),
    }
    return render(request, "findings/failing.html", context)


@require_POST
def accept(request: ActorRequest, site_id: UUID, check_item_id: int) -> HttpResponse:
    """Make a topic of it: one click."""
    site, item = _to_decide(request.actor, site_id, check_item_id)
    topic = actions.accept_topic(site=site, item=item, by=request.actor, at=clock.now())
    messages.success(request, _("It is a topic now."))
    return redirect("campaigns:topic", topic.pk)


def _to_decide(actor: Actor, site_id: UUID, check_item_id: int) -> tuple[Site, CheckItem]:
    """The site and the item for deciding about them: 404 for an office that does not see the site."""
    actor.require(Role.OFFICE)
    site = get_site(actor, site_id)
    require_topics(actor, site)
    return site, get_object_or_404(CheckItem, pk=check_item_id)


@form_page
def decline(request: ActorRequest, site_id: UUID, check_item_id: int) -> HttpResponse:
    """Say why it shall be none."""
    site, item = _to_decide(request.actor, site_id, check_item_id)
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        with onto(form):
            note = form.cleaned_data["note"]
            actions.decline_topic(site=site, item=item, note=note, by=request.actor, at=clock.now())
            return redirect("findings:failing")
    context = {"form": form, "site": site, "item": item}
    return render(request, "findings/decline_topic.html", context, status=422 if form.is_bound else 200)
