"""Run a command beside a throw-away PostgreSQL, told to it as DATABASE_URL.

    python -m scripts.postgres COMMAND …

The server listens on a free port of this machine only, wants a password made for this run, does not wait
for the disk (that makes it fast) and is gone with the command, whose exit code is passed on.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from scripts.run import ROOT, Arg, give_up, succeeds
from scripts.system import postgres_bin

NAME = "lianchuang"
START_SECONDS = 30
_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "jit=off",
    "max_connections=60",
)


def _server_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then its own user runs it."""
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        give_up("PostgreSQL does not run as root, and this machine has no user named postgres to run it.")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _initialise(binaries: Path, folder: Path, password: str, user: dict[str, Any]) -> None:
    secret = folder / "password"
    secret.write_text(password)
    if user:
        for path in (folder, secret):
            os.chown(path, user["user"], user["group"])
    safe: list[Arg] = ["--username", NAME, "--pwfile", secret, "--auth", "scram-sha-256"]
    text = ["--encoding", "UTF8", "--locale", "C.UTF-8"]
    command: list[Arg] = [binaries / "initdb", "--pgdata", folder / "data", "--no-sync", *safe, *text]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **user)
    if done.returncode:
        give_up(f"{done.stderr}\ninitdb failed.")
    secret.unlink()


def _start(binaries: Path, folder: Path, port: int, user: dict[str, Any]) -> subprocess.Popen[bytes]:
    settings = [*_FAST, "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
    options = [part for setting in settings for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        command: list[Arg] = [binaries / "postgres", "-D", folder / "data", "-p", str(port), *options]
        server: subprocess.Popen[bytes] = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, start_new_session=True, **user
        )
    ready: list[Arg] = [binaries / "pg_isready", "--quiet", "--host", "127.0.0.1", "--port", str(port)]
    deadline = time.monotonic() + START_SECONDS
    while not succeeds(ready):
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            give_up(f"{(folder / 'log').read_text(errors='replace')}\nPostgreSQL did not start.")
        time.sleep(0.1)
    return server


@contextmanager
def throw_away_server() -> Iterator[str]:
    """A server for as long as the block runs; its address as a DATABASE_URL."""
    binaries = postgres_bin()
    if binaries is None:
        give_up("PostgreSQL's server is not installed. Run: python3 -m scripts.system postgres")
    folder = Path(tempfile.mkdtemp(prefix="lianchuang-postgres-"))
    server = None
    try:
        user, port, password = _server_user(), _free_port(), secrets.token_urlsafe(16)
        _initialise(binaries, folder, password, user)
        server = _start(binaries, folder, port, user)
        address = f"{NAME}:{password}@127.0.0.1:{port}"
        createdb: list[Arg] = [
            binaries / "createdb",
            "--maintenance-db",
            f"postgresql://{address}/postgres",
            NAME,
        ]
        if not succeeds(createdb):
            give_up("The throw-away PostgreSQL refused to make a database.")
        yield f"postgresql://{address}/{NAME}"
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)  # "fast": ends open sessions
            server.wait(START_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _stop(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)  # so that `finally` above still runs


def main(command: list[str]) -> int:
    """Run the command; its exit code."""
    if not command:
        give_up("Name the command to run beside PostgreSQL.")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    with throw_away_server() as address:
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": address}, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
