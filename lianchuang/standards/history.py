"""What the standards app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(edition=_("Edition"), measures=_("Measures"))
register(
    Code("edition.loaded", _("%(who)s loaded %(edition)s as a draft: %(count)s requirements.")),
    Code("edition.published", _("%(who)s published %(edition)s with %(count)s requirements.")),
    Code("measures.loaded", _("%(who)s loaded the shared measures: %(measures)s measures, %(links)s links.")),
)
