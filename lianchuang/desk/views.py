"""Pages that belong to no other app."""

from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.campaigns.access import visible_joint_campaigns
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common import clock
from lianchuang.desk import rules
from lianchuang.desk.queries import ground
from lianchuang.desk.queries.burden import burden_of
from lianchuang.desk.queries.home import home_of
from lianchuang.desk.queries.overview import overview_of
from lianchuang.findings.queries.kept import kept


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """My work first."""
    context = {
        "home": home_of(request.actor, clock.now()),
        "joint": JointCampaign.objects.select_related("place").order_by("pk").first(),
        "has_basemap": ground.basemap_path() is not None,
    }
    return render(request, "desk/home.html", context)


@require_safe
def dashboard(request: ActorRequest) -> HttpResponse:
    """The joint campaign in figures."""
    overview = kept("overview", request.actor, lambda: overview_of(request.actor, clock.now()))
    return render(request, "desk/dashboard.html", {"overview": overview})


@require_safe
def burden(request: ActorRequest) -> HttpResponse:
    """What units are asked, and what asking jointly spares them."""
    joint = visible_joint_campaigns(request.actor).order_by("place__path", "pk").first()
    shown = burden_of(request.actor, joint, clock.now())
    context = {"burden": shown, "may_cap": request.actor.has(Role.OFFICE), "minutes": rules}
    return render(request, "desk/burden.html", context)


@require_safe
def map_page(request: ActorRequest) -> HttpResponse:
    """Sites and open findings on the map, and as a table."""
    urgent = ground.urgent_spots(request.actor, clock.now())
    context = {
        "listed": urgent.listed,
        "hidden": urgent.hidden,
        "sites": urgent.sites,
        "open": urgent.open,
        "has_basemap": ground.basemap_path() is not None,
    }
    return render(request, "desk/map.html", context)


@require_safe
def map_data(request: ActorRequest) -> JsonResponse:
    """Sites with what is open there, as GeoJSON."""
    return JsonResponse(ground.geojson(ground.spots(request.actor, clock.now())))


@require_safe
def basemap(request: ActorRequest) -> HttpResponseBase:  # noqa: ARG001 - the file is the same for everybody signed in
    """The county's own basemap."""
    path = ground.basemap_path()
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="application/geo+json")
