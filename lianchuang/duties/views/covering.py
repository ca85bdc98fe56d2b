"""Pages of the proof, and of what a post answers for."""

from time import perf_counter

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.duties.access import get_post, may_change_rules, may_hand_over, reach_of, visible_hand_overs
from lianchuang.duties.queries import answering, faults_of, mosaic_of, prove, table_of, unsigned, waiting_for
from lianchuang.duties.views.asking import moment_of


@require_safe
def show_coverage(request: ActorRequest) -> HttpResponse:
    """The proof: headline, mosaic, faults with their next step, units and posts."""
    reach, moment, began = reach_of(request.actor), moment_of(request), perf_counter()
    proof = prove(reach, moment)
    context = {
        "proof": proof,
        "tally": proof.tally,
        "mosaic": mosaic_of(proof),
        "faults": faults_of(proof),
        "table": table_of(proof, reach.units),
        "seconds": perf_counter() - began,
        "moment": moment,
        "hand_overs": visible_hand_overs(request.actor).filter(unsigned()),
        "may_change": may_change_rules(request.actor),
    }
    return render(request, "duties/coverage.html", context)


@require_safe
def show_unit(request: ActorRequest, unit_id: int) -> HttpResponse:
    """The posts of one body with their duties: the part that the table unfolds, or a page."""
    reach, moment = reach_of(request.actor), moment_of(request)
    proof = prove(reach, moment)
    table = table_of(proof, reach.units)
    line = next((one for group in table.groups for one in group.lines if one.unit.pk == unit_id), None)
    if line is None:
        raise Http404
    template = "duties/_unit_posts.html" if request.htmx else "duties/unit.html"
    context = {"line": line, "table": table, "proof": proof, "unit_name": line.name}
    return render(request, template, context)


@require_safe
def show_mine(request: ActorRequest) -> HttpResponse:
    """What the acting post answers for, and the way to one's other posts."""
    actor, moment = request.actor, moment_of(request)
    reach = reach_of(actor)
    context = {
        "mine": answering(actor.post, reach, moment) if actor.post else None,
        "others": actor.other_posts,
        "waiting": waiting_for(actor.person),
        "moment": moment,
        "may_hand_over": actor.post is not None and may_hand_over(actor, actor.post),
        "may_change": may_change_rules(actor),
    }
    return render(request, "duties/mine.html", context)


@require_safe
def show_post(request: ActorRequest, post_id: int) -> HttpResponse:
    """What a post answers for on a day, and who holds it."""
    post, moment = get_post(request.actor, post_id), moment_of(request)
    context = {
        "mine": answering(post, reach_of(request.actor), moment),
        "moment": moment,
        "may_hand_over": may_hand_over(request.actor, post),
    }
    return render(request, "duties/post.html", context)
