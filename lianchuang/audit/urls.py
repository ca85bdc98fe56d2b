"""Addresses of the history."""

from django.urls import path

from lianchuang.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("download/", views.download, name="download"),
    path("<slug:object_kind>/<str:object_id>/", views.about, name="about"),
]
