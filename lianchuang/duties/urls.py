"""Addresses under /duties/."""

from django.urls import path

from lianchuang.duties import views

app_name = "duties"
urlpatterns = [
    path("", views.show_rules, name="rules"),
    path("try/", views.try_rules, name="try"),
    path("add/", views.add, name="add"),
    path("sites/<uuid:site_id>/", views.show_site_answers, name="site_answers"),
    path("<int:number>/retire/", views.retire, name="retire"),
]
