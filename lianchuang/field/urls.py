"""Addresses of the field app: the app itself, what the device asks and sends, what the office decides."""

from django.urls import path

from lianchuang.field.views import app, office, sync

app_name = "field"
urlpatterns = [
    # the app
    path("", app.show, name="app"),
    path("worker.js", app.worker, name="worker"),
    path("app.webmanifest", app.manifest, name="manifest"),
    path("words/<slug:language>.json", app.words, name="catalogue"),
    # the device
    path("session/", sync.session, name="session"),
    path("package/", sync.package, name="package"),
    path("submissions/", sync.submit, name="submit"),
    path("photos/<str:sha256>/", sync.photo, name="photo"),
    # the office
    path("decisions/", office.decisions, name="decisions"),
    path("decisions/<uuid:submission_id>/", office.decision, name="decision"),
    path("decisions/<uuid:submission_id>/let-count/", office.let_count, name="let_count"),
    path("decisions/<uuid:submission_id>/set-aside/", office.set_aside, name="set_aside"),
]
