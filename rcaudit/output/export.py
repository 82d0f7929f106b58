"""Tables and manifest as files, whole or not at all."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import pandas as pd

from rcaudit.errors import ConfigError
from rcaudit.frames.arrays import make_frame
from rcaudit.frames.schema import FINDINGS, TABLES
from rcaudit.output.cells import write_csv, write_xlsx
from rcaudit.snapshot.files import locked, point_to, whole_folder
from rcaudit.snapshot.history import snapshot_name
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
    points to it. The same snapshot gives the same bytes. In CSV and XLSX a text that a
    spreadsheet would take for a formula gets a leading apostrophe.

    Args:
        snapshot: What to write.
        out: The folder that holds one folder for each export.
        format: csv (UTF-8, RFC 4180), jsonl, parquet (needs pyarrow) or xlsx (needs openpyxl).
        raw: Leave texts that look like formulas as they are.

    Returns:
        The new folder.

    Raises:
        ConfigError: The format needs a package that is not installed.
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
            (draft / MANIFEST_NAME).write_text(snapshot.manifest.to_json(), encoding="utf-8")
        point_to(out / LATEST_NAME, target)
    return target


def _tables(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    empty = make_frame(FINDINGS, {}, snapshot.manifest.workspace)
    return {
        name: empty if table is FINDINGS else snapshot.frames.table(name)
        for name, table in TABLES.items()
    }


def _writer(name: Format, *, raw: bool) -> Callable[[pd.DataFrame, Path], None]:
    if name in _NEEDS:
        package, extra = _NEEDS[name]
        try:
            __import__(package)
        except ImportError as error:
            raise ConfigError(
                f"--format {name} needs {package}: pip install 'rcaudit[{extra}]'"
            ) from error
    writers: dict[Format, Callable[[pd.DataFrame, Path], None]] = {
        "csv": partial(write_csv, raw=raw),
        "xlsx": partial(write_xlsx, raw=raw),
        "jsonl": _write_jsonl,
        "parquet": _write_parquet,
    }
    return writers[name]


_NEEDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"parquet": ("pyarrow", "parquet"), "xlsx": ("openpyxl", "xlsx")}
)


def _write_jsonl(frame: pd.DataFrame, path: Path) -> None:
    frame.to_json(path, orient="records", lines=True, date_format="iso", force_ascii=False)


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path, engine="pyarrow", index=False)
