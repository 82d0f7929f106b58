from pathlib import Path

import pandas as pd
import pytest
from audit_frames import make_frames, outgoing

from rcaudit.checks.audit import Audit
from rcaudit.checks.baseline import compare_findings, read_findings
from rcaudit.checks.catalogue import run_checks
from rcaudit.errors import ConfigError
from rcaudit.output.findings_data import render_csv


def audit(*urls: str, **facts: object) -> Audit:
    """Audit an integration with these addresses."""
    return run_checks(make_frames(outgoing("a", urls=list(urls)), **facts))


def test_what_the_baseline_lacks_is_new_and_what_is_gone_is_counted() -> None:
    """Findings are the same where their identity is."""
    before = audit("http://a.example/", "http://b.example/")
    after = audit("http://b.example/", "http://c.example/")

    new, resolved = compare_findings(after.findings, before.findings)
    assert new["resource"].tolist() == ["http://c.example/"]
    assert resolved == 1


def test_what_a_skipped_check_found_is_not_resolved() -> None:
    """Nobody looked, so it may be there still."""
    before = audit("https://u:p@a.example/")
    after = audit("https://u:p@a.example/", redaction_version=0)

    assert compare_findings(after.findings, before.findings)[1] == 1
    assert compare_findings(after.findings, before.findings, after.judged)[1] == 0


def test_an_exported_file_is_a_baseline(tmp_path: Path) -> None:
    """What was written is found again, whatever the texts hold."""
    found = audit('http://a.example/=1,"2"\n', "http://b.example/")
    path = tmp_path / "findings.csv"
    path.write_text(render_csv(found), encoding="utf-8", newline="")

    new, resolved = compare_findings(found.findings, read_findings(path), found.judged)
    assert new.empty
    assert resolved == 0
    assert len(read_findings(path)) == 2


def test_an_empty_export_is_a_baseline(tmp_path: Path) -> None:
    """Nothing was found then: all is new."""
    path = tmp_path / "findings.csv"
    path.write_text(render_csv(audit("https://a.example/")), encoding="utf-8", newline="")
    found = audit("http://a.example/")

    assert len(compare_findings(found.findings, read_findings(path))[0]) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "Cannot read the baseline .*: No such file", id="no file"),
        pytest.param(b"", "is no CSV file of findings", id="an empty file"),
        pytest.param(b"\xff\xfe\x00", "is no CSV file of findings", id="no text"),
        pytest.param(b"a,b\r\n1,2\r\n", "has no columns finding_id and check", id="another table"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    """The message says what to name instead."""
    path = tmp_path / "findings.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ConfigError, match=message):
        read_findings(path)


def test_findings_of_another_order_compare_the_same() -> None:
    """The baseline need not be sorted."""
    found = audit("http://a.example/", "http://b.example/").findings
    shuffled = pd.DataFrame(found.iloc[::-1])

    assert compare_findings(found, shuffled)[0].empty
