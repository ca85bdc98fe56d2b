"""`lianchuang standards`: the catalogues."""

import click


@click.group(name="standards")
def standards() -> None:
    """Standards: take files in, give them out, compare."""
