"""The sample that is committed."""

import gzip
import json
from pathlib import Path
from typing import Any

import rcaudit
from rcaudit.demo.sample import sample_folder, write_sample


def contents(folder: Path) -> dict[str, Any]:
    """Return what is in a sample's files, whoever compressed them."""
    found: dict[str, Any] = {
        path.name: gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in folder.iterdir()
    }
    found["manifest.json"] = json.loads(found["manifest.json"]) | {"files": None}
    return found


def test_is_what_the_generator_makes(tmp_path):
    """After a change of the generator or of redaction it has to be written again."""
    written = write_sample(tmp_path / "sample")
    assert contents(tmp_path / "sample") == contents(sample_folder())
    assert (
        written.manifest.files.keys()
        == rcaudit.load_snapshot(sample_folder()).manifest.files.keys()
    )


def test_can_be_read_by_everybody(tmp_path):
    """Unlike any other snapshot: there is nothing secret in it."""
    write_sample(tmp_path / "sample")
    assert (tmp_path / "sample").stat().st_mode & 0o777 == 0o755
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "sample").iterdir()} == {0o644}
