"""Findings as SARIF 2.1.0, the exchange format of static analysis (OASIS)."""

import json
from typing import Any
from urllib.parse import quote

from rcaudit.checks.audit import Audit
from rcaudit.checks.finding import Check
from rcaudit.checks.severity import Severity
from rcaudit.output.plain import one_line
from rcaudit.snapshot.manifest import format_time, tool_version

SCHEMA_URI = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render_sarif(audit: Audit) -> str:
    """Return a SARIF log with one run: a rule for each check, a result for each finding.

    A script's findings point into `scripts/<id>.js`, all others to `integrations/<id>.json`.
    Muted findings are results with an accepted suppression; skipped checks are notifications.
    """
    rules = {check.slug: number for number, check in enumerate(audit.checks)}
    run = {
        "tool": {
            "driver": {
                "name": "rcaudit",
                "semanticVersion": tool_version(),
                "rules": [_rule(check) for check in audit.checks],
            }
        },
        "automationDetails": {"id": f"rcaudit/{audit.workspace}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _gaps(audit)}],
        "results": [_result(row, rules) for row in audit.findings.to_dict("records")],
        "properties": {"workspace": audit.workspace, "takenAt": format_time(audit.taken_at)},
    }
    log = {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(check: Check) -> dict[str, Any]:
    parts = {"Why it matters": check.why, "How to fix it": check.fix}
    return {
        "id": check.slug,
        "name": "".join(word.capitalize() for word in check.slug.split("_")),
        "shortDescription": {"text": f"{check.title}."},
        "fullDescription": {"text": check.what},
        "help": {
            "text": "\n\n".join(f"{title}: {text}" for title, text in parts.items()),
            "markdown": "\n\n".join(f"**{title}**\n\n{text}" for title, text in parts.items()),
        },
        "defaultConfiguration": {"level": check.severity.sarif_level},
        "properties": {
            "security-severity": check.severity.security_severity,
            "tags": ["security", check.theme],
        },
    }


def _result(row: dict[Any, Any], rules: dict[str, int]) -> dict[str, Any]:
    severity = Severity(row["severity"])
    result = {
        "ruleId": row["check"],
        "ruleIndex": rules[row["check"]],
        "level": severity.sarif_level,
        "message": {"text": one_line(row["message"])},
        "locations": [_location(row)],
        "partialFingerprints": {"findingId/v1": row["finding_id"]},
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
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    line, column = str(row["line"]), str(row["column"])
    if line.isdigit():
        place = {"startLine": line} | ({"startColumn": column} if column.isdigit() else {})
        physical["region"] = {name: int(number) for name, number in place.items()}
    return {
        "physicalLocation": physical,
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
