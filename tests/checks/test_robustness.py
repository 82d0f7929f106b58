import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count, product
from typing import Any

import pytest
from audit_frames import NOW, account, call, incoming, make_frames, outgoing, scripted
from hypothesis import Phase, given, settings
from odd_documents import DOCUMENTS, FIELDS
from sarif_logs import valid_run

from rcaudit.checks.catalogue import ALL_CHECKS, run_checks
from rcaudit.frames.frames import Frames
from rcaudit.frames.schema import FINDINGS
from rcaudit.output.findings_data import render_csv, render_github, render_json
from rcaudit.output.findings_text import render_markdown, render_table
from rcaudit.output.sarif import render_sarif
from rcaudit.snapshot.redaction import Document
from rcaudit.snapshot.snapshot import Snapshot


def check_columns(frames: Frames) -> None:
    """Run every check, and hold the findings against the schema."""
    findings = run_checks(frames).findings
    assert findings.columns.tolist() == [column.name for column in FINDINGS.columns]
    assert findings["finding_id"].is_unique
    assert findings[["check", "severity", "message"]].notna().all(axis=None)


# No shrinking: each example runs every check twice, and documents are small as they are.
@settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(DOCUMENTS)
def test_no_document_as_the_server_sends_it_makes_a_check_fail(documents: list[Any]) -> None:
    """Whatever the fields hold, redacted or not, the checks give findings and no error."""
    facts = {"accounts": [account("u-a"), account("a"), {}], "activity": [call("a"), {}]}
    check_columns(make_frames(*documents, **facts))
    plain = Snapshot.from_documents(documents, taken_at=NOW, server_version="8.4")
    check_columns(plain.frames)


ODD_VALUES = (
    *(None, True, 0, -1, 1.5, float("inf"), 10**30, "", " ", "x", "\x00\ud800\u202e", "a" * 5000),
    *(
        [],
        [None],
        ["", 1, {}],
        [["http://10.0.0.1/"]],
        "all_direct_messages",
        ["all_direct_messages"],
    ),
    *({}, {"_id": 1, "username": []}, {"name": {}, "message": ["(1:2)"]}, {"$date": 0}),
)


def odd_documents() -> Iterator[Document]:
    """Give each kind of integration with each field at each odd value, or without it."""
    numbers = count()
    for base, field in product((incoming(), outgoing(), scripted()), FIELDS):
        yield {name: value for name, value in base.items() if name != field}
        for value in ODD_VALUES:
            yield base | {"_id": f"{next(numbers):06}"} | {field: value}


def test_every_field_may_hold_anything() -> None:
    """One field of an otherwise whole document is odd: nothing fails, in any output."""
    facts = {"accounts": [account("u-ada")], "activity": [call("000001")]}
    audit = run_checks(make_frames(*odd_documents(), **facts))

    assert {"malformed_document", "unnamed_integration"} < set(audit.findings["check"])
    for render in (render_table, render_markdown, render_json, render_csv, render_github):
        assert render(audit).encode()
    valid_run(json.loads(render_sarif(audit)))


@pytest.mark.parametrize("field", [field for field in FIELDS if field != "token"])
def test_a_field_of_another_type_is_told(field: str) -> None:
    """A list is what no field is, but for those that are lists; a text is what no list is."""
    wrong = "x" if field in {"channel", "triggerWords", "urls"} else [[]]
    document = outgoing("a") | {field: wrong}

    findings = run_checks(make_frames(document)).findings
    (message,) = findings.loc[findings["check"] == "malformed_document", "message"]
    assert field in message


def test_a_token_of_another_type_is_judged_by_its_length() -> None:
    """Its value is taken out like any other, so nobody can tell its type any more."""
    findings = run_checks(make_frames(incoming("a", token=[[]]))).findings

    assert findings["check"].tolist() == ["short_token"]


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
