"""Addresses under /duties/."""

from django.urls import path

from lianchuang.duties.views import covering, handing, ruling, sponsoring, tables

app_name = "duties"
urlpatterns = [
    # rules
    path("", ruling.show_rules, name="rules"),
    path("try/", ruling.try_rules, name="try"),
    path("add/", ruling.add, name="add"),
    path("add/try/", ruling.try_add, name="try_add"),
    path("<int:number>/retire/", ruling.retire, name="retire"),
    path("proposed/<int:proposal_id>/accept/", ruling.accept, name="accept_proposal"),
    path("proposed/<int:proposal_id>/decline/", ruling.decline, name="decline_proposal"),
    # who answers for one thing
    path("sites/<uuid:site_id>/", ruling.show_site_answers, name="site_answers"),
    path("requirements/<int:requirement_id>/", ruling.show_requirement, name="requirement"),
    # the proof
    path("coverage/", covering.show_coverage, name="coverage"),
    path("coverage/units/<int:unit_id>/", covering.show_unit, name="unit"),
    # what a post answers for, and handing it over
    path("mine/", covering.show_mine, name="mine"),
    path("posts/<int:post_id>/", covering.show_post, name="post"),
    path("posts/<int:post_id>/hand-over/", handing.hand_over, name="hand_over"),
    path("hand-overs/<int:hand_over_id>/", handing.show_list, name="hand_over_list"),
    path("hand-overs/<int:hand_over_id>/give/", handing.give, name="give"),
    path("hand-overs/<int:hand_over_id>/take/", handing.take, name="take"),
    # sponsorships
    path("sponsorships/", sponsoring.show_sponsorships, name="sponsorships"),
    path("sponsorships/begin/", sponsoring.begin, name="begin_sponsorship"),
    path("sponsorships/<int:sponsorship_id>/end/", sponsoring.end, name="end_sponsorship"),
    # task tables
    path("import/", tables.show_tables, name="tables"),
    path("import/upload/", tables.upload, name="upload_table"),
    path("import/<int:table_id>/", tables.show_table, name="table"),
    path("import/<int:table_id>/accept/", tables.accept, name="accept_table"),
    path("import/<int:table_id>/discard/", tables.discard, name="discard_table"),
    path("import/rows/<int:row_id>/mend/", tables.mend, name="mend_row"),
    path("import/rows/<int:row_id>/leave-out/", tables.leave_out, name="leave_out_row"),
    path("import/rows/<int:row_id>/take-back/", tables.take_back, name="take_back_row"),
]
