"""The pool of deferred findings: nothing in it is forgotten."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.common import clock
from lianchuang.findings.queries import pool_of


@require_safe
def show_pool(request: ActorRequest) -> HttpResponse:
    """Every deferred finding one may see, overdue reviews first."""
    pool = pool_of(request.actor, clock.now())
    return render(request, "findings/pool.html", {"pool": pool, "is_office": request.actor.has(Role.OFFICE)})
