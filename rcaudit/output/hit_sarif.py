"""Hits in script files as SARIF 2.1.0, for code scanning and editors."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from rcaudit.checks.sources import JudgedSource
from rcaudit.scripts import RULES, Rule
from rcaudit.scripts.analysis import Hit
from rcaudit.snapshot.manifest import tool_version

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"high": "error", "medium": "warning", "low": "note"}
_NUMBERS = {slug: number for number, slug in enumerate(RULES)}


def make_sarif(judged: Iterable[JudgedSource]) -> dict[str, Any]:
    """Return one run with every rule, every hit, and a notification for what was not analysed."""
    judged = list(judged)
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "rcaudit",
                        "version": tool_version(),
                        "rules": [_rule(rule) for rule in RULES.values()],
                    }
                },
                # Ours count characters; SARIF's default counts UTF-16 units (3.14.27).
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": all(one.problem is None for one in judged),
                        "toolExecutionNotifications": [
                            _notification(one) for one in judged if one.problem is not None
                        ],
                    }
                ],
                "results": [_result(one.file, hit) for one in judged for hit in one.hits],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.slug,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why} {rule.fix}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"effect": rule.effect},
    }


def _result(file: str, hit: Hit) -> dict[str, Any]:
    return {
        "ruleId": hit.rule,
        "ruleIndex": _NUMBERS[hit.rule],
        "level": _LEVELS[hit.severity],
        "message": {"text": f"{hit.message} Fix: {hit.fix}"},
        "locations": [_location(file, {"startLine": hit.line, "startColumn": hit.column})],
    }


def _notification(judged: JudgedSource) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": f"Not analysed: {judged.problem}."},
        "locations": [_location(judged.file)],
    }


def _location(file: str, region: dict[str, int] | None = None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(file, errors="surrogateescape")}}
    return {"physicalLocation": physical | ({"region": region} if region else {})}
