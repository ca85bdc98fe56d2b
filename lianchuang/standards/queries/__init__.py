"""Reading standards."""

from lianchuang.standards.queries.crosswalk import crosswalk
from lianchuang.standards.queries.editions import standards_with_editions
from lianchuang.standards.queries.succession import diff_of
from lianchuang.standards.queries.tree import tree_page

__all__ = ["crosswalk", "diff_of", "standards_with_editions", "tree_page"]
