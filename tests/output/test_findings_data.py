import csv
import datetime as dt
import io
import json

from audit_frames import incoming, make_frames, outgoing

from rcaudit.checks.audit import Audit
from rcaudit.checks.catalogue import ALL_CHECKS, run_checks
from rcaudit.checks.mutes import Mute
from rcaudit.frames.schema import FINDINGS
from rcaudit.output.findings_data import render_csv, render_github, render_json

SLUGS = {"cleartext_webhook_url", "short_token", "posts_as_person", "unnamed_integration"}
CHECKS = [check for check in ALL_CHECKS if check.slug in SLUGS]
MUTE = Mute(check="short_token", integration="c", reason="Known.", expires=dt.date(2027, 1, 1))


def audit(**facts: object) -> Audit:
    """Audit two integrations with something to find in each."""
    documents = [
        outgoing("a", name="=1+1, 100%\r\n::error::x", urls=["http://a.example/"]),
        incoming("c", token="abc", name=None),
    ]
    return run_checks(make_frames(*documents, **facts), checks=CHECKS, mutes=[MUTE])


def test_json_has_the_whole_audit() -> None:
    """Counts, findings, skipped checks and mutes; a missing value is null."""
    content = json.loads(render_json(audit(accounts=None)))

    assert list(content) == [
        *("workspace", "taken_at", "counts", "muted_count", "findings", "skipped", "mutes")
    ]
    assert content["taken_at"] == "2026-11-01T03:00:00.000Z"
    assert content["counts"] == {"critical": 0, "high": 1, "medium": 0, "low": 0, "info": 1}
    assert list(content["findings"][0]) == [column.name for column in FINDINGS.columns]
    assert content["findings"][0]["line"] is None
    assert content["findings"][1]["is_muted"] is True
    assert content["skipped"] == [
        {
            "check": "posts_as_person",
            "reason": "the accounts were not collected",
            "option": "rcaudit fetch --accounts",
            "is_partial": False,
        }
    ]
    assert content["mutes"][0]["state"] == "used"


def test_csv_is_the_exports_table() -> None:
    """The columns are those of the schema, and a formula is made a text."""
    rows = list(csv.DictReader(io.StringIO(render_csv(audit()), newline="")))

    assert list(rows[0]) == [column.name for column in FINDINGS.exported]
    assert rows[0]["integration_name"].startswith("'=1+1")
    assert [row["is_muted"] for row in rows] == ["false", "true", "false"]
    assert "\r\n'=1+1" not in render_csv(audit(), raw=True)


def test_annotations_are_commands_of_a_workflow() -> None:
    """Levels follow the severity; no text of others can end the line or the title."""
    assert render_github(audit(accounts=None)).splitlines() == [
        (
            "::error title=high%3A cleartext_webhook_url::=1+1, 100%25 ::error::x (a): "
            "Sends to a.example without TLS."
        ),
        "::notice title=info%3A unnamed_integration::(no name) (c): It has no name.",
        "::notice title=skipped%3A posts_as_person::the accounts were not collected",
    ]


def test_nothing_found_is_no_annotation() -> None:
    """An empty workspace gives an empty text."""
    assert render_github(run_checks(make_frames(), checks=CHECKS)) == ""
