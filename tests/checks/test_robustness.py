from datetime import UTC, datetime
from typing import Any

from audit_frames import NOW, account, call, make_frames
from hypothesis import Phase, given, settings
from odd_documents import DOCUMENTS

from rcaudit.checks.catalogue import ALL_CHECKS, run_checks
from rcaudit.frames.frames import Frames
from rcaudit.frames.schema import FINDINGS
from rcaudit.snapshot.snapshot import Snapshot


def check_columns(frames: Frames) -> None:
    """Run every check, and hold the findings against the schema."""
    findings = run_checks(frames).findings
    assert findings.columns.tolist() == [column.name for column in FINDINGS.columns]
    assert findings["finding_id"].is_unique
    assert findings[["check", "severity", "message"]].notna().all(axis=None)


# No shrinking: each example runs every check twice, and documents are small as they are.
@settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(DOCUMENTS)
def test_no_document_as_the_server_sends_it_makes_a_check_fail(documents: list[Any]) -> None:
    """Whatever the fields hold, redacted or not, the checks give findings and no error."""
    facts = {"accounts": [account("u-a"), account("a"), {}], "activity": [call("a"), {}]}
    check_columns(make_frames(*documents, **facts))
    plain = Snapshot.from_documents(documents, taken_at=NOW, server_version="8.4")
    check_columns(plain.frames)


def test_documents_of_one_id_are_no_error() -> None:
    """An id that stands twice, or is missing, is taken as it comes."""
    documents = [{"_id": "a"}, {"_id": "a", "name": "again"}, {}, {"_id": None}]

    check_columns(make_frames(*documents))


def test_every_check_takes_a_workspace_without_integrations() -> None:
    """Nothing to look at is nothing found, and no check is skipped for it."""
    audit = run_checks(make_frames())

    assert audit.findings.empty
    assert audit.skipped.empty
    assert audit.checks == ALL_CHECKS


def test_now_is_the_moment_of_the_snapshot() -> None:
    """The same snapshot gives the same findings, years later."""
    document = {"_id": "a", "enabled": True, "name": "x", "_updatedAt": "2021-01-01T00:00:00Z"}
    early = make_frames(document, taken_at=datetime(2021, 6, 1, tzinfo=UTC))
    late = make_frames(document, taken_at=datetime(2030, 6, 1, tzinfo=UTC))

    assert "forgotten_integration" not in set(run_checks(early).findings["check"])
    assert "forgotten_integration" in set(run_checks(late).findings["check"])
