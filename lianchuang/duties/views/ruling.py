"""Pages about the rules: reading, trying, adding and retiring them."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import NotPossibleNow, Reason, onto
from lianchuang.duties import actions
from lianchuang.duties.access import (
    get_proposal_to_decide,
    get_requirement,
    get_rule_to_retire,
    may_change_rules,
    open_proposals,
    reach_of,
    visible_requirements,
    visible_rules,
)
from lianchuang.duties.actions.proposing import conditions_of
from lianchuang.duties.actions.ruling import RuleParts, drafted
from lianchuang.duties.forms import RetireForm, RuleForm, TryForm
from lianchuang.duties.models import DutyRule, ProposalState, RuleProposal
from lianchuang.duties.queries import (
    Change,
    Helpers,
    Moment,
    RuleInWords,
    answers_at,
    change_by_adding,
    change_by_retiring,
    explain,
    prove,
    rules_in_words,
    site_answers,
    thing_of_requirement,
    who_answers,
)
from lianchuang.duties.views.asking import moment_of
from lianchuang.duties.words import proposed_words
from lianchuang.sites.access import get_site, visible_sites
from lianchuang.sites.models import Site

MOST_OFFERED = 30
SHORTEST = 2  # characters one may search for


@require_safe
def show_rules(request: ActorRequest) -> HttpResponse:
    """The rules in words with their reach, and the retired ones."""
    reach = reach_of(request.actor)
    rules = rules_in_words(visible_rules(request.actor), reach.sites, reach.campaigns)
    proposed = [(proposal, proposed_words(proposal)) for proposal in open_proposals(request.actor)]
    context = {"rules": rules, "may_change": may_change_rules(request.actor), "proposed": proposed}
    return render(request, "duties/rules.html", context)


@require_safe
def try_rules(request: ActorRequest) -> HttpResponse:
    """Which post answers for a matter at a place, by which rule, and which rules give way."""
    site = get_site(request.actor, _site_id(request)) if request.GET.get("site") else None
    words = request.GET.get("q", "").strip()[:50]
    form = TryForm(request.GET)
    matter = form.cleaned_data if form.is_valid() else {}
    context = {
        "site": site,
        "words": words,
        "found": _found(request, words),
        "answers": answers_at(site) if site else [],
        "matter": matter.get("item") or matter.get("category"),
        "explanation": explain(site, **matter) if site else None,
    }
    return render(request, "duties/try.html", context)


def _found(request: ActorRequest, words: str) -> list[Site]:
    if len(words) < SHORTEST:
        return []
    named = Q(name__icontains=words) | Q(code__icontains=words)
    found = visible_sites(request.actor).filter(named, is_active=True).select_related("site_type", "unit")
    return list(found.order_by("name", "code")[:MOST_OFFERED])


def _site_id(request: ActorRequest) -> UUID:
    try:
        return UUID(request.GET["site"])
    except ValueError:
        raise Http404 from None


@require_safe
def show_site_answers(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """Who answers for what at one place on a day: the part that the page of the place loads, or a page."""
    site = get_site(request.actor, site_id)
    template = "duties/_site_answers.html" if request.htmx else "duties/site_answers.html"
    moment = moment_of(request)
    context = {"site": site, "found": site_answers(site, moment), "moment": moment, "full": not request.htmx}
    return render(request, template, context)


@require_safe
def show_requirement(request: ActorRequest, requirement_id: int) -> HttpResponse:
    """Who answers for a requirement on a day, by which rule, and which rules give way."""
    campaign, requirement = get_requirement(request.actor, requirement_id)
    moment = moment_of(request)
    answer = who_answers(thing_of_requirement(campaign, requirement), moment)
    lines = [RuleInWords.of(rule) for rule in answer.holding]
    context = {"answer": answer, "lines": lines, "campaign": campaign, "requirement": requirement, "moment": moment}
    return render(request, "duties/requirement.html", context)


@form_page
def add(request: ActorRequest) -> HttpResponse:
    """Add a rule. The form may come filled in: ?site_type=…&area=…&post=…"""
    form = _rule_form(request)
    if request.method == "POST" and form.is_valid():
        with onto(form):
            actions.add_rule(**form.parts(), by=request.actor, at=clock.now())
            return redirect("duties:rules")
    return render(request, "duties/add.html", {"form": form, "change": None}, status=422 if form.is_bound else 200)


@require_POST
def try_add(request: ActorRequest) -> HttpResponse:
    """Show what the rule in the form would move; nothing is saved."""
    form, change = _rule_form(request), None
    if form.is_valid():
        with onto(form):
            change = _tried(request, form.parts())
    context = {"form": form, "change": change}
    return render(request, "duties/add.html", context, status=200 if change else 422)


def _rule_form(request: ActorRequest) -> RuleForm:
    request.actor.require(Role.OFFICE)
    reach = reach_of(request.actor)
    requirements = visible_requirements(request.actor)
    given = {name: request.GET[name] for name in RuleForm.base_fields if name in request.GET}
    return RuleForm(
        request.POST or None, initial=given, units=reach.units, sites=reach.sites, requirements=requirements
    )


def _tried(request: ActorRequest, parts: dict[str, Any]) -> Change:
    reach = reach_of(request.actor)
    helpers = Helpers(
        frozenset(post.pk for post in parts.pop("responsible_posts")),
        frozenset(unit.pk for unit in parts.pop("responsible_units")),
        frozenset(unit.pk for unit in parts.pop("supporting")),
    )
    ground = parts.pop("ground")
    rule = drafted(RuleParts(**parts), ground, by=request.actor, at=clock.now())
    return change_by_adding(prove(reach, Moment.of(None)), rule, helpers, reach.sites)


@form_page
def retire(request: ActorRequest, number: int) -> HttpResponse:
    """Take a rule out of force, after seeing what that would change."""
    rule = get_rule_to_retire(request.actor, number)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with onto(form):
            actions.retire_rule(rule=rule, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
            return redirect("duties:rules")
    context = {"form": form, "line": RuleInWords.of(rule), "change": _without(request, rule)}
    return render(request, "duties/retire.html", context, status=422 if form.is_bound else 200)


def _without(request: ActorRequest, rule: DutyRule) -> Change | None:
    """What retiring the rule would move; None when it is retired already."""
    if rule.retired_at is not None:
        return None
    reach = reach_of(request.actor)
    return change_by_retiring(prove(reach, Moment.of(None)), rule, reach.sites)


# --- rules proposed from one case ---


@form_page
def accept(request: ActorRequest, proposal_id: int) -> HttpResponse:
    """Make the proposed rule, after seeing what it would change."""
    proposal = get_proposal_to_decide(request.actor, proposal_id)
    if request.method == "POST":
        actions.accept_proposal(proposal=proposal, by=request.actor, at=clock.now())
        return redirect("duties:rules")
    context = {"proposal": proposal, "words": proposed_words(proposal), "change": _accepted(request, proposal)}
    return render(request, "duties/proposal_accept.html", context)


def _accepted(request: ActorRequest, proposal: RuleProposal) -> Change:
    """What the rule would move. Raises NotPossibleNow when it is decided, or a rule in force says the same."""
    if proposal.state != ProposalState.OPEN:
        raise NotPossibleNow([Reason("decided", _("It has been decided already."))])
    reach = reach_of(request.actor)
    rule = drafted(RuleParts(**conditions_of(proposal)), proposal.boundary, by=request.actor, at=clock.now())
    nobody = Helpers(frozenset(), frozenset(), frozenset())
    return change_by_adding(prove(reach, Moment.of(None)), rule, nobody, reach.sites)


@form_page
def decline(request: ActorRequest, proposal_id: int) -> HttpResponse:
    """Say why it shall be no rule."""
    proposal = get_proposal_to_decide(request.actor, proposal_id)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with onto(form):
            reason = form.cleaned_data["reason"]
            actions.decline_proposal(proposal=proposal, reason=reason, by=request.actor, at=clock.now())
            return redirect("duties:rules")
    context = {"form": form, "proposal": proposal, "words": proposed_words(proposal)}
    return render(request, "duties/proposal_decline.html", context, status=422 if form.is_bound else 200)
