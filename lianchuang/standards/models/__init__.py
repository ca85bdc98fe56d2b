"""Official catalogues: editions as trees of requirements, and the measures that several of them share."""

from lianchuang.standards.models.editions import (
    Confidence,
    Edition,
    EditionState,
    Method,
    Requirement,
    Standard,
    Successor,
)
from lianchuang.standards.models.links import MeasureLink, RejectedLink, Relation, RequirementLink
from lianchuang.standards.models.measures import Measure, MeasureValue, Sharing
from lianchuang.standards.models.profiles import Profile, StandardUpload

__all__ = [
    "Confidence",
    "Edition",
    "EditionState",
    "Measure",
    "MeasureLink",
    "MeasureValue",
    "Method",
    "Profile",
    "RejectedLink",
    "Relation",
    "Requirement",
    "RequirementLink",
    "Sharing",
    "Standard",
    "StandardUpload",
    "Successor",
]
