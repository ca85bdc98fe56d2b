"""Who reacts to what: the only place where a low app's doing reaches a higher one, and the schedule of standing tasks."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.actions import hear
from lianchuang.bulletins.tasks import propose_letters
from lianchuang.evidence.tasks import hash_photos, warn_of_expiry
from lianchuang.findings.tasks import note_due_findings
from lianchuang.inspections.tasks import open_held_findings
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
    Standing("propose-letters", _("Propose supervisory letters"), Daily(time(8, 10), True), propose_letters),
    Standing(
        "open-held-findings",
        _("Open findings whose second look did not come"),
        Daily(time(3, 10)),
        open_held_findings,
    ),
    Standing("hash-photos", _("Take the prints of older photos"), Every(10), hash_photos),
    Standing("clear-notices", _("Remove old notices"), Daily(time(3, 0)), clear_notices),
)
