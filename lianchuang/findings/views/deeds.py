"""A page for each verb: what it means, its form, and then the action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lianchuang.accounts.access import Actor, ActorRequest
from lianchuang.accounts.models import Post, Role
from lianchuang.common import clock
from lianchuang.common.refusals import NotPossibleNow, onto
from lianchuang.evidence.actions import store_photo
from lianchuang.findings import actions, forms, rules
from lianchuang.findings.access import case_of, get_finding, require_part, who_is
from lianchuang.findings.models import Finding, FindingPhoto, PhotoRole
from lianchuang.findings.queries import deadline, other_findings
from lianchuang.findings.queries.rows import place_words
from lianchuang.findings.rules import Verb

MOST_OTHERS = 200
Act = Callable[..., Finding]


def _no_choices(_actor: Actor, _finding: Finding) -> dict[str, Any]:
    return {}


def _all_posts(actor: Actor, _finding: Finding) -> dict[str, Any]:
    root = actor.unit_path.split(".")[0] + "."
    posts = Post.objects.filter(unit__path__startswith=root).select_related("unit")
    return {"posts": posts.order_by("unit__path", "code")}


def _own_posts(actor: Actor, _finding: Finding) -> dict[str, Any]:
    units = Post.objects.none()
    for path in actor.paths(Role.COORDINATOR):
        units = units | Post.objects.filter(unit__path__startswith=path)
    return {"posts": units.select_related("unit").order_by("unit__path", "code")}


def _others(actor: Actor, finding: Finding) -> dict[str, Any]:
    first = other_findings(actor, finding).values_list("pk", flat=True)[:MOST_OTHERS]
    return {"others": other_findings(actor, finding).filter(pk__in=list(first))}


@dataclass(frozen=True)
class Deed:
    """A verb's page: its verbs, form, action, words, and what the form chooses among."""

    verbs: tuple[Verb, ...]
    form: type[forms.DeedForm]
    act: Act
    heading: Promise
    means: Promise
    choices: Callable[[Actor, Finding], dict[str, Any]] = _no_choices
    photos: bool = False


DEEDS = {
    "dispatch": Deed(
        (Verb.DISPATCH,),
        forms.PostForm,
        actions.dispatch_finding,
        _("Dispatch"),
        _("It goes to this post, and its clock starts."),
        _all_posts,
    ),
    "accept": Deed(
        (Verb.ACCEPT,),
        forms.DeedForm,
        actions.accept_finding,
        _("Accept"),
        _("Your unit has it. The clock has been running since it was dispatched."),
    ),
    "assign": Deed(
        (Verb.ASSIGN,),
        forms.PostForm,
        actions.assign_finding,
        _("Pass on to a post"),
        _("A post of your unit puts it right; the clock goes on."),
        _own_posts,
    ),
    "start": Deed(
        (Verb.START,), forms.DeedForm, actions.start_rectification, _("Start work"), _("Work on it has begun.")
    ),
    "submit": Deed(
        (Verb.SUBMIT,),
        forms.SubmitForm,
        actions.submit_rectification,
        _("Put right, with photo"),
        _("The clock stops. Somebody of another unit looks at it on the spot."),
        photos=True,
    ),
    "verify": Deed(
        (Verb.PASS, Verb.REJECT),
        forms.VerifyForm,
        actions.verify_rectification,
        _("Is it put right?"),
        _("Look at the same place as in the photo before. Yes closes it, no sends it back."),
        photos=True,
    ),
    "close": Deed(
        (Verb.CLOSE,),
        forms.RemarkForm,
        actions.close_finding,
        _("Close"),
        _("An independent look has passed; a veto hangs on it, so you close it by hand."),
    ),
    "return": Deed(
        (Verb.RETURN,),
        forms.NoteForm,
        actions.return_finding,
        _("Not ours"),
        _("The clock stops until the campaign office has ruled whose it is."),
    ),
    "rule": Deed(
        (Verb.RULE,),
        forms.PostReasonForm,
        actions.rule_on_ownership,
        _("Rule on ownership"),
        _("Say whose it is and where the boundary runs. The clock goes on from where it stood."),
        _all_posts,
    ),
    "reassign": Deed(
        (Verb.REASSIGN,),
        forms.PostReasonForm,
        actions.reassign_finding,
        _("Reassign"),
        _("It goes to another post; the clock goes on."),
        _all_posts,
    ),
    "extend": Deed(
        (Verb.EXTEND,),
        forms.ExtendForm,
        actions.extend_finding,
        _("Extend"),
        _("More time, with the reason. The first date stays on the page."),
    ),
    "ask_deferral": Deed(
        (Verb.ASK_DEFERRAL,),
        forms.DeferralForm,
        actions.ask_deferral,
        _("Cannot fix yet"),
        _("The clock stops while the campaign office decides. It stays in the open list."),
    ),
    "grant_deferral": Deed(
        (Verb.GRANT_DEFERRAL,),
        forms.RemarkForm,
        actions.grant_deferral,
        _("Grant deferral"),
        _("The clock stands until the date asked for. It stays in the open list."),
    ),
    "refuse_deferral": Deed(
        (Verb.REFUSE_DEFERRAL,),
        forms.NoteForm,
        actions.refuse_deferral,
        _("Refuse deferral"),
        _("The clock goes on from where it stood."),
    ),
    "resume": Deed(
        (Verb.RESUME,),
        forms.RemarkForm,
        actions.resume_finding,
        _("Resume work"),
        _("The obstacle is gone; the clock goes on."),
    ),
    "merge": Deed(
        (Verb.MERGE,),
        forms.MergeForm,
        actions.merge_finding,
        _("Merge"),
        _("It is the same matter as another one, which goes on."),
        _others,
    ),
    "void": Deed(
        (Verb.VOID,),
        forms.NoteForm,
        actions.void_finding,
        _("Void"),
        _("It was no finding. The reason stays in the history."),
    ),
    "reopen": Deed(
        (Verb.REOPEN,),
        forms.NoteForm,
        actions.reopen_finding,
        _("Reopen"),
        _("It is back at the same place; a fresh clock starts."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def do(request: ActorRequest, finding_id: UUID, name: str) -> HttpResponse:
    """The page of a verb, and the deed."""
    deed = DEEDS[name]
    finding = get_finding(request.actor, finding_id)
    require_part(request.actor, finding, *deed.verbs)
    if request.method != "POST":
        _require_state(request.actor, finding, deed)
    form = deed.form(
        request.POST or None, request.FILES or None, finding=finding, **deed.choices(request.actor, finding)
    )
    if form.is_valid():
        with onto(form):
            deed.act(finding=finding, by=request.actor, at=clock.now(), **_arguments(request, form, deed))
            return redirect("findings:show", finding.pk)
    return render(request, "findings/deed.html", _context(finding, deed, form), status=422 if form.errors else 200)


def _require_state(actor: Actor, finding: Finding, deed: Deed) -> None:
    """A page for what cannot be done now is refused with the reasons, before anything is typed."""
    who = who_is(actor, finding)
    case = case_of(finding, who)
    faults = [rules.state_faults(verb, case, who) for verb in deed.verbs]
    if all(faults):
        raise NotPossibleNow(faults[0])


def _arguments(request: ActorRequest, form: forms.DeedForm, deed: Deed) -> dict[str, Any]:
    given = dict(form.cleaned_data)
    given["expected_version"] = given.pop("version")
    if deed.photos:
        files, now = given.pop("photos"), clock.now()
        given["photos"] = [store_photo(content=file.read(), by=request.actor, at=now) for file in files]
    return given


def _context(finding: Finding, deed: Deed, form: forms.DeedForm) -> dict[str, Any]:
    before = FindingPhoto.objects.filter(finding=finding, role=PhotoRole.BEFORE).order_by("pk")
    after = FindingPhoto.objects.filter(finding=finding, role=PhotoRole.AFTER).order_by("-pk")
    return {
        "finding": finding,
        "place": place_words(finding),
        "deed": deed,
        "form": form,
        "due": deadline(finding, clock.now()),
        "before": before.first(),
        "after": after.first() if Verb.PASS in deed.verbs else None,
    }
