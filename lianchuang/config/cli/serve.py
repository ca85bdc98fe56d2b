"""`lianchuang serve`."""

import os

import click
import waitress

from lianchuang.config.cli.answers import prepare_database
from lianchuang.config.wsgi import application

THREADS = 8


def chosen_port(given: int | None) -> int:
    """The port: as given, else PORT, else 8000."""
    if given is not None:
        return given
    text = os.environ.get("PORT", "8000")
    if not text.isdigit():
        raise click.UsageError(f"PORT must be a number, not {text!r}.")
    return int(text)


def run_server(host: str, port: int) -> None:
    """Serve until stopped. A taken port is said in a sentence."""
    try:
        server = waitress.create_server(application, host=host, port=port, threads=THREADS, ident="lianchuang")
    except OSError as fault:
        raise click.ClickException(
            f"Port {port} on {host} cannot be used: {fault.strerror}. Choose another with --port."
        ) from fault
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", type=int, help="Port; else PORT, else 8000.")
def serve(host: str, port: int | None) -> None:
    """Serve the site (after bringing the database up to date)."""
    prepare_database()
    number = chosen_port(port)
    click.echo(f"http://{host}:{number}/")
    run_server(host, number)
