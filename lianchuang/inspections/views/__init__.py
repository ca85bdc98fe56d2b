"""Pages of rounds, and of visits."""
