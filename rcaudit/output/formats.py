"""Tables as CSV, JSON Lines and Parquet."""

import csv
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from rcaudit.frames.schema import Table
from rcaudit.output.cells import cell, in_chunks, in_rows, storable


def write_csv(frame: pd.DataFrame, path: Path, *, raw: bool) -> None:
    """Write a table as RFC 4180 has it: comma, CRLF, quotes where needed; UTF-8.

    Missing values are empty, times ISO 8601 in UTC with milliseconds, booleans true and false.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(frame.columns)
        for columns in in_chunks(frame):
            cells = [[cell(value, raw=raw) for value in values] for values in columns]
            writer.writerows(zip(*cells, strict=True))


def render_csv(table: Table, frame: pd.DataFrame, *, raw: bool) -> str:
    """Return a table's columns for files as the text that `write_csv` writes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{table.name}.csv"
        write_csv(frame[[column.name for column in table.exported]], path, raw=raw)
        return path.read_bytes().decode("utf-8")


def write_jsonl(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as JSON Lines: an object a row, null for what is missing; UTF-8."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in in_rows(frame):
            file.write(encode(row) + "\n")


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet, with the dtypes of its columns."""
    with path.open("wb") as file:
        try:
            frame.to_parquet(file, engine="pyarrow", index=False)
        except UnicodeEncodeError:
            file.truncate(0)
            file.seek(0)
            _storable_frame(frame).to_parquet(file, engine="pyarrow", index=False)


def _storable_frame(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({name: _storable_column(frame[name]) for name in frame})


def _storable_column(column: "pd.Series[Any]") -> "pd.Series[Any]":
    if not isinstance(column.dtype, pd.CategoricalDtype | pd.StringDtype):
        return column
    texts: pd.Series[Any] = column.astype(object).map(storable, na_action="ignore")
    dtype: Any = column.dtype.name
    return texts.astype(dtype)
