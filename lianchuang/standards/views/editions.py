"""Pages about editions: all of them, one as a tree, beginning one, and its way to being published."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import onto
from lianchuang.standards import actions
from lianchuang.standards.access import (
    get_edition,
    get_edition_to_write,
    get_standard_to_write,
    may_write,
    require_county_office,
    visible_editions,
)
from lianchuang.standards.forms.editions import EditionForm, ReasonForm, StandardForm, VersionForm, edition_initial
from lianchuang.standards.models import Edition
from lianchuang.standards.queries import standards_with_editions, tree_page
from lianchuang.standards.queries.editions import next_steps, others_of_standard

MOST_WORDS = 60


@require_safe
def show_editions(request: ActorRequest) -> HttpResponse:
    """Every standard with its editions, in figures."""
    standards = standards_with_editions(visible_editions(request.actor))
    return render(request, "standards/editions.html", {"standards": standards, "may_write": may_write(request.actor)})


@require_safe
def show_edition(request: ActorRequest, code: str) -> HttpResponse:
    """One edition as a tree, or what of it answers ?q=."""
    edition = get_edition(request.actor, code)
    (standard,) = standards_with_editions(Edition.objects.filter(pk=edition.pk))
    words = request.GET.get("q", "").strip()[:MOST_WORDS]
    context = {
        "edition": edition,
        "counts": standard.editions[0],
        "tree": tree_page(edition, words),
        "words": words,
        "others": others_of_standard(visible_editions(request.actor), edition),
        "may_write": may_write(request.actor),
        "steps": next_steps(edition, request.actor) if may_write(request.actor) else None,
    }
    return render(request, "standards/edition.html", context)


def _answer(
    request: ActorRequest, form: Form, template: str, context: dict[str, Any], act: Callable[[], Edition]
) -> HttpResponse:
    """Do it and go to the edition, or show the form with what is wrong."""
    if request.method == "POST" and form.is_valid():
        with onto(form):
            return redirect("standards:edition", act().code)
    return render(request, template, {**context, "form": form}, status=422 if form.is_bound else 200)


@form_page
def add_standard(request: ActorRequest) -> HttpResponse:
    """Found a standard, then begin its first edition."""
    require_county_office(request.actor)
    form = StandardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with onto(form):
            standard = actions.add_standard(**form.cleaned_data, by=request.actor, at=clock.now())
            return redirect("standards:add_edition", standard.code)
    return render(request, "standards/add_standard.html", {"form": form}, status=422 if form.is_bound else 200)


@form_page
def add_edition(request: ActorRequest, code: str) -> HttpResponse:
    """Begin an empty draft of a standard."""
    standard = get_standard_to_write(request.actor, code)
    form = EditionForm(request.POST or None, initial={"code": f"{standard.code}-", "name": standard.name})

    def act() -> Edition:
        return actions.add_edition(standard=standard, facts=form.facts(), by=request.actor, at=clock.now())

    return _answer(request, form, "standards/edition_add.html", {"standard": standard}, act)


@form_page
def copy_edition(request: ActorRequest, code: str) -> HttpResponse:
    """Begin a draft with the tree of this edition."""
    edition = get_edition_to_write(request.actor, code)
    initial = {**edition_initial(edition), "code": f"{edition.code}-2", "effective": None}
    form = EditionForm(request.POST or None, initial=initial)

    def act() -> Edition:
        return actions.copy_edition(edition=edition, facts=form.facts(), by=request.actor, at=clock.now())

    return _answer(request, form, "standards/edition_copy.html", {"edition": edition}, act)


@form_page
def change_edition(request: ActorRequest, code: str) -> HttpResponse:
    """Change what is said about a draft."""
    edition = get_edition_to_write(request.actor, code)
    form = EditionForm(request.POST or None, initial=edition_initial(edition))
    form.fields["code"].disabled = True

    def act() -> Edition:
        version = form.cleaned_data["version"] or edition.version
        given: dict[str, Any] = {"facts": form.facts(), "expected_version": version}
        return actions.change_edition(edition=edition, **given, by=request.actor, at=clock.now())

    return _answer(request, form, "standards/edition_change.html", {"edition": edition}, act)


@form_page
def review_edition(request: ActorRequest, code: str) -> HttpResponse:
    """Confirm that a draft says what its source says."""
    edition = get_edition_to_write(request.actor, code)
    form = VersionForm(request.POST or None, initial={"version": edition.version})

    def act() -> Edition:
        version = form.cleaned_data["version"]
        return actions.review_edition(edition=edition, expected_version=version, by=request.actor, at=clock.now())

    return _answer(request, form, "standards/edition_review.html", {"edition": edition}, act)


@form_page
def send_back_edition(request: ActorRequest, code: str) -> HttpResponse:
    """Make a reviewed edition a draft again, with the reason."""
    edition = get_edition_to_write(request.actor, code)
    form = ReasonForm(request.POST or None, initial={"version": edition.version})

    def act() -> Edition:
        given: dict[str, Any] = {
            "reason": form.cleaned_data["reason"],
            "expected_version": form.cleaned_data["version"],
        }
        return actions.send_back_edition(edition=edition, **given, by=request.actor, at=clock.now())

    return _answer(request, form, "standards/edition_send_back.html", {"edition": edition}, act)


@form_page
def publish_edition(request: ActorRequest, code: str) -> HttpResponse:
    """Publish a reviewed edition; from then on it never changes."""
    edition = get_edition_to_write(request.actor, code)
    form = VersionForm(request.POST or None, initial={"version": edition.version})

    def act() -> Edition:
        version = form.cleaned_data["version"]
        return actions.publish_edition(edition=edition, expected_version=version, by=request.actor, at=clock.now())

    return _answer(request, form, "standards/edition_publish.html", {"edition": edition}, act)
