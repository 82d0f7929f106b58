"""Runs that end in the middle: a process of their own, killed or interrupted."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from demo_documents import numbered, workspace

import rcaudit
from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer

SOURCES = str(Path(rcaudit.__file__).parents[1])
COUNT = 60
RUN = "import rcaudit; print(rcaudit.fetch_snapshot(progress=False).path)"
FULL_DISK = (
    "import resource; _, most = resource.getrlimit(resource.RLIMIT_FSIZE); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, most)); "
)
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """A workspace of sixty dated integrations, which takes its time over each."""
    documents = [
        {**document, "_updatedAt": "2024-05-01T08:00:00.000Z", "script": "x = 1;\n" * 30}
        for document in numbered(COUNT)
    ]
    with DemoServer(workspace(*documents), Behaviour(latency=0.05)) as server:
        yield server


@pytest.fixture
def start(server: DemoServer, tmp_path: Path) -> Iterator[Start]:
    """Start a process that fetches the workspace into the folder `history`."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str = RUN, account: str = "auditor") -> subprocess.Popen[str]:
        user_id, token = server.credentials(account)
        settings = {
            "PYTHONPATH": SOURCES,
            "RCAUDIT_URL": server.url,
            "RCAUDIT_USER_ID": user_id,
            "RCAUDIT_AUTH_TOKEN": token,
            "RCAUDIT_HISTORY": str(tmp_path / "history"),
        }
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            env=os.environ | settings,
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


def wait_for(server: DemoServer, calls: int, route: str = "integrations.get") -> None:
    """Wait until the server has received so many calls of a route."""
    deadline = time.monotonic() + 20
    while len(server.calls.of(route)) < calls:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def kept(tmp_path: Path) -> set[str]:
    """Return the ids in the journal that was left behind."""
    [journal] = (tmp_path / "history").rglob("journal.jsonl")
    lines = journal.read_text().splitlines()[1:]
    ids = set()
    for line in lines:
        try:
            ids.add(json.loads(line)["id"])
        except ValueError:
            assert line is lines[-1]  # cut off by the end of the run
    return ids


def check_next_run(server: DemoServer, start: Start, tmp_path: Path) -> None:
    """Check that the next run asks for exactly what the journal does not have."""
    missing = {document["_id"] for document in server.documents} - kept(tmp_path)
    assert 0 < len(missing) < COUNT
    assert not list(tmp_path.rglob("manifest.json"))
    server.change(latency=0.0)
    server.calls.clear()
    out, err = start().communicate(timeout=20)
    assert err == ""
    snapshot = rcaudit.load_snapshot(out.strip())
    asked = [call.params["integrationId"] for call in server.calls.of("integrations.get")]
    assert set(asked) == missing
    # Calls of the run that ended may come to the server's notice as late as this.
    assert len(asked) <= len(missing) + 8
    assert snapshot.manifest.is_complete
    assert [document["_id"] for document in snapshot.documents()] == [
        document["_id"] for document in server.documents
    ]
    left = {path.name for path in snapshot.path.parent.iterdir()}
    assert left <= {snapshot.path.name, ".rcaudit.lock"}


def test_a_killed_run_is_gone_on_with(server, start, tmp_path):
    """Nothing that had come is asked for again, and nothing is missing."""
    process = start()
    wait_for(server, 20)
    process.kill()
    process.wait(5)
    check_next_run(server, start, tmp_path)


def test_two_killed_runs_are_gone_on_with(server, start, tmp_path):
    """A journal is continued as often as need be."""
    for calls in (10, 20):
        process = start()
        wait_for(server, calls)
        process.kill()
        process.wait(5)
        server.calls.clear()
    check_next_run(server, start, tmp_path)


def test_a_line_that_was_cut_off_is_asked_for_again(server, start, tmp_path):
    """A power cut can leave half of the last one."""
    process = start()
    wait_for(server, 20)
    process.kill()
    process.wait(5)
    [journal] = (tmp_path / "history").rglob("journal.jsonl")
    journal.write_bytes(journal.read_bytes()[:-25])
    check_next_run(server, start, tmp_path)


def test_an_interrupted_run_is_gone_on_with(server, start, tmp_path):
    """Ctrl-C, and the same command again."""
    process = start()
    wait_for(server, 20)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=5)
    assert "KeyboardInterrupt" in err
    check_next_run(server, start, tmp_path)


@pytest.mark.parametrize(
    ("switches", "account", "route"),
    [
        pytest.param({"latency": 30.0}, "auditor", "me", id="replies take long"),
        pytest.param({"limit": 1, "window": 60.0}, "limited", "integrations.get", id="the limit"),
        pytest.param(
            {"limit": 1, "window": 60.0, "page_limit": 2}, "limited", "integrations.list", id="list"
        ),
        pytest.param({"fail_rate": 1.0}, "auditor", "integrations.list", id="between two tries"),
        pytest.param({"drip": 0.5}, "auditor", "me", id="a reply drips"),
    ],
)
def test_ctrl_c_ends_a_run_at_once(server, start, switches, account, route):
    """Whatever is being waited for."""
    server.change(**switches)
    process = start(account=account)
    wait_for(server, 1, route)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, err = process.communicate(timeout=10)
    assert time.monotonic() - began < 2
    assert err.rstrip().endswith("KeyboardInterrupt")
    assert process.returncode == -signal.SIGINT


def test_a_full_disk_leaves_what_was_written(server, start, tmp_path):
    """The error is one of rcaudit's, the journal stays, and nothing else is half-written."""
    _, err = start(FULL_DISK + RUN).communicate(timeout=20)
    assert "rcaudit.errors.OutputError: Cannot write the journal" in err
    assert "make room, and run again to go on" in err
    check_next_run(server, start, tmp_path)


def test_a_disk_that_is_full_at_the_end_leaves_the_journal(server, start, tmp_path):
    """The snapshot itself did not fit: the next run asks for nothing."""
    code = """
import resource, rcaudit
from rcaudit.workspace.progress import NoProgress

class Progress(NoProgress):
    done = 0
    def advance(self):
        Progress.done += 1
        if Progress.done == 60:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.getrlimit(1)[1]))

rcaudit.fetch_snapshot(progress=Progress())
"""
    server.change(latency=0.0)
    _, err = start(code).communicate(timeout=20)
    assert "rcaudit.errors.OutputError: Cannot write" in err
    assert kept(tmp_path) == {document["_id"] for document in server.documents}
    assert not list((tmp_path / "history").rglob("*.gz"))
    server.calls.clear()
    out, _ = start().communicate(timeout=20)
    assert rcaudit.load_snapshot(out.strip()).manifest.counts.reused == COUNT
    assert server.calls.of("integrations.get") == []
