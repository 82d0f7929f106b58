"""The command line as a whole: help, interruption, broken pipes."""

import importlib.abc
import io
import os
import runpy
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from interruption import UNCLOSED, ctrl_c_when

from rcaudit import errors
from rcaudit.__main__ import main
from rcaudit.cli.status import status_of
from rcaudit.demo.sample import sample_folder


def test_lists_its_commands_and_exit_statuses(run):
    """--help is where the exit statuses can be looked up."""
    done = run("--help")
    assert done.status == 0
    assert "Exit status: 0 done" in done.out
    for command in ("config", "demo", "doctor", "export", "fetch", "schema"):
        assert f"  {command} " in done.out


def test_answers_wrong_usage_with_2(run):
    """Click's own errors have the status of wrong usage."""
    done = run("fetch", "--detail", "sometimes")
    assert done.status == 2
    assert "'sometimes' is not one of" in done.err


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.AuthenticationError, 4),
        (errors.ConfigError, 2),
        (errors.ForbiddenError, 4),
        (errors.InsecureURLError, 2),
        (errors.InvalidReplyError, 5),
        (errors.LockedError, 2),
        (errors.MissingCredentialsError, 2),
        (errors.NotFoundError, 2),
        (errors.NotRocketChatError, 2),
        (errors.OutputError, 2),
        (errors.RateLimitError, 5),
        (errors.RedirectError, 2),
        (errors.SnapshotError, 2),
        (errors.TLSError, 5),
        (errors.UnreachableError, 5),
    ],
)
def test_every_error_has_its_exit_status(error, status):
    """The table of exit statuses in the README holds for each class."""
    assert status_of(error("message")) == status


def test_ctrl_c_leaves_the_journal_and_says_how_to_go_on(serve, run, start, tmp_path):
    """The next run asks only for what is missing."""
    server = serve(latency=0.3)
    process = start("fetch", "--history", "history")
    while len(server.calls.of("integrations.get")) < 20:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert process.returncode == 130, err
    assert "Run the same command again" in err
    assert "Traceback" not in err
    [journal] = (tmp_path / "history").rglob("journal.jsonl")
    kept = len(journal.read_text().splitlines()) - 1
    assert kept >= 10
    server.change(latency=0)
    time.sleep(0.5)  # calls that were under way still reach the server
    server.calls.clear()
    done = run("fetch", "--history", "history")
    assert done.status == 0
    undated = sum("_updatedAt" not in document for document in server.documents)
    assert len(server.calls.of("integrations.get")) in {120 - kept, 120 - kept + undated}
    assert not journal.exists()


@pytest.mark.parametrize(
    "stage",
    ["integrations.list", "integrations.get", "users.list", "integrations.history", "the limit"],
)
@pytest.mark.filterwarnings(UNCLOSED)
def test_ctrl_c_at_any_stage_leaves_nothing_half_written(stage, serve, run, tmp_path):
    """The next run goes on, and gives the whole."""
    is_limit = stage == "the limit"
    route, calls = ("integrations.get", 10) if is_limit else (stage, 1)
    limit = {"limit": 10, "limit_everyone": True, "window": 60} if is_limit else {}
    server = serve(latency=0.1, **limit)
    command = ("export", "--accounts", "--activity", "--history", "history", "--out", "out")
    with ctrl_c_when(lambda: len(server.calls.of(route)) >= calls):
        done = run(*command)
    assert done.status == 130
    assert "Run the same command again" in done.err
    assert done.out == ""
    assert not list(tmp_path.rglob("manifest.json"))
    assert not (tmp_path / "out").exists()
    server.change(latency=0, limit=None)
    assert run(*command).status == 0


@pytest.mark.filterwarnings(UNCLOSED)
def test_ctrl_c_while_files_are_written_leaves_none(run, tmp_path):
    """Not even hidden ones."""
    out = tmp_path / "out"
    with ctrl_c_when(lambda: any(out.glob(".*rcaudit-new*"))):
        done = run("export", "--from", sample_folder(), "--out", out)
    assert done.status == 130
    assert [path for path in out.rglob("*") if path.name != ".rcaudit.lock"] == []


def test_ctrl_c_while_python_still_loads_shows_no_traceback(monkeypatch, capsys):
    """The first second of a run is all imports."""

    class Interrupted(importlib.abc.MetaPathFinder):
        def find_spec(self, name, *_):
            if name == "rcaudit.cli.main":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "rcaudit.cli.main")
    monkeypatch.setattr("sys.meta_path", [Interrupted(), *sys.meta_path])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 130
    assert capsys.readouterr() == ("", "Interrupted. Run the same command again.\n")


def test_python_without_docstrings_cannot_explain_checks(start, monkeypatch):
    """The message says which switch of Python's it is."""
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")
    process = start("checks", "list")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert "PYTHONOPTIMIZE=2" in err
    assert "Traceback" not in err


def test_another_run_on_the_same_workspace_is_refused_by_its_process(serve, run, start):
    """The second run says which process to wait for."""
    server = serve(latency=0.3)
    process = start("fetch", "--history", "history")
    while len(server.calls.of("integrations.get")) < 5:
        time.sleep(0.01)
    done = run("fetch", "--history", "history")
    assert done.status == 2
    assert str(process.pid) in done.err


def test_is_what_python_runs_as_a_module(home, monkeypatch):
    """`python -m rcaudit`; whoever only imports it runs nothing."""
    monkeypatch.setattr("sys.argv", ["rcaudit", "schema", "urls"])
    monkeypatch.delitem(sys.modules, "rcaudit.__main__", raising=False)
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("rcaudit", run_name="__main__")
    assert not stop.value.code
    assert callable(importlib.import_module("rcaudit.__main__").main)


def test_a_reader_that_is_gone_is_no_failure(run, monkeypatch):
    """As for `rcaudit schema | true`."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as nobody:
        monkeypatch.setattr("sys.stdout", nobody)
        done = run("schema")
    assert done == (0, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize(
    "command",
    [
        ("schema",),
        ("--help",),
        ("checks", "list"),
        ("check", "--from", sample_folder()),
        ("export", "--from", sample_folder(), "-q"),
    ],
    ids=lambda command: " ".join(map(str, command[:2])),
)
def test_a_full_disk_under_the_output_is_told(run, monkeypatch, command):
    """Of results, as of help."""
    with suppress(OSError), Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stdout", full)
        done = run(*command)
    assert done.status == 2
    assert done.err == "Error: cannot write the output: No space left on device.\n"


def test_an_error_that_cannot_be_told_keeps_its_status(run, monkeypatch):
    """Stderr is on the full disk, too."""
    with suppress(OSError), Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stderr", full)
        assert run("export", "--from", "nowhere").status == 2
        assert run("export", "--sideways").status == 2
        assert run("export", "--from", sample_folder()).status == 2


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_a_stream_that_is_closed_is_done_without(run, monkeypatch, tmp_path, name):
    """As in `rcaudit export >&-`."""
    monkeypatch.setattr(f"sys.{name}", None)
    done = run("export", "--from", sample_folder(), "--out", "out")
    getattr(sys, name).close()
    assert done.status == 0
    assert (tmp_path / "out" / "latest" / "integrations.csv").exists()


def test_a_letter_that_the_terminal_does_not_know_is_spelt_out(run, monkeypatch):
    """Half of the world's names are in no ISO 8859-1."""
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, "latin-1"))
    assert run("check", "--from", sample_folder()).status == 0
    assert rb"\u0427\u0442\u043e" in written.getvalue()


def test_what_the_system_refuses_is_told_by_its_name(run, monkeypatch, tmp_path):
    """Whatever no message of its own was foreseen for."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    done = run("doctor", "--demo")
    assert done.status == 2
    assert done.err.startswith(f"Error: cannot read or write {tmp_path / 'gone'}/rcaudit-demo-")
    assert done.err.endswith(": No such file or directory.\n")


def test_ends_quietly_where_the_reader_has_enough(start):
    """`rcaudit schema | head -1` prints no complaint."""
    process = start("schema")
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=10) == 0
    assert process.stderr.read() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_says_so_where_the_output_cannot_be_written(home):
    """A full disk under stdout is status 2, not a traceback."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rcaudit", "schema"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "cannot write the output: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
