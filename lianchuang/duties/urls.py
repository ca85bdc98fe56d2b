"""Addresses under /duties/."""

from django.urls import path

from lianchuang.duties.views import ruling, tables

app_name = "duties"
urlpatterns = [
    path("", ruling.show_rules, name="rules"),
    path("try/", ruling.try_rules, name="try"),
    path("add/", ruling.add, name="add"),
    path("sites/<uuid:site_id>/", ruling.show_site_answers, name="site_answers"),
    path("<int:number>/retire/", ruling.retire, name="retire"),
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
