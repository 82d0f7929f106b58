"""Integration is on and never does anything.

What it does
    Flags outgoing integrations, switched on and not saved within the last 30 days
    (`never_fired_after_days`), of which the server remembers no call. The server forgets calls
    after 30 days (the index of its model IntegrationHistory).

Why it matters
    It is dead, because its channels, words or event never match, or nobody needs it. It can
    still be triggered by whoever finds out how.

How to fix it
    Ask its creator; delete it, or correct what triggers it. Integrations of rare events, such
    as the archiving of a room, can be muted with that reason.
"""

import pandas as pd

from rcaudit.checks.age import days_since_saved
from rcaudit.checks.finding import check, found
from rcaudit.checks.listening import listening
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.LOW, "activity")
def never_fired(frames: Frames, thresholds: Thresholds) -> pd.DataFrame:
    """Select integrations that were asked about and have no call."""
    activity = frames.activity
    assert activity is not None, "the check says that it needs it"  # noqa: S101 - for mypy
    integrations = listening(frames)
    ids = integrations["integration_id"]
    fired = activity.loc[activity["happened_at"].notna(), "integration_id"]
    is_new = days_since_saved(integrations, frames) <= thresholds.never_fired_after_days
    is_silent = ids.isin(activity["integration_id"]) & ~ids.isin(fired)
    return found(integrations[is_silent & ~is_new], "The server remembers no call of it.")
