"""Addresses of rounds, visits and an inspector's day: one for each verb."""

from django.urls import path

from lianchuang.inspections.views import drawing, importing, results, rounds, tours, undercover, visits

app_name = "inspections"
urlpatterns = [
    # rounds
    path("rounds/", rounds.show_list, name="rounds"),
    path("rounds/new/", rounds.plan, name="plan"),
    path("rounds/<uuid:round_id>/", rounds.show, name="round"),
    path("rounds/<uuid:round_id>/progress/", rounds.progress, name="progress"),
    path("rounds/<uuid:round_id>/start/", rounds.start, name="start"),
    path("rounds/<uuid:round_id>/finish/", rounds.finish, name="finish"),
    path("rounds/<uuid:round_id>/release/", rounds.release, name="release"),
    # the sample
    path("rounds/<uuid:round_id>/draw/", drawing.draw, name="draw"),
    path("rounds/<uuid:round_id>/draw/preview/", drawing.preview, name="preview"),
    path("rounds/<uuid:round_id>/drawn/", drawing.drawn, name="drawn"),
    path("rounds/<uuid:round_id>/drawn/frame/", drawing.frame, name="frame"),
    path("rounds/<uuid:round_id>/tours/", tours.show, name="tours"),
    path("rounds/<uuid:round_id>/sites/<uuid:site_id>/teams/<int:team>/move/", tours.move, name="move_stop"),
    path("rounds/<uuid:round_id>/sites/<uuid:site_id>/teams/<int:team>/closed/", tours.close, name="close_site"),
    path("rounds/<uuid:round_id>/sites/<uuid:site_id>/closed/<str:sha256>/", tours.closed_photo, name="closed_photo"),
    # results
    path("rounds/<uuid:round_id>/results/", results.show, name="results"),
    path("rounds/<uuid:round_id>/results/sheet/", results.sheet, name="results_sheet"),
    # under seal
    path("rounds/<uuid:round_id>/assignments/<day:day>/", undercover.assignment, name="assignment"),
    path("rounds/<uuid:round_id>/assignments/<day:day>/open/", undercover.open_assignment, name="open_assignment"),
    path("rounds/<uuid:round_id>/sites/<uuid:site_id>/conflict/", undercover.conflict, name="conflict"),
    path("rounds/<uuid:round_id>/sites/<uuid:site_id>/reassign/", undercover.reassign, name="reassign"),
    path("rounds/<uuid:round_id>/import/", importing.send_file, name="import"),
    path("rounds/<uuid:round_id>/import/<uuid:file_id>/", importing.preview, name="import_preview"),
    # visits
    path("today/", visits.today, name="today"),
    path("rounds/<uuid:round_id>/sites/<uuid:site_id>/visit/", visits.record, name="visit_form"),
    path("rounds/<uuid:round_id>/sites/<uuid:site_id>/photo/", visits.upload, name="photo_upload"),
    path("photos/<str:token>/", visits.uploaded, name="photo_uploaded"),
    path("visits/<uuid:visit_id>/", visits.show, name="visit"),
    path("sites/<uuid:site_id>/looks/", visits.site_looks, name="site_looks"),
    path("visits/<uuid:visit_id>/photos/<str:sha256>/", visits.photo, name="photo"),
]
