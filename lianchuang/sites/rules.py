"""What a site may be. No database, no clock."""

import math

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

# Degrees: a frame around the land and seas of China. A point outside it is a slip (swapped or mistyped figures).
CHINA = (73.0, 136.0, 3.0, 54.0)

FIELD_NAMES: dict[str, str | Promise] = {
    "code": pgettext_lazy("site", "code"),
    "name": pgettext_lazy("site", "name"),
    "site_type": pgettext_lazy("site", "type"),
    "unit": pgettext_lazy("site", "lies in"),
    "lon": gettext_lazy("longitude"),
    "lat": gettext_lazy("latitude"),
    "owner_unit": pgettext_lazy("site", "run by"),
    "sponsor_unit": pgettext_lazy("site", "sponsored by"),
    "contact_post": pgettext_lazy("site", "contact"),
    "address": pgettext_lazy("site", "address"),
    "grid": pgettext_lazy("site", "grid"),
}


def site_faults(*, code: str, name: str, lon: float, lat: float, in_place: bool) -> dict[str, list[str]]:
    """What is wrong with the facts of a site, by field, in sentences. `lon` and `lat` in degrees, WGS-84.

    `in_place`: whether the unit is a street, town, community or village.
    """
    faults: dict[str, list[str]] = {}
    if not code.strip():
        faults["code"] = [_("Give the site a code.")]
    if not name.strip():
        faults["name"] = [_("Give the site a name.")]
    west, east, south, north = CHINA
    if not (math.isfinite(lon) and west <= lon <= east):
        faults["lon"] = [_("The longitude must lie between 73° and 136°.")]
    if not (math.isfinite(lat) and south <= lat <= north):
        faults["lat"] = [_("The latitude must lie between 3° and 54°.")]
    if not in_place:
        faults["unit"] = [_("A site lies in a street, town, community or village.")]
    return faults
