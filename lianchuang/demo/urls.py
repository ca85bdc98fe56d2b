"""Addresses of the demo's door."""

from django.urls import path

from lianchuang.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.door, name="door"),
    path("as/<slug:code>/", views.sign_in_as, name="sign_in_as"),
]
