"""What integrations listen to."""

import pandas as pd

from rcaudit.checks.finding import enabled, told
from rcaudit.frames.frames import Frames

ROOM_EVENTS = {
    "sendMessage": "the messages of",
    "fileUploaded": "the uploads to",
    "roomJoined": "who joins",
    "roomLeft": "who leaves",
}
"""The events that are of a room, and what a receiver hears by them."""

WORKSPACE_EVENTS = {
    "roomArchived": "every room that is archived",
    "roomCreated": "every room that is created",
    "userCreated": "every account that is created",
}
"""The events that no choice of rooms narrows, and what a receiver hears by them."""


def listening(frames: Frames) -> pd.DataFrame:
    """Return the outgoing integrations that are not switched off."""
    integrations = frames.integrations
    return enabled(integrations[integrations["direction"] == "outgoing"], frames)


def listening_to(scope: str, frames: Frames) -> pd.DataFrame:
    """Return the integrations that listen to all rooms of a kind, and in `heard` what they hear.

    An event that has no room ignores the channels. Where the event is missing or unknown, the
    channels count.
    """
    integrations = listening(frames)
    events = integrations["event"].astype(object)
    named = frames.channels.loc[frames.channels["channel_scope"] == scope, "integration_id"]
    is_heard = integrations["integration_id"].isin(named) & ~events.isin(list(WORKSPACE_EVENTS))
    heard = told(events, ROOM_EVENTS).fillna("what happens in")
    return integrations.assign(heard=heard)[is_heard]
