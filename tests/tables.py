"""Frames made of documents, and what stands in them."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from rcaudit.frames.frames import Frames
from rcaudit.snapshot.redaction import Removed
from rcaudit.snapshot.snapshot import Record, Snapshot

TAKEN_AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
WORKSPACE = "chat.example.com"


def snapshot_of(*documents: dict[str, Any]) -> Snapshot:
    """Return a snapshot of these documents, as they are."""
    return Snapshot.from_documents(documents, workspace=WORKSPACE, taken_at=TAKEN_AT)


def frames_of(*documents: dict[str, Any]) -> Frames:
    """Return the frames of these documents, as they are."""
    return snapshot_of(*documents).frames


def frames_without(document: dict[str, Any], *removed: Removed, detail: Any = "get") -> Frames:
    """Return the frames of one document that lost some values."""
    record = Record(document, detail, list(removed))
    return Frames(Snapshot(snapshot_of(document).manifest, lambda: iter([record])))


def row(frame: pd.DataFrame) -> dict[str, Any]:
    """Return a table's only row; None is a missing value."""
    (values,) = rows(frame)
    return values


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows, in Python's own types; None is a missing value."""
    return [
        {name: _plain(value) for name, value in zip(frame, line, strict=True)}
        for line in frame.itertuples(index=False, name=None)
    ]


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value
