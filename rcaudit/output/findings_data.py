"""Findings as programs read them: JSON, CSV, and the annotations of GitHub's workflows."""

import json
from typing import Any

import pandas as pd

from rcaudit.checks.audit import Audit
from rcaudit.checks.severity import Severity
from rcaudit.frames.schema import FINDINGS
from rcaudit.output import formats
from rcaudit.output.plain import name_of, one_line
from rcaudit.output.workflow_commands import render_command
from rcaudit.snapshot.manifest import format_time

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render_json(audit: Audit) -> str:
    """Return the whole audit as one JSON object: counts, findings, skipped checks, mutes."""
    content = {
        "workspace": audit.workspace,
        "taken_at": format_time(audit.taken_at),
        "counts": {severity.value: count for severity, count in audit.counts().items()},
        "muted_count": audit.muted_count,
        "findings": _records(audit.findings),
        "skipped": _records(audit.skipped),
        "mutes": _records(audit.mutes),
    }
    return json.dumps(content, indent=2) + "\n"


def render_csv(audit: Audit, *, raw: bool = False) -> str:
    """Return the findings as the export's `findings.csv` has them.

    Args:
        audit: What was found.
        raw: Leave texts that a spreadsheet takes for formulas as they are.
    """
    return formats.render_csv(FINDINGS, audit.findings, raw=raw)


def render_github(audit: Audit) -> str:
    """Return a workflow command for each finding that no mute covers, and each skipped check.

    GitHub shows them as annotations of the run.
    """
    unmuted = audit.findings[~audit.findings["is_muted"].astype(bool)]
    lines = [_annotate(row) for row in _records(unmuted)]
    lines += [
        render_command("notice", row["reason"], title=f"skipped: {row['check']}")
        for row in _records(audit.skipped)
    ]
    return "".join(f"{line}\n" for line in lines)


def _annotate(row: dict[str, Any]) -> str:
    name = name_of(row["integration_name"], row["integration_id"])
    return render_command(
        _COMMANDS[Severity(row["severity"]).sarif_level],
        f"{name}: {one_line(row['message'])}",
        title=f"{row['severity']}: {row['check']}",
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object)
    plain = plain.where(plain.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]
