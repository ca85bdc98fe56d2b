"""The group `lianchuang duties`."""

import click

from lianchuang.config.cli.task_tables import import_table


@click.group(name="duties")
def duties_group() -> None:
    """Who answers for what."""


duties_group.add_command(import_table)
