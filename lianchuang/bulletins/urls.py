"""Addresses under /bulletins/."""

from django.urls import path

from lianchuang.bulletins.views import bulletins, letters, wordings

app_name = "bulletins"
ONE = "<slug:kind>/<int:year>/<int:issue>/"
urlpatterns = [
    path("", bulletins.show_list, name="list"),
    path("new/", bulletins.new, name="new"),
    # the words around the figures
    path("wording/<slug:kind>/", wordings.edit, name="wording"),
    path("wording/<slug:kind>/preview/", wordings.preview, name="preview_wording"),
    path("wording/<slug:kind>/restore/", wordings.restore, name="restore_wording"),
    # supervisory letters
    path("letters/", letters.show_letters, name="letters"),
    path("letters/propose/", letters.propose, name="propose_letters"),
    path("letters/<int:letter_id>/", letters.show_letter, name="letter"),
    path("letters/<int:letter_id>/sign/", letters.sign, name="sign_letter"),
    path("letters/<int:letter_id>/decline/", letters.decline, name="decline_letter"),
    path("letters/<int:letter_id>/reply/", letters.reply, name="reply_letter"),
    path("letters/<int:letter_id>/accept/", letters.accept, name="accept_reply"),
    path("letters/<int:letter_id>/reject/", letters.reject, name="reject_reply"),
    path("letters/<int:letter_id>/download/<slug:form>/", letters.give_file, name="letter_file"),
    path("letters/<int:letter_id>/files/<int:file_id>/", letters.reply_file, name="reply_file"),
    # corrections
    path("corrections/<int:correction_id>/sign/", bulletins.sign_correction, name="sign_correction"),
    path("corrections/<int:correction_id>/withdraw/", bulletins.withdraw_correction, name="withdraw_correction"),
    # one bulletin
    path(ONE, bulletins.show, name="show"),
    path(f"{ONE}figures/<slug:key>/", bulletins.show_figure, name="figure"),
    path(f"{ONE}photos/<int:order>/before/", bulletins.show_photo, {"side": "before"}, name="photo_before"),
    path(f"{ONE}photos/<int:order>/after/", bulletins.show_photo, {"side": "after"}, name="photo_after"),
    path(f"{ONE}candidates/<sha256:sha256>/", bulletins.show_candidate, name="candidate"),
    path(f"{ONE}download/<slug:form>/", bulletins.give_file, name="file"),
    path(f"{ONE}outlook/", bulletins.outlook, name="outlook"),
    path(f"{ONE}pairs/", bulletins.pairs, name="pairs"),
    path(f"{ONE}redraft/", bulletins.redraft, name="redraft"),
    path(f"{ONE}sign/", bulletins.sign, name="sign"),
    path(f"{ONE}send-back/", bulletins.send_back, name="send_back"),
    path(f"{ONE}publish/", bulletins.publish, name="publish"),
    path(f"{ONE}correct/", bulletins.correct, name="correct"),
]
