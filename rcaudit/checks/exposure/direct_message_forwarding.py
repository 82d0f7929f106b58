"""Integration receives all direct messages.

What it does
    Flags outgoing integrations, switched on, whose channels include all_direct_messages, for
    events that have a room (messages, uploads, joining and leaving).

Why it matters
    Every private conversation of the workspace leaves it, unknown to those who write. That is
    seldom intended and hardly ever allowed by data-protection rules.

How to fix it
    Delete the integration, or name the rooms that it needs. Where the law demands an archive,
    use the server's own export and mute the finding with that reason.
"""

import pandas as pd

from rcaudit.checks.finding import check, found
from rcaudit.checks.listening import listening_to
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.CRITICAL)
def direct_message_forwarding(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations that listen to all direct messages."""
    rows = listening_to("all_direct_messages", frames)
    return found(
        rows,
        "Receives " + rows["heard"] + " all direct conversations.",
        resource="all_direct_messages",
    )
