import dataclasses
import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from audit_frames import account, call, incoming, make_frames, outgoing
from demo_frames import frames_of

import rcaudit.checks
from rcaudit.checks.catalogue import ALL_CHECKS, run_checks
from rcaudit.checks.finding import Check
from rcaudit.checks.mutes import Mute
from rcaudit.checks.severity import Severity
from rcaudit.demo.generate import clean_workspace, generate_workspace
from rcaudit.errors import ConfigError
from rcaudit.frames.schema import FINDINGS

HERE = Path(__file__).parent
THEMES = {"exposure", "identity", "lifecycle", "scripts"}
ROOM = Path(rcaudit.checks.__file__).parent
BY_SLUG = {check.slug: check for check in ALL_CHECKS}


def test_every_file_in_a_theme_is_a_check_of_the_catalogue() -> None:
    """The slug is the file's name, and the theme its folder's."""
    files = {
        (path.parent.name, path.stem)
        for theme in THEMES
        for path in (ROOM / theme).glob("*.py")
        if path.stem != "__init__"
    }

    assert {(check.theme, check.slug) for check in ALL_CHECKS} == files
    assert len(ALL_CHECKS) == len(files)


def test_the_catalogue_is_sorted_by_slug() -> None:
    """Its order does not depend on where a check is written."""
    assert [check.slug for check in ALL_CHECKS] == sorted(BY_SLUG)


@pytest.mark.parametrize("check", ALL_CHECKS, ids=lambda check: check.slug)
def test_every_check_is_documented_and_tested(check: Check) -> None:
    """It has a title, three parts of some length, and a test of what it flags and ignores."""
    tests = (HERE / check.theme / f"test_{check.slug}.py").read_text(encoding="utf-8")

    assert 10 <= len(check.title) <= 72
    assert min(len(part) for part in (check.what, check.why)) > 50
    assert len(check.fix) >= len("Delete it.")
    assert "def test_flags_" in tests
    assert "def test_ignores_" in tests


def test_the_sample_triggers_every_check() -> None:
    """Each check finds something in the workspace that has every special case."""
    audit = run_checks(frames_of(generate_workspace()))

    assert set(audit.findings["check"]) == set(BY_SLUG)
    assert audit.skipped.empty


def test_a_clean_workspace_triggers_none() -> None:
    """Nothing is found where there is nothing to find, and every check looked."""
    audit = run_checks(frames_of(clean_workspace()))

    assert audit.findings.empty
    assert audit.skipped.empty


WRONG = outgoing("a", urls=["http://10.0.0.1/x", "http://169.254.169.254/"], name=None)


def test_findings_have_the_columns_of_the_schema() -> None:
    """Also where there are none; the severity is ordered."""
    for documents in ([WRONG], []):
        findings = run_checks(make_frames(*documents)).findings
        assert findings.columns.tolist() == [column.name for column in FINDINGS.columns]
        assert findings["severity"].cat.ordered
        assert findings["is_muted"].dtype == "boolean"


def test_findings_come_worst_first() -> None:
    """By severity, then by check."""
    findings = run_checks(make_frames(WRONG)).findings

    assert findings[["severity", "check"]].to_numpy().tolist() == [
        ["critical", "internal_webhook_url"],
        ["high", "cleartext_webhook_url"],
        ["high", "cleartext_webhook_url"],
        ["medium", "internal_webhook_url"],
        ["info", "unnamed_integration"],
    ]
    assert (findings["severity"] >= "high").sum() == 3


def test_a_finding_carries_what_an_export_needs() -> None:
    """The workspace, the integration's name and direction stand in each row."""
    finding = run_checks(make_frames(outgoing("a", name="N", urls=["http://x.example"]))).findings

    assert finding.iloc[0][["workspace", "integration_name", "direction"]].tolist() == [
        "chat.example.org",
        "N",
        "outgoing",
    ]


def ids(*documents: dict[str, object], **facts: object) -> list[str]:
    """Return the identities of all findings."""
    return sorted(run_checks(make_frames(*documents, **facts)).findings["finding_id"])


def test_a_finding_is_the_same_in_every_run() -> None:
    """Neither the name of the integration, nor other integrations, nor the time matter."""
    finding_ids = ids(WRONG | {"name": "N"})

    assert finding_ids == ids(WRONG | {"name": "another"})
    assert set(finding_ids) < set(ids(WRONG, outgoing("b", urls=["http://b.example"])))
    assert finding_ids == ids(WRONG | {"name": "N"}, workspace="chat.example.com")
    assert finding_ids == sorted(finding_ids)
    assert all(len(finding_id) == 16 for finding_id in finding_ids)


def test_one_address_that_stands_twice_is_two_findings() -> None:
    """What cannot be told apart is counted."""
    document = outgoing("a", urls=["http://x.example/"] * 2)

    assert len(set(ids(document))) == 2


def test_findings_of_different_integrations_differ() -> None:
    """The id of the integration is part of the identity."""
    assert len(set(ids(outgoing("a", name=""), outgoing("b", name="")))) == 2


@pytest.mark.parametrize(
    ("facts", "skipped", "reason"),
    [
        pytest.param(
            {"accounts": None},
            {
                "inactive_creator",
                "inactive_poster",
                "missing_account",
                "posts_as_administrator",
                "posts_as_person",
            },
            "the accounts were not collected",
            id="no accounts",
        ),
        pytest.param(
            {"activity": None},
            {"failing_integration", "never_fired"},
            "what integrations did was not collected",
            id="no activity",
        ),
        pytest.param(
            {"redaction_version": 0},
            {"credentials_in_webhook_url", "hardcoded_secret", "shared_token", "short_token"},
            "the snapshot has no fingerprints of credentials",
            id="no fingerprints",
        ),
        pytest.param(
            {"keep_scripts": False},
            {check.slug for check in ALL_CHECKS if "script_text" in check.needs},
            "the snapshot was taken without scripts",
            id="no scripts",
        ),
        pytest.param(
            {"server_version": None},
            {"retired_script_engine"},
            "the version of the server is not known",
            id="no version",
        ),
    ],
)
def test_a_check_that_cannot_look_is_skipped(
    facts: dict[str, object], skipped: set[str], reason: str
) -> None:
    """It says why, and which option fills the gap; it counts as not judged."""
    audit = run_checks(make_frames(incoming("a"), **facts))

    assert set(audit.skipped["check"]) == skipped
    assert set(audit.skipped["reason"]) == {reason}
    assert audit.skipped["option"].str.startswith("rcaudit fetch").all()
    assert not audit.skipped["is_partial"].any()
    assert set(audit.judged) == set(BY_SLUG) - skipped


def test_a_check_that_sees_a_part_says_so() -> None:
    """It judges what it sees and counts as having looked."""
    audit = run_checks(
        make_frames(
            outgoing("a"),
            outgoing("b"),
            accounts=[account("u-build", roles=["admin"]), {"account_id": "u-ada"}],
            activity=[call("b")],
        )
    )

    reasons = dict(zip(audit.skipped["check"], audit.skipped["reason"], strict=True))
    assert reasons["posts_as_administrator"] == "nothing is known of 1 of 2 accounts"
    assert reasons["never_fired"] == "nobody asked what 1 of 2 integrations did"
    assert audit.skipped["is_partial"].all()
    assert "posts_as_administrator" in set(audit.findings["check"])
    assert len(audit.judged) == len(ALL_CHECKS)


def test_some_checks_can_be_chosen() -> None:
    """Only those that are asked for look."""
    chosen = [BY_SLUG["unnamed_integration"]]
    audit = run_checks(make_frames(WRONG), checks=chosen)

    assert set(audit.findings["check"]) == {"unnamed_integration"}
    assert audit.checks == tuple(chosen)


def test_the_result_counts_what_no_mute_covers() -> None:
    """Every severity is there, the worst first."""
    mute = Mute(
        check="cleartext_webhook_url", integration="a", reason="r", expires=dt.date(2027, 1, 1)
    )
    audit = run_checks(make_frames(WRONG), mutes=[mute])

    assert audit.counts() == {
        Severity.CRITICAL: 1,
        Severity.HIGH: 0,
        Severity.MEDIUM: 1,
        Severity.LOW: 0,
        Severity.INFO: 1,
    }
    assert audit.muted_count == 2
    assert repr(audit) == (
        "<Audit of chat.example.org at 2026-11-01 03:00 UTC: 1 critical, 0 high, 1 medium, 0 low, "
        "1 info; 2 muted, 0 of 39 checks skipped>"
    )


def test_the_result_shows_itself_in_a_notebook() -> None:
    """Counts and skipped checks are rows of a table, and no text is taken for a tag."""
    frames = make_frames(WRONG, accounts=None, workspace="<b>chat</b>")
    page = run_checks(frames)._repr_html_()

    assert "&lt;b&gt;chat&lt;/b&gt;" in page
    assert ">critical</th><td style='text-align:left'>1<" in page
    assert "skipped: missing_account" in page


def test_findings_do_not_change_the_tables() -> None:
    """Checks read; the frames are as they were."""
    frames = make_frames(WRONG)
    before = {name: frames.table(name).copy() for name in ("integrations", "urls", "scripts")}
    run_checks(frames)

    for name, table in before.items():
        pd.testing.assert_frame_equal(frames.table(name), table)


def test_a_check_asked_for_twice_is_run_once() -> None:
    """Its findings are the same ones."""
    frames = make_frames(incoming("a", name=""))
    check = BY_SLUG["unnamed_integration"]

    assert len(run_checks(frames, checks=[check, check]).findings) == 1


def test_two_checks_of_one_name_are_refused() -> None:
    """Their findings could not be told apart."""
    check = BY_SLUG["unnamed_integration"]
    other = dataclasses.replace(check, severity=Severity.HIGH)

    with pytest.raises(ConfigError, match="Two checks are called unnamed_integration"):
        run_checks(make_frames(), checks=[check, other])
