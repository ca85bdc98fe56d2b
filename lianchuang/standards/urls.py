"""Addresses under /standards/."""

from django.urls import path

from lianchuang.standards import views

app_name = "standards"
urlpatterns = [
    path("", views.show_editions, name="editions"),
    path("measures/", views.show_measures, name="measures"),
    path("<slug:code>/", views.show_edition, name="edition"),
]
