"""Findings as SARIF 2.1.0, the exchange format of static analysis (OASIS)."""

import json
from itertools import takewhile
from typing import Any, Final
from urllib.parse import quote

import pandas as pd

from rcaudit.checks.audit import Audit
from rcaudit.checks.finding import Check
from rcaudit.checks.severity import Severity
from rcaudit.output.plain import one_line
from rcaudit.output.sarif_log import make_log, make_place, make_rule
from rcaudit.snapshot.manifest import format_time

MOST_RESULTS: Final = 25_000
"""GitHub refuses a run with more, and shows 5,000 ("SARIF support for code scanning")."""


def render_sarif(audit: Audit) -> str:
    """Return a SARIF log with one run: a rule for each check, a result for each finding.

    A script's findings point into `scripts/<id>.js`, all others to `integrations/<id>.json`.
    Muted findings are results with an accepted suppression; skipped checks are notifications.
    """
    rules = {check.slug: number for number, check in enumerate(audit.checks)}
    log = make_log(
        rules=[_rule(check) for check in audit.checks],
        results=[_result(row, rules) for row in audit.findings.to_dict("records")],
        notifications=_gaps(audit),
        more={
            "automationDetails": {"id": f"rcaudit/{audit.workspace}/"},
            "properties": {"workspace": audit.workspace, "takenAt": format_time(audit.taken_at)},
        },
    )
    return json.dumps(log, indent=2) + "\n"


def _rule(check: Check) -> dict[str, Any]:
    parts = {"Why it matters": check.why, "How to fix it": check.fix}
    title, level = f"{check.title}.", check.severity.sarif_level
    properties = {
        "security-severity": check.severity.security_severity,
        "tags": ["security", check.theme],
    }
    made = make_rule(check.slug, title, what=check.what, help_parts=parts, level=level)
    return made | {"properties": properties}


def _result(row: dict[Any, Any], rules: dict[str, int]) -> dict[str, Any]:
    severity = Severity(row["severity"])
    result = {
        "ruleId": row["check"],
        "ruleIndex": rules[row["check"]],
        "level": severity.sarif_level,
        "message": {"text": one_line(row["message"])},
        "locations": [_location(row)],
        "partialFingerprints": {
            "findingId/v1": row["finding_id"],
            # The one that GitHub reads; it cannot make it itself of files that it does not have.
            "primaryLocationLineHash": f"{row['finding_id']}:1",
        },
        "properties": {
            "severity": severity.value,
            "security-severity": severity.security_severity,
        },
    }
    if isinstance(row["resource"], str):
        result["properties"]["resource"] = row["resource"]
    if row["is_muted"]:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": row["mute_reason"]}
        ]
    return result


def _location(row: dict[Any, Any]) -> dict[str, Any]:
    key = row["integration_id"] if isinstance(row["integration_id"], str) else ""
    is_script = row["resource"] == "script" if isinstance(row["resource"], str) else False
    folder, ending = ("scripts", "js") if is_script else ("integrations", "json")
    uri = f"{folder}/{quote(key, safe='', errors='replace')}.{ending}"
    place = map(int, takewhile(pd.notna, (row["line"], row["column"])))
    return {
        "physicalLocation": make_place(uri, *place),
        "logicalLocations": [
            {
                "name": one_line(row["integration_name"]) or key,
                "fullyQualifiedName": key,
                "kind": "resource",
            }
        ],
    }


def _gaps(audit: Audit) -> list[dict[str, Any]]:
    return [
        {
            "level": "warning",
            "message": {"text": f"{row['check']}: {row['reason']} (see {row['option']})."},
            "associatedRule": {"id": row["check"]},
        }
        for row in audit.skipped.to_dict("records")
    ]
