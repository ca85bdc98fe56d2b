"""Addresses of findings: the list, one of them, and a page for each verb."""

from django.urls import path

from lianchuang.findings.views import bulk, deeds, figures, hints, listing, parts, pool, recurring, single

app_name = "findings"
urlpatterns = [
    path("", listing.show_list, name="list"),
    path("download/", listing.download_rows, name="download"),
    path("bulk/<slug:name>/", bulk.bulk, name="bulk"),
    path("new/", listing.report, name="new"),
    # deferred ones, failing places, the county's figures
    path("pool/", pool.show_pool, name="pool"),
    path("again/", recurring.show_failing, name="failing"),
    path("again/<uuid:site_id>/<int:check_item_id>/accept/", recurring.accept, name="accept_topic"),
    path("again/<uuid:site_id>/<int:check_item_id>/decline/", recurring.decline, name="decline_topic"),
    path("limits/", figures.show_limits, name="limits"),
    path("limits/rules/", figures.loop_rules_form, name="loop_rules"),
    path("limits/tables/<slug:table>/", figures.show_table, name="limit_table"),
    path("limits/tables/<slug:table>/adopt/", figures.adopt, name="adopt_limits"),
    path("limits/<int:category_id>/<slug:severity>/", figures.set_limit, name="set_limit"),
    # one finding
    path("<uuid:finding_id>/", single.show, name="show"),
    path("<uuid:finding_id>/parts/<int:part_id>/<slug:deed>/", parts.do, name="part"),
    path("<uuid:finding_id>/photos/<sha256:sha256>/", single.photo, name="photo"),
    path("<uuid:finding_id>/photos/<sha256:sha256>/judge/", hints.judge, name="judge"),
    path("<uuid:finding_id>/hints/", hints.show, name="hints"),
    *(
        path(f"<uuid:finding_id>/{name.replace('_', '-')}/", deeds.do, {"name": name}, name=name)
        for name in deeds.DEEDS
    ),
]
