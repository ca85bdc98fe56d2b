"""Addresses under /notices/."""

from django.urls import path

from lianchuang.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("read/", views.read_these, name="read_these"),
    path("<uuid:notice_id>/open/", views.open_notice, name="open"),
    path("settings/", views.choose, name="choose"),
    # the worker and the robots
    path("worker/", views.worker, name="worker"),
    path("worker/<slug:task>/run/", views.run_now, name="run_now"),
    path("robots/<int:unit_id>/", views.robot, name="robot"),
    path("robots/<int:unit_id>/remove/", views.remove_robot, name="remove_robot"),
]
