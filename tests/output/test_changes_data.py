import csv
import io
import json

from audit_frames import incoming, outgoing
from two_snapshots import night, snapshot_of

from rcaudit.frames.diff import Diff
from rcaudit.frames.schema import CHANGES
from rcaudit.output.changes_data import render_csv, render_json
from rcaudit.snapshot.manifest import Gap


def diff() -> Diff:
    """Return a diff of a partial snapshot."""
    old = snapshot_of(incoming("a", name="A"), outgoing("b"))
    gap = Gap(code="short_list", message="one never came")
    return night(old, snapshot_of(incoming("a", name="=1+1\ud800", enabled=False), gaps=(gap,)))


def test_json_has_the_whole_diff() -> None:
    """The two snapshots, counts, notes, and each change; a missing value is null."""
    content = json.loads(render_json(diff()).encode())

    assert list(content) == ["workspace", "old", "new", "counts", "notes", "changes"]
    assert content["old"] == {
        "taken_at": "2026-11-02T03:00:00.000Z",
        "is_complete": True,
        "gaps": [],
    }
    assert content["new"]["gaps"] == ["one never came"]
    assert content["counts"]["unseen"] == 1
    assert len(content["notes"]) == 1
    assert list(content["changes"][0]) == [column.name for column in CHANGES.columns]
    assert content["changes"][0]["old"] == "true"
    assert content["changes"][0]["updated_at"] == "2026-10-01T08:00:00.000Z"
    assert content["changes"][2]["change"] == "unseen"
    assert content["changes"][2]["field"] is None


def test_csv_is_the_table_of_changes() -> None:
    """The columns are those of the schema, and a formula is made a text."""
    rows = list(csv.DictReader(io.StringIO(render_csv(diff()), newline="")))

    assert list(rows[0]) == [column.name for column in CHANGES.exported]
    assert [row["field"] for row in rows] == ["is_enabled", "name", ""]
    assert rows[1]["new"] == "'=1+1\ufffd"
    assert ",=1+1" in render_csv(diff(), raw=True)


def test_the_same_snapshots_give_the_same_bytes() -> None:
    """Nothing depends on the order in which something was found."""
    assert render_json(diff()) == render_json(diff())
    assert render_csv(diff()) == render_csv(diff())
