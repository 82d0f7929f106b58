"""Accounts: who made integrations, whom they post as, and what hangs on one account."""

from typing import Literal

import pandas as pd

from rcaudit.frames.frames import Frames
from rcaudit.output.summaries.columns import account_names, describe, is_true, number
from rcaudit.output.summaries.summary import Summary
from rcaudit.output.tally import NONE, status, tally

_STEPS = (1, 3, 5, 10, 20)


def count_creators(
    frames: Frames, *, by: Literal["enabled", "disabled", "total"] = "total"
) -> Summary:
    """Count the integrations by the account that created them.

    Args:
        frames: The tables.
        by: The column to sort by, the largest first.

    Returns:
        Index `creator`, columns `enabled`, `disabled` and `total`.
    """
    integrations = frames.integrations
    counts = tally(
        account_names(integrations, "creator"),
        status(integrations["is_enabled"]),
        ("enabled", "disabled"),
    )
    table = counts.assign(total=counts.sum(axis="columns")).rename_axis("creator")
    return Summary(table.sort_values(by, ascending=False, kind="stable"))


def list_concentration(frames: Frames) -> Summary:
    """List how many integrations the busiest creators made together.

    Returns:
        Columns `accounts` (the first so many), `integrations` and `share` (per cent of all).
    """
    created = count_creators(frames)["total"].drop(index=NONE, errors="ignore")
    steps = [step for step in _STEPS if step < len(created)] + [len(created)] * (len(created) > 0)
    made = [int(created.iloc[:step].sum()) for step in steps]
    total = len(frames.integrations)
    table = pd.DataFrame(
        {
            "accounts": steps,
            "integrations": made,
            "share": [round(100 * number / total) for number in made],
        }
    )
    return number(table.astype("int64"))


def list_ownerless(frames: Frames) -> Summary:
    """List the integrations of which no creator is known, neither by name nor by id."""
    rows = frames.integrations
    return describe(
        rows.loc[account_names(rows, "creator") == NONE],
        (
            *("name", "direction", "is_enabled", "poster_username"),
            *("created_on", "updated_on", "integration_id"),
        ),
    )


def list_other_posters(frames: Frames) -> Summary:
    """List how often a creator let integrations post as another account.

    Returns:
        Columns `poster`, `creators` (how many accounts did so), `integrations` and `enabled`,
        the largest first.
    """
    rows = _with_accounts(frames)
    others = rows.loc[rows["poster"] != rows["creator"]]
    groups = others.groupby("poster")
    table = pd.DataFrame(
        {
            "creators": groups["creator"].nunique(),
            "integrations": groups.size(),
            "enabled": groups["is_enabled"].sum(),
        }
    ).astype("int64")
    by_size = table.sort_values("integrations", ascending=False, kind="stable")
    return number(by_size.reset_index())


def count_posters(frames: Frames) -> Summary:
    """Count what stops when an account is deleted: the server disables all that post as it.

    Returns:
        Index `poster`, columns `stops` (enabled ones), `incoming` and `outgoing` of these, and
        `is_creator_of` (how many integrations the account made), the largest first.
    """
    rows = _with_accounts(frames)
    running = rows.loc[rows["is_enabled"] & (rows["poster"] != NONE)]
    counts = tally(running["poster"], running["direction"], ("incoming", "outgoing"))
    created = rows["creator"].value_counts()
    table = counts[["incoming", "outgoing"]].copy()
    table.insert(0, "stops", counts.sum(axis="columns"))
    table["is_creator_of"] = created.reindex(table.index, fill_value=0).astype("int64")
    return Summary(table.rename_axis("poster"))


def _with_accounts(frames: Frames) -> pd.DataFrame:
    rows = frames.integrations
    return pd.DataFrame(
        {
            "creator": account_names(rows, "creator"),
            "poster": account_names(rows, "poster"),
            "direction": rows["direction"],
            "is_enabled": is_true(rows["is_enabled"]),
        }
    )
