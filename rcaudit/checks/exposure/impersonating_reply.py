"""Replies appear as the user who triggered them.

What it does
    Flags outgoing integrations, switched on, whose replies are posted under the name of the
    user whose message triggered them.

Why it matters
    The receiver puts words into that user's mouth. Nobody can tell its messages from the
    user's own, and neither can an investigation later.

How to fix it
    Switch the impersonation of users off and let the integration post as a bot account of its own.
"""

import pandas as pd

from rcaudit.checks.finding import check, found, is_true
from rcaudit.checks.listening import listening
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.MEDIUM)
def impersonating_reply(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select outgoing integrations that reply as the user."""
    integrations = listening(frames)
    rows = integrations[is_true(integrations["is_impersonating"])]
    return found(rows, "Its replies are posted as the user who triggered them.")
