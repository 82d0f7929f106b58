"""Hits in script files as SARIF 2.1.0, for code scanning and editors."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from rcaudit.checks.sources import JudgedSource
from rcaudit.output.sarif_log import make_log, make_place, make_rule
from rcaudit.scripts import RULES, Rule
from rcaudit.scripts.analysis import Hit

_LEVELS = {"high": "error", "medium": "warning", "low": "note"}
_NUMBERS = {slug: number for number, slug in enumerate(RULES)}


def make_sarif(judged: Iterable[JudgedSource]) -> dict[str, Any]:
    """Return one run with every rule, every hit, and a notification for what was not analysed."""
    judged = list(judged)
    unread = [_notification(one) for one in judged if one.problem is not None]
    return make_log(
        rules=[_rule(rule) for rule in RULES.values()],
        results=[_result(one.file, hit) for one in judged for hit in one.hits],
        notifications=unread,
        succeeded=not unread,
    )


def _rule(rule: Rule) -> dict[str, Any]:
    parts = {"Why it matters": rule.why, "How to fix it": rule.fix}
    made = make_rule(
        rule.slug, rule.title, what=rule.why, help_parts=parts, level=_LEVELS[rule.severity]
    )
    return made | {"properties": {"effect": rule.effect}}


def _result(file: str, hit: Hit) -> dict[str, Any]:
    return {
        "ruleId": hit.rule,
        "ruleIndex": _NUMBERS[hit.rule],
        "level": _LEVELS[hit.severity],
        "message": {"text": f"{hit.message} Fix: {hit.fix}"},
        "locations": [{"physicalLocation": make_place(_uri(file), hit.line, hit.column)}],
    }


def _notification(judged: JudgedSource) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": f"Not analysed: {judged.problem}."},
        "locations": [{"physicalLocation": make_place(_uri(judged.file))}],
    }


def _uri(file: str) -> str:
    return quote(file, errors="surrogateescape")
