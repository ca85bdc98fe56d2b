"""Pages of task tables: upload, what was understood, mending, accepting."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.campaigns.access import get_campaign, visible_joint_campaigns
from lianchuang.campaigns.models import Campaign
from lianchuang.common import clock
from lianchuang.common.pages import form_page, paginate
from lianchuang.common.refusals import onto
from lianchuang.duties import actions
from lianchuang.duties.access import get_row_to_mend, get_table, visible_tables
from lianchuang.duties.forms import AcceptForm, MendForm, RetireForm, UploadForm
from lianchuang.duties.models import TaskRow, TaskTable
from lianchuang.duties.queries.tables import (
    book_of,
    bureaus_and_places,
    county_for,
    notes_in_words,
    posts_to_choose,
    rows_in_words,
    rows_to_show,
    tables_with_counts,
    tasks_of,
)

ROWS_PER_PAGE = 30


def _campaigns(request: ActorRequest) -> QuerySet[Campaign]:
    return Campaign.objects.filter(joint__in=visible_joint_campaigns(request.actor)).order_by("slot")


@require_safe
def show_tables(request: ActorRequest) -> HttpResponse:
    """The task tables so far, with how much of each is understood."""
    request.actor.require(Role.OFFICE)
    lines = tables_with_counts(visible_tables(request.actor))
    return render(request, "duties/tables.html", {"lines": lines})


@form_page
def upload(request: ActorRequest) -> HttpResponse:
    """Upload a table; it becomes a draft that only shows what was understood."""
    request.actor.require(Role.OFFICE)
    county = county_for(request.actor)
    if county is None:
        raise Http404
    first = {"on": clock.today()}
    form = UploadForm(request.POST or None, request.FILES or None, campaigns=_campaigns(request), initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with onto(form):
            table = actions.draft_table(
                content=given["file"].read(), name=given["file"].name, county=county, campaign=given["campaign"],
                on=given["on"], by=request.actor, at=clock.now(),
            )  # fmt: skip
            return redirect("duties:table", table.pk)
    return render(request, "duties/table_upload.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def show_table(request: ActorRequest, table_id: int) -> HttpResponse:
    """What was understood of a table: what was not stands first."""
    table = get_table(request.actor, table_id)
    return render(request, "duties/table.html", _table_page(request, table))


def _table_page(request: ActorRequest, table: TaskTable) -> dict[str, Any]:
    page = paginate(request, rows_to_show(table), per=ROWS_PER_PAGE)
    line = tables_with_counts(TaskTable.objects.filter(pk=table.pk))[0]
    return {
        "line": line,
        "table": table,
        "page": page,
        "rows": rows_in_words(list(page), table.county),
        "notes": notes_in_words(table),
        "tasks": tasks_of(table, ROWS_PER_PAGE) if line.accepted else [],
    }


@form_page
def mend(request: ActorRequest, row_id: int) -> HttpResponse:
    """Put a row right; what unknown words mean can be remembered."""
    row = get_row_to_mend(request.actor, row_id)
    form = MendForm(
        request.POST or None, row=row, book=book_of(row.table.county), units=bureaus_and_places(row.table.county),
        posts=posts_to_choose(row),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with onto(form):
            actions.mend_row(row=row, **form.parts(), by=request.actor, at=clock.now())
            return redirect(f"{reverse('duties:table', args=[row.table_id])}#row-{row.pk}")
    context = {"form": form, "row": rows_in_words([row], row.table.county)[0]}
    return render(request, "duties/row_mend.html", context, status=422 if form.is_bound else 200)


@form_page
def leave_out(request: ActorRequest, row_id: int) -> HttpResponse:
    """Let a row not become a task."""
    row = get_row_to_mend(request.actor, row_id)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with onto(form):
            actions.leave_out_row(row=row, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
            return redirect("duties:table", row.table_id)
    context = {"form": form, "row": rows_in_words([row], row.table.county)[0]}
    return render(request, "duties/row_leave_out.html", context, status=422 if form.is_bound else 200)


@require_POST
def take_back(request: ActorRequest, row_id: int) -> HttpResponse:
    """Take a row back in that was left out."""
    row: TaskRow = get_row_to_mend(request.actor, row_id)
    actions.take_back_row(row=row, by=request.actor, at=clock.now())
    return redirect("duties:table", row.table_id)


@form_page
def accept(request: ActorRequest, table_id: int) -> HttpResponse:
    """Make tasks of the rows that are ready, after saying what that will be."""
    table = get_table(request.actor, table_id)
    form = AcceptForm(request.POST or None, campaigns=_campaigns(request), campaign=table.campaign)
    if request.method == "POST" and form.is_valid():
        campaign = get_campaign(request.actor, form.cleaned_data["campaign"].code)
        with onto(form):
            actions.accept_table(table=table, campaign=campaign, by=request.actor, at=clock.now())
            return redirect("duties:table", table.pk)
    line = tables_with_counts(TaskTable.objects.filter(pk=table.pk))[0]
    context = {"form": form, "table": table, "line": line}
    return render(request, "duties/table_accept.html", context, status=422 if form.is_bound else 200)


@form_page
def discard(request: ActorRequest, table_id: int) -> HttpResponse:
    """Put a draft aside."""
    table = get_table(request.actor, table_id)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with onto(form):
            actions.discard_table(table=table, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
            return redirect("duties:tables")
    return render(
        request, "duties/table_discard.html", {"form": form, "table": table}, status=422 if form.is_bound else 200
    )
