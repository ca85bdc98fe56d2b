"""What the campaigns app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, Tells, name_kinds, register

name_kinds(
    campaign=_("Campaign"),
    joint_campaign=_("Joint campaign"),
    phase=_("Phase"),
    topic=_("Topic"),
    commitment=_("Commitment"),
    honour=_("Earlier honour"),
    rectification_source=_("Related rectification"),
    notice=_("Notice"),
    demand=_("Demand"),
    calendar_feed=_("Calendar address"),
    complaint=_("Complaint"),
)
register(
    Code("joint.founded", _("%(who)s founded the joint campaign %(joint)s of %(place)s, run by %(office)s.")),
    Code(
        "campaign.adopted",
        _("%(who)s adopted %(edition)s as %(campaign)s, led by %(post)s, target %(target)s."),
    ),
    Code(
        "campaign.target_moved",
        _("%(who)s moved the target date of %(campaign)s from %(old)s to %(new)s: %(reason)s"),
    ),
    Code("phase.added", _("%(who)s added the phase %(phase)s of %(of)s, %(start)s to %(end)s.")),
    Code("phase.changed", _("%(who)s changed the phase %(phase)s of %(of)s, now %(start)s to %(end)s.")),
    Code(
        "phase.removed",
        _("%(who)s removed the phase %(phase)s of %(of)s, %(start)s to %(end)s: %(reason)s"),
    ),
    Code("topic.added", _("%(who)s added the topic %(topic)s, owned by %(post)s, for %(campaigns)s.")),
    Code("topic.changed", _("%(who)s changed the topic %(topic)s, owned by %(post)s, for %(campaigns)s.")),
    Code("topic.reported", _("%(who)s reported on the topic %(topic)s: %(note)s Reference: %(reference)s.")),
    Code(
        "topic.advanced",
        _("%(who)s took the topic %(topic)s from %(old)s on to %(stage)s: %(note)s Reference: %(reference)s."),
    ),
    Code("topic.set_back", _("%(who)s set the topic %(topic)s back from %(old)s to %(stage)s: %(note)s")),
    Code("topic.ended", _("%(who)s ended the topic %(topic)s: %(note)s")),
    Code(
        "commitment.made",
        _("%(who)s wrote down the commitment “%(commitment)s” of %(post)s, due %(due)s, seen by: %(measure)s."),
    ),
    Code(
        "commitment.reported",
        _("%(who)s reported on the commitment “%(commitment)s”: %(note)s Reference: %(reference)s."),
    ),
    Code(
        "commitment.settled",
        _(
            "%(who)s judged the commitment “%(commitment)s” of %(post)s: %(outcome)s. %(note)s Reference: %(reference)s."
        ),
    ),
    Code(
        "commitment.postponed",
        _("%(who)s postponed the commitment “%(commitment)s” of %(post)s from %(old)s to %(due)s: %(note)s"),
    ),
    Code("commitment.withdrawn", _("%(who)s withdrew the commitment “%(commitment)s” of %(post)s: %(note)s")),
    Code("honour.added", _("%(who)s entered the honour %(honour)s of %(year)s, awarded by %(body)s.")),
    Code("honour.changed", _("%(who)s changed the honour %(honour)s of %(year)s, awarded by %(body)s.")),
    Code(
        "honour.evidence_added",
        _("%(who)s named reusable evidence of %(honour)s: %(title)s (%(reference)s), for %(campaigns)s."),
    ),
    Code(
        "honour.evidence_removed",
        _("%(who)s removed reusable evidence of %(honour)s: %(title)s. Reason: %(reason)s"),
    ),
    Code("rectification.added", _("%(who)s entered the related rectification %(source)s (%(document)s).")),
    Code("rectification.changed", _("%(who)s changed the related rectification %(source)s (%(document)s).")),
    Code(
        "rectification.item_added",
        _("%(who)s entered the point “%(item)s” of %(source)s, answered through: %(link)s."),
    ),
    Code(
        "rectification.item_linked",
        _("%(who)s linked the point “%(item)s” of %(source)s to: %(link)s."),
    ),
    Code(
        "notice.accepted",
        _("%(who)s accepted %(demands)s demands of the notice “%(notice)s” dated %(dated)s; campaigns: %(campaigns)s."),
    ),
    Code("demand.answered", _("%(who)s answered the demand “%(demand)s”: %(answer)s")),
    Code("demand.reopened", _("%(who)s opened the demand “%(demand)s” again: %(reason)s Answer before: %(answer)s")),
    Code(
        "complaint.made",
        _("%(who)s put a complaint into the box (%(about)s)."),
        tells=Tells(
            _("A complaint waits for an answer"),
            page="campaigns:complaints",
            parts=(),
            about="%(on)s",
            roles=("office",),
        ),
    ),
    Code(
        "complaint.answered",
        _("%(who)s answered the complaint of %(on)s (%(about)s)."),
        tells=Tells(
            _("Your complaint is answered"), page="campaigns:complaints", parts=(), about="%(on)s", posts=("to_post",)
        ),
    ),
    Code("calendar_feed.opened", _("%(who)s opened a calendar address for %(post)s.")),
    Code("calendar_feed.closed", _("%(who)s closed the calendar address of %(post)s.")),
)
