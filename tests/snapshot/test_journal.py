import errno
import threading
from pathlib import Path

import pytest
from full_disk import files_end_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept import record_of

from rcaudit.errors import OutputError, StoppedError
from rcaudit.snapshot.journal import Entry, Journal
from rcaudit.snapshot.snapshot import Record

TERMS = {"workspace": "chat.example.com", "redaction_version": 1}
IDS = ["a", "b", "c"]

same_folder_again = settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal is."""
    return tmp_path / "journal.jsonl"


def write(path: Path, *ids: str) -> bytes:
    """Write a journal with a record for each id, and return what is in the file."""
    with Journal(path, TERMS) as journal:
        for integration_id in ids:
            journal.add(record_of(integration_id, name="ünïcode\u2028" + integration_id))
    return path.read_bytes()


def read(path: Path) -> list[str]:
    """Return the ids that a continued journal still has, and check that their lines are whole."""
    with Journal(path, TERMS) as journal:
        ids = list(journal.entries)
        found = [(id_, Record.from_line(line)) for id_, line in journal.lines(ids)]
    assert [record.document["_id"] for _, record in found] == ids
    return ids


def test_tells_where_each_record_stands_and_of_which_version_it_is(path: Path) -> None:
    """The last record of an id counts; a document without a date has none."""
    first, second = record_of("a", "list"), record_of("a", _updatedAt=None)
    with Journal(path, TERMS) as journal:
        begin = path.stat().st_size
        journal.add(first)
        offset = path.stat().st_size
        assert journal.entries == {"a": Entry(begin, "2026-01-01T00:00:00.000Z", "list")}
        journal.add(second)
        assert journal.entries == {"a": Entry(offset, None, "get")}
        assert list(journal.lines(["a"])) == [("a", second.to_line().encode())]


def test_gives_the_lines_in_the_order_asked_for(path: Path) -> None:
    """Order of arrival does not matter, and adding goes on meanwhile."""
    with Journal(path, TERMS) as journal:
        for integration_id in "bac":
            journal.add(record_of(integration_id))
        given_first = []
        for integration_id, _ in journal.lines(["a", "b", "c"]):
            given_first.append(integration_id)
            journal.add(record_of("d" + integration_id))
    assert given_first == ["a", "b", "c"]
    assert read(path) == ["b", "a", "c", "da", "db", "dc"]


def test_a_journal_cut_at_any_byte_is_continued_after_its_last_whole_record(path: Path) -> None:
    """Whatever a killed run had written, a prefix of its records is there, and more can follow."""
    whole = write(path, *IDS)
    ends = [index + 1 for index, byte in enumerate(whole) if byte == ord("\n")]
    for size in range(len(whole) + 1):
        path.write_bytes(whole[:size])
        kept = IDS[: max(0, sum(end <= size for end in ends) - 1)]
        assert read(path) == kept
        write(path, "z")
        assert read(path) == [*kept, "z"]


@given(data=st.data(), junk=st.binary(min_size=1, max_size=40))
@same_folder_again
def test_nothing_after_damage_is_trusted(path: Path, data: st.DataObject, junk: bytes) -> None:
    """Bytes written over a journal leave a prefix of its records, or none, and never an error."""
    path.unlink(missing_ok=True)
    whole = write(path, *IDS)
    at = data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(whole[:at] + junk + whole[at + len(junk) :])
    before = whole[:at].count(b"\n") - 1
    assert read(path)[: max(0, before)] == IDS[: max(0, before)]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"\n", id="an empty line"),
        pytest.param(b"\x00\x00\x00\n", id="zeros, as after a power cut"),
        pytest.param(b"\xff\xfe\n", id="no UTF-8"),
        pytest.param(b'{"id":"x"}\n', id="keys missing"),
        pytest.param(b'["x"]\n', id="a list"),
        pytest.param(b'{"id":"x","detail":"get","document":"x","removed":[]}\n', id="a text"),
        pytest.param(b'{"id":"x","detail":"get","document":{},"removed":[]}\n', id="no id"),
        pytest.param(
            b'{"id":"x","detail":"get","document":{"_id":7},"removed":[]}\n', id="an id of no text"
        ),
        pytest.param(
            b'{"id":"x","detail":"guess","document":{"_id":"x"},"removed":[]}\n', id="no detail"
        ),
        pytest.param(b'{"id":"x","detail":"get","document":{"_id":"x"}}\n', id="nothing on losses"),
        pytest.param(
            b'{"id":"x","detail":"get","document":{"_id":"x"},"removed":[["y"]]}\n',
            id="half a loss",
        ),
        pytest.param(b"[" * 100_000 + b"\n", id="nested without end"),
    ],
)
def test_a_line_that_is_no_record_ends_the_journal(path: Path, line: bytes) -> None:
    """What follows a damaged line is asked for again."""
    lines = write(path, *IDS).splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], line, *lines[2:]]))
    assert read(path) == ["a"]
    assert path.read_bytes() == b"".join(lines[:2])


def test_a_journal_under_other_terms_is_begun_anew(path: Path) -> None:
    """Records that another key or other rules made are of no use."""
    write(path, *IDS)
    with Journal(path, TERMS | {"redaction_version": 2}) as journal:
        assert journal.entries == {}
    assert path.read_bytes().count(b"\n") == 1
    assert read(path) == []


def test_several_threads_may_add(path: Path) -> None:
    """No line is torn, and none is lost."""
    start = threading.Barrier(4)

    def add(journal: Journal, name: str) -> None:
        start.wait()
        for number in range(50):
            journal.add(record_of(f"{name}{number:02d}", name="x" * 500 * (number % 3)))

    with Journal(path, TERMS) as journal:
        threads = [threading.Thread(target=add, args=(journal, name)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(read(path)) == [f"{name}{number:02d}" for name in "abcd" for number in range(50)]


@pytest.mark.parametrize(
    ("room", "kept"),
    [
        pytest.param(0, [], id="before a record"),
        pytest.param(100, [], id="in the middle of a record"),
        pytest.param(300, ["a"], id="in the middle of a later one"),
    ],
)
def test_a_full_disk_keeps_what_came_before(path: Path, room: int, kept: list[str]) -> None:
    """A record that found no room is an error; those that did are kept, and more can follow."""
    with Journal(path, TERMS) as journal:
        with files_end_at(path.stat().st_size + room):
            for integration_id in kept:
                journal.add(record_of(integration_id, name="x" * 60))
            with pytest.raises(OutputError, match=r"Cannot write the journal .*: File too large\."):
                journal.add(record_of("b", name="x" * 60))
        assert list(journal.entries) == kept
        journal.add(record_of("c"))
    assert read(path) == [*kept, "c"]


def test_a_full_disk_before_the_first_line_is_an_output_error(path: Path) -> None:
    """The journal is begun anew by the next run."""
    with files_end_at(20), pytest.raises(OutputError, match=f"Cannot write the journal {path}"):
        Journal(path, TERMS)
    assert path.stat().st_size == 20
    assert read(path) == []


def test_records_are_written_through_while_they_come(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second after the last time, the system is asked to write to the disk."""
    clock = [100.0]
    synced: list[int] = []
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    monkeypatch.setattr("os.fsync", synced.append)
    with Journal(path, TERMS) as journal:
        for seconds in (0.5, 0.6, 0.5, 0.6):
            clock[0] += seconds
            journal.add(record_of("a"))
    assert len(synced) == 2


def test_a_disk_that_refuses_to_be_written_through_leaves_no_gap(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record is an error; the next one stands where it is said to stand."""

    def refuse(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with Journal(path, TERMS) as journal:
        with monkeypatch.context() as broken:
            broken.setattr("time.monotonic", lambda: 1e9)  # long after the last time
            broken.setattr("os.fsync", refuse)
            with pytest.raises(OutputError, match="Input/output error"):
                journal.add(record_of("a", name="x" * 60))
        journal.add(record_of("b", name="y" * 60))
        [(_, line)] = journal.lines(["b"])
    assert Record.from_line(line).document["_id"] == "b"
    assert read(path) == ["b"]


def test_a_folder_in_the_journals_place_is_an_output_error(path: Path) -> None:
    """The message names the path."""
    path.mkdir()
    with pytest.raises(OutputError, match=f"Cannot write the journal {path}: Is a directory"):
        Journal(path, TERMS)


def test_a_closed_journal_takes_no_record(path: Path) -> None:
    """A thread that is late learns that its run has ended."""
    journal = Journal(path, TERMS)
    with journal:
        pass
    with pytest.raises(StoppedError):
        journal.add(record_of("a"))
    assert read(path) == []


def test_is_readable_by_its_owner_alone(path: Path) -> None:
    """What is redacted may still be confidential."""
    write(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_is_gone_after_removal(path: Path) -> None:
    """Removing what is gone already is no error."""
    with Journal(path, TERMS) as journal:
        pass
    journal.remove()
    assert not path.exists()
    journal.remove()


def test_a_journal_that_cannot_be_removed_is_an_output_error(path: Path) -> None:
    """The message says what to do."""
    with Journal(path, TERMS) as journal:
        pass
    path.unlink()
    path.mkdir()
    with pytest.raises(OutputError, match="Delete it yourself"):
        journal.remove()
