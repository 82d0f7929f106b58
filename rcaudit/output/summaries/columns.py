"""Columns that several summaries show, and how: days as text, missing texts as `(none)`."""

from collections.abc import Sequence

import pandas as pd

from rcaudit.frames.frames import Frames
from rcaudit.output.summaries.summary import Summary
from rcaudit.output.tally import as_text

_DAYS = {"created_on": "created_at", "updated_on": "updated_at"}


def describe(
    rows: pd.DataFrame, columns: Sequence[str], sort_by: Sequence[str] = ("name",)
) -> Summary:
    """Return these columns of some integrations, sorted and numbered from 1.

    Args:
        rows: Rows of `integrations`, with further columns where others are asked for.
        columns: Names of columns; `created_on` and `updated_on` are the days of `…_at`.
        sort_by: Columns of `rows` to sort by; the id decides between equals.
    """
    ordered = rows.sort_values([*sort_by, "integration_id"], na_position="last")
    return number(Summary({name: _show(ordered, name) for name in columns}))


def number(table: pd.DataFrame) -> Summary:
    """Return the table with its rows numbered from 1."""
    return Summary(table.set_axis(pd.RangeIndex(1, len(table) + 1)))


def is_true(values: "pd.Series[bool]") -> "pd.Series[bool]":
    """Return the values as plain booleans; a missing one is false."""
    return values.fillna(value=False).astype(bool)


def account_names(integrations: pd.DataFrame, role: str) -> "pd.Series[str]":
    """Return what the account in a role (`creator` or `poster`) is called; its id where unnamed."""
    names = integrations[f"{role}_username"].replace("", pd.NA)
    return as_text(names.fillna(integrations[f"{role}_id"]))


def days_since(moments: "pd.Series[pd.Timestamp]", frames: Frames) -> "pd.Series[int]":
    """Return how many full days before the snapshot each moment was; missing where it is."""
    return (pd.Timestamp(frames.manifest.taken_at) - moments).dt.days


def _show(rows: pd.DataFrame, name: str) -> "pd.Series[str]":
    if name in _DAYS:
        return as_text(rows[_DAYS[name]].dt.strftime("%Y-%m-%d"))
    column = rows[name]
    is_of_numbers = pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)
    return column if is_of_numbers else as_text(column)
