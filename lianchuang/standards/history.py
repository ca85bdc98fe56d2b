"""What the standards app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(
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
