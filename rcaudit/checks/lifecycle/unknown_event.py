"""Integration waits for an event that is not known.

What it does
    Flags outgoing integrations whose event is missing or none of those that servers up to 8.x
    know: sendMessage, fileUploaded, roomArchived, roomCreated, roomJoined, roomLeft, userCreated.

Why it matters
    Either the server never fires it, and the integration is dead, or it is a new event, and the
    other checks cannot tell what it hears.

How to fix it
    Choose an event and save it, or delete it. Where the server is newer than this catalogue, see
    what the event does.
"""

import pandas as pd

from rcaudit.checks.finding import check, found
from rcaudit.checks.listening import ROOM_EVENTS, WORKSPACE_EVENTS
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.INFO)
def unknown_event(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select outgoing integrations of other events than the known ones."""
    integrations = frames.integrations
    outgoing = integrations[integrations["direction"] == "outgoing"]
    rows = outgoing[~outgoing["event"].isin([*ROOM_EVENTS, *WORKSPACE_EVENTS])]
    events = rows["event"].astype("string[python]")
    waits = ("waits for '" + events + "', which is").fillna("names")
    return found(rows, "It " + waits + " no event that is known.")
