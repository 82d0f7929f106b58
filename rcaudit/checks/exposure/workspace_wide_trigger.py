"""Integration hears the whole workspace.

What it does
    Flags outgoing integrations, switched on, that listen to all public channels, or to an event
    that no choice of rooms narrows: a room is created or archived, an account is created.

Why it matters
    The receiver learns of every room or account that there is or will be, also of those that
    were made after somebody approved the integration.

How to fix it
    Name the channels that it needs. Where the whole workspace is meant, as for a welcome
    message, mute the finding with that reason.
"""

import pandas as pd

from rcaudit.checks.finding import check, found, told
from rcaudit.checks.listening import WORKSPACE_EVENTS, listening, listening_to
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.MEDIUM)
def workspace_wide_trigger(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations that listen to all public channels or to events of the workspace."""
    public = listening_to("all_public_channels", frames)
    integrations = listening(frames)
    heard = told(integrations["event"], WORKSPACE_EVENTS)
    wide = integrations.assign(heard=heard)[heard.notna()]
    return pd.concat(
        [
            found(
                public,
                "Receives " + public["heard"] + " all public channels.",
                resource="all_public_channels",
            ),
            found(
                wide,
                "Receives " + wide["heard"] + " in the workspace.",
                resource=wide["event"].astype(object),
            ),
        ]
    )
