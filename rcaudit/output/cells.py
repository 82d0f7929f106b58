"""Cells of spreadsheets: texts that are no formulas, times and booleans that read the same."""

import csv
from pathlib import Path
from typing import Any

import pandas as pd

_ROWS_AT_A_TIME = 5000
_FORMULA = r"^(?=[=+\-@\t\r])"
"""What a spreadsheet takes for a formula, as OWASP's page on CSV injection lists it."""


def write_csv(frame: pd.DataFrame, path: Path, *, raw: bool) -> None:
    """Write a table as RFC 4180 has it: comma, CRLF, quotes where needed; UTF-8.

    Missing values are empty, times ISO 8601 in UTC with milliseconds, booleans true and false.
    """
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(frame.columns)
        # Some rows at a time: a column made into cells takes several times its memory.
        for start in range(0, len(frame), _ROWS_AT_A_TIME):
            rows = frame.iloc[start : start + _ROWS_AT_A_TIME]
            columns = [_cells(rows[name], raw=raw) for name in rows]
            writer.writerows(zip(*columns, strict=True))


def write_xlsx(frame: pd.DataFrame, path: Path, *, raw: bool) -> None:
    """Write a table as a workbook with one sheet, in cells as `write_csv` writes them."""
    cells = {name: _cells(frame[name], raw=raw) for name in frame}
    sheet = pd.DataFrame(cells, columns=frame.columns)
    for name in frame.select_dtypes("Int64"):
        sheet[name] = frame[name].reset_index(drop=True)
    # Control characters cannot stand in a workbook (XML 1.0), and a cell holds 32,767 characters.
    for name in sheet.select_dtypes(["object", "str"]):
        text = sheet[name].str.replace(
            r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", regex=True
        )
        sheet[name] = text.str.slice(0, 32767)
    sheet.to_excel(path, index=False, engine="openpyxl")


def _cells(column: "pd.Series[Any]", *, raw: bool) -> list[Any]:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        text = column.dt.strftime("%Y-%m-%dT%H:%M:%S.%f").str.slice(0, -3) + "Z"
        return _filled(text)
    if column.dtype == "boolean":
        return _filled(column.map({True: "true", False: "false"}).astype(object))
    if pd.api.types.is_integer_dtype(column.dtype):
        return _filled(column.astype(object))
    text = column.astype("string[python]")
    if not raw:
        text = text.str.replace(_FORMULA, "'", regex=True)
    return _filled(text.astype(object))


def _filled(cells: "pd.Series[Any]") -> list[Any]:
    return cells.where(cells.notna(), "").tolist()
