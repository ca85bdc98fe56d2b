"""Addresses under /sites/."""

from django.urls import path

from lianchuang.sites.views import catalogues, places

app_name = "sites"
urlpatterns = [
    path("", places.show_list, name="list"),
    path("download/", places.download, name="download"),
    path("add/", places.add, name="add"),
    path("saving/", catalogues.show_saving, name="saving"),
    path("types/", catalogues.show_types, name="types"),
    path("types/<slug:code>/", catalogues.show_checklist, name="checklist"),
    path("types/<slug:code>/xlsform/", catalogues.download_form, name="xlsform"),
    path("editions/<slug:code>/", catalogues.show_edition_items, name="edition_items"),
    path("<uuid:site_id>/", places.show, name="show"),
    path("<uuid:site_id>/change/", places.change, name="change"),
    path("<uuid:site_id>/close/", places.close, name="close"),
    path("<uuid:site_id>/reopen/", places.reopen, name="reopen"),
]
