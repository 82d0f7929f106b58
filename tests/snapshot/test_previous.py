from pathlib import Path
from typing import Any

import pytest
from demo_documents import incoming
from hypothesis import given
from hypothesis import strategies as st

from rcaudit.snapshot.journal import Journal
from rcaudit.snapshot.previous import Reusable
from rcaudit.snapshot.snapshot import Record, Snapshot

MORNING, EVENING = "2024-05-01T08:00:00.000Z", "2024-05-01T18:00:00.000Z"


def record(key: str, updated_at: Any = MORNING, detail: Any = "get", **fields: Any) -> Record:
    """Return a record of an integration."""
    return Record(incoming(key, _updatedAt=updated_at, **fields), detail, [])


def snapshot(*records: Record) -> Snapshot:
    """Return a snapshot of these records."""
    made = Snapshot.from_documents([])
    return Snapshot(made.manifest, lambda: iter(records))


@pytest.fixture
def journal(tmp_path: Path):
    """An empty journal."""
    with Journal(tmp_path / "journal.jsonl", {}) as journal:
        yield journal


@pytest.mark.parametrize(
    ("previous", "journaled", "updated_at", "expected"),
    [
        pytest.param([record("a")], [], MORNING, True, id="unchanged since the snapshot"),
        pytest.param([record("a")], [], EVENING, False, id="changed since the snapshot"),
        pytest.param([record("b")], [], MORNING, False, id="new"),
        pytest.param([record("a", None)], [], None, False, id="undated"),
        pytest.param([record("a", 3)], [], 3, False, id="no date"),
        pytest.param([record("a", detail="list")], [], MORNING, False, id="a stand-in"),
        pytest.param([], [record("a")], MORNING, True, id="in the journal"),
        pytest.param([], [record("a")], EVENING, False, id="changed since the journal"),
        pytest.param(
            [record("a")], [record("a", EVENING)], MORNING, False, id="the journal is newer"
        ),
        pytest.param([], [record("a", detail="list")], MORNING, False, id="a journaled stand-in"),
        pytest.param(
            [record("a")],
            [record("a", EVENING, "list")],
            MORNING,
            True,
            id="a journaled stand-in of a version that is gone",
        ),
    ],
)
def test_what_need_not_be_asked_for_again(journal, previous, journaled, updated_at, expected):
    """The same version, got by itself; what the journal got goes before the snapshot's."""
    for entry in journaled:
        journal.add(entry)
    reusable = Reusable(journal, snapshot(*previous))
    assert reusable.has("a", updated_at) is expected


def test_without_a_snapshot_nothing_is_reusable(journal):
    """A first run."""
    reusable = Reusable(journal, None)
    assert not reusable.has("a", MORNING)
    assert list(reusable.lines({"a"})) == []


@given(data=st.data())
def test_lines_are_those_asked_for_sorted_and_once_each(data, tmp_path_factory):
    """From journal and snapshot together, the journal's first."""
    ids = st.sets(st.text("abz0é", min_size=1, max_size=3))
    old, new, extra = data.draw(ids), data.draw(ids), data.draw(ids)
    wanted = {key for key in old | new if data.draw(st.booleans())} | (extra - old - new)
    path = tmp_path_factory.mktemp("journal") / "journal.jsonl"
    with Journal(path, {}) as journal:
        for key in data.draw(st.permutations(sorted(new))):
            journal.add(record(key, alias="new"))
        reusable = Reusable(journal, snapshot(*[record(key, alias="old") for key in sorted(old)]))
        records = [Record.from_line(line) for line in reusable.lines(wanted)]
    found = {entry.document["_id"]: entry.document["alias"] for entry in records}
    assert [entry.document["_id"] for entry in records] == sorted(wanted & (old | new))
    assert found == {key: "new" if key in new else "old" for key in wanted & (old | new)}
