"""Rounds said as sentences: why a draw is not told yet, how strong an agreement is."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianchuang.inspections.models import Round
from lianchuang.inspections.rules import FEWEST_PAIRS, strength


def draw_still_shut(found: Round) -> str:
    """Why seed and frame are not shown to somebody who does not plan the round, or cannot be."""
    if found.seed is None:
        return _("Nothing has been drawn yet.")
    if found.frame_id is None and found.is_published:
        return _("It was drawn by an earlier rule, which kept no frame; it cannot be repeated here.")
    return _("Seed and list are published when the round is over: until then they would tell where inspectors go next.")


def agreement_words(kappa: float | None, pairs: int) -> str:
    """What a kappa of so many pairs means, in a few plain words."""
    if pairs < FEWEST_PAIRS:
        return _("too few pairs to judge")
    words = {
        "unknown": _("cannot be said: both gave one and the same grade throughout"),
        "slight": pgettext("agreement", "hardly beyond chance"),
        "fair": pgettext("agreement", "weak"),
        "moderate": pgettext("agreement", "middling"),
        "substantial": pgettext("agreement", "good"),
        "strong": pgettext("agreement", "very good"),
    }
    return words[strength(kappa)]
