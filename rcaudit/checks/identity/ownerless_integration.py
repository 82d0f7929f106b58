"""Nobody is known to have created the integration.

What it does
    Flags integrations, switched on, without a creator: neither an id nor a name.

Why it matters
    There is nobody to ask what it is for, who has its address, and whether it may go. Such
    integrations come from imports, from very old servers, or from a change in the database.

How to fix it
    Find out who needs it. Create it anew under an account that somebody answers for, and delete
    the old one.
"""

import pandas as pd

from rcaudit.checks.finding import check, enabled, found
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.MEDIUM)
def ownerless_integration(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations without a creator."""
    integrations = enabled(frames.integrations, frames)
    named = integrations[["creator_id", "creator_username"]].fillna("")
    rows = integrations[(named == "").all(axis="columns")]
    return found(rows, "Nobody is known to have created it.")
