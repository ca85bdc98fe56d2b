"""Addresses of the desk."""

from django.urls import path

from lianchuang.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("burden/", views.burden, name="burden"),
    path("map/", views.map_page, name="map"),
    path("map/data.json", views.map_data, name="map_data"),
    path("map/basemap.json", views.basemap, name="basemap"),
]
