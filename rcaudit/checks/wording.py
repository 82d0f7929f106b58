"""Names of integrations, as messages give them."""

from typing import Any

import pandas as pd

from rcaudit.checks.finding import told
from rcaudit.frames.frames import Frames

_LONGEST_NAME = 60


def label(ids: "pd.Series[Any]", frames: Frames) -> Any:
    """Return for each integration's id `'name' (id)`, or the id where there is no name."""
    return told(ids, _labels(ids, frames)).fillna("one without an id")


def _labels(wanted: "pd.Series[Any]", frames: Frames) -> "pd.Series[Any]":
    # Few integrations are named, of however many there are.
    integrations = frames.integrations[["integration_id", "name"]].dropna(subset="integration_id")
    integrations = integrations[integrations["integration_id"].isin(wanted.unique())]
    integrations = integrations.drop_duplicates("integration_id")
    ids = integrations["integration_id"]
    names = integrations["name"].fillna("").str.split().str.join(" ")
    names = names.where(names.str.len() <= _LONGEST_NAME, names.str.slice(0, _LONGEST_NAME) + "…")
    texts = ("'" + names + "' (" + ids + ")").where(names != "", ids)
    return texts.astype(object).set_axis(ids)


def others(rows: pd.DataFrame, group: str, frames: Frames) -> "pd.Series[Any]":
    """Say for each row who else is in its group: `'Builds' (a1) and 3 more`.

    Rows must be sorted by integration id, and each group must have two or more.
    """
    grouped = rows.groupby(group, sort=False)["integration_id"]
    is_first = grouped.cumcount() == 0
    first = grouped.transform("first")
    second = rows[group].map(rows[grouped.cumcount() == 1].set_index(group)["integration_id"])
    other = first.where(~is_first, second)
    named: pd.Series[Any] = label(other, frames)
    more = grouped.transform("size") - 2
    return named.where(more == 0, named + " and " + more.astype(str) + " more")
