"""`rcaudit check`."""

import csv
import io
import json
from pathlib import Path

import pytest

from rcaudit.checks.catalogue import ALL_CHECKS
from rcaudit.demo.sample import sample_folder

SAMPLE = ("--from", sample_folder())
OWN = Path(__file__).parents[1] / "checks" / "data" / "own_checks.py"


def found(run, *arguments):
    """Return the findings of a check of the sample with these arguments."""
    return json.loads(run("check", *SAMPLE, "--format", "json", *arguments).out)["findings"]


def test_prints_findings_by_severity_and_exits_0(run):
    """Findings are a result, not a failure."""
    done = run("check", *SAMPLE)
    assert done.status == 0
    assert done.out.index("CRITICAL") < done.out.index("HIGH") < done.out.index("LOW")
    assert "direct_message_forwarding: Integration receives all direct messages" in done.out


def test_judges_accounts_and_activity_of_a_live_workspace_when_told(run):
    """The options fill the gaps that the skipped checks name."""
    without = json.loads(run("check", "--demo", "--format", "json").out)
    assert {row["option"] for row in without["skipped"]} == {
        "rcaudit fetch --accounts",
        "rcaudit fetch --activity",
    }
    done = run("check", "--demo", "--accounts", "--activity", "--format", "json")
    assert json.loads(done.out)["skipped"] == []
    assert done.status == 0


@pytest.mark.parametrize(
    ("form", "sign"),
    [
        ("table", "CRITICAL ("),
        ("markdown", "## Critical"),
        ("csv", "workspace,finding_id,check,severity"),
        ("github", "::error "),
        ("sarif", '"version": "2.1.0"'),
        ("json", '"counts"'),
    ],
)
def test_prints_each_format(run, form, sign):
    """Each is what its readers expect."""
    assert sign in run("check", *SAMPLE, "--format", form).out


MANY = '''"""Too much of it.

What it does
    Finds every integration again and again.

Why it matters
    GitHub refuses so many.

How to fix it
    Ask for less.
"""
import pandas as pd
from rcaudit.checks.finding import check, found
from rcaudit.checks.severity import Severity

@check(Severity.LOW)
def too_much(frames, _):
    return found(pd.concat([frames.integrations] * (25_000 // len(frames.integrations) + 1)), "x")
'''


def test_says_where_a_log_has_more_results_than_github_takes(run):
    """The upload would be refused, and not say what to do."""
    Path("own.py").write_text(MANY)
    own = ("--checks-file", "own.py", "--only", "too_much", "--format", "sarif")
    assert "GitHub takes 25,000 results at most" in run("check", *SAMPLE, *own).err
    assert "GitHub" not in run("check", *SAMPLE, *own, "--severity", "high").err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(("--fail-on", "critical"), 3, id="there are critical ones"),
        pytest.param(("--fail-on", "high", "--only", "unnamed_integration"), 0, id="info only"),
    ],
)
def test_fails_only_where_told_and_found(run, arguments, status):
    """--fail-on is the only way to 3."""
    assert run("check", *SAMPLE, *arguments).status == status


def test_runs_only_the_checks_that_are_named(run):
    """--only and --skip choose by slug."""
    assert {row["check"] for row in found(run, "--only", "short_token")} == {"short_token"}
    assert "short_token" not in {row["check"] for row in found(run, "--skip", "short_token")}


def test_shows_only_the_severities_asked_for(run):
    """--severity is a lower bound."""
    assert {row["severity"] for row in found(run, "--severity", "high")} == {"critical", "high"}


def test_says_how_many_findings_a_severity_hides(run):
    """What is left out must not look like a pass."""
    done = run("check", *SAMPLE, "--only", "idle_script", "--severity", "low")
    hidden = len(found(run, "--only", "idle_script"))
    assert done.err == f"Findings below low that are not shown: {hidden}.\n"
    assert run("check", *SAMPLE, "--only", "idle_script", "--severity", "info").err == ""


@pytest.mark.parametrize("form", ["csv", "github", "sarif"])
def test_tells_beside_the_output_what_it_has_no_place_for(run, form):
    """A check that could not look, and a mute that covers nothing, are told in any case."""
    Path("mutes.toml").write_text(
        '[[mute]]\ncheck = "short_token"\nintegration = "nobody"\n'
        'reason = "agreed"\nexpires = 2027-01-01\n'
    )
    done = run("check", "--demo", "-q", "--mute-file", "mutes.toml", "--format", form)
    assert "never_fired: what integrations did was not collected" in done.err
    assert "1. short_token for nobody: unused" in done.err


def test_marks_what_a_mute_covers(run):
    """A muted finding stays in the output, and does not fail the run."""
    Path("mutes.toml").write_text(
        '[[mute]]\ncheck = "direct_message_forwarding"\nintegration = "*"\n'
        'reason = "agreed"\nexpires = 2027-01-01\n'
    )
    only = ("--only", "direct_message_forwarding", "--mute-file", "mutes.toml")
    rows = found(run, *only)
    assert rows
    assert all(row["is_muted"] for row in rows)
    assert run("check", *SAMPLE, *only, "--fail-on", "info").status == 0


def test_a_mute_of_a_check_that_is_left_out_is_no_mistake(run):
    """One file of mutes serves every choice of checks; only an unknown check is refused."""
    mute = '[[mute]]\ncheck = "{}"\nintegration = "*"\nreason = "r"\nexpires = 2027-01-01\n'
    Path("mutes.toml").write_text(mute.format("direct_message_forwarding"))
    muted = ("check", *SAMPLE, "--mute-file", "mutes.toml", "--format", "json")
    for choice in (("--only", "short_token"), ("--skip", "direct_message_forwarding")):
        done = run(*muted, *choice)
        assert done.status == 0
        assert [row["state"] for row in json.loads(done.out)["mutes"]] == ["unjudged"]
    Path("mutes.toml").write_text(mute.format("direct_messages"))
    assert run(*muted).status == 2


def test_judges_a_baseline_by_the_same_thresholds(run, monkeypatch):
    """Else every finding that a threshold brings would be new for ever."""
    monkeypatch.setenv("RCAUDIT_CONFIG", "config.toml")
    Path("config.toml").write_text("[checks]\nforgotten_after_days = 100\n")
    done = run("check", *SAMPLE, "--baseline", sample_folder(), "--format", "json")
    assert "0 findings are new, 0 are resolved" in done.err


@pytest.mark.parametrize("kind", ["snapshot", "csv"])
def test_shows_only_what_is_new_since_a_baseline(run, kind):
    """The baseline is an older snapshot, or the findings.csv of an export."""
    baseline = sample_folder()
    if kind == "csv":
        baseline = Path(run("export", *SAMPLE).out.strip()) / "findings.csv"
    done = run("check", *SAMPLE, "--baseline", baseline, "--format", "json")
    assert json.loads(done.out)["findings"] == []
    assert "0 findings are new, 0 are resolved" in done.err


def test_counts_what_was_resolved(run):
    """A finding of the baseline that is gone counts as resolved."""
    text = run("check", *SAMPLE, "--format", "csv", "--only", "short_token").out
    rows = list(csv.reader(io.StringIO(text)))
    rows[1][1] = "0" * len(rows[1][1])
    with Path("findings.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    done = run("check", *SAMPLE, "--only", "short_token", "--baseline", "findings.csv")
    assert "1 findings are new, 1 are resolved" in done.err


def test_runs_checks_of_ones_own(run):
    """--checks-file joins the catalogue."""
    slugs = {row["check"] for row in found(run, "--checks-file", OWN)}
    assert slugs - {check.slug for check in ALL_CHECKS}


def test_lists_and_shows_checks_of_ones_own(run):
    """Their documentation is read as that of the others."""
    assert "high      foreign_webhook_host" in run("checks", "list", "--checks-file", OWN).out
    out = run("checks", "show", "foreign_webhook_host", "--checks-file", OWN).out
    assert "What is written in our rooms must not leave the house." in out


def test_exits_2_where_a_check_of_ones_own_fails(run):
    """It is no bug of rcaudit's; the message has the file's line."""
    Path("own.py").write_text(MANY.replace("frames.integrations]", "frames.integration]"))
    done = run("check", *SAMPLE, "--checks-file", "own.py")
    assert done.status == 2
    assert "own.py, line 18: the check too_much: AttributeError" in done.err


def test_takes_thresholds_from_the_configuration_file(run, monkeypatch):
    """The table [checks] changes them; an unknown one is refused."""
    monkeypatch.setenv("RCAUDIT_CONFIG", "config.toml")
    Path("config.toml").write_text("[checks]\nnonsense = 1\n")
    done = run("check", *SAMPLE)
    assert done.status == 2
    assert "nonsense" in done.err


def test_refuses_an_unknown_check(run):
    """A typing error must not look like a clean workspace."""
    done = run("check", *SAMPLE, "--only", "cleartext")
    assert done.status == 2
    assert "no check 'cleartext'" in done.err


def test_refuses_to_run_no_check_at_all(run):
    """Nothing looked at must not look like nothing found."""
    done = run("check", *SAMPLE, "--only", "short_token", "--skip", "short_token")
    assert done.status == 2
    assert "leave no check to run" in done.err


def test_refuses_thresholds_that_are_no_table(run, monkeypatch):
    """A typing error in the configuration file is told as one."""
    monkeypatch.setenv("RCAUDIT_CONFIG", "config.toml")
    Path("config.toml").write_text("checks = 5\n")
    done = run("check", *SAMPLE)
    assert done.status == 2
    assert "checks" in done.err


def test_exits_6_for_a_partial_view(run, serve):
    """What was not seen was not judged."""
    serve("incoming")
    done = run("check")
    assert done.status == 6
    assert "lacks manage-outgoing-integrations" in done.err


def test_lists_every_check(run):
    """With severity and title."""
    out = run("checks", "list").out
    assert len(out.splitlines()) == len(ALL_CHECKS)
    listed = json.loads(run("checks", "list", "--json").out)
    assert [item["slug"] for item in listed] == [check.slug for check in ALL_CHECKS]


@pytest.mark.parametrize("slug", [check.slug for check in ALL_CHECKS])
def test_shows_what_a_check_does_and_how_to_fix_it(run, slug):
    """The documentation of each check can be read where it is found."""
    out = run("checks", "show", slug).out
    assert out.startswith(slug)
    assert "What it does" in out
    assert "How to fix it" in out


def test_says_where_the_checks_are_listed_for_an_unknown_one(run):
    """`checks show` of a typing error."""
    done = run("checks", "show", "nope")
    assert done.status == 2
    assert "rcaudit checks list" in done.err
