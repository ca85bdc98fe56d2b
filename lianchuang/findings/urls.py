"""Addresses of findings: the list, one of them, and a page for each verb."""

from django.urls import path

from lianchuang.findings.views import bulk, deeds, hints, listing, single

app_name = "findings"
urlpatterns = [
    path("", listing.show_list, name="list"),
    path("download/", listing.download_rows, name="download"),
    path("bulk/<slug:name>/", bulk.bulk, name="bulk"),
    path("new/", listing.report, name="new"),
    path("<uuid:finding_id>/", single.show, name="show"),
    path("<uuid:finding_id>/photos/<int:photo_id>/", single.photo, name="photo"),
    path("<uuid:finding_id>/photos/<int:photo_id>/judge/", hints.judge, name="judge"),
    path("<uuid:finding_id>/hints/", hints.show, name="hints"),
    *(
        path(f"<uuid:finding_id>/{name.replace('_', '-')}/", deeds.do, {"name": name}, name=name)
        for name in deeds.DEEDS
    ),
]
