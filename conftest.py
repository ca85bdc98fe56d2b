"""Fixtures for the tests of every app and of the house; they stand in tests/fixtures.py."""

pytest_plugins = ["tests.fixtures"]
