"""Trigger words are all empty.

What it does
    Flags outgoing integrations, switched on and triggered by messages, whose list of trigger
    words has entries, but only empty ones.

Why it matters
    An empty word matches no message, so the integration never does anything, while it looks as
    if it were at work.

How to fix it
    Write the words that it should react to, or remove the empty ones if every message is meant.
"""

import pandas as pd

from rcaudit.checks.finding import check, found
from rcaudit.checks.listening import listening
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.MEDIUM)
def unusable_trigger_words(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations of messages with none but empty words."""
    words = frames.trigger_words
    usable = words.loc[words["trigger_word"].fillna("") != "", "integration_id"]
    integrations = listening(frames)
    has_entries = (integrations["trigger_word_count"] > 0).fillna(value=False).astype(bool)
    is_of_messages = integrations["event"] == "sendMessage"
    is_usable = integrations["integration_id"].isin(usable)
    rows = integrations[is_of_messages & has_entries & ~is_usable]
    return found(rows, "All of its trigger words are empty, so it never reacts.")
