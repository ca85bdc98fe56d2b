"""A real server for tests, in a process of its own, that may be killed at any moment.

    python -m tests.serving PORT PIDFILE

The keeper loads the program once and forks the server anew whenever that was killed, as a service manager does.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PATIENCE = 60
TO_LOAD = 240  # seconds until the program is loaded, on a machine that has much else to do


def _end(child: int, *_signal: object) -> None:
    os.kill(child, signal.SIGKILL)
    os._exit(0)


def keep(port: int, pid_file: Path) -> None:
    """Serve until this process is ended; a killed server is started anew."""
    if other := os.environ.get("LIANCHUANG_TEST_STATIC"):
        settings.STATICFILES_DIRS.insert(0, other)  # another version of some of the app's files
    from lianchuang.config.cli.serve import open_server, run_server  # noqa: PLC0415 - only in the server's process

    assert get_resolver().url_patterns  # everything is loaded before the first fork

    while True:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            server = open_server(HOST, port)
            pid_file.write_text(str(os.getpid()))
            run_server(server)
            os._exit(0)
        signal.signal(signal.SIGTERM, partial(_end, child))
        os.waitpid(child, 0)


class RealServer:
    """The server as a test sees it."""

    def __init__(self, port: int, pid_file: Path) -> None:
        self.port = port
        self.pid_file = pid_file
        self.kills = 0

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def kill(self) -> None:
        """SIGKILL, whatever it is doing."""
        with suppress(FileNotFoundError, ValueError, ProcessLookupError):
            pid = int(self.pid_file.read_text())
            self.pid_file.unlink()
            os.kill(pid, signal.SIGKILL)
            self.kills += 1

    def wait(self, patience: int = PATIENCE) -> None:
        """Until it answers."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            asked = http.client.HTTPConnection(HOST, self.port, timeout=5)
            with suppress(OSError, http.client.HTTPException), closing(asked):
                asked.request("GET", "/healthz")
                with asked.getresponse():
                    return
            time.sleep(0.02)
        raise AssertionError("the server does not answer")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def surroundings(static: Path | None) -> dict[str, str]:
    """What makes the server use the database and the files of this test."""
    home = Path(settings.HOME)
    env = {**os.environ, "LIANCHUANG_HOME": str(home), "SECRET_KEY": settings.SECRET_KEY, "PYTHONPATH": str(ROOT)}
    env["LIANCHUANG_WORKER"] = "0"
    if static is not None:
        env["LIANCHUANG_TEST_STATIC"] = str(static)
    held = connection.settings_dict
    if connection.vendor == "sqlite":
        env.pop("DATABASE_URL", None)
        link = home / "lianchuang.sqlite3"
        if not link.is_symlink():
            link.symlink_to(held["NAME"])
    else:
        who, secret, place = quote(held["USER"]), quote(held["PASSWORD"]), f"{held['HOST']}:{held['PORT']}"
        env["DATABASE_URL"] = f"postgresql://{who}:{secret}@{place}/{held['NAME']}"
    return env


@contextmanager
def real_server(folder: Path, *, port: int = 0, static: Path | None = None) -> Iterator[RealServer]:
    """A server beside this test, on its database; files in `static` stand before the program's own."""
    server = RealServer(port or free_port(), folder / "server.pid")
    command = [sys.executable, "-m", "tests.serving", str(server.port), str(server.pid_file)]
    with (folder / "server.log").open("wb") as log:
        keeper = subprocess.Popen(command, cwd=ROOT, env=surroundings(static), stdout=log, stderr=log)
    try:
        server.wait(TO_LOAD)
        yield server
    finally:
        keeper.terminate()
        keeper.wait(PATIENCE)


if __name__ == "__main__":
    keep(int(sys.argv[1]), Path(sys.argv[2]))
