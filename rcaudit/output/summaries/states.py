"""Enabled and disabled: how many, since when, and what nobody has looked after."""

import pandas as pd

from rcaudit.frames.frames import Frames
from rcaudit.output.summaries.columns import days_since, describe, is_true
from rcaudit.output.summaries.summary import Summary
from rcaudit.output.tally import status, tally

_COLUMNS = (
    *("name", "direction", "creator_username", "created_on", "days_since_saved"),
    "integration_id",
)
_SAME_SAVE = pd.Timedelta(minutes=1)


def count_states(frames: Frames) -> Summary:
    """Count the integrations by direction and state.

    Returns:
        Index `direction`, columns `enabled`, `disabled` and `share_enabled` (per cent).
    """
    integrations = frames.integrations
    counts = tally(
        integrations["direction"], status(integrations["is_enabled"]), ("enabled", "disabled")
    )
    share = 100 * counts["enabled"] / counts.sum(axis="columns")
    shares = counts.assign(share_enabled=share.round().astype("int64"))
    return Summary(shares.rename_axis("direction"))


def list_long_disabled(frames: Frames, *, days: int = 365) -> Summary:
    """List the disabled integrations that nobody saved for so many days, the longest first."""
    rows = _with_days(frames)
    return describe(
        rows.loc[~is_true(rows["is_enabled"]) & (rows["days_since_saved"] >= days)],
        _COLUMNS,
        sort_by=("updated_at",),
    )


def list_never_touched(frames: Frames, *, days: int = 365) -> Summary:
    """List the enabled integrations that nobody saved since they were made, so many days ago."""
    rows = _with_days(frames)
    # The server sets the two times one after the other: they differ by some milliseconds.
    is_as_made = rows["updated_at"].isna() | (rows["updated_at"] - rows["created_at"] < _SAME_SAVE)
    return describe(
        rows.loc[is_true(rows["is_enabled"]) & is_as_made & (rows["days_since_saved"] >= days)],
        _COLUMNS,
        sort_by=("created_at",),
    )


def _with_days(frames: Frames) -> pd.DataFrame:
    rows = frames.integrations
    saved = rows["updated_at"].fillna(rows["created_at"])
    return rows.assign(days_since_saved=days_since(saved, frames).astype("Int64"))
