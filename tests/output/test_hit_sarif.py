from typing import Any

from breaking_scripts import HARMLESS, IMPLICIT_GLOBAL, TIMER, TOO_DEEP
from sarif_logs import valid_run

from rcaudit.checks.sources import judge_source
from rcaudit.output.hit_sarif import make_sarif
from rcaudit.scripts import RULES


def run_of(**sources: str) -> dict[str, Any]:
    """Hold the log of these scripts against the schema, and return its run."""
    return valid_run(
        make_sarif([judge_source(f"{name}.js", text) for name, text in sources.items()])
    )


def test_each_hit_is_a_result_with_a_region() -> None:
    """Line and column count from 1, in characters."""
    run = run_of(a=HARMLESS, b=IMPLICIT_GLOBAL)

    (result,) = run["results"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert result["ruleId"] == "implicit_global"
    assert result["level"] == "error"
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "b.js"},
        "region": {"startLine": 3, "startColumn": 9},
    }


def test_each_result_points_to_its_rule() -> None:
    """All rules are listed, whether they hit or not."""
    run = run_of(a=TIMER, b=IMPLICIT_GLOBAL)

    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    assert rules[0]["name"] == "".join(word.capitalize() for word in rules[0]["id"].split("_"))
    assert {rules[result["ruleIndex"]]["id"] for result in run["results"]} == {
        "implicit_global",
        "unknown_global",
    }


def test_what_was_not_analysed_is_a_notification() -> None:
    """A run that could not read a script says that it did not succeed."""
    invocation = run_of(a=TOO_DEEP, b=HARMLESS)["invocations"][0]

    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert "brackets" in notification["message"]["text"]


def test_a_path_becomes_a_uri() -> None:
    """Whatever a URI may not hold is escaped, bytes that are no UTF-8 as well."""
    log = make_sarif([judge_source("a b/ü\udcff#.js", IMPLICIT_GLOBAL)])

    (result,) = log["runs"][0]["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "a%20b/%C3%BC%FF%23.js"
