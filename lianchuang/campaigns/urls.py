"""Addresses under /campaigns/."""

from django.urls import path

from lianchuang.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.show, name="show"),
    path("<slug:code>/target-date/", views.move_target_date, name="move_target_date"),
]
