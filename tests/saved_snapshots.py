"""Snapshots of made-up workspaces, saved as a fetch saves them."""

from datetime import UTC, datetime
from pathlib import Path

from rcaudit.demo.generate import generate_workspace
from rcaudit.snapshot.manifest import Counts, Manifest, Visibility
from rcaudit.snapshot.redaction import redact
from rcaudit.snapshot.secret import FingerprintKey
from rcaudit.snapshot.snapshot import Record, Snapshot, save_snapshot

KEY = FingerprintKey(bytes(32))


def save_generated(folder: Path, integrations: int) -> Snapshot:
    """Save a snapshot of a generated workspace with so many integrations."""
    documents = sorted(
        generate_workspace(integrations=integrations).integrations,
        key=lambda document: str(document["_id"]),
    )
    manifest = Manifest(
        workspace="chat.example.org",
        workspace_url="https://chat.example.org",
        taken_at=datetime(2026, 11, 12, 6, tzinfo=UTC),
        server_version="8.4.0",
        visibility=Visibility(incoming_reach="all", outgoing_reach="all", total=integrations),
        counts=Counts(reported=integrations, listed=integrations, fetched=integrations),
    )
    pairs = (redact(document, KEY) for document in documents)
    return save_snapshot(
        folder,
        manifest,
        [Record(document, "get", removed).to_line() for document, removed in pairs],
    )
