"""Pages of duties, by noun."""
