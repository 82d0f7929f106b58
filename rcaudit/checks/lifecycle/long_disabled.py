"""Integration has been off for long.

What it does
    Flags integrations that are off and were last saved more than a year ago
    (`long_disabled_after_days`).

Why it matters
    It still holds a token, addresses and a script, and one click switches it on again.

How to fix it
    Delete it.
"""

import pandas as pd

from rcaudit.checks.age import days_since_saved
from rcaudit.checks.finding import check, found, is_false
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.INFO)
def long_disabled(frames: Frames, thresholds: Thresholds) -> pd.DataFrame:
    """Select disabled integrations that were saved long ago."""
    integrations = frames.integrations[is_false(frames.integrations["is_enabled"])]
    days = days_since_saved(integrations, frames)
    is_old = days > thresholds.long_disabled_after_days
    days_told = days[is_old].astype(int).astype(str)
    return found(integrations[is_old], "Is off, and was last saved " + days_told + " days ago.")
