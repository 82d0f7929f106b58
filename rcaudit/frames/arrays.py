"""Columns of plain values made into DataFrames whose dtypes do not depend on them."""

from typing import Any

import numpy as np
import pandas as pd

from rcaudit.frames.schema import Column, Table


def make_frame(table: Table, columns: dict[str, list[Any]], workspace: str) -> pd.DataFrame:
    """Return the table's DataFrame: every column of the schema, in its order.

    Args:
        table: The table's schema.
        columns: The values of each column but the workspace; None is a missing value, a time an
            aware datetime. A column that is left out is empty. They are taken out of the dict as
            they are used, to save memory.
        workspace: What the column `workspace` says.
    """
    length = len(next(iter(columns.values()), []))
    arrays = {}
    for column in table.columns:
        if column.name == "workspace":
            arrays[column.name] = _repeat(column, workspace, length)
        elif column.name in columns:
            arrays[column.name] = make_array(column, columns.pop(column.name))
        else:
            arrays[column.name] = _repeat(column, None, length)
    return pd.DataFrame(arrays, copy=False)


def make_array(column: Column, values: list[Any]) -> Any:
    """Return the values as the column's dtype; None is a missing value, a time is a datetime."""
    if values and values[0] is None and values.count(None) == len(values):
        return _repeat(column, None, len(values))
    if column.kind == "category":
        return _make_category(values)
    if column.kind == "time":
        times = pd.Series(values, dtype=object)
        return pd.to_datetime(times, utc=True).dt.as_unit("us").array
    if column.kind == "integer":
        return pd.arrays.IntegerArray(*_split(values, np.int64))
    if column.kind == "boolean":
        return pd.arrays.BooleanArray(*_split(values, np.bool_))
    dtype: Any = column.dtype
    return pd.array(_as_objects(values), dtype=dtype, copy=False)


def _repeat(column: Column, value: Any, length: int) -> Any:
    if column.kind == "category":
        once: Any = _make_category([value])
    else:
        once = pd.Series([value], dtype=column.dtype).array
    return once.repeat(length)


def _as_objects(values: list[Any]) -> Any:
    # Half the time of `np.array`, which first looks for lists in the list.
    return np.fromiter(values, dtype=object, count=len(values))


def _split(values: list[Any], dtype: Any) -> tuple[Any, Any]:
    # Half the time that pandas takes to look into a list with gaps.
    filled = _as_objects(values)
    is_missing = filled == None  # noqa: E711 - numpy compares each, and `is` would not
    filled[is_missing] = 0
    return filled.astype(dtype), is_missing


def _make_category(values: list[Any]) -> pd.Categorical:
    names = sorted({value for value in values if value is not None})
    numbers = {name: number for number, name in enumerate(names)} | {None: -1}
    codes: Any = np.fromiter(map(numbers.__getitem__, values), dtype=np.int32, count=len(values))
    # Named with its storage: the plain "str" is another one where pyarrow is installed, and that
    # cannot hold every text.
    dtype = pd.StringDtype("python", na_value=np.nan)
    return pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype=dtype))
