import logging
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from kept import TAKEN_AT, lines_of, manifest_of, record_of
from platformdirs import user_data_path

from rcaudit.errors import LockedError, OutputError, SnapshotError
from rcaudit.snapshot.history import WorkspaceHistory, default_history, snapshot_name
from rcaudit.snapshot.snapshot import Snapshot, save_snapshot

MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def store(tmp_path: Path) -> WorkspaceHistory:
    """The history of one workspace, with nothing in it."""
    return WorkspaceHistory(tmp_path / "history", "chat.example.com")


def save(store: WorkspaceHistory, taken_at: datetime, *ids: str) -> Path:
    """Save a snapshot with these documents, and return its folder."""
    folder = store.new_folder(taken_at)
    save_snapshot(folder, manifest_of(len(ids), taken_at=taken_at), lines_of(*ids))
    return folder


def ids_of(snapshot: Snapshot | None) -> list[str]:
    """Return the ids of a snapshot's documents."""
    assert snapshot is not None
    return [document["_id"] for document in snapshot.documents()]


def test_the_history_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else, or where it says nothing, it is in the platform's data folder."""
    monkeypatch.setenv("RCAUDIT_HISTORY", "/srv/audit")
    assert default_history() == Path("/srv/audit")
    monkeypatch.setenv("RCAUDIT_HISTORY", "")
    assert default_history() == user_data_path("rcaudit", appauthor=False)
    monkeypatch.delenv("RCAUDIT_HISTORY")
    assert default_history() == user_data_path("rcaudit", appauthor=False)


moments = st.datetimes(
    min_value=datetime(1000, 1, 2),  # noqa: DTZ001 - hypothesis wants bounds without a zone
    max_value=datetime(9998, 12, 30),  # noqa: DTZ001 - as above
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(-timedelta(hours=11))]),
)


@given(one=moments, other=moments)
@example(one=TAKEN_AT, other=TAKEN_AT + MILLISECOND)
@example(one=TAKEN_AT, other=TAKEN_AT.astimezone(timezone(timedelta(hours=9))))
def test_names_sort_as_time_does(one: datetime, other: datetime) -> None:
    """To the millisecond, whatever the zone."""
    times = [moment.astimezone(UTC) for moment in (one, other)]
    cut = [time.replace(microsecond=time.microsecond // 1000 * 1000) for time in times]
    names = [snapshot_name(one), snapshot_name(other)]
    assert (names[0] < names[1]) == (cut[0] < cut[1])
    assert (names[0] == names[1]) == (cut[0] == cut[1])


def test_a_snapshot_is_called_by_its_time() -> None:
    """In a form that every file system takes."""
    assert snapshot_name(TAKEN_AT) == "20260301T123015250Z"


def test_snapshots_of_one_millisecond_stay_apart(store: WorkspaceHistory) -> None:
    """Each gets a folder of its own, in the order in which they came."""
    folders = [save(store, TAKEN_AT, id_) for id_ in "abc"]
    assert [path.name for path in folders] == [
        "20260301T123015250Z",
        "20260301T123015251Z",
        "20260301T123015252Z",
    ]
    assert store.snapshot_folders() == folders
    assert ids_of(store.latest()) == ["c"]


def test_folders_are_given_oldest_first(store: WorkspaceHistory) -> None:
    """What is no snapshot's folder is passed over."""
    assert store.snapshot_folders() == []
    late, early = (save(store, TAKEN_AT + days * timedelta(days=1)) for days in (1, 0))
    for name in ("journal.jsonl", "notes", ".20260301T123015250Z.rcaudit-new.00000000"):
        (store.folder / name).mkdir()
    (store.folder / "٢٠٢٦٠٣٠١T123015250Z").mkdir()  # noqa: RUF001 - these digits are the case
    assert store.snapshot_folders() == [early, late]


def test_there_is_no_latest_of_none(store: WorkspaceHistory) -> None:
    """A workspace that was never fetched has no snapshot."""
    assert store.latest() is None


def test_the_latest_passes_over_damaged_ones(
    store: WorkspaceHistory, caplog: pytest.LogCaptureFixture
) -> None:
    """The log names each, and the newest good one is given."""
    folders = [save(store, TAKEN_AT + number * MILLISECOND, str(number)) for number in range(5)]
    (folders[2] / "documents.jsonl.gz").write_bytes(b"damaged")
    (folders[3] / "manifest.json").write_text('{"format_version": 99}')
    (folders[4] / "manifest.json").unlink()
    with caplog.at_level(logging.WARNING):
        latest = store.latest()
    assert ids_of(latest) == ["1"]
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 3
    for message, folder in zip(caplog.messages, reversed(folders[2:]), strict=True):
        assert message.startswith("Passing over a snapshot: ")
        assert str(folder) in message


def test_a_file_in_a_snapshots_place_is_passed_over(
    store: WorkspaceHistory, caplog: pytest.LogCaptureFixture
) -> None:
    """It is damaged like any other."""
    store.folder.mkdir(parents=True)
    (store.folder / snapshot_name(TAKEN_AT)).touch()
    assert store.latest() is None
    assert "There is no snapshot in" in caplog.text


@pytest.mark.parametrize(
    ("workspace", "name"),
    [
        pytest.param("chat.example.com", r"chat\.example\.com", id="a host"),
        pytest.param("chat.example.com:3000", r"chat\.example\.com_3000", id="a port"),
        pytest.param("chat.example.com/3000", r"chat\.example\.com_3000~\w{8}", id="a path"),
        pytest.param("[2001:db8::1]:3000", r"_2001_db8__1__3000~\w{8}", id="IPv6"),
        pytest.param("chat_3000", r"chat_3000~\w{8}", id="an underscore"),
        pytest.param("chat.example.com/Team", r"chat\.example\.com_Team~\w{8}", id="capitals"),
        pytest.param("..", r"\.\.~\w{8}", id="the folder above"),
        pytest.param("../x", r"\.\._x~\w{8}", id="a folder beside"),
        pytest.param("", r"~\w{8}", id="nothing"),
        pytest.param("chät\ud83d.example", r"ch_t_\.example~\w{8}", id="another alphabet"),
        pytest.param("x" * 5000, r"x{128}~\w{8}", id="a long name"),
        pytest.param("chat.example.com\n", r"chat\.example\.com_~\w{8}", id="a line end"),
    ],
)
def test_each_workspace_has_a_folder_in_the_history(
    tmp_path: Path, workspace: str, name: str
) -> None:
    """Its name is a plain one, short enough for any file system."""
    store = WorkspaceHistory(tmp_path, workspace)
    assert store.folder.parent == tmp_path
    assert re.fullmatch(name, store.folder.name)
    with store.locked():
        assert store.folder.is_dir()


@given(one=st.text("aA.:/_3~-[]", max_size=8), other=st.text("aA.:/_3~-[]", max_size=8))
@example(one="chat:3", other="chat/3")
@example(one="chat:3", other="chat_3")
@example(one="a/b_c", other="a_b/c")
@example(one="a/B", other="a/b")
def test_two_workspaces_do_not_share_a_folder(one: str, other: str) -> None:
    """Nor on a file system that does not tell capitals apart."""
    folders = {WorkspaceHistory(Path("history"), name).folder.name.lower() for name in (one, other)}
    assert len(folders) == len({one, other})


def test_a_history_is_its_owners_alone(store: WorkspaceHistory) -> None:
    """Folders and files that are made in it are nobody else's to read, whatever the umask."""
    before = os.umask(0)
    try:
        with store.locked(), store.journal({}) as journal:
            store.fingerprint_key()
            journal.add(record_of("a"))
            save(store, TAKEN_AT, "a")
            paths = [store.history, *store.history.rglob("*")]
            modes = {path.name: path.stat().st_mode & 0o777 for path in paths if path.is_dir()}
            files = {path.name: path.stat().st_mode & 0o777 for path in paths if path.is_file()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(
        ["history", "chat.example.com", "20260301T123015250Z"],
        0o700,
    )
    assert set(files) >= {"fingerprint.key", "journal.jsonl", "documents.jsonl.gz", "manifest.json"}
    assert {name for name, mode in files.items() if mode & 0o077} == set()


def test_one_run_at_a_time(store: WorkspaceHistory) -> None:
    """Another workspace of the same history is not concerned."""
    other = WorkspaceHistory(store.history, "other.example.com")
    with store.locked():
        with pytest.raises(LockedError, match=str(store.folder)):
            store.locked().__enter__()
        with other.locked():
            pass
    with store.locked():
        pass


def test_a_history_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    """Here, a file is in its place."""
    (tmp_path / "file").touch()
    store = WorkspaceHistory(tmp_path / "file", "chat.example.com")
    with pytest.raises(OutputError, match="Cannot make the folder"):
        store.locked().__enter__()
    with pytest.raises(OutputError, match="Cannot make the folder"):
        store.fingerprint_key()


def test_the_key_of_a_history_stays(store: WorkspaceHistory) -> None:
    """All workspaces of a history share it, so that a shared secret can be seen."""
    other = WorkspaceHistory(store.history, "other.example.com")
    assert store.fingerprint_key().key_id == other.fingerprint_key().key_id


def test_the_journal_is_found_again(store: WorkspaceHistory) -> None:
    """What was left behind under the same terms is there."""
    with store.locked():
        with store.journal({"x": 1}) as journal:
            journal.add(record_of("a"))
        with store.journal({"x": 1}) as journal:
            assert list(journal.entries) == ["a"]
        with store.journal({"x": 2}) as journal:
            assert list(journal.entries) == []


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        pytest.param(lambda folder: folder.touch(), "Not a directory", id="a file"),
        pytest.param(lambda folder: folder.symlink_to(folder), "Too many levels", id="a loop"),
    ],
)
@pytest.mark.parametrize("which", ["history", "folder"])
def test_a_folder_that_cannot_be_listed_is_no_empty_one(
    store: WorkspaceHistory, spoil: Callable[[Path], None], reason: str, which: str
) -> None:
    """Else everything would be asked for again, and nobody would know why."""
    place: Path = getattr(store, which)
    place.parent.mkdir(exist_ok=True)
    spoil(place)
    with pytest.raises(SnapshotError, match=f"Cannot list the snapshots in .*{reason}.*--history"):
        store.latest()
