"""Addresses of sign-in, settings, units, posts and people."""

from django.urls import path

from lianchuang.accounts.views import oneself, people, signing, units

app_name = "accounts"
urlpatterns = [
    # signing in and out
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    # oneself
    path("settings/", oneself.settings, name="settings"),
    path("settings/language/", oneself.language, name="language"),
    path("settings/theme/", oneself.theme, name="theme"),
    path("settings/password/", oneself.own_password, name="own_password"),
    path("posts/", oneself.posts, name="posts"),
    path("posts/<int:post_id>/act-as/", oneself.act_as_post, name="act_as"),
    # posts
    path("posts/<int:post_id>/appoint/", people.appoint, name="appoint"),
    path("posts/<int:post_id>/grant/", units.grant_role, name="grant_role"),
    path("grants/<int:grant_id>/revoke/", units.revoke_role, name="revoke_role"),
    path("appointments/<int:appointment_id>/end/", people.end_appointment, name="end_appointment"),
    # units
    path("units/", units.units, name="units"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/add-unit/", units.add_unit, name="add_unit"),
    path("units/<int:unit_id>/add-post/", units.add_post, name="add_post"),
    path("units/<int:unit_id>/rename/", units.rename_unit, name="rename_unit"),
    # people
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="add_person"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/hand-over/", people.hand_over, name="hand_over"),
    path("people/<uuid:person_id>/password/", people.person_password, name="person_password"),
    path("people/<uuid:person_id>/deactivate/", people.deactivate_person, name="deactivate_person"),
    path("people/<uuid:person_id>/reactivate/", people.reactivate_person, name="reactivate_person"),
]
