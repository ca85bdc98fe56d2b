"""Addresses under /evidence/."""

from django.urls import path

from lianchuang.evidence.views import books, requests, supplying

app_name = "evidence"
urlpatterns = [
    path("requests/", requests.show_requests, name="requests"),
    path("requests/ask/", requests.ask, name="ask"),
    path("requests/cap/", requests.set_cap, name="set_cap"),
    path("requests/expiring/", requests.show_expiring, name="expiring"),
    path("requests/<int:request_id>/", requests.show_request, name="request"),
    path("requests/<int:request_id>/files/<int:piece_id>/", requests.download, name="file"),
    path("requests/<int:request_id>/files/<int:piece_id>/small/", requests.thumb, name="thumb"),
    path("requests/<int:request_id>/supply/", supplying.supply, name="supply"),
    path("requests/<int:request_id>/reuse/", supplying.reuse, name="reuse"),
    path("requests/<int:request_id>/accept/", requests.accept, name="accept"),
    path("requests/<int:request_id>/return/", requests.send_back, name="return"),
    # archive books
    path("books/<slug:code>/", books.show, name="book"),
    path("books/<slug:code>/make/", books.make, name="make_book"),
    path("books/<slug:code>/<int:book_id>/pdf/", books.pdf, name="book_pdf"),
    path("books/<slug:code>/<int:book_id>/zip/", books.packed, name="book_zip"),
]
