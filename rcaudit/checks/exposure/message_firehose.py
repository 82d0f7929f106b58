"""Integration sends every message of its channels.

What it does
    Flags outgoing integrations, switched on, that are triggered by messages and have no trigger
    words.

Why it matters
    Without a trigger word every message of its channels goes out, not only those that are meant
    for the receiver. It also costs a call for each message.

How to fix it
    Give it a trigger word. Where it must see every message, as an archive or a moderation
    service does, mute the finding with that reason.
"""

import pandas as pd

from rcaudit.checks.finding import check, found
from rcaudit.checks.listening import listening
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.MEDIUM)
def message_firehose(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations of messages without trigger words."""
    integrations = listening(frames)
    is_of_messages = integrations["event"] == "sendMessage"
    has_no_words = integrations["trigger_word_count"].fillna(0) == 0
    rows = integrations[is_of_messages & has_no_words.astype(bool)]
    rooms = rows["channel_count"].fillna(0).astype(str)
    return found(rows, "Sends every message of its channels (" + rooms + " named).")
