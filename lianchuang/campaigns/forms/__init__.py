"""Shape and syntax of what is typed: the charter (`charter`), and what is drafted from a notice (`notices`)."""
