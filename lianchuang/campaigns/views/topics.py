"""Pages for the topics: one of them, and a form for each verb."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.campaigns import actions
from lianchuang.campaigns.access import get_joint_to_plan, get_topic, get_topic_to_plan, get_topic_to_report
from lianchuang.campaigns.forms.charter import (
    AdvanceForm,
    EvidenceNoteForm,
    NoteForm,
    OldTopicForm,
    SetBackForm,
    TopicForm,
)
from lianchuang.campaigns.models import Stage, Topic
from lianchuang.campaigns.queries import topic_page
from lianchuang.campaigns.rules import next_stage
from lianchuang.campaigns.views.acting import Sheet, answer
from lianchuang.common import clock
from lianchuang.common.pages import form_page

KEPT = ("name", "name_en", "scope", "owner", "starts_on", "ends_on", "every", "beat", "version")


def _page(topic: Topic) -> str:
    return reverse("campaigns:topic", args=[topic.pk])


@require_safe
def show(request: ActorRequest, topic_id: UUID) -> HttpResponse:
    """A topic with everything that happened to it."""
    topic = get_topic(request.actor, topic_id)
    return render(request, "campaigns/topic.html", {"page": topic_page(topic, request.actor, clock.today())})


@form_page
def add(request: ActorRequest) -> HttpResponse:
    """Add a topic."""
    joint = get_joint_to_plan(request.actor)
    form = TopicForm(request.POST or None, joint=joint)
    sheet = Sheet(_("Add a topic"), f"{reverse('campaigns:show')}#topics", joint.label, _("Add it"))
    return answer(
        request, form, lambda: actions.add_topic(joint=joint, **form.parts(), by=request.actor, at=clock.now()), sheet
    )


@form_page
def change(request: ActorRequest, topic_id: UUID) -> HttpResponse:
    """Change a topic; so a sweep becomes a routine."""
    topic = get_topic_to_plan(request.actor, topic_id)
    held = {name: getattr(topic, name) for name in KEPT} | {"campaigns": list(topic.campaigns.all())}
    form = OldTopicForm(request.POST or None, joint=topic.joint, initial=held)

    def act() -> None:
        version = form.cleaned_data["version"]
        actions.change_topic(topic=topic, **form.parts(), expected_version=version, by=request.actor, at=clock.now())

    return answer(request, form, act, Sheet(_("Change the topic"), _page(topic), topic.label))


@form_page
def report(request: ActorRequest, topic_id: UUID) -> HttpResponse:
    """Report how a topic stands."""
    topic = get_topic_to_report(request.actor, topic_id)
    form = EvidenceNoteForm(request.POST or None)
    sheet = Sheet(_("Report on the topic"), _page(topic), topic.label, pgettext("progress", "Report"))
    return answer(
        request,
        form,
        lambda: actions.report_on_topic(topic=topic, **form.cleaned_data, by=request.actor, at=clock.now()),
        sheet,
    )


@form_page
def advance(request: ActorRequest, topic_id: UUID) -> HttpResponse:
    """Take a topic one stage on."""
    topic = get_topic_to_plan(request.actor, topic_id)
    form = AdvanceForm(request.POST or None, initial={"version": topic.version})

    def act() -> None:
        given = dict(form.cleaned_data)
        version = given.pop("version")
        actions.advance_topic(topic=topic, **given, expected_version=version, by=request.actor, at=clock.now())

    following = next_stage(topic.stage)
    stages = f"{Stage(topic.stage).label} → {Stage(following).label}" if following else Stage(topic.stage).label
    sheet = Sheet(_("On to the next stage"), _page(topic), f"{topic.label} · {stages}", _("Take it on"))
    return answer(request, form, act, sheet)


@form_page
def set_back(request: ActorRequest, topic_id: UUID) -> HttpResponse:
    """Set a topic back to an earlier stage."""
    topic = get_topic_to_plan(request.actor, topic_id)
    form = SetBackForm(request.POST or None, topic=topic, initial={"version": topic.version})

    def act() -> None:
        given = dict(form.cleaned_data)
        version = given.pop("version")
        actions.set_back_topic(topic=topic, **given, expected_version=version, by=request.actor, at=clock.now())

    about = f"{topic.label} · {Stage(topic.stage).label}"
    return answer(request, form, act, Sheet(_("Set the topic back"), _page(topic), about, _("Set it back")))


@form_page
def end(request: ActorRequest, topic_id: UUID) -> HttpResponse:
    """End a topic."""
    topic = get_topic_to_plan(request.actor, topic_id)
    form = NoteForm(request.POST or None, initial={"version": topic.version})

    def act() -> None:
        given = form.cleaned_data
        actions.end_topic(
            topic=topic, note=given["note"], expected_version=given["version"], by=request.actor, at=clock.now()
        )

    return answer(request, form, act, Sheet(_("End the topic"), _page(topic), topic.label, _("End it")))
