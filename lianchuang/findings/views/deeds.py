"""A page for each verb: what it means, its form, and then the action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.access import Actor, ActorRequest, in_subtrees
from lianchuang.accounts.models import Post, Role
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import NotPossibleNow
from lianchuang.findings import actions, forms, rules
from lianchuang.findings.access import case_of, get_finding, require_part, who_is
from lianchuang.findings.models import Finding, FindingPhoto, PhotoRole, Step
from lianchuang.findings.queries import deadline, other_findings, place_words
from lianchuang.findings.rules import Verb
from lianchuang.findings.views.attempts import keep_photos, photos_of, tried

MOST_OTHERS = 200
SAID = (Verb.SUBMIT, Verb.REJECT, Verb.ASK_DEFERRAL, Verb.RETURN, Verb.ASK_EXTENSION)
Act = Callable[..., Finding]


def _no_choices(_actor: Actor, _finding: Finding) -> dict[str, Any]:
    return {}


def all_posts(actor: Actor) -> QuerySet[Post]:
    """Every post of the actor's own tree, by unit."""
    posts = Post.objects.filter(unit__path__startswith=rules.root_of(actor.unit_path))
    return posts.select_related("unit").order_by("unit__path", "code")


def _all_posts(actor: Actor, _finding: Finding) -> dict[str, Any]:
    return {"posts": all_posts(actor)}


def _own_posts(actor: Actor, _finding: Finding) -> dict[str, Any]:
    inside = in_subtrees("unit", actor.paths(Role.COORDINATOR))
    return {"posts": Post.objects.filter(inside).select_related("unit").order_by("unit__path", "code")}


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
    ),
    "verify": Deed(
        (Verb.PASS, Verb.REJECT),
        forms.VerifyForm,
        actions.verify_rectification,
        _("Is it put right?"),
        _("Look at the same place as in the photo before. Yes closes it, no sends it back."),
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
        forms.RulingForm,
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
        forms.DaysForm,
        actions.extend_finding,
        _("Extend"),
        _("More time, with the reason. The first date stays on the page."),
    ),
    "ask_extension": Deed(
        (Verb.ASK_EXTENSION,),
        forms.DaysForm,
        actions.ask_extension,
        _("Ask for more time"),
        _("The campaign office grants or refuses it. The clock runs on meanwhile."),
    ),
    "grant_extension": Deed(
        (Verb.GRANT_EXTENSION,),
        forms.GrantDaysForm,
        actions.grant_extension,
        _("Grant more time"),
        _("The days asked for, fewer or more. The first date stays on the page."),
    ),
    "refuse_extension": Deed(
        (Verb.REFUSE_EXTENSION,),
        forms.NoteForm,
        actions.refuse_extension,
        _("Refuse more time"),
        _("The date stays as it is."),
    ),
    "split": Deed(
        (Verb.SPLIT,),
        forms.SplitForm,
        actions.add_part,
        _("Needs several units"),
        _("Another unit does a part of it by its own date. The lead hands the whole in when every part is done."),
        _all_posts,
    ),
    "ask_deferral": Deed(
        (Verb.ASK_DEFERRAL,),
        forms.DeferralForm,
        actions.ask_deferral,
        _("Cannot fix yet"),
        _("The clock stops while the campaign office decides. It stays in the open list."),
        _all_posts,
    ),
    "grant_deferral": Deed(
        (Verb.GRANT_DEFERRAL,),
        forms.GrantForm,
        actions.grant_deferral,
        _("Grant deferral"),
        _("The clock stands until that date. It stays in the open list."),
    ),
    "refuse_deferral": Deed(
        (Verb.REFUSE_DEFERRAL,),
        forms.NoteForm,
        actions.refuse_deferral,
        _("Refuse deferral"),
        _("The clock goes on from where it stood."),
    ),
    "review": Deed(
        (Verb.REVIEW,),
        forms.ReviewForm,
        actions.review_deferral,
        _("Review: keep deferred"),
        _("It stays in the pool until the next review. If it can be fixed now, resume work instead."),
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


@form_page
def do(request: ActorRequest, finding_id: UUID, name: str) -> HttpResponse:
    """The page of a verb, and the deed. What is typed stays, also when somebody else changed the finding meanwhile."""
    deed = DEEDS[name]
    finding = get_finding(request.actor, finding_id)
    require_part(request.actor, finding, *deed.verbs)
    if request.method != "POST":
        _require_state(request.actor, finding, deed)
    choices = deed.choices(request.actor, finding)
    form = deed.form(request.POST or None, request.FILES or None, finding=finding, **choices)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        status = tried(form, lambda: _act(request.actor, finding, form, deed))
    if status == 303:
        messages.success(request, _("Done: %(what)s.") % {"what": deed.heading})
        return redirect("findings:show", finding.pk)
    if form.is_bound:
        keep_photos(form, request.actor, clock.now())
        finding.refresh_from_db(fields=["version"])
        form.renew(finding.version)
    return render(request, "findings/deed.html", _context(finding, deed, form), status=status)


def _act(actor: Actor, finding: Finding, form: forms.DeedForm, deed: Deed) -> None:
    given, now = dict(form.cleaned_data), clock.now()
    given["expected_version"] = given.pop("version")
    given.pop("kept", None)
    if isinstance(form, forms.KeptPhotos):
        given["photos"] = photos_of(form, actor, now)
    deed.act(finding=finding, by=actor, at=now, **given)


def _require_state(actor: Actor, finding: Finding, deed: Deed) -> None:
    """A page for what cannot be done now is refused with the reasons, before anything is typed."""
    who = who_is(actor, finding)
    case = case_of(finding, who)
    faults = [rules.state_faults(verb, case, who) for verb in deed.verbs]
    if all(faults):
        raise NotPossibleNow(faults[0])


def _context(finding: Finding, deed: Deed, form: forms.DeedForm) -> dict[str, Any]:
    """What a page of a verb shows of the finding: where, by when, and its photos, newest of each kind first."""
    photos = list(FindingPhoto.objects.filter(finding=finding).select_related("step").order_by("-pk"))
    said = Step.objects.filter(finding=finding, verb__in=SAID)
    return {
        "finding": finding,
        "place": place_words(finding),
        "seals": finding.finding_campaigns.select_related("campaign"),
        "deed": deed,
        "form": form,
        "due": deadline(finding, clock.now()),
        "before": next((photo for photo in photos if photo.role == PhotoRole.BEFORE), None),
        "after": next((photo for photo in photos if photo.role == PhotoRole.AFTER), None),
        "said": said.select_related("by_post__unit").order_by("-pk").first(),
        "is_verdict": Verb.PASS in deed.verbs,
    }
