"""Changes as programs read them: JSON and CSV."""

import json
from typing import Any

from rcaudit.frames.diff import Diff
from rcaudit.frames.schema import CHANGES
from rcaudit.output import formats
from rcaudit.output.cells import in_rows
from rcaudit.snapshot.manifest import Manifest, format_time


def render_json(diff: Diff) -> str:
    """Return the whole diff as one JSON object: the two snapshots, counts, notes, changes."""
    content = {
        "workspace": diff.workspace,
        "old": _describe(diff.old),
        "new": _describe(diff.new),
        "counts": diff.counts(),
        "notes": diff.notes,
        "changes": list(in_rows(diff.changes)),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def render_csv(diff: Diff, *, raw: bool = False) -> str:
    """Return the table of changes as an export would have it.

    Args:
        diff: What changed.
        raw: Leave texts that a spreadsheet takes for formulas as they are.
    """
    return formats.render_csv(CHANGES, diff.changes, raw=raw)


def _describe(manifest: Manifest) -> dict[str, Any]:
    return {
        "taken_at": format_time(manifest.taken_at),
        "is_complete": manifest.is_complete,
        "gaps": [gap.message for gap in manifest.gaps],
    }
