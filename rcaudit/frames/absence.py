"""What a snapshot proves not to be there, because it would have shown it."""

from typing import Any

import pandas as pd

from rcaudit.snapshot.manifest import Gap, Manifest

_ARE_LISTED = frozenset({"forbidden", "failed", "accounts", "activity"})
"""Gaps in what is known of integrations, each of which is in the snapshot all the same."""


def find_hiding_gaps(manifest: Manifest) -> tuple[Gap, ...]:
    """Return the gaps that may hide whole integrations."""
    return tuple(gap for gap in manifest.gaps if gap.code not in _ARE_LISTED)


def is_absent(rows: pd.DataFrame, manifest: Manifest) -> "pd.Series[bool]":
    """Say which integrations were not there at the time of a snapshot that does not have them.

    Args:
        rows: Integrations of another snapshot that this one does not have.
        manifest: The manifest of this one.
    """
    codes = {gap.code for gap in find_hiding_gaps(manifest)}
    if not codes:
        return pd.Series(data=True, index=rows.index)
    is_later = _known(rows["created_at"] > manifest.taken_at)
    if codes != {"visibility"}:
        return is_later
    return is_later | _is_within_reach(rows, manifest)


def _is_within_reach(rows: pd.DataFrame, manifest: Manifest) -> "pd.Series[bool]":
    visibility = manifest.visibility
    reach = {"incoming": visibility.incoming_reach, "outgoing": visibility.outgoing_reach}
    reaches = rows["direction"].astype(object).map(reach)
    is_own = _known(rows["creator_id"] == (manifest.account_id or ""))
    return (reaches == "all") | ((reaches == "own") & is_own)


def _known(column: "pd.Series[Any]") -> "pd.Series[bool]":
    return column.fillna(value=False).astype(bool)
