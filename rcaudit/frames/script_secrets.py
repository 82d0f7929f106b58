"""The rows of `script_secrets`: the credentials that scripts lost before they were kept."""

from collections.abc import Sequence

from rcaudit.frames.values import Columns
from rcaudit.snapshot.snapshot import Record


def flatten_script_secrets(ids: Sequence[str | None], records: Sequence[Record]) -> Columns:
    """Return the columns of `script_secrets` but for the workspace.

    What is left out whole is no credential, and what the compiled text lost is in the script too.
    """
    found = [
        (key, removed)
        for key, record in zip(ids, records, strict=True)
        for removed in record.removed
        if removed.path == "script" and removed.kind != "left_out"
    ]
    return {
        "integration_id": [key for key, _ in found],
        "line": [removed.line for _, removed in found],
        "column": [removed.column for _, removed in found],
        "secret_kind": [removed.kind for _, removed in found],
        "secret_fingerprint": [removed.fingerprint for _, removed in found],
        "secret_length": [removed.length for _, removed in found],
    }
