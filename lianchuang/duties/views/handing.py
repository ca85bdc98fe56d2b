"""Pages of handing a post over: the form, the list to print, the two confirmations."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.queries import candidates
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import onto
from lianchuang.duties import actions
from lianchuang.duties.access import get_hand_over, get_post_to_hand_over, reach_of
from lianchuang.duties.forms import HandOverForm
from lianchuang.duties.queries import Moment, answering, last_holder


@form_page
def hand_over(request: ActorRequest, post_id: int) -> HttpResponse:
    """Hand a post over to somebody, after seeing what goes over with it."""
    post, today = get_post_to_hand_over(request.actor, post_id), clock.today()
    people = candidates(request.actor, post.unit.path, today)
    form = HandOverForm(request.POST or None, people=people, initial={"from_day": today})
    if request.method == "POST" and form.is_valid():
        with onto(form):
            made = actions.hand_over_post(post=post, **form.cleaned_data, by=request.actor, at=clock.now())
            return redirect("duties:hand_over_list", made.pk)
    mine = answering(post, reach_of(request.actor), Moment.of(None))
    context = {"form": form, "mine": mine, "last": last_holder(post, today)}
    return render(request, "duties/hand_over.html", context, status=422 if form.is_bound else 200)


@require_safe
def show_list(request: ActorRequest, hand_over_id: int) -> HttpResponse:
    """The list of what goes over, to print and to confirm."""
    held = get_hand_over(request.actor, hand_over_id)
    person = request.actor.person
    context = {
        "hand_over": held,
        "may_give": person == held.giver and held.given_at is None,
        "may_take": person == held.taker and held.taken_at is None,
    }
    return render(request, "duties/hand_over_list.html", context)


@require_POST
def give(request: ActorRequest, hand_over_id: int) -> HttpResponse:
    """Whoever gives confirms the list."""
    held = get_hand_over(request.actor, hand_over_id)
    actions.confirm_giving(hand_over=held, by=request.actor, at=clock.now())
    return redirect("duties:hand_over_list", held.pk)


@require_POST
def take(request: ActorRequest, hand_over_id: int) -> HttpResponse:
    """Whoever takes confirms the list."""
    held = get_hand_over(request.actor, hand_over_id)
    actions.confirm_taking(hand_over=held, by=request.actor, at=clock.now())
    return redirect("duties:hand_over_list", held.pk)
