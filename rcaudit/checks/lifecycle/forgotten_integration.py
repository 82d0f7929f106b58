"""Integration is on and nobody has touched it for years.

What it does
    Flags integrations, switched on, that were last saved more than two years ago
    (`forgotten_after_days`).

Why it matters
    Its token has not been rotated since then, its receiver may have changed hands, and who knew
    what it is for may be gone.

How to fix it
    Ask its creator whether it is needed. If so, regenerate the token, which also saves it; if
    not, delete it.
"""

import pandas as pd

from rcaudit.checks.age import days_since_saved
from rcaudit.checks.finding import check, enabled, found
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.LOW)
def forgotten_integration(frames: Frames, thresholds: Thresholds) -> pd.DataFrame:
    """Select enabled integrations that were saved long ago."""
    integrations = enabled(frames.integrations, frames)
    days = days_since_saved(integrations, frames)
    is_old = days > thresholds.forgotten_after_days
    days_told = days[is_old].astype(int).astype(str)
    return found(integrations[is_old], "Was last saved " + days_told + " days ago.")
