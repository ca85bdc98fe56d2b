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
from lianchuang.standards.models.measures import Measure, MeasureLink, Relation, Sharing

__all__ = [
    "Confidence",
    "Edition",
    "EditionState",
    "Measure",
    "MeasureLink",
    "Method",
    "Relation",
    "Requirement",
    "Sharing",
    "Standard",
    "Successor",
]
