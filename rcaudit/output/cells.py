"""A table's values as files hold them: plain, storable, and no formulas."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

_ROWS_AT_A_TIME = 5000
_FORMULA = re.compile(r"[\t\r\n]|[\s\"']*[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""What some spreadsheet takes for a formula, as OWASP's page on CSV injection lists it.

Quotes and white space in front are what some programs take away as they import."""


def in_chunks(frame: pd.DataFrame) -> Iterator[list[list[Any]]]:
    """Go through a table some rows at a time, each time with the plain values of every column.

    Values are text, bool, int or None for what is missing; times are ISO 8601 in UTC with
    milliseconds. A lone surrogate, which no file can hold, is replaced by U+FFFD.
    """
    # A whole column made into Python's values takes several times its memory.
    for start in range(0, len(frame), _ROWS_AT_A_TIME):
        rows = frame.iloc[start : start + _ROWS_AT_A_TIME]
        yield [_plain_values(rows[name]) for name in rows]


def in_rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Go through the rows of a table, as plain values by column."""
    names = [str(name) for name in frame]
    for columns in in_chunks(frame):
        for values in zip(*columns, strict=True):
            yield dict(zip(names, values, strict=True))


def cell(value: Any, *, raw: bool) -> Any:
    """Return a plain value as a spreadsheet's cell: text, or an integer.

    A missing value is empty, booleans are true and false. Unless `raw`, a text that a spreadsheet
    would take for a formula gets an apostrophe in front. NUL, at which many readers of CSV stop,
    is replaced by U+FFFD.
    """
    if isinstance(value, str):
        text = value.replace("\0", "\ufffd") if "\0" in value else value
        return f"'{text}" if not raw and _FORMULA.match(text) else text
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value


def storable(text: str) -> str:
    """Return the text with lone surrogates replaced."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _plain_values(column: "pd.Series[Any]") -> list[Any]:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        times = column.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy()
        texts = np.datetime_as_string(times.astype("datetime64[ms]")).tolist()
        return [None if text == "NaT" else f"{text}Z" for text in texts]
    array: Any = column.array
    values = array.to_numpy(dtype=object, na_value=None).tolist()
    return [storable(value) if isinstance(value, str) else value for value in values]
