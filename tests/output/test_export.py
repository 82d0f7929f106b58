import csv
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

import pytest
from demo_documents import incoming, outgoing
from tables import TAKEN_AT, snapshot_of

from rcaudit.errors import ConfigError, LockedError, OutputError, SnapshotError
from rcaudit.frames.schema import TABLES
from rcaudit.output.export import Format, export_snapshot
from rcaudit.snapshot.files import locked
from rcaudit.snapshot.snapshot import Record, Snapshot

FORMATS = get_args(Format)
NAME = "20260301T123000000Z"


def sample() -> Snapshot:
    """Return a snapshot that fills every table."""
    return snapshot_of(
        incoming("a", script="x", channel=["#general"], _createdBy={"_id": "u", "username": "ann"}),
        outgoing("b", urls=["https://ci.example.com"], triggerWords=["=build"], new={"x": 1}),
    )


SOUND = "class Script { process_incoming_request() { return {}; } }\n"


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def seen(out: Path) -> set[str]:
    """Return what a reader sees in a folder of exports."""
    return {path.name for path in out.iterdir() if not path.name.startswith(".")}


def run(code: str, *arguments: object, **options: Any) -> "subprocess.CompletedProcess[str]":
    """Run code in a process of its own, after what it needs to export the sample."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        **options,
    )


@pytest.mark.parametrize("format_", FORMATS)
def test_writes_every_table_and_the_manifest(tmp_path: Path, format_: Format) -> None:
    """A folder named by the snapshot's time has a file for each table, and `latest` shows it."""
    folder = export_snapshot(sample(), tmp_path / "deep" / "out", format=format_)

    assert folder == tmp_path / "deep" / "out" / NAME
    assert set(contents(folder)) == {f"{name}.{format_}" for name in TABLES} | {"manifest.json"}
    assert seen(folder.parent) == {NAME, "latest"}
    assert (folder.parent / "latest").resolve() == folder.resolve()


def test_writes_the_columns_of_the_schema(tmp_path: Path) -> None:
    """Each CSV file has the schema's columns in order, and the rows of its table."""
    folder = export_snapshot(sample(), tmp_path)

    for table in TABLES.values():
        with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file)
        assert header == [column.name for column in table.exported]
        assert len(lines) >= (2 if table.name == "integrations" else 1)


@pytest.mark.parametrize("format_", FORMATS)
def test_writes_the_same_bytes_for_the_same_snapshot(tmp_path: Path, format_: Format) -> None:
    """Exports of one snapshot are equal, whenever and wherever they are made."""
    first = contents(export_snapshot(sample(), tmp_path / "one", format=format_))

    assert contents(export_snapshot(sample(), tmp_path / "other", format=format_)) == first


def test_replaces_an_earlier_export_of_the_snapshot(tmp_path: Path) -> None:
    """The folder is the last export's, whatever format the one before was in."""
    export_snapshot(sample(), tmp_path, format="jsonl")
    folder = export_snapshot(sample(), tmp_path)

    assert {path.suffix for path in folder.iterdir()} == {".csv", ".json"}
    assert seen(tmp_path) == {NAME, "latest"}


def test_keeps_the_exports_of_other_snapshots(tmp_path: Path) -> None:
    """Each snapshot has its folder, and `latest` is the last that was written."""
    older = sample()
    older.manifest = replace(older.manifest, taken_at=TAKEN_AT.replace(year=2025))
    export_snapshot(sample(), tmp_path)
    export_snapshot(older, tmp_path)

    assert seen(tmp_path) == {NAME, "20250301T123000000Z", "latest"}
    assert (tmp_path / "latest").readlink() == Path("20250301T123000000Z")


def test_manifest_tells_what_stands_beside_it(tmp_path: Path) -> None:
    """The manifest is the snapshot's, with the checksum of each file of the export."""
    snapshot = sample()
    folder = export_snapshot(snapshot, tmp_path)

    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = manifest.pop("files")
    assert files == {
        path.name: sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.csv")
    }
    expected = json.loads(snapshot.manifest.to_json())
    assert expected.pop("files") == {}
    assert manifest == expected


@pytest.mark.parametrize(("raw", "word"), [(False, "'=build"), (True, "=build")])
def test_guards_formulas_unless_raw(tmp_path: Path, raw: bool, word: str) -> None:
    """A text that a spreadsheet would take for a formula has an apostrophe in front."""
    folder = export_snapshot(sample(), tmp_path, raw=raw)

    lines = (folder / "trigger_words.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].endswith(f",0,{word}")


def test_leaves_scripts_out(tmp_path: Path) -> None:
    """The text of a script is in no file, but for the lines that a rule objects to."""
    folder = export_snapshot(snapshot_of(incoming("a", script=SOUND + "// Marked\n")), tmp_path)

    assert not any(b"Marked" in content for content in contents(folder).values())


@pytest.mark.parametrize("umask", [0o022, 0o027, 0o077])
def test_obeys_the_umask(tmp_path: Path, umask: int) -> None:
    """Folders and files of an export are as open as others that the user makes."""
    before = os.umask(umask)
    try:
        folder = export_snapshot(sample(), tmp_path / "out")
    finally:
        os.umask(before)

    for path in (tmp_path / "out", folder):
        assert stat.S_IMODE(path.stat().st_mode) == 0o777 & ~umask
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask


def test_refuses_a_format_that_is_none(tmp_path: Path) -> None:
    """The error names the formats that there are, and nothing is made."""
    with pytest.raises(ConfigError, match=r"'ods'.*csv, jsonl, parquet, xlsx"):
        export_snapshot(sample(), tmp_path / "out", format="ods")  # type: ignore[arg-type] # on purpose
    assert not (tmp_path / "out").exists()


EXPORT = """
import sys
from datetime import UTC, datetime
from rcaudit.errors import RcauditError
from rcaudit.snapshot.snapshot import Snapshot
documents = [{"_id": f"{n:06}", "name": "x" * 50, "script": f"{n}"} for n in range(3000)]
snapshot = Snapshot.from_documents(documents, taken_at=datetime(2026, 3, 1, 12, 30, tzinfo=UTC))
def export(out, format):
    from rcaudit.output.export import export_snapshot
    try:
        export_snapshot(snapshot, out, format=format)
    except RcauditError as error:
        print(f"{type(error).__name__}: {error}")
"""


def test_names_the_extra_that_a_format_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its package a format is refused before anything is written."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(ConfigError) as caught:
        export_snapshot(sample(), tmp_path / "out", format="parquet")

    message = "The format parquet needs pyarrow: pip install 'rcaudit[parquet]'"
    assert str(caught.value) == message
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("format_", ["csv", "jsonl", "xlsx"])
def test_needs_no_package_for_other_formats(tmp_path: Path, format_: str) -> None:
    """What is not Parquet is written without any extra."""
    hidden = "sys.modules['pyarrow'] = sys.modules['openpyxl'] = None\n"

    result = run(EXPORT + hidden + "export(sys.argv[1], sys.argv[2])", tmp_path / "out", format_)

    assert (result.stdout, result.stderr) == ("", "")
    assert seen(tmp_path / "out") == {NAME, "latest"}


@pytest.mark.parametrize("format_", FORMATS)
def test_leaves_nothing_when_the_disk_is_full(tmp_path: Path, format_: str) -> None:
    """A file that cannot be written whole ends in an error, and in no folder."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"

    result = run(EXPORT + limit + "export(sys.argv[1], sys.argv[2])", tmp_path / "out", format_)

    assert result.stdout.startswith("OutputError: Cannot write ")
    assert "File too large" in result.stdout
    assert result.stderr == ""
    assert seen(tmp_path / "out") == set()


def test_leaves_the_last_export_when_the_disk_is_full(tmp_path: Path) -> None:
    """What was there before an export that failed is still there, and still the latest."""
    folder = export_snapshot(sample(), tmp_path)
    before = contents(folder)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"

    run(EXPORT + limit + "export(sys.argv[1], 'csv')", tmp_path)

    assert contents(tmp_path / "latest") == before
    assert seen(tmp_path) == {NAME, "latest"}


KILLED = """
import os, signal
import rcaudit.snapshot.snapshot as source
manifest_text = source.Manifest.to_json
def die(self):
    os.kill(os.getpid(), signal.SIGKILL)
source.Manifest.to_json = die
"""


def test_shows_nothing_of_an_export_that_was_killed(tmp_path: Path) -> None:
    """Killed before its last file, an export is not seen, and the next one is not in its way."""
    result = run(EXPORT + KILLED + "export(sys.argv[1], 'csv')", tmp_path)

    assert result.returncode == -signal.SIGKILL
    assert seen(tmp_path) == set()
    export_snapshot(sample(), tmp_path)
    assert seen(tmp_path) == {NAME, "latest"}


def test_refuses_a_folder_that_is_a_file(tmp_path: Path) -> None:
    """The error names what stands in the way."""
    (tmp_path / "out").touch()

    with pytest.raises(OutputError, match="out"):
        export_snapshot(sample(), tmp_path / "out")


def test_refuses_a_latest_that_is_no_link(tmp_path: Path) -> None:
    """What somebody else made is not replaced."""
    (tmp_path / "latest").mkdir()

    with pytest.raises(OutputError, match="latest"):
        export_snapshot(sample(), tmp_path)
    assert (tmp_path / "latest").is_dir()


def test_refuses_to_write_beside_another_export(tmp_path: Path) -> None:
    """The second of two runs is refused, and told the first one's process."""
    with (
        locked(tmp_path),
        subprocess.Popen(
            [sys.executable, "-c", EXPORT + "export(sys.argv[1], 'csv')", tmp_path],
            stdout=subprocess.PIPE,
            text=True,
        ) as other,
    ):
        message, _ = other.communicate(timeout=60)

    assert message.startswith(f"LockedError: Another run (process {os.getpid()}) ")
    assert seen(tmp_path) == set()


def test_is_refused_while_another_process_exports(tmp_path: Path) -> None:
    """A lock that another process holds is respected, and gone when that process is."""
    hold = (
        "import sys\nfrom pathlib import Path\nfrom rcaudit.snapshot.files import locked\n"
        "with locked(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, tmp_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(LockedError, match=rf"process {other.pid}\b"):
            export_snapshot(sample(), tmp_path)
        other.kill()

    export_snapshot(sample(), tmp_path)
    assert seen(tmp_path) == {NAME, "latest"}


def test_writes_nothing_of_a_damaged_snapshot(tmp_path: Path) -> None:
    """A snapshot is read before anything is written."""

    def read() -> Iterator[Record]:
        yield from sample().records()
        raise SnapshotError("damaged")

    with pytest.raises(SnapshotError, match="damaged"):
        export_snapshot(Snapshot(sample().manifest, read), tmp_path)
    assert seen(tmp_path) == set()
