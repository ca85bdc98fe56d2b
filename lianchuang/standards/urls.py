"""Addresses under /standards/."""

from django.urls import path

from lianchuang.standards.views import crosswalk, editions, exchange, measures, requirements, succession, values

app_name = "standards"
urlpatterns = [
    path("", editions.show_editions, name="editions"),
    # files: taking one in, looking at what it would change; selections of a catalogue
    path("import/", exchange.import_file, name="import"),
    path("import/<uuid:upload_id>/", exchange.preview_upload, name="import_preview"),
    path("profiles/<slug:code>/", exchange.show_profile, name="profile"),
    path("profiles/<slug:code>/oscal/", exchange.export_profile, name="export_profile"),
    path("<slug:code>/files/", exchange.show_files, name="files"),
    path("<slug:code>/files/<slug:form>/", exchange.export_edition, name="export"),
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
    # editions: beginning one, its tree, its way to being published
    path("new/", editions.add_standard, name="add_standard"),
    path("of/<slug:code>/new/", editions.add_edition, name="add_edition"),
    path("<slug:code>/", editions.show_edition, name="edition"),
    path("<slug:code>/copy/", editions.copy_edition, name="copy_edition"),
    path("<slug:code>/change/", editions.change_edition, name="change_edition"),
    path("<slug:code>/review/", editions.review_edition, name="review_edition"),
    path("<slug:code>/send-back/", editions.send_back_edition, name="send_back_edition"),
    path("<slug:code>/publish/", editions.publish_edition, name="publish_edition"),
    path("<slug:code>/add/", requirements.add_requirement, name="add_requirement"),
    path("<slug:code>/<int:node_id>/", requirements.show_requirement, name="requirement"),
    path("<slug:code>/<int:node_id>/change/", requirements.change_requirement, name="change_requirement"),
    path("<slug:code>/<int:node_id>/move/", requirements.move_requirement, name="move_requirement"),
    path("<slug:code>/<int:node_id>/move/<slug:way>/", requirements.step_requirement, name="step_requirement"),
    path("<slug:code>/<int:node_id>/delete/", requirements.delete_requirement, name="delete_requirement"),
    path("<slug:old>/to/<slug:new>/", succession.show_diff, name="diff"),
    path("<slug:old>/to/<slug:new>/<int:node_id>/", succession.settle_successor, name="settle_successor"),
    path("<slug:old>/to/<slug:new>/<int:node_id>/drop/", succession.drop_successor, name="drop_successor"),
    path(
        "<slug:old>/to/<slug:new>/<int:node_id>/confirm/<int:other_id>/",
        succession.confirm_successor,
        name="confirm_successor",
    ),
    # how an edition stands
    path("<slug:code>/standing/", measures.show_standing, name="standing"),
]
