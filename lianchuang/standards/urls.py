"""Addresses under /standards/."""

from django.urls import path

from lianchuang.standards.views import crosswalk, editions, measures, values

app_name = "standards"
urlpatterns = [
    path("", editions.show_editions, name="editions"),
    # the crosswalk
    path("measures/", crosswalk.show_board, name="measures"),
    path("measures/table/", measures.show_table, name="measure_table"),
    path("measures/gaps/", measures.show_gaps, name="gaps"),
    path("crosswalk/pair/", crosswalk.show_pair, name="pair"),
    path("crosswalk/link/", crosswalk.link, name="link"),
    path("crosswalk/turn-down/", crosswalk.turn_down, name="turn_down"),
    path("crosswalk/<str:kind>/<int:link_id>/change/", crosswalk.change_link, name="change_link"),
    path("crosswalk/<str:kind>/<int:link_id>/review/", crosswalk.review_link, name="review_link"),
    path("crosswalk/<str:kind>/<int:link_id>/remove/", crosswalk.remove_link, name="remove_link"),
    # values of measures
    path("measures/<slug:code>/", measures.show_measure, name="measure"),
    path("measures/<slug:code>/enter/", values.enter, name="enter_value"),
    path("measures/<slug:code>/values/<int:value_id>/correct/", values.correct, name="correct_value"),
    path("measures/<slug:code>/template/", values.template, name="value_template"),
    path("measures/<slug:code>/read/", values.read_file, name="read_values"),
    path("measures/<slug:code>/import/", values.import_file, name="import_values"),
    path("<slug:code>/", editions.show_edition, name="edition"),
    path("<slug:code>/standing/", measures.show_standing, name="standing"),
]
