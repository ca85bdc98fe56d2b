"""Reading standards."""

from lianchuang.standards.queries.crosswalk import crosswalk
from lianchuang.standards.queries.editions import standards_with_editions, tree_of

__all__ = ["crosswalk", "standards_with_editions", "tree_of"]
