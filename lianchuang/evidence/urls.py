"""Addresses under /evidence/."""

from django.urls import path

from lianchuang.evidence import views

app_name = "evidence"
urlpatterns = [
    path("requests/", views.show_requests, name="requests"),
    path("requests/ask/", views.ask, name="ask"),
    path("requests/cap/", views.set_cap, name="set_cap"),
    path("requests/<int:request_id>/", views.show_request, name="request"),
    path("requests/<int:request_id>/file/", views.download, name="file"),
    path("requests/<int:request_id>/supply/", views.supply, name="supply"),
    path("requests/<int:request_id>/accept/", views.accept, name="accept"),
    path("requests/<int:request_id>/return/", views.send_back, name="return"),
]
