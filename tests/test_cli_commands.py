"""The other commands: options, exit codes, what they say. Making the demo county itself is tested in the
demo app.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click import Command, Group
from click.testing import CliRunner, Result
from django.db import OperationalError
from django.utils import translation

import lianchuang
from lianchuang.common import clock
from lianchuang.config.cli import demo as demo_command
from lianchuang.config.cli import doctor as doctor_command
from lianchuang.config.cli import main
from lianchuang.config.cli import serve as serve_command
from lianchuang.config.cli.main import reader_language
from lianchuang.jobs import schedule
from lianchuang.jobs.actions import enrol
from lianchuang.jobs.models import StandingTask
from lianchuang.jobs.rules import Every
from lianchuang.jobs.schedule import Standing, registered
from lianchuang.notices.models import Robot
from lianchuang.sites.models import Category, SiteType
from tests.rows import make_unit
from tests.standins import Received, mail_server, robot_server

NO_PLACE = {"LIANCHUANG_LANGUAGE": None, "LC_ALL": None, "LANG": None}


@pytest.fixture(autouse=True)
def same_language_after() -> Iterator[None]:
    before = translation.get_language()
    yield
    translation.activate(before)


def call(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"LIANCHUANG_LANGUAGE": "en", "PORT": None, **environment})


class FakeServer:
    """A server that notes that it ran, and ends as somebody pressing Ctrl-C does."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def run(self) -> None:
        self.calls.append("run")
        raise KeyboardInterrupt

    def close(self) -> None:
        self.calls.append("close")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, FakeServer]]:
    """The servers that were opened: host, port, and the stand-in."""
    servers: list[tuple[str, int, FakeServer]] = []

    def create_server(_application: Any, *, host: str, port: int, **_options: Any) -> FakeServer:
        servers.append((host, port, FakeServer()))
        return servers[-1][2]

    monkeypatch.setattr(serve_command.waitress, "create_server", create_server)
    return servers


# --- the group ---


def test_the_version_and_the_help() -> None:
    assert call("--version").stdout == f"lianchuang, version {lianchuang.__version__}\n"
    text = call("--help").stdout
    for name in ("charter", "demo", "doctor", "duties", "import", "serve", "standards", "work"):
        assert f"  {name} " in text
        assert call(name, "--help").exit_code == 0


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LIANCHUANG_LANGUAGE": "zh"}, "zh-hans"),
        ({"LIANCHUANG_LANGUAGE": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_reader_s_language(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str) -> None:
    for name in NO_PLACE:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert reader_language() == language


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DATABASE_URL": "mysql://x"}, "lianchuang: DATABASE_URL must begin with postgresql://"),
        ({"LIANCHUANG_HTTPS": "perhaps"}, "lianchuang: LIANCHUANG_HTTPS must be 1 or 0"),
        ({"SECRET_KEY_FILE": "/nowhere/key", "SECRET_KEY": ""}, "lianchuang: [Errno 2] No such file"),
    ],
)
def test_a_setting_nobody_understands_is_a_sentence(tmp_path: Path, environment: dict[str, str], sentence: str) -> None:
    command = [sys.executable, "-c", "from lianchuang.config.cli import main; main()", "doctor"]
    clean = {**os.environ, "LIANCHUANG_HOME": str(tmp_path), **environment}
    done = subprocess.run(command, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert "Traceback" not in done.stderr


# --- serve ---


@pytest.mark.parametrize(
    ("arguments", "environment", "host", "port"),
    [
        ([], {}, "127.0.0.1", 8000),
        ([], {"PORT": "8123"}, "127.0.0.1", 8123),
        (["--port", "8124", "--host", "192.0.2.7"], {"PORT": "8123"}, "192.0.2.7", 8124),
    ],
)
def test_serve_listens_where_it_is_told(
    db: None,
    opened: list[tuple[str, int, FakeServer]],
    arguments: list[str],
    environment: dict[str, str],
    host: str,
    port: int,
) -> None:
    result = call("serve", *arguments, **environment)
    assert (result.exit_code, result.stdout) == (0, f"http://{host}:{port}/\n")
    [(opened_host, opened_port, server)] = opened
    assert (opened_host, opened_port, server.calls) == (host, port, ["run", "close"])


@pytest.mark.parametrize("asked", [True, False])
def test_serve_works_tasks_off_beside_it(
    db: None, opened: list[tuple[str, int, FakeServer]], monkeypatch: pytest.MonkeyPatch, settings: Any, asked: bool
) -> None:
    calls: list[str] = []
    worker = SimpleNamespace(start=lambda: calls.append("start"), stop=lambda: calls.append("stop"))
    monkeypatch.setattr(serve_command, "Worker", lambda: worker)
    settings.WORKS_IN_SERVE = asked
    before = signal.getsignal(signal.SIGTERM)
    assert call("serve").exit_code == 0
    assert calls == (["start", "stop"] if asked else [])
    assert signal.getsignal(signal.SIGTERM) is before


def test_serve_prepares_the_database(db: None, opened: list[tuple[str, int, FakeServer]]) -> None:
    Category.objects.all().delete()
    assert call("serve").exit_code == 0
    assert Category.objects.exists()
    assert SiteType.objects.exists()


@pytest.mark.parametrize("command", ["serve", "demo"])
@pytest.mark.parametrize("port", ["0", "65536", "x"])
def test_a_port_that_is_none_is_a_wrong_call(command: str, port: str) -> None:
    assert call(command, "--port", port).exit_code == 2
    result = call(command, PORT=port)
    assert result.exit_code == 2
    assert f"PORT must be a number from 1 to 65535, not “{port}”." in result.stderr


def test_a_taken_port_is_said_in_a_sentence(db: None) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = call("serve", "--port", str(port))
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"Port {port} on 127.0.0.1 cannot be used: Address already in use." in result.stderr


def test_a_database_that_cannot_be_used_is_said(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    def broken(*_arguments: Any) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr("lianchuang.config.cli.answers.MigrationExecutor", broken)
    result = call("serve")
    assert result.exit_code == 1
    assert "The database cannot be used: disk I/O error" in result.stderr


# --- doctor ---


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what depends on this checkout being set up."""
    wanted = (doctor_command._home, doctor_command._database, doctor_command._history, doctor_command._calendar)
    monkeypatch.setattr(doctor_command, "CHECKS", wanted)


def test_doctor_says_what_it_looked_at(db: None, sound: None) -> None:
    result = call("doctor")
    assert result.exit_code == 0
    assert "history: History is append-only." in result.stdout
    assert len(result.stdout.splitlines()) == 4


def test_doctor_answers_scripts(db: None, sound: None) -> None:
    answer = json.loads(call("doctor", "--json").stdout)
    assert answer["ok"] is True
    assert [check["name"] for check in answer["checks"]] == ["home", "database", "history", "calendar"]
    assert all(check.keys() == {"name", "ok", "sentence"} for check in answer["checks"])


def test_doctor_speaks_chinese(db: None, sound: None) -> None:
    assert "审计记录只增不改。" in call("doctor", LIANCHUANG_LANGUAGE="zh").stdout


def test_doctor_finds_a_home_that_cannot_be_written(db: None, sound: None, settings: Any, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    settings.HOME = file / "home"
    result = call("doctor", "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["ok"] is False
    assert answer["checks"][0]["sentence"].endswith("cannot be written: Not a directory.")


def test_doctor_finds_a_database_that_does_not_answer(db: None, sound: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OperationalError("no route")

    monkeypatch.setattr(
        doctor_command, "connection", SimpleNamespace(cursor=broken, vendor="sqlite", introspection=None)
    )
    monkeypatch.setattr(doctor_command, "CHECKS", (doctor_command._database,))
    result = call("doctor")
    assert (result.exit_code, result.stdout) == (1, "✗ database: The database does not answer: no route\n")


def test_doctor_misses_the_guards_of_history(db: None, sound: None, monkeypatch: pytest.MonkeyPatch) -> None:
    cursor = SimpleNamespace(execute=lambda *query: None, fetchone=lambda: (1,))
    monkeypatch.setattr(doctor_command, "CHECKS", (doctor_command._history,))
    monkeypatch.setattr(doctor_command, "connection", _connection(cursor, ["audit_entry"]))
    assert "not guarded" in call("doctor").stdout
    monkeypatch.setattr(doctor_command, "connection", _connection(cursor, []))
    result = call("doctor")
    assert result.exit_code == 0
    assert result.stdout == "! history: There is no history yet; the first start makes it.\n"


def _connection(cursor: Any, tables: list[str]) -> Any:
    """A connection to a database with these tables, whose cursor answers as given."""

    class Opened:
        def __enter__(self) -> Any:
            return cursor

        def __exit__(self, *fault: object) -> None:
            return None

    introspection = SimpleNamespace(table_names=lambda: tables)
    return SimpleNamespace(vendor="sqlite", cursor=Opened, introspection=introspection)


def test_doctor_looks_at_files_and_translations(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_command, "CHECKS", (doctor_command._browser_files, doctor_command._translations))
    settings.PACKAGE = tmp_path
    result = call("doctor")
    assert result.exit_code == 1
    assert [line[0] for line in result.stdout.splitlines()] == ["✗", "✗"]
    for name in ("browser/tabler/tabler.min.css", "browser/icons/flag.svg", "a/locale/zh_Hans/LC_MESSAGES/django.mo"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert call("doctor").exit_code == 0


def test_doctor_says_whether_tasks_are_worked_off(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_command, "CHECKS", (doctor_command._worker,))
    assert "No worker has begun yet" in call("doctor").stdout
    enrol(clock.now())
    assert call("doctor").stdout == "✓ worker: Standing tasks are worked off.\n"
    StandingTask.objects.filter(name="clear-notices").update(failures=1)
    assert "These standing tasks fail: Remove old notices." in call("doctor").stdout
    StandingTask.objects.update(next_at=clock.now() - timedelta(hours=1))
    result = call("doctor")
    assert (result.exit_code, result.stdout[0]) == (0, "!")
    assert "No worker runs" in result.stdout


def test_doctor_asks_the_mail_server(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(doctor_command, "CHECKS", (doctor_command._mail,))
    assert "E-mail is not set up" in call("doctor").stdout
    settings.MAIL_IS_SET_UP, settings.EMAIL_BACKEND = True, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_PORT = "127.0.0.1", False, 1
    assert call("doctor").exit_code == 1
    with mail_server(Received()) as port:
        settings.EMAIL_PORT, settings.ADDRESS = port, "https://lc.example.org"
        assert call("doctor").stdout == "✓ mail: The mail server answers.\n"


def test_doctor_looks_for_the_robots_server(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(doctor_command, "CHECKS", (doctor_command._groups,))
    assert "No unit has a group robot." in call("doctor").stdout
    Robot.objects.create(unit=make_unit(name="某街道", code="r"), key="some-robot")
    settings.WECOM_ADDRESS = "http://127.0.0.1:1/send"
    assert call("doctor").exit_code == 1
    with robot_server(Received()) as address:
        settings.WECOM_ADDRESS = address
        assert "1 group robots" in call("doctor").stdout


# --- work ---


def test_work_once_runs_what_is_due(db: None) -> None:
    answer = json.loads(call("work", "--once", "--json").stdout)
    assert {one["name"] for one in answer["ran"]} == set(registered())
    assert not any(one["fault"] for one in answer["ran"])
    assert call("work", "--once").stdout == "Nothing is due.\n"


def test_work_says_what_failed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_at: Any) -> str:
        raise ValueError("the disk is full")

    task = Standing("broken", "Broken", Every(5), broken)
    monkeypatch.setattr(schedule, "_standing", {"broken": task})
    result = call("work", "--once")
    assert result.exit_code == 1
    assert "ValueError: the disk is full" in result.stdout
    assert call("work", "--json").exit_code == 2


# --- demo ---


@pytest.fixture
def demo_run(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The demo command with a county that is made in no time; what it was asked for is noted in `asked`."""
    noted = SimpleNamespace(asked=[], exists=False, refused="")

    def make_county(*, scale: float, seed: int, progress: Callable[[float], None]) -> SimpleNamespace:
        noted.asked.append((scale, seed))
        progress(0.5)
        progress(1.0)
        return SimpleNamespace(scale=scale, seed=seed)

    def finished_run() -> SimpleNamespace | None:
        return SimpleNamespace(scale=1.0, seed=7) if noted.exists else None

    monkeypatch.setattr(demo_command, "make_county", make_county)
    monkeypatch.setattr(demo_command, "finished_run", finished_run)
    monkeypatch.setattr(demo_command, "why_not_here", lambda **_wanted: noted.refused)
    monkeypatch.setattr(demo_command, "sign_in_links", lambda address: {"Inspector": f"{address}/demo/as/inspector/"})
    return noted


def test_demo_makes_and_serves(db: None, demo_run: SimpleNamespace, opened: list[tuple[str, int, FakeServer]]) -> None:
    result = call("demo", "--scale", "0.1", "--seed", "7", "--port", "8125")
    assert result.exit_code == 0
    assert demo_run.asked == [(0.1, 7)]
    assert "http://127.0.0.1:8125/demo/" in result.stdout
    assert "  Inspector: http://127.0.0.1:8125/demo/as/inspector/" in result.stdout
    assert [(port, server.calls) for _host, port, server in opened] == [(8125, ["run", "close"])]


def test_demo_answers_scripts_and_need_not_serve(
    db: None, demo_run: SimpleNamespace, opened: list[tuple[str, int, FakeServer]]
) -> None:
    answer = json.loads(call("demo", "--no-serve", "--json").stdout)
    assert answer.keys() == {"address", "seconds", "scale", "seed", "sign_in"}
    assert (answer["address"], opened) == ("http://127.0.0.1:8000", [])


def test_demo_is_made_once(db: None, demo_run: SimpleNamespace) -> None:
    demo_run.exists = True
    assert call("demo", "--no-serve").exit_code == 0
    assert demo_run.asked == []


def test_a_dry_demo_makes_nothing(db: None, demo_run: SimpleNamespace) -> None:
    result = call("demo", "--dry-run", "--json", "--scale", "2")
    assert json.loads(result.stdout) == {"dry_run": True, "scale": 2.0, "seed": 20260914, "exists": False}
    assert call("demo", "--dry-run").stdout == "The county would be made.\n"
    assert demo_run.asked == []


def test_demo_refuses_a_database_with_real_work(db: None, demo_run: SimpleNamespace) -> None:
    demo_run.refused = "real work"
    result = call("demo", "--no-serve")
    assert (result.exit_code, result.stderr) == (1, "real work\n")
    assert json.loads(call("demo", "--no-serve", "--json").stdout) == {"refused_because": ["real work"]}
    assert demo_run.asked == []


@pytest.mark.parametrize("scale", ["0", "-1", "101", "much"])
def test_a_scale_that_is_none_is_a_wrong_call(scale: str) -> None:
    assert call("demo", "--scale", scale).exit_code == 2


def commands(group: Group, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Command]]:
    """Every command that does something, with its words."""
    for name, command in group.commands.items():
        words = (*before, name)
        if isinstance(command, Group):
            yield from commands(command, words)
        else:
            yield words, command


def test_every_command_can_try_and_can_answer_a_script() -> None:
    """`--json` and `--dry-run` everywhere; but `serve` and `work` go on, and `doctor` is nothing but a look."""
    known = dict(commands(main))
    assert len(known) > 8
    for words, command in known.items():
        options = {option for one in command.params for option in one.opts}
        wanted = {("serve",): set(), ("work",): {"--json"}, ("doctor",): {"--json"}}.get(words, {"--json", "--dry-run"})
        assert wanted <= options, f"{' '.join(words)} lacks {wanted - options}"
