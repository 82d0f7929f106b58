"""`rcaudit export`."""

import csv
import json
from pathlib import Path

from rcaudit.demo.sample import sample_folder

FILES = {
    "channels.csv",
    "creators.csv",
    "findings.csv",
    "integrations.csv",
    "manifest.json",
    "script_hits.csv",
    "scripts.csv",
    "trigger_words.csv",
    "urls.csv",
}


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, as texts."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_writes_every_table_and_the_manifest_of_the_demo_workspace(run, tmp_path):
    """The main job needs no server, no settings and no arguments but where to write."""
    done = run("export", "--demo", "--out", "exports")
    assert done.status == 0
    folder = Path(done.out.strip())
    assert folder.parent == Path("exports")
    assert {path.name for path in folder.iterdir()} == FILES
    assert len(rows(folder / "integrations.csv")) == 120
    assert (tmp_path / "exports" / "latest").resolve() == folder.resolve()
    assert json.loads((folder / "manifest.json").read_text())["is_complete"] is True


def test_leaves_no_snapshot_of_the_demo_workspace_behind(run, home):
    """A demo workspace has another address each time: its snapshots would pile up."""
    run("export", "--demo")
    assert not list(home.rglob("documents.jsonl.gz"))


def test_writes_the_same_bytes_for_the_same_snapshot(run):
    """A saved snapshot can be exported again years later, and compared."""
    first, second = (
        Path(run("export", "--from", sample_folder(), "--out", name).out.strip())
        for name in ("one", "two")
    )
    assert {path.name for path in first.iterdir()} == FILES
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()


def test_asks_nothing_of_any_workspace_with_from(run, serve):
    """--from is the offline half."""
    server = serve()
    assert run("export", "--from", sample_folder()).status == 0
    assert len(server.calls) == 0


def test_exits_6_and_says_what_is_missing_for_a_partial_view(run, serve):
    """Files are written, but a scheduler must not take them for the whole."""
    serve("incoming")
    done = run("export", "--out", "exports")
    assert done.status == 6
    assert "lacks manage-outgoing-integrations" in done.err
    directions = {row["direction"] for row in rows(Path(done.out.strip()) / "integrations.csv")}
    assert directions == {"incoming"}


def test_exits_6_again_when_an_incomplete_snapshot_is_exported(run, serve):
    """What is missing travels with the snapshot."""
    serve("incoming")
    folder = run("fetch").out.strip()
    done = run("export", "--from", folder)
    assert done.status == 6
    assert "Incomplete: you see" in done.err


def test_leaves_out_scripts_when_told(run, serve):
    """--no-scripts keeps the texts off the disk."""
    serve()
    done = run("export", "--no-scripts", "--history", "history")
    assert done.status == 0
    table = rows(Path(done.out.strip()) / "scripts.csv")
    assert len(table) > 30
    assert {row["script_sha256"] for row in table} == {""}


def test_guards_formulas_unless_raw(run):
    """The sample has names that a spreadsheet would run."""
    guarded, raw = (
        [row["name"] for row in rows(Path(done.out.strip()) / "integrations.csv")]
        for done in (
            run("export", "--from", sample_folder(), "--out", "guarded"),
            run("export", "--from", sample_folder(), "--out", "raw", "--raw"),
        )
    )
    dangerous = tuple("=+-@\t\r")
    assert any(name.startswith(dangerous) for name in raw)
    assert not any(name.startswith(dangerous) for name in guarded)


def test_prints_the_folder_and_nothing_else_when_quiet(run):
    """A job's mail holds what went wrong, and is not sent where nothing did."""
    done = run("export", "--from", sample_folder(), "-q")
    assert done.err == ""
    assert {path.name for path in Path(done.out.strip()).iterdir()} == FILES


def test_refuses_to_mix_the_demo_workspace_and_a_profile(run):
    """Only one workspace is exported."""
    done = run("export", "--demo", "--profile", "prod")
    assert done.status == 2
    assert "--demo and --profile exclude each other" in done.err


def test_refuses_to_mix_a_snapshot_and_a_workspace(run):
    """--from with --demo has no meaning."""
    done = run("export", "--from", sample_folder(), "--demo")
    assert done.status == 2
    assert "--from excludes --demo" in done.err


def test_says_what_is_wrong_with_a_folder_that_holds_no_snapshot(run, tmp_path):
    """A wrong path is a user's mistake, not a bug."""
    done = run("export", "--from", tmp_path)
    assert done.status == 2
    assert str(tmp_path) in done.err
    assert "manifest.json" in done.err


def test_leaves_nothing_half_written_where_it_cannot_write(run, tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "exports").write_text("in the way")
    done = run("export", "--from", sample_folder(), "--out", "exports")
    assert done.status == 2
    assert "exports" in done.err
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["exports"]
