import datetime as dt

import pandas as pd
from audit_frames import incoming, make_frames, outgoing, scripted

from rcaudit.checks.audit import Audit
from rcaudit.checks.catalogue import ALL_CHECKS, run_checks
from rcaudit.checks.mutes import Mute
from rcaudit.output.findings_text import render_markdown, render_table

LATER = dt.date(2027, 1, 1)
MUTES = (
    Mute(check="short_token", integration="c*", reason="Old | known.", expires=LATER),
    Mute(check="short_token", integration="c", reason="Old.", expires=LATER),
    Mute(check="long_disabled", integration="x\x1b[2J", reason="r", expires=LATER),
    Mute(check="long_disabled", integration="*", reason="r", expires=dt.date(2026, 1, 1)),
)


def audit(**facts: object) -> Audit:
    """Audit some integrations with something to find in each."""
    documents = [
        outgoing("a", name="Build|s \x1b[31m\r\n<b>", urls=["http://a.example/"]),
        incoming("c", token="abc", name=None),
        scripted("d", "class Script {}\nconst apiKey = 'T9fK2mQ7xR4vB8nL';", name="D" * 99),
        scripted("e", scriptError={"message": "Unexpected token"}, name="E"),
    ]
    slugs = {"cleartext_webhook_url", "short_token", "hardcoded_secret", "uncompiled_script"}
    slugs |= {"long_disabled", "posts_as_person"}
    checks = [check for check in ALL_CHECKS if check.slug in slugs]
    return run_checks(make_frames(*documents, **facts), checks=checks, mutes=MUTES)


def test_the_table_groups_by_severity_and_check() -> None:
    """Counts, titles, names with ids, places, mutes, and what was not looked at."""
    assert render_table(audit(accounts=None)).splitlines() == [
        (
            "chat.example.org, 2026-11-01 03:00 UTC: 0 critical, 3 high, 0 medium, 0 low, 0 info; "
            "1 muted, 1 of 6 checks skipped"
        ),
        "",
        "HIGH (3 findings)",
        "  cleartext_webhook_url: Outgoing webhook sends in cleartext (1)",
        "    Build|s  [31m <b> (a): Sends to a.example without TLS.",
        "  hardcoded_secret: Script has a credential in it (1)",
        (
            f"    {'D' * 80}… (d): Its script holds a credential (a literal given to a name that "
            "speaks of a secret). (line 2, column 17)"
        ),
        "  uncompiled_script: Script is on and does not run, silently (1)",
        "    E (e): The server could not compile its script: Unexpected token.",
        "",
        "MEDIUM (1 finding)",
        "  short_token: Token of the integration is short (1)",
        "    (no name) (c): Its token has 3 characters. [muted: Old.]",
        "",
        "NOT LOOKED AT, OR IN PART",
        (
            "  posts_as_person: the accounts were not collected (rcaudit fetch --accounts would "
            "fill the gap)"
        ),
        "",
        "MUTES THAT COVER NOTHING",
        "  1. short_token for c*: unused",
        "  3. long_disabled for x [2J: unused",
        "  4. long_disabled for *: expired on 2026-01-01",
    ]


def test_nothing_found_is_one_line() -> None:
    """A clean workspace says so by its counts."""
    text = render_table(run_checks(make_frames()))

    assert text == (
        "chat.example.org, 2026-11-01 03:00 UTC: 0 critical, 0 high, 0 medium, 0 low, 0 info; "
        f"0 muted, 0 of {len(ALL_CHECKS)} checks skipped\n"
    )
    assert render_markdown(run_checks(make_frames())) == f"# Findings\n\n{text}"


def test_a_line_without_a_column_is_shown() -> None:
    """A custom check may know the line only."""
    whole = audit()
    findings = whole.findings.assign(column=pd.NA)
    changed = Audit(findings, whole.skipped, whole.mutes, whole.checks, "w", whole.taken_at)

    assert " (line 2)\n" in render_table(changed)


def test_the_page_has_a_table_for_each_check_with_its_cure() -> None:
    """Signs of Markdown and HTML in names are escaped, control characters are gone."""
    page = render_markdown(audit(accounts=None))

    assert "## High\n\n### cleartext_webhook_url\n\nOutgoing webhook sends in cleartext. " in page
    assert "**How to fix it:** Give the receiver a certificate" in page
    assert (
        "| Integration | What is wrong | Where |\n| --- | --- | --- |\n"
        "| Build\\|s  \\[31m \\<b\\> (a) | Sends to a.example without TLS. | http://a.example/ |\n"
    ) in page
    assert "*(muted: Old.)*" in page
    assert "| line 2, column 17 |" in page
    assert "\n## Not looked at, or in part\n\n- posts\\_as\\_person: the accounts" in page
    assert "\n## Mutes that cover nothing\n\n- 1. short\\_token for c\\*: unused\n" in page
    assert "\x1b" not in page
