"""Pages about documents that are asked for once, and about archive books."""
