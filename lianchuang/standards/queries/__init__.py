"""Reading standards."""

from lianchuang.standards.queries.board import Board, Look, board_of
from lianchuang.standards.queries.crosswalk import crosswalk
from lianchuang.standards.queries.editions import standards_with_editions
from lianchuang.standards.queries.gaps import Gaps, gaps
from lianchuang.standards.queries.pair import Pair, pair_of_requirements, pair_with_measure
from lianchuang.standards.queries.standing import (
    EditionStanding,
    Standing,
    joint_of,
    standing_of_edition,
    standings_of_measure,
)
from lianchuang.standards.queries.succession import diff_of
from lianchuang.standards.queries.suggesting import suggestions_for
from lianchuang.standards.queries.ties import current_editions
from lianchuang.standards.queries.tree import tree_page
from lianchuang.standards.queries.values import columns_of, history_of, places_with_values, trend_of

__all__ = [
    "Board",
    "EditionStanding",
    "Gaps",
    "Look",
    "Pair",
    "Standing",
    "board_of",
    "columns_of",
    "crosswalk",
    "current_editions",
    "diff_of",
    "gaps",
    "history_of",
    "joint_of",
    "pair_of_requirements",
    "pair_with_measure",
    "places_with_values",
    "standards_with_editions",
    "standing_of_edition",
    "standings_of_measure",
    "suggestions_for",
    "tree_page",
    "trend_of",
]
