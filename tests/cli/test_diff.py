"""`rcaudit diff`."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from audit_frames import incoming, outgoing
from two_snapshots import MONDAY, save

from rcaudit.snapshot.history import WorkspaceHistory, snapshot_name
from rcaudit.snapshot.manifest import Gap

GAP = Gap(code="short_list", message="one never came")


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A history of four days of one workspace, which the environment names."""
    monkeypatch.setenv("RCAUDIT_URL", "https://chat.example.org")
    monkeypatch.setenv("RCAUDIT_USER_ID", "u")
    monkeypatch.setenv("RCAUDIT_AUTH_TOKEN", "t")
    for day in range(4):
        taken_at = MONDAY + timedelta(days=day)
        folder = WorkspaceHistory(tmp_path / "history", "chat.example.org").folder
        save(
            folder / snapshot_name(taken_at),
            incoming("a", name=f"Day {day}"),
            outgoing("b", channel=[f"#day{day}"]),
            taken_at=taken_at,
        )
    return tmp_path / "history"


def day(history: Path, number: int) -> Path:
    """Return the folder of a day's snapshot."""
    return WorkspaceHistory(history, "chat.example.org").snapshot_folders()[number]


def test_compares_the_two_newest_of_the_history(run, history):
    """Without arguments it says what happened last night; nobody is asked."""
    done = run("diff", "--history", history)

    assert done.status == 0
    assert done.err == ""
    assert done.out.splitlines()[0] == (
        "chat.example.org, 2026-11-05 03:00 UTC: 0 added, 0 removed, 2 changed since "
        "2026-11-04 03:00 UTC"
    )
    assert "    name: Day 2 → Day 3\n" in done.out


def test_the_history_can_come_from_the_environment(run, history, monkeypatch):
    """As for the other commands."""
    monkeypatch.setenv("RCAUDIT_HISTORY", str(history))
    assert "Day 2 → Day 3" in run("diff").out


def test_passes_over_a_damaged_snapshot(run, history):
    """The next older one that can be read is taken, and the other is named."""
    (day(history, 2) / "documents.jsonl.gz").write_bytes(b"")
    done = run("diff", "--history", history)

    assert "Day 1 → Day 3" in done.out
    assert "Passing over a snapshot" in done.err


def test_compares_an_older_one_with_the_newest(run, history):
    """One folder is enough: its manifest says of which workspace."""
    assert "Day 0 → Day 3" in run("diff", day(history, 0), "--history", history).out


def test_compares_two_folders_in_the_order_given(run, history):
    """The wrong order is kept, and said."""
    done = run("diff", day(history, 2), day(history, 1))

    assert done.status == 0
    assert "Day 2 → Day 1" in done.out
    assert "told backwards in time" in done.out


def test_prints_json(run, history):
    """Programs get the counts, the notes and the table."""
    content = json.loads(run("diff", "--history", history, "--format", "json").out)
    assert content["counts"]["changed"] == 2
    assert [row["field"] for row in content["changes"]] == ["name", "channel", "channel"]


def test_prints_csv_and_markdown(run, history):
    """For spreadsheets and for pages."""
    out = run("diff", "--history", history, "--format", "csv").out
    assert len(list(csv.reader(io.StringIO(out)))) == 4
    assert "# Changes\n" in run("diff", "--history", history, "--format", "markdown").out


def test_exits_6_where_a_snapshot_is_incomplete(run, tmp_path):
    """What may have been missed is not told as removed, and stderr says why."""
    save(tmp_path / "old", incoming("a"), incoming("b"))
    save(tmp_path / "new", incoming("a"), gaps=(GAP,))
    done = run("diff", "old", "new")
    back = run("diff", "new", "old")

    assert (done.status, back.status) == (6, 6)
    assert "0 removed, 0 changed, 1 unseen" in done.out
    assert done.err == "The newer snapshot is incomplete: one never came.\n"
    assert back.err == "The older snapshot is incomplete: one never came.\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(("old", "other"), "different workspaces", id="of two workspaces"),
        pytest.param(("old", "nowhere"), "There is no snapshot in nowhere", id="no snapshot"),
        pytest.param(("old", "--profile", "prod"), "exclude each other", id="a profile too"),
        pytest.param(("old", "--demo"), "exclude each other", id="the demo too"),
        pytest.param(("--profile", "prod"), "no profile 'prod'", id="an unknown profile"),
        pytest.param((), "No workspace is configured", id="nothing named"),
        pytest.param(("old",), "too few snapshots that can be read (0 of 1)", id="no other"),
    ],
)
def test_answers_wrong_usage_with_2(run, tmp_path, arguments, message):
    """With what to do next."""
    save(tmp_path / "old", incoming("a"))
    save(tmp_path / "other", incoming("a"), workspace="chat.example.com")
    done = run("diff", *arguments)

    assert done.status == 2
    assert message in done.err
    assert done.out == ""


def test_says_so_where_there_is_nothing_older(run, history):
    """The newest snapshot is no news against itself."""
    done = run("diff", day(history, 3), "--history", history)
    assert done.status == 2
    assert "is the newest snapshot: name an older one, or two" in done.err


def test_compares_what_fetches_left_in_the_history(run, serve):
    """Two runs against a workspace that changes in between."""
    server = serve()
    run("fetch", "--history", "history", "-q")
    document = dict(server.documents[0])
    server.replace(
        document | {"enabled": not document["enabled"], "_updatedAt": "2026-11-13T08:00:00.000Z"}
    )
    server.remove(server.documents[1]["_id"])
    run("fetch", "--history", "history", "-q")
    done = run("diff", "--history", "history", "--format", "json")

    assert done.status == 0
    content = json.loads(done.out)
    assert content["counts"] == {
        "added": 0,
        "removed": 1,
        "changed": 1,
        "unseen": 0,
        "first_seen": 0,
    }
    changed = [row for row in content["changes"] if row["change"] == "changed"]
    assert {row["field"] for row in changed} == {"is_enabled", "updated_at"}
    assert content["notes"] == []


def test_an_account_that_sees_less_removes_nothing(run, serve, monkeypatch):
    """What the second account may not see is unseen; what it would see is compared."""
    server = serve()
    run("fetch", "--history", "history", "-q")
    user_id, token = server.credentials("incoming")
    monkeypatch.setenv("RCAUDIT_USER_ID", user_id)
    monkeypatch.setenv("RCAUDIT_AUTH_TOKEN", token)
    gone = next(one for one in server.documents if one["type"] == "webhook-incoming")
    server.remove(gone["_id"])
    run("fetch", "--history", "history", "-q")
    done = run("diff", "--history", "history", "--format", "json")

    assert done.status == 6
    rows = json.loads(done.out)["changes"]
    assert {row["integration_id"] for row in rows if row["change"] == "removed"} == {gone["_id"]}
    unseen = {row["direction"] for row in rows if row["change"] == "unseen"}
    assert unseen == {"outgoing", None}  # one is of a type that nobody knows
    assert "lacks manage-outgoing-integrations" in done.err


def test_shows_a_night_of_the_demo_workspace(run):
    """To try it, no workspace and no history are needed."""
    done = run("diff", "--demo")

    assert done.status == 0
    assert done.err == ""
    assert ": 1 added, 1 removed, 3 changed since " in done.out
    assert "token rotated: " in done.out
    assert "EXAMPLE" not in done.out
