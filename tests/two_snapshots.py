"""Snapshots to compare: of made-up documents, redacted as a fetch does it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rcaudit.frames.changes import diff_snapshots
from rcaudit.frames.diff import Diff
from rcaudit.snapshot.manifest import Counts, Manifest, Visibility
from rcaudit.snapshot.redaction import REDACTION_VERSION, Document, redact
from rcaudit.snapshot.secret import FingerprintKey
from rcaudit.snapshot.snapshot import Record, Snapshot, save_snapshot

MONDAY = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 3, 3, 0, tzinfo=UTC)
KEY, OTHER_KEY = FingerprintKey(bytes(32)), FingerprintKey(bytes(range(32)))
WHOLE = Visibility(incoming_reach="all", outgoing_reach="all")


def records_of(
    *documents: Document,
    key: FingerprintKey = KEY,
    listed: Collection[str] = (),
    keep_scripts: bool = True,
) -> list[Record]:
    """Return records of the documents; those `listed` are what the list gave."""
    pairs = [redact(document, key, keep_scripts=keep_scripts) for document in documents]
    return [
        Record(pair.document, "list" if pair.document.get("_id") in listed else "get", pair.removed)
        for pair in pairs
    ]


def manifest_of(count: int, key: FingerprintKey = KEY, **fields: Any) -> Manifest:
    """Return the manifest of a whole snapshot of Monday."""
    defaults: dict[str, Any] = {
        "workspace": "chat.example.org",
        "workspace_url": "https://chat.example.org",
        "taken_at": MONDAY,
        "server_version": "8.4.0",
        "visibility": WHOLE,
        "counts": Counts(reported=count, listed=count, fetched=count),
        "key_id": key.key_id,
        "redaction_version": REDACTION_VERSION,
    }
    return Manifest(**defaults | fields)


def snapshot_of(
    *documents: Document,
    key: FingerprintKey = KEY,
    listed: Collection[str] = (),
    has_scripts: bool = True,
    **fields: Any,
) -> Snapshot:
    """Return a snapshot of the documents in memory; `fields` go to its manifest."""
    records = records_of(*documents, key=key, listed=listed, keep_scripts=has_scripts)
    manifest = manifest_of(len(records), key, has_scripts=has_scripts, **fields)
    return Snapshot(manifest, lambda: iter(records))


def save(folder: Path, *documents: Document, **fields: Any) -> Snapshot:
    """Save a snapshot of the documents, sorted by id, into a folder of its own."""
    records = records_of(*sorted(documents, key=lambda document: str(document["_id"])))
    folder.parent.mkdir(parents=True, exist_ok=True)
    manifest = manifest_of(len(records), **fields)
    return save_snapshot(folder, manifest, [record.to_line() for record in records])


def night(old: Snapshot, new: Snapshot) -> Diff:
    """Compare a snapshot of Monday with one that is taken for Tuesday's."""
    later = Snapshot(replace(new.manifest, taken_at=TUESDAY), new.records)
    return diff_snapshots(old, later)


def told(diff: Diff) -> list[tuple[str, str, str | None, str | None]]:
    """Return the changed fields: id, field, old and new; None is a missing value."""
    columns = ["integration_id", "field", "old", "new"]
    rows = diff.changes[columns].astype(object)
    rows = rows.where(rows.notna(), None)
    return list(rows.itertuples(index=False, name=None))
