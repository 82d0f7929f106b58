import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from full_disk import files_end_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept import TAKEN_AT, lines_of, manifest_of, record_of

from rcaudit.errors import OutputError, SnapshotError
from rcaudit.frames.frames import Frames
from rcaudit.snapshot.manifest import Gap
from rcaudit.snapshot.snapshot import (
    ACCOUNTS_NAME,
    Record,
    Snapshot,
    load_snapshot,
    save_snapshot,
)

DOCUMENTS, MANIFEST = "documents.jsonl.gz", "manifest.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a snapshot of three integrations is."""
    folder = tmp_path / "history" / "20260301T123015250Z"
    save_snapshot(folder, manifest_of(3), lines_of("a", "b", "c"))
    return folder


def sign(folder: Path, *, without: str = "", **files: bytes) -> None:
    """Write files into a snapshot's folder, and have its manifest say that they belong there."""
    manifest = json.loads((folder / MANIFEST).read_text())
    for name, data in ((name.replace("_", "."), data) for name, data in files.items()):
        (folder / name).write_bytes(data)
        manifest["files"][name] = hashlib.sha256(data).hexdigest()
    manifest["files"].pop(without, None)
    (folder / MANIFEST).write_text(json.dumps(manifest))


def ids_of(snapshot: Snapshot) -> list[str]:
    """Return the ids of a snapshot's documents, in their order."""
    return [document["_id"] for document in snapshot.documents()]


def test_a_snapshot_is_loaded_as_it_was_saved(folder: Path) -> None:
    """The saved and the loaded one are alike, and can be gone through more than once."""
    saved = save_snapshot(folder, manifest_of(3), lines_of("a", "b", "c"))
    loaded = load_snapshot(str(folder))
    records = [record_of(id_) for id_ in "abc"]
    assert list(saved.records()) == list(loaded.records()) == records
    assert ids_of(loaded) == ids_of(saved) == ["a", "b", "c"]
    assert loaded.manifest == saved.manifest
    assert loaded.path == saved.path == folder
    assert len(loaded) == 3


def test_lines_may_be_bytes(folder: Path) -> None:
    """Lines of a journal go into a snapshot as they are."""
    lines = (line.encode() for line in lines_of("a", "b"))
    assert ids_of(save_snapshot(folder, manifest_of(2), lines)) == ["a", "b"]


def test_the_same_documents_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """Neither the clock nor the folder's name is in the files."""
    save_snapshot(tmp_path / "other", manifest_of(3), lines_of("a", "b", "c"))
    for name in (DOCUMENTS, MANIFEST):
        assert (tmp_path / "other" / name).read_bytes() == (folder / name).read_bytes()
    assert (folder / DOCUMENTS).read_bytes()[4:8] == bytes(4)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(name=json_values)
def test_a_record_is_one_line_whatever_is_in_it(name: object) -> None:
    """Line ends of all alphabets and halves of surrogate pairs come back."""
    record = record_of("a", name=name)
    line = record.to_line()
    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert Record.from_line(line) == Record.from_line(line.encode()) == record


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o277], ids=lambda umask: f"umask {umask:03o}")
def test_a_snapshot_is_readable_by_its_owner_alone(tmp_path: Path, umask: int) -> None:
    """Whatever the umask."""
    before = os.umask(umask)
    try:
        save_snapshot(tmp_path / "it", manifest_of(1), lines_of("a"))
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {"it": 0o700, DOCUMENTS: 0o600, MANIFEST: 0o600}


def test_a_full_disk_leaves_the_snapshot_before(folder: Path) -> None:
    """It is an error, and nothing is half-written."""
    lines = (record_of(os.urandom(500).hex()).to_line() for _ in range(100))
    with files_end_at(5000), pytest.raises(OutputError, match="File too large"):
        save_snapshot(folder, manifest_of(100), lines)
    assert ids_of(load_snapshot(folder)) == ["a", "b", "c"]
    assert list(folder.parent.iterdir()) == [folder]


def test_records_are_read_when_they_are_asked_for(folder: Path) -> None:
    """The file is opened late, and lines after the one asked for are not looked at."""
    snapshot = load_snapshot(folder)
    first = "\n".join(lines_of(*(f"{number:05}" for number in range(2000))))
    records = snapshot.records()
    (folder / DOCUMENTS).write_bytes(gzip.compress(f"{first}\nno record\n".encode()))
    assert isinstance(records, Iterator)
    assert next(records).document["_id"] == "00000"
    with pytest.raises(SnapshotError, match="after line 2000"):
        list(records)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param(b"{", "JSONDecodeError", id="no JSON"),
        pytest.param(b"", "JSONDecodeError", id="an empty line"),
        pytest.param(b"\xff", "UnicodeDecodeError", id="no UTF-8"),
        pytest.param(b"[]", "TypeError", id="a list"),
        pytest.param(b"{}", "KeyError", id="an object without keys"),
        pytest.param(
            b'{"document":{"_id":1},"detail":"get","removed":[]}', "ValueError", id="no id"
        ),
        pytest.param(b"[" * 100_000, "RecursionError", id="nested without end"),
    ],
)
def test_a_line_that_is_no_record_is_an_error_that_says_where(
    folder: Path, line: bytes, reason: str
) -> None:
    """The file, the line and what to do are named."""
    lines = [*(line.encode() for line in lines_of("a", "b")), line]
    sign(folder, documents_jsonl_gz=gzip.compress(b"\n".join(lines) + b"\n"))
    records = load_snapshot(folder).records()
    assert [next(records).document["_id"] for _ in range(2)] == ["a", "b"]
    message = (
        rf"^{folder / DOCUMENTS} is damaged after line 2 \({reason}\): restore it from .* again"
    )
    with pytest.raises(SnapshotError, match=message):
        next(records)


@given(at=st.integers(0, 200), byte=st.integers(0, 255), is_cut=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_damage_after_loading_is_an_error_or_harmless(
    folder: Path, at: int, byte: int, *, is_cut: bool
) -> None:
    """A file cut or changed at any byte gives records or a SnapshotError, nothing else."""
    save_snapshot(folder, manifest_of(3), lines_of("a", "b", "c"))
    snapshot = load_snapshot(folder)
    data = bytearray((folder / DOCUMENTS).read_bytes())
    at %= len(data)
    if is_cut:
        del data[at:]
    else:
        data[at] = byte
    (folder / DOCUMENTS).write_bytes(data)
    try:
        records = list(snapshot.records())
    except SnapshotError:
        records = []
    assert records == [record_of(id_) for id_ in "abc"][: len(records)]


def truncate(folder: Path) -> None:
    """Cut the documents short."""
    os.truncate(folder / DOCUMENTS, 50)


def make_folder_of(name: str) -> Any:
    """Return what puts a folder in a file's place."""

    def put(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return put


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        pytest.param(
            truncate,
            rf"{DOCUMENTS} is damaged: it is not what its manifest says\. Restore it",
            id="documents cut short",
        ),
        pytest.param(
            lambda folder: (folder / DOCUMENTS).unlink(),
            f"Cannot read .*{DOCUMENTS}: No such file or directory. Restore it",
            id="documents missing",
        ),
        pytest.param(
            make_folder_of(DOCUMENTS),
            f"Cannot read .*{DOCUMENTS}: Is a directory. Restore it",
            id="documents a folder",
        ),
        pytest.param(
            lambda folder: sign(folder, without=DOCUMENTS),
            f"{MANIFEST} names no {DOCUMENTS}: restore it",
            id="documents not in the manifest",
        ),
        pytest.param(
            lambda folder: (sign(folder, more=b"x"), (folder / "more").unlink()),
            "Cannot read .*/more: No such file",
            id="another file missing",
        ),
        pytest.param(
            lambda folder: (folder / MANIFEST).write_bytes(b"\xff"),
            rf"Cannot read .*{MANIFEST}: it is no UTF-8\. Restore it",
            id="manifest no UTF-8",
        ),
        pytest.param(
            make_folder_of(MANIFEST),
            rf"Cannot read .*{MANIFEST}: Is a directory\. Restore it",
            id="manifest a folder",
        ),
        pytest.param(
            lambda folder: os.truncate(folder / MANIFEST, 50),
            f"{MANIFEST} is no manifest .* restore it",
            id="manifest cut short",
        ),
        pytest.param(
            lambda folder: (folder / MANIFEST).unlink(),
            rf"There is no snapshot in .*: it has no {MANIFEST}\. Name the folder",
            id="manifest missing",
        ),
    ],
)
def test_a_damaged_snapshot_is_an_error_that_says_what_to_do(
    folder: Path, damage: Any, message: str
) -> None:
    """The file is named, and how to get a good one."""
    damage(folder)
    with pytest.raises(SnapshotError, match=message):
        load_snapshot(folder)


def test_a_file_is_no_snapshot(folder: Path) -> None:
    """Whoever names a file of the snapshot is told what to name."""
    with pytest.raises(SnapshotError, match=r"There is no snapshot in .* Name the folder"):
        load_snapshot(folder / MANIFEST)


def test_a_snapshot_can_be_made_of_documents() -> None:
    """They are taken as they are, in their order, and seem to be all there is."""
    documents = [{"_id": "b", "token": "t"}, {"_id": "a"}]
    snapshot = Snapshot.from_documents(iter(documents), workspace="x", taken_at=TAKEN_AT)
    assert list(snapshot.documents()) == list(snapshot.documents()) == documents
    assert [record.detail for record in snapshot.records()] == ["get", "get"]
    assert (len(snapshot), snapshot.path) == (2, None)
    assert snapshot.manifest.is_complete
    assert snapshot.manifest.visibility.is_whole
    assert snapshot.manifest.workspace_url == "https://x"


def test_documents_are_taken_now_where_nothing_else_is_said() -> None:
    """The time is aware."""
    before = datetime.now(UTC)
    assert before <= Snapshot.from_documents([]).manifest.taken_at <= datetime.now(UTC)


def test_the_tables_are_made_once() -> None:
    """A snapshot is the analyst's doorway to its tables."""
    snapshot = Snapshot.from_documents([])
    assert isinstance(snapshot.frames, Frames)
    assert snapshot.frames is snapshot.frames


@pytest.mark.parametrize("row", ["[]", "null", "7", '"text"', "{"])
def test_a_row_that_is_none_is_damage(tmp_path: Path, row: str) -> None:
    """Accounts and activity are objects, a line each."""
    save_snapshot(tmp_path / "s", manifest_of(), [], {ACCOUNTS_NAME: ['{"account_id":"a"}', row]})
    with pytest.raises(SnapshotError, match=r"users\.jsonl\.gz is damaged after line 1"):
        list(load_snapshot(tmp_path / "s").accounts())


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        pytest.param({}, "3 integrations, complete>", id="complete"),
        pytest.param(
            {"server_version": "8.4.0", "gaps": (Gap(code="failed", message="x"),)},
            "3 integrations, 1 gap, Rocket.Chat 8.4.0>",
            id="with a gap and a version",
        ),
    ],
)
def test_shows_what_it_holds_in_a_line(fields: dict[str, Any], shown: str) -> None:
    """Where from, when, how many, how complete."""
    snapshot = Snapshot(manifest_of(3, **fields), lambda: iter(()))
    assert repr(snapshot) == f"<Snapshot of chat.example.com at 2026-03-01 12:30 UTC: {shown}"


HOSTILE = "\x1b[2J<script>alert('x')</script>\r\n\ud83d" + "x" * 10_000


def test_a_hostile_text_cannot_spread() -> None:
    """One line, short, with nothing that a terminal would obey."""
    manifest = manifest_of(3, workspace=HOSTILE, server_version=HOSTILE)
    shown = repr(Snapshot(manifest, lambda: iter(())))
    assert shown.isprintable()
    assert len(shown) < 600


def test_shows_a_small_table_in_a_notebook() -> None:
    """Names on the left, texts on the right."""
    manifest = manifest_of(3, gaps=(Gap(code="failed", message="1 < 2"),), account_username="zoë")
    shown = Snapshot(manifest, lambda: iter(()))._repr_html_()
    texts = [unescape(text) for text in re.findall(r">([^<]+)<", shown)]
    assert dict(zip(texts[::2], texts[1::2], strict=True)) == {
        "Workspace": "chat.example.com",
        "Taken at": "2026-03-01 12:30 UTC",
        "Asked by": "zoë",
        "Rocket.Chat": "unknown",
        "Integrations": "3",
        "Complete": "no",
        "Gap: failed": "1 < 2",
    }


def test_a_hostile_text_is_no_markup_in_a_notebook() -> None:
    """Names and texts are escaped, and cut."""
    manifest = manifest_of(
        3,
        workspace=HOSTILE,
        server_version=HOSTILE,
        account_username=HOSTILE,
        gaps=(Gap(code=HOSTILE, message=HOSTILE),),
    )
    shown = Snapshot(manifest, lambda: iter(()))._repr_html_()
    assert set(re.findall(r"<(\w*)", shown)) == {"", "table", "tr", "th", "td"}
    assert len(shown) < 4000
    assert shown.encode()
