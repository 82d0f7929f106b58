"""The tables that are asked for apart: accounts, and what integrations did."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from rcaudit.frames.arrays import make_frame
from rcaudit.frames.schema import Table
from rcaudit.frames.values import Fields, read_values


def make_collected(table: Table, rows: Iterable[Mapping[str, Any]], workspace: str) -> pd.DataFrame:
    """Return the table's DataFrame, sorted, from rows that are keyed by column.

    A column that a row does not have, or whose value is of another type than the column's, is
    missing in that row.
    """
    rows = list(rows)
    nowhere: Fields = {}
    columns: dict[str, list[Any]] = {}
    for column in table.columns:
        values = [row.get(column.name) for row in rows]
        values = read_values(values, column.name, column.kind, nowhere)
        if column.kind == "list":
            values = [None if value is None else json.dumps(value) for value in values]
        columns[column.name] = values
    frame = make_frame(table, columns, workspace)
    return frame.sort_values(list(table.sort_by), kind="stable", ignore_index=True)
