"""What the standards app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(
    standard=_("Standard"),
    edition=_("Edition"),
    measures=_("Measures"),
    measure=_("Measure"),
    measure_value=_("Value of a measure"),
    requirement=_("Requirement"),
    profile=_("Profile"),
    standard_file=_("File with a standard"),
)
register(
    Code("edition.loaded", _("%(who)s loaded %(edition)s as a draft: %(count)s requirements.")),
    Code("edition.published", _("%(who)s published %(edition)s with %(count)s requirements.")),
    Code("measures.loaded", _("%(who)s loaded the shared measures: %(measures)s measures, %(links)s links.")),
    Code("standard_file.sent", _("%(who)s sent the file %(file)s to look at what it would change.")),
    Code(
        "edition.imported",
        _("%(who)s imported %(edition)s: %(added)s added, %(changed)s changed, %(deleted)s taken away."),
    ),
    Code("profile.imported", _("%(who)s imported the profile %(profile)s: %(selected)s selected.")),
    Code(
        "crosswalk.imported",
        _("%(who)s imported links from %(source)s to %(target)s: %(added)s added, %(changed)s changed."),
    ),
    Code("link.added", _("%(who)s linked %(from)s %(relation)s %(to)s: %(reason)s")),
    Code("link.changed", _("%(who)s changed the link %(from)s %(relation)s %(to)s, before %(before)s: %(reason)s")),
    Code("link.reviewed", _("%(who)s reviewed the link %(from)s %(relation)s %(to)s.")),
    Code("link.removed", _("%(who)s removed the link %(from)s %(relation)s %(to)s: %(reason)s")),
    Code("link.turned_down", _("%(who)s turned down the suggestion to link %(to)s with %(from)s.")),
    Code(
        "value.entered", _("%(who)s entered %(measure)s of %(place)s to %(period)s: %(value)s %(unit)s (%(source)s).")
    ),
    Code(
        "value.corrected",
        _("%(who)s corrected %(measure)s of %(place)s to %(period)s from %(before)s to %(value)s %(unit)s: %(reason)s"),
    ),
)
# editing
register(
    Code("standard.added", _("%(who)s added the standard %(standard)s (%(code)s).")),
    Code("edition.added", _("%(who)s began %(edition)s (%(code)s) as an empty draft.")),
    Code("edition.copied", _("%(who)s began %(edition)s as a copy of %(old)s: %(count)s requirements.")),
    Code("edition.changed", _("%(who)s changed what is said about %(edition)s.")),
    Code("edition.reviewed", _("%(who)s reviewed %(edition)s.")),
    Code("edition.sent_back", _("%(who)s sent %(edition)s back to be a draft. Reason: %(reason)s")),
    Code("requirement.added", _("%(who)s added %(code)s %(name)s to %(edition)s.")),
    Code("requirement.changed", _("%(who)s changed %(code)s in %(edition)s: %(changes)s")),
    Code("requirement.moved", _("%(who)s moved %(code)s %(name)s in %(edition)s; it stands under %(where)s.")),
    Code(
        "requirement.deleted",
        _("%(who)s deleted %(code)s %(name)s from %(edition)s: %(count)s requirements, %(links)s links."),
    ),
    Code("successor.settled", _("%(who)s settled: %(code)s of %(old)s → %(codes)s of %(edition)s.")),
    Code("successor.dropped", _("%(who)s took back what was settled about %(code)s of %(old)s in %(edition)s.")),
)
