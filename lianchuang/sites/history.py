"""What the sites app writes into history."""

from django.utils.translation import gettext_lazy as _

from lianchuang.audit.codes import Code, name_kinds, register

name_kinds(site=_("Site"), catalogue=_("Catalogue"))
register(
    Code("categories.loaded", _("%(who)s loaded the kinds of finding: %(added)s new, %(changed)s changed.")),
    Code("site_types.loaded", _("%(who)s loaded the site types: %(added)s new, %(changed)s changed.")),
    Code("check_items.loaded", _("%(who)s loaded the check items: %(added)s new, %(changed)s changed.")),
    Code("site.added", _("%(who)s added the site %(code)s “%(site)s” in %(place)s.")),
    Code("site.changed", _("%(who)s changed the site %(code)s “%(site)s”: %(changes)s.")),
    Code("site.closed", _("%(who)s closed the site %(code)s “%(site)s”: %(reason)s")),
    Code("site.reopened", _("%(who)s put the site %(code)s “%(site)s” back on the list: %(reason)s")),
)
