"""Writing standards."""

from lianchuang.standards.actions.exchanging import import_edition, import_pairs, import_profile, keep_upload
from lianchuang.standards.actions.linking import (
    change_relation,
    link_measure,
    link_requirements,
    reject_suggestion,
    remove_link,
    review_link,
)
from lianchuang.standards.actions.loading import load_edition, load_measures, publish_edition
from lianchuang.standards.actions.values import GivenValue, correct_value, enter_value, import_values

__all__ = [
    "GivenValue",
    "change_relation",
    "correct_value",
    "enter_value",
    "import_edition",
    "import_pairs",
    "import_profile",
    "import_values",
    "keep_upload",
    "link_measure",
    "link_requirements",
    "load_edition",
    "load_measures",
    "publish_edition",
    "reject_suggestion",
    "remove_link",
    "review_link",
]
