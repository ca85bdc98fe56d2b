"""What a campaign makes of a grade, and how the app's few figures are said."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from lianchuang.inspections.queries.visits import Taken
from lianchuang.inspections.rules import Made


def taken_words(taken: Iterable[Taken]) -> list[str]:
    """What each campaign makes of one answer, a phrase each."""
    return [_said(one.campaign.label, one.made) for one in taken if one.made is not None]


def _said(campaign: str, made: Made) -> str:
    if made.is_yes_no:
        said = _("%(campaign)s: met") if made.share else _("%(campaign)s: not met")
        said %= {"campaign": campaign}
    else:
        said = _("%(campaign)s: %(share)s%%") % {"campaign": campaign, "share": made.share}
    return f"{said} {_('veto at stake')}" if made.touches_veto else said
