"""Shape of what is typed about standards."""

from lianchuang.standards.forms.crosswalk import (
    CorrectForm,
    EndsForm,
    RelationForm,
    RemoveForm,
    ReviewForm,
    ValueFileForm,
    ValueForm,
)
from lianchuang.standards.models import Relation, Sharing

__all__ = [
    "CorrectForm",
    "EndsForm",
    "Relation",
    "RelationForm",
    "RemoveForm",
    "ReviewForm",
    "Sharing",
    "ValueFileForm",
    "ValueForm",
]
