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
from lianchuang.standards.actions.loading import load_edition, load_measures
from lianchuang.standards.actions.succession import drop_successors, settle_successors

__all__ = [
    "EditionFacts",
    "RequirementFacts",
    "add_edition",
    "add_requirement",
    "add_standard",
    "change_edition",
    "change_requirement",
    "copy_edition",
    "delete_requirement",
    "drop_successors",
    "load_edition",
    "load_measures",
    "move_requirement",
    "publish_edition",
    "review_edition",
    "send_back_edition",
    "settle_successors",
    "step_requirement",
]
