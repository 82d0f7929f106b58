"""Integration receives what happens in all private rooms.

What it does
    Flags outgoing integrations, switched on, whose channels include all_private_groups, for
    events that have a room (messages, uploads, joining and leaving).

Why it matters
    What is written in rooms that only members may read goes to a receiver that none of them
    knows of, for every private room that there is or will be.

How to fix it
    Name the private rooms that need it, and tell their members.
"""

import pandas as pd

from rcaudit.checks.finding import check, found
from rcaudit.checks.listening import listening_to
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.HIGH)
def private_room_forwarding(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations that listen to all private rooms."""
    rows = listening_to("all_private_groups", frames)
    return found(
        rows, "Receives " + rows["heard"] + " all private rooms.", resource="all_private_groups"
    )
