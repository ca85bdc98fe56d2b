"""An edition as a file, in any of the forms."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianchuang.standards.exchange.oscal import write_catalog
from lianchuang.standards.exchange.oscal_mapping import write_mappings
from lianchuang.standards.exchange.shapes import UnreadableFile
from lianchuang.standards.exchange.sheets import write_sheets
from lianchuang.standards.exchange.yaml_pack import write_yaml
from lianchuang.standards.models import Edition
from lianchuang.standards.queries.exchange import edition_file
from lianchuang.standards.queries.pairing import mappings_of

FORMATS = ("xlsx", "yaml", "oscal", "mapping")
ENDINGS = {"xlsx": "xlsx", "yaml": "yaml", "oscal": "json", "mapping": "mapping.json"}


def exported(edition: Edition, form: str, *, others: QuerySet[Edition], chinese: bool, at: datetime) -> bytes:
    """The edition in that form; `others` are the editions a crosswalk may lead to.

    Raises UnreadableFile when the form cannot hold what the edition says.
    """
    if form == "mapping":
        return _crosswalk(edition, others, at).encode()
    held = edition_file(edition)
    if form == "xlsx":
        return write_sheets(held, chinese=chinese)
    if form == "yaml":
        return write_yaml(held).encode()
    return write_catalog(held, at=at).encode()


def _crosswalk(edition: Edition, others: QuerySet[Edition], at: datetime) -> str:
    mappings = mappings_of(edition, others)
    if not mappings:
        raise UnreadableFile(_("No link leads from or to this edition yet: there is no crosswalk to write."))
    title = _("Crosswalk of %(edition)s") % {"edition": edition.name}
    return write_mappings(mappings, title=title, at=at)
