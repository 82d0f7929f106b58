"""`rcaudit demo`."""

import signal
import socket
import sys

import pytest
from interruption import ctrl_c_when


@pytest.fixture
def demo(start):
    """Start `rcaudit demo` with arguments, and read what it prints."""

    def demo(*arguments):
        process = start("demo", *arguments)
        lines = [process.stdout.readline() for _ in range(3)]
        return process, dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)

    return demo


def test_prints_the_environment_that_points_at_it(demo, run, monkeypatch):
    """The three lines are all that the other commands need."""
    _, variables = demo()
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert list(variables) == ["RCAUDIT_URL", "RCAUDIT_USER_ID", "RCAUDIT_AUTH_TOKEN"]
    assert run("fetch", "--history", "history").status == 0


def test_serves_as_many_integrations_as_asked(demo, run, monkeypatch):
    """--integrations makes up a workspace of any size."""
    _, variables = demo("--integrations", "7", "--nine")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert "7 integrations" in run("fetch", "--history", "history").err


def test_ends_quietly_on_ctrl_c(demo):
    """Ctrl-C is how it is meant to end."""
    process, _ = demo()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert process.returncode == 0
    assert "has ended" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(("arguments", "count"), [((), 120), (("--integrations", "3"), 3)])
def test_listens_where_it_is_told_until_ctrl_c(run, arguments, count):
    """The first line says what is there, and where."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    def has_told() -> bool:
        return "RCAUDIT_AUTH_TOKEN" in sys.stdout.getvalue()

    with ctrl_c_when(has_told):
        done = run("demo", "--port", str(port), *arguments)
    assert done.status == 0
    first, last = done.err.splitlines()
    assert first.startswith(f"A demo workspace of {count} integrations answers at http://127.")
    assert last == "The demo workspace has ended."
    assert f"export RCAUDIT_URL=http://127.0.0.1:{port}\n" in done.out


def test_says_which_port_is_taken(demo, run):
    """Another port is the way out."""
    _, variables = demo()
    port = variables["RCAUDIT_URL"].rpartition(":")[2]
    done = run("demo", "--port", port)
    assert done.status == 2
    assert port in done.err
