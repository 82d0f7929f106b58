"""Columns of plain values made into DataFrames whose dtypes do not depend on them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from rcaudit.frames.growing import CATEGORY_DTYPE, grow
from rcaudit.frames.schema import Column, Table


class GrowingTable:
    """A table that grows by some rows at a time; each column is kept as small as its dtype."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._length = 0
        self._columns = {
            column.name: grow(column) for column in table.columns if column.name != "workspace"
        }

    def extend(self, columns: Mapping[str, list[Any]]) -> None:
        """Append rows, given by column.

        Args:
            columns: The values of each column but the workspace; None is a missing value, a time
                an aware datetime. A column that is left out is missing in these rows.
        """
        length = len(next(iter(columns.values()), []))
        for name, column in self._columns.items():
            values = columns.get(name)
            if values is None or (values and values[0] is None and values.count(None) == length):
                column.skip(length)
            else:
                column.extend(values)
        self._length += length

    def to_frame(self, workspace: str) -> pd.DataFrame:
        """Return the DataFrame: every column of the schema, in its order.

        The columns are handed over, so the table cannot grow any more.

        Args:
            workspace: What the column `workspace` says.
        """
        arrays: dict[str, Any] = {"workspace": _repeat(workspace, self._length)}
        for column in self._table.columns:
            if column.name in self._columns:
                arrays[column.name] = self._columns.pop(column.name).to_array()
        return pd.DataFrame(arrays, copy=False)


def make_frame(table: Table, columns: Mapping[str, list[Any]], workspace: str) -> pd.DataFrame:
    """Return the table's DataFrame of these values; see `GrowingTable`."""
    growing = GrowingTable(table)
    growing.extend(columns)
    return growing.to_frame(workspace)


def make_array(column: Column, values: list[Any]) -> Any:
    """Return the values as the column's dtype; None is a missing value, a time is a datetime."""
    growing = grow(column)
    growing.extend(values)
    return growing.to_array()


def plain_values(column: "pd.Series[Any]") -> Any:
    """Return a column's values as an array of objects; None is a missing value."""
    values = column.astype(object)
    return values.where(values.notna(), None).to_numpy()


def _repeat(text: str, length: int) -> Any:
    codes = np.zeros(length, dtype=np.int8)
    return pd.Categorical.from_codes(codes, categories=pd.Index([text], dtype=CATEGORY_DTYPE))
