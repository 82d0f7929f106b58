"""The command line as its users run it, with an empty home."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from rcaudit.cli.main import main
from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.sample import load_sample_workspace
from rcaudit.demo.server import DemoServer


class Done(NamedTuple):
    """What a command left behind: its exit status, and what it wrote."""

    status: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty home, and no setting of rcaudit's in the environment."""
    for variable in [name for name in os.environ if name.startswith(("RCAUDIT_", "XDG_"))]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `rcaudit` with these arguments, as in a shell."""

    def run(*arguments: str | Path) -> Done:
        monkeypatch.setattr("sys.argv", ["rcaudit", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        written = capsys.readouterr()
        return Done(int(stop.value.code or 0), written.out, written.err)

    return run


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., DemoServer]]:
    """Start the sample's workspace with these switches, and point the environment at it."""
    servers: list[DemoServer] = []

    def serve(account: str = "auditor", **switches: object) -> DemoServer:
        server = DemoServer(load_sample_workspace(), Behaviour(**switches))
        servers.append(server.__enter__())
        user_id, token = server.credentials(account)
        monkeypatch.setenv("RCAUDIT_URL", server.url)
        monkeypatch.setenv("RCAUDIT_USER_ID", user_id)
        monkeypatch.setenv("RCAUDIT_AUTH_TOKEN", token)
        return server

    yield serve
    for server in servers:
        server.__exit__(None, None, None)


@pytest.fixture
def start(home: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start `rcaudit` with these arguments in a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "rcaudit", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        with process:
            pass
