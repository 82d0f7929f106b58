from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest

from rcaudit.frames.arrays import make_frame
from rcaudit.frames.schema import DTYPES, TABLES, Column, Table


def table_of(kind: Any) -> Table:
    """Return a table of one column of the kind."""
    columns = (Column("workspace", "category", "", "."), Column("value", kind, "", "."))
    return Table("table", "One row per value.", columns, ("value",))


VALUES: dict[str, list[Any]] = {
    "text": ["b", "", "a"],
    "category": ["b", "a", "b"],
    "boolean": [True, False, True],
    "integer": [2, 0, -1],
    "time": [datetime(1, 1, 1, tzinfo=UTC), datetime(2024, 2, 29, 1, 2, 3, 4, tzinfo=UTC)],
    "list": ["[]", '["a"]'],
}


@pytest.mark.parametrize("kind", DTYPES)
@pytest.mark.parametrize("gap", ["none", "first", "last", "all"])
def test_makes_the_column_of_its_kind(kind: str, gap: str) -> None:
    """Values stand in a column of the schema's dtype, whatever is missing."""
    values = {
        "none": VALUES[kind],
        "first": [None, *VALUES[kind]],
        "last": [*VALUES[kind], None],
        "all": [None, None],
    }[gap]

    column = make_frame(table_of(kind), {"value": list(values)}, "w")["value"]

    assert column.dtype == DTYPES[kind]
    assert [None if pd.isna(value) else value for value in column] == values


@pytest.mark.parametrize("name", TABLES)
def test_makes_an_empty_table(name: str) -> None:
    """A table without rows has every column, of its dtype."""
    frame = make_frame(TABLES[name], {}, "w")

    assert frame.empty
    assert frame.dtypes.astype(str).to_dict() == {
        column.name: pd.Series([], dtype=column.dtype).dtype.name for column in TABLES[name].columns
    }


def test_fills_columns_that_are_left_out() -> None:
    """What is not given is missing, and every row names the workspace."""
    frame = make_frame(TABLES["findings"], {"check": ["a", "b"]}, "chat.example.com")

    assert frame["workspace"].tolist() == ["chat.example.com"] * 2
    assert frame.drop(columns=["workspace", "check"]).isna().all(axis=None)
    assert list(frame) == [column.name for column in TABLES["findings"].columns]


def test_holds_any_text_in_a_category() -> None:
    """Categories are Python's own texts, also where pyarrow is installed; it refuses some."""
    column = make_frame(table_of("category"), {"value": ["\ud800", "a"]}, "w")["value"]

    assert column.cat.categories.tolist() == ["a", "\ud800"]
    assert column.cat.categories.dtype.storage == "python"
