"""Addresses of findings: the list, one of them, and a page for each verb."""

from django.urls import path, register_converter

from lianchuang.common.addresses import Sha256Converter
from lianchuang.findings.views import bulk, deeds, listing, single

register_converter(Sha256Converter, "sha256")
app_name = "findings"
urlpatterns = [
    path("", listing.show_list, name="list"),
    path("download/", listing.download_rows, name="download"),
    path("bulk/<slug:name>/", bulk.bulk, name="bulk"),
    path("new/", listing.report, name="new"),
    path("<uuid:finding_id>/", single.show, name="show"),
    path("<uuid:finding_id>/photos/<sha256:sha256>/", single.photo, name="photo"),
    *(
        path(f"<uuid:finding_id>/{name.replace('_', '-')}/", deeds.do, {"name": name}, name=name)
        for name in deeds.DEEDS
    ),
]
