"""Pages about who answers for what."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lianchuang.accounts.access import ActorRequest, visible_units
from lianchuang.accounts.models import Role
from lianchuang.common import clock
from lianchuang.common.refusals import onto
from lianchuang.duties import actions
from lianchuang.duties.access import get_rule_to_retire, may_change_rules, visible_rules
from lianchuang.duties.forms import RetireForm, RuleForm, TryForm
from lianchuang.duties.queries import RuleInWords, answers_at, effect_of_retiring, explain, rules_in_words
from lianchuang.sites.access import get_site, visible_sites
from lianchuang.sites.models import Site

MOST_OFFERED = 30
SHORTEST = 2  # characters one may search for


@require_safe
def show_rules(request: ActorRequest) -> HttpResponse:
    """The rules in words with their reach, and the retired ones."""
    rules = rules_in_words(visible_rules(request.actor), visible_sites(request.actor))
    context = {"rules": rules, "may_change": may_change_rules(request.actor)}
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
        "explanation": explain(site, **matter) if site and any(matter.values()) else None,
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
    """Who answers for what at one place: the part that the page of the place loads, or a page."""
    site = get_site(request.actor, site_id)
    template = "duties/_site_answers.html" if request.htmx else "duties/site_answers.html"
    return render(request, template, {"site": site, "answers": answers_at(site)})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """Add a rule."""
    request.actor.require(Role.OFFICE)
    units, sites = visible_units(request.actor), visible_sites(request.actor)
    form = RuleForm(request.POST or None, units=units, sites=sites)
    if request.method == "POST" and form.is_valid():
        with onto(form):
            actions.add_rule(**form.parts(), by=request.actor, at=clock.now())
            return redirect("duties:rules")
    return render(request, "duties/add.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: ActorRequest, number: int) -> HttpResponse:
    """Take a rule out of force, after seeing what that would change."""
    rule = get_rule_to_retire(request.actor, number)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with onto(form):
            actions.retire_rule(rule=rule, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
            return redirect("duties:rules")
    effect = effect_of_retiring(rule, visible_sites(request.actor))
    context = {"form": form, "line": RuleInWords.of(rule), "effect": effect}
    return render(request, "duties/retire.html", context, status=422 if form.is_bound else 200)
