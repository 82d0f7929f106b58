"""What outgoing integrations listen to: their event, and the scope of their channels."""

import pandas as pd

from rcaudit.frames.frames import Frames
from rcaudit.output.tally import as_text

EVENT_SCOPES = (
    *("named room", "named user", "all public channels", "all private groups"),
    *("all direct messages", "whole workspace", "other", "none"),
)
"""From the narrowest to the widest; `whole workspace` is that of an event which has no channel."""

WORKSPACE_EVENTS = ("roomArchived", "roomCreated", "userCreated")
"""Events that come from the whole workspace, whatever channels the integration names."""

_NAMES = {"room": "named room", "user": "named user"}


def find_event_scopes(frames: Frames) -> pd.DataFrame:
    """Return one row per outgoing integration and scope that it listens to.

    Columns: `integration_id`, `event` and `scope`, one of `EVENT_SCOPES`.
    """
    integrations = frames.integrations
    outgoing = integrations.loc[integrations["direction"] == "outgoing"]
    scopes = frames.channels[["integration_id", "channel_scope"]].drop_duplicates()
    pairs = outgoing[["integration_id", "event"]].merge(scopes, on="integration_id", how="left")
    scope = pairs["channel_scope"].astype("string[python]").replace(_NAMES).str.replace("_", " ")
    scope = scope.fillna("none").mask(pairs["event"].isin(WORKSPACE_EVENTS), "whole workspace")
    result = pd.DataFrame(
        {
            "integration_id": pairs["integration_id"],
            "event": as_text(pairs["event"]),
            "scope": scope.astype(object),
        }
    )
    return result.drop_duplicates(ignore_index=True)
