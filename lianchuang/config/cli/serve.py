"""`lianchuang serve`."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
import waitress
from django.conf import settings
from django.utils.translation import gettext as _
from waitress import wasyncore

from lianchuang.config.cli.answers import prepare_database
from lianchuang.config.wsgi import application
from lianchuang.jobs.worker import Worker

THREADS = 8
PORTS = range(1, 65536)
PORT = click.IntRange(PORTS[0], PORTS[-1])


def chosen_port(given: int | None) -> int:
    """The port: as given, else PORT, else 8000."""
    if given is not None:
        return given
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and int(text) in PORTS):
        raise click.UsageError(_("PORT must be a number from 1 to 65535, not “%(text)s”.") % {"text": text})
    return int(text)


def open_server(host: str, port: int) -> Any:
    """Take the port; who asks is answered once `run_server` runs. A taken port is said in a sentence."""
    sockets: dict[int, Any] = {}
    options = {"map": sockets, "threads": THREADS, "ident": "lianchuang"}
    try:
        return waitress.create_server(application, host=host, port=port, **options)
    except (OSError, ValueError) as fault:  # ValueError: a host that does not exist
        wasyncore.close_all(sockets, ignore_all=True)
        words = {"port": port, "host": host, "fault": getattr(fault, "strerror", None) or fault}
        sentence = _("Port %(port)s on %(host)s cannot be used: %(fault)s. Choose another with --port.")
        raise click.ClickException(sentence % words) from fault


def run_server(server: Any) -> None:
    """Serve until stopped, by Ctrl-C or by a service manager; standing tasks are worked off beside it."""
    worker = Worker() if settings.WORKS_IN_SERVE else None
    if worker is not None:
        worker.start()
    try:
        with _ended_by_a_signal():
            server.run()
    except KeyboardInterrupt:
        server.close()
    finally:
        if worker is not None:
            worker.stop()


@contextmanager
def _ended_by_a_signal() -> Iterator[None]:
    """SIGTERM ends it as Ctrl-C does, so that a task at hand is finished."""

    def end(*_given: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", type=PORT, help="Port; else PORT, else 8000.")
def serve(host: str, port: int | None) -> None:
    """Serve the site (after bringing the database up to date)."""
    number = chosen_port(port)
    prepare_database()
    server = open_server(host, number)
    click.echo(f"http://{host}:{number}/")
    run_server(server)
