"""Rows counted by two of their properties, for figures and tables."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

NONE = "(none)"
"""What stands where a text is missing."""


def tally(rows: "pd.Series[Any]", parts: "pd.Series[Any]", order: Sequence[str]) -> pd.DataFrame:
    """Count by row and part: one row for each value of `rows`, the largest first.

    Args:
        rows: What each thing is counted under; a missing value is counted under `NONE`.
        parts: What it is a part of; a missing value is counted under `NONE`.
        order: The columns that the result has in any case, in their order. Others follow.
    """
    pairs = pd.DataFrame({"row": as_text(rows), "part": as_text(parts)})
    counts = pd.crosstab(pairs["row"], pairs["part"]).rename_axis(columns=None)
    others = sorted(set(counts.columns) - set(order))
    counts = counts.reindex(columns=[*order, *others], fill_value=0).astype("int64")
    # Two stable sorts: by name, and by size where that differs.
    sizes = counts.sum(axis="columns").sort_index().sort_values(ascending=False, kind="stable")
    return counts.reindex(sizes.index)


def as_text(values: "pd.Series[Any]") -> "pd.Series[str]":
    """Return the values as texts, `NONE` for those that are missing or empty."""
    text = values.astype("string[python]").fillna(NONE)
    return text.where(text != "", NONE).astype(object)


def keep_largest(counts: pd.DataFrame, top: int, others: str) -> pd.DataFrame:
    """Return the first so many rows, and a last one that adds up the rest.

    Args:
        counts: Counts, the largest first.
        top: How many rows to keep.
        others: What the last row is called; `{}` in it becomes the number of rows in it.
    """
    if len(counts) <= top + 1:
        return counts
    rest = counts.iloc[top:]
    summed = rest.sum().to_frame(others.format(f"{len(rest):,}")).T
    return pd.concat([counts.iloc[:top], summed]).astype("int64")


def status(is_enabled: "pd.Series[Any]") -> "pd.Series[str]":
    """Return `enabled` or `disabled` for each; what is not known to be on is off."""
    return is_enabled.fillna(value=False).map({True: "enabled", False: "disabled"}).astype(object)
