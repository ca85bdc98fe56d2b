"""Shape of what is typed about standards."""
