"""Addresses under /bulletins/."""

from django.urls import path, re_path

from lianchuang.bulletins import views

app_name = "bulletins"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("new/", views.new, name="new"),
    path("<int:year>/<int:issue>/", views.show, name="show"),
    path("<int:year>/<int:issue>/figures/<slug:key>/", views.show_figure, name="figure"),
    re_path(
        r"^(?P<year>\d{1,4})/(?P<issue>\d{1,4})/photos/(?P<order>\d)/(?P<side>before|after)/$",
        views.show_photo,
        name="photo",
    ),
    path("<int:year>/<int:issue>/outlook/", views.outlook, name="outlook"),
    path("<int:year>/<int:issue>/redraft/", views.redraft, name="redraft"),
    path("<int:year>/<int:issue>/publish/", views.publish, name="publish"),
]
