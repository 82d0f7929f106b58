"""Trigger words are all empty.

What it does
    Flags outgoing integrations, switched on and triggered by messages, whose list of trigger
    words has entries, but only empty or blank ones.

Why it matters
    Such a word matches no message, so the integration never does anything, while it looks as
    if it were at work.

How to fix it
    Write the words that it should react to, or remove the empty ones if every message is meant.
"""

import pandas as pd

from rcaudit.checks.finding import check, found, is_true
from rcaudit.checks.listening import listening
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.MEDIUM)
def unusable_trigger_words(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations of messages with none but empty words."""
    integrations = listening(frames)
    words = frames.trigger_words
    anywhere = integrations.loc[is_true(integrations["is_trigger_word_anywhere"]), "integration_id"]
    # Messages are trimmed: none begins with a space, but most have one somewhere.
    looked_for = words["trigger_word"].where(
        words["integration_id"].isin(anywhere), words["trigger_word"].str.strip()
    )
    usable = words.loc[looked_for.fillna("") != "", "integration_id"]
    has_entries = (integrations["trigger_word_count"] > 0).fillna(value=False).astype(bool)
    is_of_messages = integrations["event"] == "sendMessage"
    is_usable = integrations["integration_id"].isin(usable)
    rows = integrations[is_of_messages & has_entries & ~is_usable]
    return found(rows, "All of its trigger words are empty, so it never reacts.")
