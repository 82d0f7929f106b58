"""Tables and manifest as files, whole or not at all."""

import hashlib
import importlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

import pandas as pd

from rcaudit.checks.catalogue import run_checks
from rcaudit.errors import ConfigError
from rcaudit.frames.schema import FINDINGS, TABLES
from rcaudit.output.formats import write_csv, write_jsonl, write_parquet
from rcaudit.output.workbook import write_xlsx
from rcaudit.snapshot.files import locked, point_to, whole_folder
from rcaudit.snapshot.history import snapshot_name
from rcaudit.snapshot.manifest import Manifest
from rcaudit.snapshot.snapshot import MANIFEST_NAME, Snapshot

Format = Literal["csv", "jsonl", "parquet", "xlsx"]
LATEST_NAME = "latest"


def export_snapshot(
    snapshot: Snapshot,
    out: str | Path,
    *,
    format: Format = "csv",  # noqa: A002 - the word that pandas and every reader uses
    raw: bool = False,
) -> Path:
    """Write every table of a snapshot, and its manifest, into a new folder in `out`.

    The folder is named by the snapshot's time and appears whole or not at all; `out/latest`
    points to it. The manifest is the snapshot's, with the checksums of the files beside it. The
    same snapshot gives the same bytes, in the place of what an earlier export of it left, in
    whatever format. In CSV and XLSX a text that a spreadsheet would take for a formula gets a
    leading apostrophe.

    Args:
        snapshot: What to write.
        out: The folder that holds one folder for each export.
        format: csv (UTF-8, RFC 4180), jsonl, parquet (needs pyarrow) or xlsx.
        raw: Leave texts that look like formulas as they are.

    Returns:
        The new folder.

    Raises:
        ConfigError: There is no such format, or it needs a package that is not installed.
        LockedError: Another export into `out` is under way.
        OutputError: The files cannot be written.
        SnapshotError: The snapshot's files are damaged.
    """
    write = _writer(format, raw=raw)
    out = Path(out)
    target = out / snapshot_name(snapshot.manifest.taken_at)
    with locked(out):
        tables = _tables(snapshot)
        with whole_folder(target) as draft:
            for name, frame in tables.items():
                columns = [column.name for column in TABLES[name].exported]
                write(frame[columns], draft / f"{name}.{format}")
            _write_manifest(snapshot.manifest, draft)
        point_to(out / LATEST_NAME, target)
    return target


def _tables(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    findings = run_checks(snapshot.frames).findings
    return {
        name: findings if table is FINDINGS else snapshot.frames.table(name)
        for name, table in TABLES.items()
    }


def _write_manifest(manifest: Manifest, folder: Path) -> None:
    files = {path.name: _sha256(path) for path in sorted(folder.iterdir())}
    text = replace(manifest, files=files).to_json()
    (folder / MANIFEST_NAME).write_text(text, encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _writer(name: str, *, raw: bool) -> Callable[[pd.DataFrame, Path], None]:
    writers: dict[str, Callable[[pd.DataFrame, Path], None]] = {
        "csv": partial(write_csv, raw=raw),
        "jsonl": write_jsonl,
        "parquet": write_parquet,
        "xlsx": partial(write_xlsx, raw=raw),
    }
    if name not in writers:
        raise ConfigError(f"There is no format {name!r}: choose one of {', '.join(writers)}.")
    if name == "parquet":
        _check_installed("pyarrow", name)
    return writers[name]


def _check_installed(package: str, name: str) -> None:
    try:
        importlib.import_module(package)
    except ImportError as error:
        raise ConfigError(
            f"The format {name} needs {package}: pip install 'rcaudit[{name}]'"
        ) from error
