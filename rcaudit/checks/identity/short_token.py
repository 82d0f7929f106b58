"""Token of the integration is short.

What it does
    Flags integrations whose token has fewer than 20 characters (`short_token_length`), whether
    they are on or off. The server makes longer ones; a short one was typed by somebody.

Why it matters
    A token is all that guards an incoming webhook, and all by which a receiver knows the
    workspace. A short or typed one can be guessed.

How to fix it
    Regenerate the token and tell the caller or the receiver.
"""

import pandas as pd

from rcaudit.checks.finding import check, found
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.MEDIUM, "fingerprints")
def short_token(frames: Frames, thresholds: Thresholds) -> pd.DataFrame:
    """Select integrations whose token has few characters; a missing token is not judged."""
    integrations = frames.integrations
    is_short = integrations["token_length"] < thresholds.short_token_length
    rows = integrations[is_short.fillna(value=False).astype(bool)]
    length = rows["token_length"].astype(str)
    return found(rows, "Its token has " + length + " characters.")
