import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from audit_frames import incoming, make_frames, outgoing, scripted
from demo_frames import frames_of
from sarif_logs import valid_run

from rcaudit.checks.audit import Audit
from rcaudit.checks.catalogue import ALL_CHECKS, run_checks
from rcaudit.checks.custom import load_checks_file
from rcaudit.checks.mutes import Mute
from rcaudit.demo.generate import generate_workspace
from rcaudit.output.sarif import render_sarif

COLUMN_ONLY = '''"""T.

What it does
    A.

Why it matters
    B.

How to fix it
    C.
"""
from rcaudit.checks.finding import check, found
from rcaudit.checks.severity import Severity

@check(Severity.LOW)
def column_only(frames, _):
    return found(frames.integrations, "x", column=7)
'''
MUTE = Mute(check="short_token", integration="a", reason="Known.", expires=dt.date(2027, 1, 1))


def validate(audit: Audit) -> dict[str, Any]:
    """Hold an audit's log against the schema, and return its run."""
    return valid_run(json.loads(render_sarif(audit)))


def run_of(*documents: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Return the run of an audit of these documents, with one mute."""
    return validate(run_checks(make_frames(*documents, **facts), mutes=[MUTE]))


def result_of(check: str, *documents: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Return the one result of a check."""
    results = run_of(*documents, **facts)["results"]
    (result,) = (result for result in results if result["ruleId"] == check)
    assert isinstance(result, dict)
    return result


def test_the_log_of_the_sample_is_valid() -> None:
    """Every finding of the workspace with every special case is a result."""
    audit = run_checks(frames_of(generate_workspace()))

    assert len(validate(audit)["results"]) == len(audit.findings)


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({}, id="nothing found"),
        pytest.param({"accounts": None, "activity": None}, id="checks skipped"),
        pytest.param({"workspace": "[::1]:3000/chat"}, id="an odd workspace"),
    ],
)
def test_the_log_of_an_empty_workspace_is_valid(facts: dict[str, Any]) -> None:
    """Without results the rules are there all the same."""
    run = run_of(**facts)

    assert run["results"] == []
    assert len(run["tool"]["driver"]["rules"]) == len(ALL_CHECKS)


def test_a_log_of_malformed_documents_is_valid() -> None:
    """Missing ids, names and lone surrogates do no harm."""
    run_of({}, {"_id": "\ud800", "name": "\ud800"}, {"_id": "a/b?c#d e", "name": "\x1b[31m"})


def test_a_log_can_be_printed_whatever_names_hold() -> None:
    """A lone surrogate, which no encoding has, is escaped."""
    log = render_sarif(run_checks(make_frames({"_id": "\ud800", "name": "\ud800"})))

    assert log.isascii()


def test_a_rule_is_a_check_with_its_documentation() -> None:
    """The help has the reason and the cure, as text and as Markdown."""
    rules = {rule["id"]: rule for rule in run_of()["tool"]["driver"]["rules"]}
    rule = rules["direct_message_forwarding"]

    assert rule["name"] == "DirectMessageForwarding"
    assert rule["shortDescription"]["text"] == "Integration receives all direct messages."
    assert rule["fullDescription"]["text"].startswith("Flags outgoing integrations")
    assert "Why it matters: Every private" in rule["help"]["text"]
    assert "**How to fix it**\n\nDelete" in rule["help"]["markdown"]
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"] == {"security-severity": "9.5", "tags": ["security", "exposure"]}


def test_a_result_names_its_integration() -> None:
    """The logical location has name and id; the artifact is the integration's document."""
    result = result_of("unnamed_integration", incoming("a b", name=None))

    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "integrations/a%20b.json"},
        "region": {"startLine": 1},
    }
    assert location["logicalLocations"] == [
        {"name": "a b", "fullyQualifiedName": "a b", "kind": "resource"}
    ]


def test_a_result_of_a_script_has_its_place() -> None:
    """The artifact is the script, the region a line and a column from 1."""
    document = scripted("a", "class Script {}\nconst apiKey = 'T9fK2mQ7xR4vB8nL';")
    result = result_of("hardcoded_secret", document)

    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "scripts/a.js"},
        "region": {"startLine": 2, "startColumn": 17},
    }
    assert result["properties"]["resource"] == "script"


def test_a_column_without_a_line_is_no_place(tmp_path: Path) -> None:
    """A check of one's own may give one."""
    path = tmp_path / "own.py"
    path.write_text(COLUMN_ONLY, encoding="utf-8")
    audit = run_checks(make_frames(incoming("a")), checks=load_checks_file(path))

    (result,) = validate(audit)["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}


def test_a_result_is_known_by_the_findings_identity() -> None:
    """The fingerprint is that of the table, so that services see the same finding again."""
    frames = make_frames(incoming("a", token="abc"))
    finding_id = run_checks(frames).findings["finding_id"][0]

    result = result_of("short_token", incoming("a", token="abc"))
    assert result["partialFingerprints"] == {
        "findingId/v1": finding_id,
        "primaryLocationLineHash": f"{finding_id}:1",
    }
    rules = run_of()["tool"]["driver"]["rules"]
    assert rules[result["ruleIndex"]]["id"] == "short_token"


def test_a_result_has_the_severity_of_its_finding() -> None:
    """The metadata service of a cloud is worse than the rule says."""
    result = result_of("internal_webhook_url", outgoing("a", urls=["http://169.254.169.254/"]))

    assert result["level"] == "error"
    assert result["properties"]["severity"] == "critical"
    assert result["properties"]["security-severity"] == "9.5"


def test_a_muted_finding_is_suppressed() -> None:
    """It stays in the log, with the reason; others have no suppression."""
    results = run_of(incoming("a", token="abc"), incoming("b", token="abd"))["results"]
    suppressions = {
        result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]: result.get(
            "suppressions"
        )
        for result in results
    }

    assert suppressions == {
        "a": [{"kind": "external", "status": "accepted", "justification": "Known."}],
        "b": None,
    }


def test_a_skipped_check_is_a_notification() -> None:
    """Where nobody looked, the log says so."""
    (invocation,) = run_of(server_version=None)["invocations"]

    assert invocation["toolExecutionNotifications"] == [
        {
            "level": "warning",
            "message": {
                "text": "retired_script_engine: the version of the server is not known "
                "(see rcaudit fetch)."
            },
            "associatedRule": {"id": "retired_script_engine"},
        }
    ]


def test_the_same_audit_gives_the_same_text() -> None:
    """Nothing in the log depends on the moment that it is written."""
    frames = make_frames(outgoing("a", urls=["http://a.example"]))

    assert render_sarif(run_checks(frames)) == render_sarif(run_checks(frames))
