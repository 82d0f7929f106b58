import pandas as pd
import pytest
from demo_documents import incoming, numbered, outgoing
from pandas.testing import assert_frame_equal
from tables import frames_of, snapshot_of

from rcaudit.errors import SnapshotError
from rcaudit.frames.frames import Frames
from rcaudit.frames.schema import READINESS, TABLES
from rcaudit.snapshot.snapshot import Snapshot

NAMES = [name for name in TABLES if name != "findings"]


@pytest.mark.parametrize("name", NAMES)
def test_gives_each_table_by_its_name(name: str) -> None:
    """A table is an attribute, and the same by its name."""
    frames = frames_of(incoming("a"))

    assert getattr(frames, name) is frames.table(name)


@pytest.mark.parametrize("name", NAMES)
def test_has_every_column_without_documents(name: str) -> None:
    """A workspace without integrations has the same tables, empty."""
    empty, full = frames_of().table(name), frames_of(outgoing("a")).table(name)

    assert empty.empty
    assert list(empty) == [column.name for column in TABLES[name].columns]
    assert empty.dtypes.astype(str).tolist() == full.dtypes.astype(str).tolist()


def test_refuses_a_name_that_is_no_table() -> None:
    """There is no table but those of the schema; findings come from checks."""
    with pytest.raises(KeyError, match="findings"):
        frames_of().table("findings")


def test_reads_the_documents_once() -> None:
    """The tables are made together when the first is asked for."""
    snapshot = snapshot_of(incoming("a"))
    calls = []

    def read() -> object:
        calls.append("read")
        return snapshot.records()

    frames = Frames(Snapshot(snapshot.manifest, read))
    assert calls == []
    assert len(frames.integrations) == len(frames.integrations) == 1
    assert len(frames.scripts) == 0
    assert calls == ["read"]


def test_makes_tables_of_more_documents_than_it_reads_at_a_time() -> None:
    """Documents are read some at a time, and none is lost between."""
    frames = frames_of(*({**document, "channel": ["#a"]} for document in numbered(1201)))

    ids = [f"id{number:04}" for number in range(1201)]
    assert frames.integrations["integration_id"].tolist() == ids
    assert frames.channels["integration_id"].tolist() == ids
    assert frames.integrations.index.equals(pd.RangeIndex(1201))


def test_sorts_rows_by_id() -> None:
    """A snapshot made in memory need not be sorted; its tables are."""
    documents = [
        outgoing(key, urls=[f"https://{key}.example", "https://z.example"], script=key)
        for key in "abcdefgh"
    ]
    shuffled = documents[5:] + documents[4::-1]

    for name in NAMES:
        table = frames_of(*documents).table(name)
        pd.testing.assert_frame_equal(frames_of(*shuffled).table(name), table)


def test_keeps_documents_whose_id_is_twice_or_missing() -> None:
    """No row is dropped or merged; those without an id come last."""
    frames = frames_of(
        {"type": "webhook-incoming", "name": "none"},
        incoming("b", name="first"),
        incoming("a"),
        incoming("b", name="second"),
    )

    assert frames.integrations["name"].tolist() == ["a", "first", "second", "none"]


def test_belongs_to_the_caller() -> None:
    """Changing a table changes it for this object alone."""
    snapshot = snapshot_of(incoming("a"))
    snapshot.frames.integrations["mine"] = 1

    assert "mine" in snapshot.frames.integrations
    assert "mine" not in Frames(snapshot).integrations


def test_knows_the_manifest() -> None:
    """The manifest's time is the tables' now."""
    snapshot = snapshot_of()

    assert snapshot.frames.manifest is snapshot.manifest


def test_says_what_it_holds() -> None:
    """The representation names the workspace and the number of integrations."""
    assert repr(frames_of(incoming("a"))) == "<Frames of chat.example.com: 1 integrations>"


def test_reports_a_damaged_snapshot() -> None:
    """What reading the documents reports comes through, each time."""

    def read() -> object:
        raise SnapshotError("damaged")

    frames = Frames(Snapshot(snapshot_of().manifest, read))

    for _ in range(2):
        with pytest.raises(SnapshotError, match="damaged"):
            frames.table("urls")


def test_tells_the_facts_of_scripts_without_reading_them() -> None:
    """They are the table's columns but for the verdicts, also once those are there."""
    frames = frames_of(incoming("a", script="x = 1", scriptEnabled=True))
    verdicts = [column.name for column in READINESS]

    before = frames.script_facts
    assert_frame_equal(before, frames.scripts.drop(columns=verdicts))
    assert_frame_equal(before, frames.script_facts)
