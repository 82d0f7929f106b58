"""Caller of an incoming webhook may choose the room.

What it does
    Flags incoming integrations, switched on, that let the caller name another channel than the
    one that they were made for.

Why it matters
    Whoever has the webhook's address can post into any room and to any person, in the name of
    the account that the integration posts as: a ready tool for phishing.

How to fix it
    Switch the overwriting of the destination channel off, and make one integration for each room
    that needs it.
"""

import pandas as pd

from rcaudit.checks.finding import check, enabled, found, is_true
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.MEDIUM)
def destination_override_allowed(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select incoming integrations whose caller chooses the room."""
    integrations = frames.integrations
    is_incoming = integrations["direction"] == "incoming"
    is_open = is_true(integrations["is_destination_override_allowed"])
    rows = enabled(integrations[is_incoming & is_open], frames)
    poster = rows["poster_username"].fillna("its account")
    return found(rows, "Whoever has its address can post as " + poster + " into any room.")
