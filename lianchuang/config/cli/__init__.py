"""The command line."""

import os

import click

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianchuang.config.settings")


@click.group()
def main() -> None:
    """Lianchuang 联创."""
