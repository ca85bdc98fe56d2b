"""Reading rounds, visits and their results: `places`, `results`, `rounds`, `today`, `visits`."""
