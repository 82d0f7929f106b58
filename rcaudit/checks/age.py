"""How long ago integrations were saved."""

from typing import Any

import pandas as pd

from rcaudit.frames.frames import Frames


def days_since_saved(integrations: pd.DataFrame, frames: Frames) -> "pd.Series[Any]":
    """Return whole days from the last save, or the creation, to the snapshot; else missing."""
    saved = integrations["updated_at"].fillna(integrations["created_at"])
    days: pd.Series[Any] = (pd.Timestamp(frames.manifest.taken_at) - saved).dt.days
    return days
