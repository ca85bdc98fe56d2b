"""Pages about who answers for what."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import Post, PostKind, Role, Unit
from lianchuang.common import clock
from lianchuang.common.refusals import onto
from lianchuang.duties import actions
from lianchuang.duties.forms import RetireForm, RuleForm
from lianchuang.duties.queries import RuleInWords, answers_at, rules_in_words, rules_with_words
from lianchuang.sites.access import get_site, visible_sites

MOST_OFFERED = 30


@require_safe
def show_rules(request: ActorRequest) -> HttpResponse:
    """The rules in force, in words, and the retired ones."""
    context = {"rules": rules_in_words(retired=False), "retired": rules_in_words(retired=True)}
    return render(request, "duties/rules.html", {**context, "may_change": request.actor.has(Role.OFFICE)})


@require_safe
def try_rules(request: ActorRequest) -> HttpResponse:
    """Which post answers for each matter at a place, and by which rule."""
    words = request.GET.get("q", "").strip()
    site = get_site(request.actor, _site_id(request)) if request.GET.get("site") else None
    found = visible_sites(request.actor).filter(name__icontains=words).select_related("site_type")[:MOST_OFFERED]
    context = {
        "site": site,
        "words": words,
        "found": found if words else [],
        "answers": answers_at(site) if site else [],
    }
    return render(request, "duties/try.html", context)


def _site_id(request: ActorRequest) -> UUID:
    try:
        return UUID(request.GET["site"])
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """Add a rule."""
    request.actor.require(Role.OFFICE)
    root = request.actor.unit_path.split(".")[0] + "."
    posts = Post.objects.filter(unit__path__startswith=root).select_related("unit").order_by("unit__path", "code")
    form = RuleForm(
        request.POST or None,
        posts=posts,
        units=Unit.objects.filter(path__startswith=root),
        kinds=PostKind.objects.all(),
    )
    if form.is_valid():
        with onto(form):
            actions.add_rule(**form.cleaned_data, by=request.actor, at=clock.now())
            return redirect("duties:rules")
    return render(request, "duties/add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: ActorRequest, number: int) -> HttpResponse:
    """Take a rule out of force."""
    request.actor.require(Role.OFFICE)
    rule = get_object_or_404(rules_with_words(), number=number)
    form = RetireForm(request.POST or None)
    if form.is_valid():
        with onto(form):
            actions.retire_rule(rule=rule, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
            return redirect("duties:rules")
    return render(
        request, "duties/retire.html", {"form": form, "line": RuleInWords.of(rule)}, status=422 if form.errors else 200
    )
