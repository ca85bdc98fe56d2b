"""Writing standards."""

from lianchuang.standards.actions.editing import (
    RequirementFacts,
    add_requirement,
    change_requirement,
    delete_requirement,
    move_requirement,
    step_requirement,
)
from lianchuang.standards.actions.editions import (
    EditionFacts,
    add_edition,
    add_standard,
    change_edition,
    copy_edition,
    publish_edition,
    review_edition,
    send_back_edition,
)
from lianchuang.standards.actions.exchanging import import_edition, import_pairs, import_profile, keep_upload
from lianchuang.standards.actions.linking import (
    change_relation,
    link_measure,
    link_requirements,
    reject_suggestion,
    remove_link,
    review_link,
)
from lianchuang.standards.actions.loading import load_edition, load_measures
from lianchuang.standards.actions.succession import drop_successors, settle_successors
from lianchuang.standards.actions.values import GivenValue, correct_value, enter_value, import_values

__all__ = [
    "EditionFacts",
    "GivenValue",
    "RequirementFacts",
    "add_edition",
    "add_requirement",
    "add_standard",
    "change_edition",
    "change_relation",
    "change_requirement",
    "copy_edition",
    "correct_value",
    "delete_requirement",
    "drop_successors",
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
    "move_requirement",
    "publish_edition",
    "reject_suggestion",
    "remove_link",
    "review_edition",
    "review_link",
    "send_back_edition",
    "settle_successors",
    "step_requirement",
]
