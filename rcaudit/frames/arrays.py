"""Columns of plain values made into DataFrames whose dtypes do not depend on them."""

from typing import Any

import numpy as np
import pandas as pd

from rcaudit.frames.schema import Column, Table


def make_frame(table: Table, columns: dict[str, list[Any]], workspace: str) -> pd.DataFrame:
    """Return the table's DataFrame: every column of the schema, in its order.

    Args:
        table: The table's schema.
        columns: The values of each column but the workspace; None is a missing value. A column
            that is left out is empty. They are taken out of the dict as they are used, to save
            memory.
        workspace: What the column `workspace` says.
    """
    length = len(next(iter(columns.values()), []))
    columns["workspace"] = [workspace] * length
    return pd.DataFrame(
        {
            column.name: make_array(column, columns.pop(column.name, [None] * length))
            for column in table.columns
        },
        copy=False,
    )


def make_array(column: Column, values: list[Any]) -> Any:
    """Return the values as the column's dtype; None is a missing value."""
    if column.kind == "category":
        return _make_category(values)
    if column.kind == "time":
        text = pd.Series(values, dtype=object)
        return pd.to_datetime(text, format="ISO8601", errors="coerce", utc=True).dt.as_unit("us")
    dtype: Any = column.dtype
    return pd.array(values, dtype=dtype)


def _make_category(values: list[Any]) -> pd.Categorical:
    names = sorted({value for value in values if value is not None})
    numbers = {name: number for number, name in enumerate(names)} | {None: -1}
    codes: Any = np.fromiter(map(numbers.__getitem__, values), dtype=np.int32, count=len(values))
    return pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype="str"))
