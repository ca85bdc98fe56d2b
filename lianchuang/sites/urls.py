"""Addresses of places."""

from django.urls import path

from lianchuang.sites import views

app_name = "sites"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("download/", views.download, name="download"),
    path("types/", views.show_types, name="types"),
    path("types/<slug:code>/", views.show_checklist, name="checklist"),
    path("<uuid:site_id>/", views.show, name="show"),
]
