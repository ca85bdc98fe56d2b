"""Addresses under /standards/."""

from django.urls import path

from lianchuang.standards.views import editions, measures

app_name = "standards"
urlpatterns = [
    path("", editions.show_editions, name="editions"),
    path("measures/", measures.show_measures, name="measures"),
    path("<slug:code>/", editions.show_edition, name="edition"),
]
