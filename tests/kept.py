"""Records and manifests as a run would keep them."""

from datetime import UTC, datetime
from typing import Any

from rcaudit.snapshot.manifest import Counts, Manifest
from rcaudit.snapshot.redaction import Removed
from rcaudit.snapshot.snapshot import Record

TAKEN_AT = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)


def record_of(integration_id: str, detail: Any = "get", **fields: Any) -> Record:
    """Return the record of one document that lost its token."""
    document = {"_id": integration_id, "_updatedAt": "2026-01-01T00:00:00.000Z"} | fields
    return Record(document, detail, [Removed("token", "token", "0123456789abcdef", 24)])


def lines_of(*ids: str) -> list[str]:
    """Return the line of a record for each id."""
    return [record_of(integration_id).to_line() for integration_id in ids]


def manifest_of(count: int = 0, **fields: Any) -> Manifest:
    """Return the manifest of a complete snapshot of so many documents."""
    defaults: dict[str, Any] = {
        "workspace": "chat.example.com",
        "workspace_url": "https://chat.example.com",
        "taken_at": TAKEN_AT,
        "counts": Counts(reported=count, listed=count, fetched=count),
    }
    return Manifest(**defaults | fields)
