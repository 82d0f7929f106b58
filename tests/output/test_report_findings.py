"""The findings of a report."""

from datetime import date

from audit_frames import call, incoming, make_frames, outgoing, scripted

from rcaudit.checks.audit import Audit
from rcaudit.checks.catalogue import run_checks
from rcaudit.checks.mutes import Mute
from rcaudit.output.report_findings import render_findings

CLEARTEXT = "http://one.example.org/"
TOUCHED = "2026-10-31T00:00:00.000Z"
ALL_TABLES = {"activity": [call()]}


def audit_of(*documents: dict[str, object], **others: object) -> Audit:
    """Return what the checks find in these integrations."""
    return run_checks(make_frames(*documents, **others))


def article(page: str, slug: str) -> str:
    """Return what the page says of one check."""
    return page[page.index(f'<article id="{slug}"') :].partition("</article>")[0]


def test_says_of_each_check_what_why_how_and_where():
    """The reader has no command line to ask `rcaudit checks show`."""
    audit = audit_of(outgoing("a", name="Alerts", urls=[CLEARTEXT]))
    text = article(render_findings(audit), "cleartext_webhook_url")
    check = next(check for check in audit.checks if check.slug == "cleartext_webhook_url")
    assert f"<h3>{check.title} " in text
    assert check.why[:40] in text
    assert f"<b>How to fix it.</b> {check.fix[:40]}" in text
    assert ">Alerts</td>" in text
    assert ">a</td>" in text


def test_begins_with_the_worst():
    """The overview leads to each check, and counts findings and integrations."""
    page = render_findings(
        audit_of(outgoing("a", urls=[CLEARTEXT, "http://two.example.org/"]), outgoing("b", name=""))
    )
    link = page.index('href="#cleartext_webhook_url"')
    assert link < page.index('href="#unnamed_integration"') < page.index("<article")
    row = page[link:].partition("</tr>")[0]
    assert '<td class="number">2</td><td class="number">1</td>' in row.replace("\n", "")
    assert page.index('id="cleartext_webhook_url"') < page.index('id="unnamed_integration"')


def test_calls_an_integration_without_a_name_so():
    """An empty cell would look like a fault of the report; a space that misleads is kept."""
    page = render_findings(audit_of(outgoing("a", name=None), outgoing("b", name=" ")))
    assert article(page, "unnamed_integration").count(">(no name)</td>") == 2
    named = render_findings(audit_of(outgoing("a", name="\tx", urls=[CLEARTEXT])))
    assert ">[U+0009]x</td>" in article(named, "cleartext_webhook_url")


def test_has_lines_and_severities_where_they_differ():
    """A column that says the same in every row, or nothing, says nothing."""
    page = render_findings(
        audit_of(outgoing("a", urls=["http://169.254.169.254/", "http://localhost/"]))
    )
    assert ">severity</th>" in article(page, "internal_webhook_url")
    assert ">line</th>" not in article(page, "internal_webhook_url")
    assert ">severity</th>" not in article(page, "cleartext_webhook_url")
    broken = scripted("a", script="class Script { process_incoming_request() { i = 1; } }")
    page = render_findings(audit_of(broken))
    assert ">line</th>" in article(page, "script_breaks_on_9")


def test_lists_some_of_many_and_says_where_the_others_are():
    """A report of 5,000 integrations can still be read."""
    page = render_findings(audit_of(*(outgoing(f"i{n:02}", urls=[CLEARTEXT]) for n in range(30))))
    text = article(page, "cleartext_webhook_url")
    assert "and 5 more" in text
    assert "<code>rcaudit export</code> writes all of them." in text
    assert "rcaudit export" not in article(
        render_findings(audit_of(outgoing("a", urls=[CLEARTEXT]))), "cleartext_webhook_url"
    )


def test_counts_muted_findings_without_listing_them():
    """What somebody accepted is not listed, and not hidden either."""
    frames = make_frames(outgoing("a", urls=[CLEARTEXT]))
    mute = Mute(
        check="cleartext_webhook_url", integration="*", reason="ok", expires=date(2030, 1, 1)
    )
    muted = render_findings(run_checks(frames, mutes=(mute,)))
    assert "cleartext_webhook_url" not in muted
    assert "<p>1 more is muted.</p>" in muted
    assert "muted" not in render_findings(run_checks(frames))


def test_says_which_checks_could_not_look():
    """What was not looked at does not count as clean."""
    audit = audit_of(outgoing(), accounts=None, activity=None)
    assert {"inactive_creator", "never_fired"} <= set(audit.skipped["check"])
    page = render_findings(audit)
    for check in audit.skipped["check"]:
        assert f"<li>{check}: " in page


def test_says_nothing_of_gaps_where_all_could_look():
    """A snapshot with accounts and activity has nothing to excuse."""
    audit = audit_of(outgoing(), **ALL_TABLES)
    assert audit.skipped.empty
    assert "Checks that could not look" not in render_findings(audit)


def test_says_that_nothing_was_found():
    """A table without rows would leave it open."""
    page = render_findings(audit_of())
    assert "<p>No check found anything.</p>" in page
    assert "<table" not in page


def test_shows_names_as_texts():
    """Nothing of the workspace is markup."""
    page = render_findings(audit_of(incoming("a", name="<b>`x`</b>", _createdBy=None)))
    assert "&lt;b&gt;`x`&lt;/b&gt;" in article(page, "ownerless_integration")
