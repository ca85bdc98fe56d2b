"""Who reacts to what: the only place where a low app's doing reaches a higher one, and the schedule of standing tasks."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.actions import hear
from lianchuang.evidence.tasks import warn_of_expiry
from lianchuang.findings.tasks import note_due_findings
from lianchuang.jobs.rules import Daily, Every
from lianchuang.jobs.schedule import Standing, register
from lianchuang.notices.tasks import clear_notices, send_notices, tell

# Whenever an entry is written whose code tells somebody, the notices are written in the same transaction.
hear(tell)

register(
    Standing("send-notices", _("Send notices by e-mail and to groups"), Every(1), send_notices),
    Standing(
        "remind-findings", _("Tell of deadlines that are near or over"), Daily(time(8, 0), True), note_due_findings
    ),
    Standing(
        "warn-expiry", _("Tell of documents that expire before an assessment"), Daily(time(8, 5), True), warn_of_expiry
    ),
    Standing("clear-notices", _("Remove old notices"), Daily(time(3, 0)), clear_notices),
)
