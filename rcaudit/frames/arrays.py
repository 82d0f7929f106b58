"""Columns of plain values made into DataFrames whose dtypes do not depend on them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from rcaudit.frames.schema import Column, Table


def make_frame(table: Table, columns: dict[str, Sequence[Any]], workspace: str) -> pd.DataFrame:
    """Return the table's DataFrame: every column of the schema, in its order, sorted by its key.

    Args:
        table: The table's schema.
        columns: The values of each column but the workspace; None is a missing value. A column
            that is left out is empty. Taken out of the dict as they are used, to save memory.
        workspace: What the column `workspace` says.
    """
    length = len(next(iter(columns.values()), ()))
    arrays = {}
    for column in table.columns:
        if column.name == "workspace":
            codes = np.zeros(length, dtype=np.int8)
            arrays[column.name] = pd.Categorical.from_codes(codes, categories=[workspace])
        else:
            arrays[column.name] = make_array(column, columns.pop(column.name, None) or [None] * length)
    return pd.DataFrame(arrays, copy=False)


def make_array(column: Column, values: Sequence[Any]) -> Any:
    """Return the values as the column's dtype; None is a missing value."""
    if column.kind == "category":
        return _make_category(values)
    if column.kind == "time":
        return pd.to_datetime(
            pd.Series(values, dtype=object), format="ISO8601", errors="coerce", utc=True
        ).astype(column.dtype)
    return pd.array(values, dtype=column.dtype)


def _make_category(values: Sequence[Any]) -> pd.Categorical:
    names = sorted({value for value in values if value is not None})
    numbers = {name: number for number, name in enumerate(names)} | {None: -1}
    codes = np.fromiter(map(numbers.__getitem__, values), dtype=np.int32, count=len(values))
    return pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype="str"))
