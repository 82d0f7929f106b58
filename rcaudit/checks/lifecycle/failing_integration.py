"""Calls of the integration fail.

What it does
    Flags outgoing integrations, switched on, of whose calls in the server's memory at least half
    (`failing_share`) failed, where there are three or more (`failing_calls`).

Why it matters
    Its receiver is gone, refuses it, or cannot be reached, and nobody has noticed. What should
    have happened did not. If the receiver's domain has lapsed, somebody else can take it and
    will receive the messages.

How to fix it
    See its history in the administration's pages. Correct the address or the script, or delete
    the integration.
"""

import pandas as pd

from rcaudit.checks.finding import check, enabled, found, is_true
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.MEDIUM, "activity")
def failing_integration(frames: Frames, thresholds: Thresholds) -> pd.DataFrame:
    """Select integrations of whose calls many failed."""
    activity = frames.activity
    assert activity is not None, "the check says that it needs it"  # noqa: S101 - for mypy
    known = activity["integration_id"].isin(frames.integrations["integration_id"])
    calls = activity[known & activity["happened_at"].notna() & activity["has_error"].notna()]
    failed = is_true(calls["has_error"]).groupby(calls["integration_id"])
    counts = failed.agg(["sum", "size"]).reset_index()
    is_failing = counts["sum"] >= thresholds.failing_share * counts["size"]
    has_enough = counts["size"] >= thresholds.failing_calls
    rows = enabled(counts[is_failing & has_enough & (counts["sum"] > 0)], frames)
    told = rows["sum"].astype(str) + " of " + rows["size"].astype(str)
    return found(rows, told + " calls failed.")
