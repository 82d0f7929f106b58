"""Integration has no name.

What it does
    Flags integrations whose name is missing, empty or blank.

Why it matters
    In lists, logs and findings only its id tells it from others, so nobody notices that it does
    something odd.

How to fix it
    Name it for what it does and who needs it.
"""

import pandas as pd

from rcaudit.checks.finding import check, found
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.INFO)
def unnamed_integration(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations with a blank name."""
    integrations = frames.integrations
    rows = integrations[integrations["name"].fillna("").str.strip() == ""]
    return found(rows, "It has no name.")
