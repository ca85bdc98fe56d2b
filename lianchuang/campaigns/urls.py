"""Addresses under /campaigns/."""

from django.urls import path

from lianchuang.campaigns.views import (
    calendar,
    campaigns,
    commitments,
    complaints,
    demands,
    honours,
    notices,
    phases,
    rectification,
    topics,
)

app_name = "campaigns"
urlpatterns = [
    path("", campaigns.show, name="show"),
    # phases
    path("phases/add/", phases.add, name="add_phase"),
    path("phases/<uuid:phase_id>/change/", phases.change, name="change_phase"),
    path("phases/<uuid:phase_id>/remove/", phases.remove, name="remove_phase"),
    # topics
    path("topics/add/", topics.add, name="add_topic"),
    path("topics/<uuid:topic_id>/", topics.show, name="topic"),
    path("topics/<uuid:topic_id>/change/", topics.change, name="change_topic"),
    path("topics/<uuid:topic_id>/report/", topics.report, name="report_on_topic"),
    path("topics/<uuid:topic_id>/advance/", topics.advance, name="advance_topic"),
    path("topics/<uuid:topic_id>/set-back/", topics.set_back, name="set_back_topic"),
    path("topics/<uuid:topic_id>/end/", topics.end, name="end_topic"),
    # commitments
    path("commitments/", commitments.show_list, name="commitments"),
    path("commitments/make/", commitments.make, name="make_commitment"),
    path("commitments/<uuid:commitment_id>/", commitments.show, name="commitment"),
    path("commitments/<uuid:commitment_id>/report/", commitments.report, name="report_on_commitment"),
    path("commitments/<uuid:commitment_id>/settle/", commitments.settle, name="settle_commitment"),
    path("commitments/<uuid:commitment_id>/postpone/", commitments.postpone, name="postpone_commitment"),
    path("commitments/<uuid:commitment_id>/withdraw/", commitments.withdraw, name="withdraw_commitment"),
    # earlier honours
    path("honours/add/", honours.add, name="add_honour"),
    path("honours/<uuid:honour_id>/", honours.show, name="honour"),
    path("honours/<uuid:honour_id>/change/", honours.change, name="change_honour"),
    path("honours/<uuid:honour_id>/evidence/add/", honours.add_evidence, name="add_honour_evidence"),
    path(
        "honours/<uuid:honour_id>/evidence/<uuid:evidence_id>/remove/",
        honours.remove_evidence,
        name="remove_honour_evidence",
    ),
    # related rectification
    path("rectification/add/", rectification.add, name="add_source"),
    path("rectification/<uuid:source_id>/", rectification.show, name="source"),
    path("rectification/<uuid:source_id>/change/", rectification.change, name="change_source"),
    path("rectification/<uuid:source_id>/items/add/", rectification.add_item, name="add_item"),
    path("rectification/<uuid:source_id>/items/<uuid:item_id>/link/", rectification.link_item, name="link_item"),
    # demands of notices
    path("demands/", demands.show_list, name="demands"),
    path("demands/<uuid:demand_id>/answer/", demands.answer_one, name="answer_demand"),
    path("demands/<uuid:demand_id>/reopen/", demands.reopen, name="reopen_demand"),
    # the complaint box
    path("complaints/", complaints.show_list, name="complaints"),
    path("complaints/complain/", complaints.complain, name="complain"),
    path("complaints/<uuid:complaint_id>/answer/", complaints.answer_one, name="answer_complaint"),
    # drafting from a notice
    path("notices/draft/", notices.draft, name="draft_from_notice"),
    path("notices/accept/", notices.accept, name="accept_notice"),
    # calendar
    path("calendar/", calendar.show, name="calendar"),
    path("calendar/open/", calendar.open_feed, name="open_feed"),
    path("calendar/close/", calendar.close_feed, name="close_feed"),
    path("calendar/<slug:token>.ics", calendar.feed, name="feed"),
    # one campaign
    path("<slug:code>/target-date/", campaigns.move_target_date, name="move_target_date"),
]
