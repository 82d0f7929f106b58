"""The report's findings: which checks found something, and for each why, what to do, and where."""

from collections.abc import Mapping

import pandas as pd

from rcaudit.checks.audit import Audit
from rcaudit.checks.finding import Check
from rcaudit.output.html_table import escape_text, render_prose, render_table
from rcaudit.output.report_style import UNBROKEN_ROWS, WHOLE

_ROWS = 25
_NO_NAME = "(no name)"


def render_findings(audit: Audit) -> str:
    """Return the section of the findings as HTML; those that are muted are counted only."""
    findings = audit.findings
    unmuted = findings.loc[~findings["is_muted"].astype(bool)]
    documented = {check.slug: check for check in audit.checks}
    # The findings come with the worst first; so do their checks.
    groups = {
        str(slug): unmuted.loc[unmuted["check"] == slug] for slug in unmuted["check"].unique()
    }
    checks = "\n".join(_check(documented[slug], rows) for slug, rows in groups.items())
    verb = "is" if audit.muted_count == 1 else "are"
    muted = f"<p>{audit.muted_count:,} more {verb} muted.</p>" if audit.muted_count else ""
    return (
        f'<section id="findings"><h2>Findings</h2>'
        f"{render_tiles({severity.value: count for severity, count in audit.counts().items()})}"
        f"{_overview(documented, groups)}{muted}{_gaps(audit)}\n{checks}</section>"
    )


def render_tiles(numbers: Mapping[str, int]) -> str:
    """Return numbers with what they count, side by side."""
    tiles = "".join(
        f'<div class="{name}"><b>{number:,}</b> {name}</div>' for name, number in numbers.items()
    )
    return f'<div class="tiles">{tiles}</div>'


def _overview(documented: Mapping[str, Check], groups: Mapping[str, pd.DataFrame]) -> str:
    if not groups:
        return "<p>No check found anything.</p>"
    rows = "\n".join(
        f"<tr><td>{_severity(found)}</td>"
        f'<td class="wide"><a href="#{escape_text(slug)}">'
        f"{render_prose(documented[slug].title)}</a></td>"
        f'<td class="number">{len(found):,}</td>'
        f'<td class="number">{found["integration_id"].nunique():,}</td></tr>'
        for slug, found in groups.items()
    )
    head = (
        '<th scope="col">worst</th><th scope="col">what is wrong</th>'
        '<th scope="col" class="number">findings</th>'
        '<th scope="col" class="number">integrations</th>'
    )
    return (
        f'<div class="table"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _check(check: Check, found: pd.DataFrame) -> str:
    names = found["integration_name"].astype(object).fillna("")
    table = pd.DataFrame(
        {
            "integration": names.where(names.str.strip() != "", _NO_NAME),
            "severity": found["severity"].astype(object),
            "line": found["line"],
            "message": found["message"],
            "integration_id": found["integration_id"],
        }
    )
    if (table["severity"] == table["severity"].iloc[0]).all():
        table = table.drop(columns="severity")
    # Most checks are not about a line of a script.
    table = table.drop(columns="line") if table["line"].isna().all() else table
    more = len(table) - _ROWS
    rest = "<p><code>rcaudit export</code> writes all of them.</p>" if more > 0 else ""
    return (
        f'<article id="{escape_text(check.slug)}"{WHOLE if len(table) <= UNBROKEN_ROWS else ""}>'
        f'<div class="head"><h3>{render_prose(check.title)} {_severity(found)}</h3>\n'
        f"<p>{render_prose(check.why)}</p>\n"
        f"<p><b>How to fix it.</b> {render_prose(check.fix)}</p></div>\n"
        f'<div class="table">{render_table(table, longest=_ROWS, is_plain=True)}</div>'
        f"{rest}</article>"
    )


def _severity(found: pd.DataFrame) -> str:
    worst = escape_text(str(found["severity"].iloc[0]))
    return f'<span class="severity {worst}">{worst}</span>'


def _gaps(audit: Audit) -> str:
    skipped = "".join(
        f"<li>{escape_text(check)}: {escape_text(reason, 1000)}</li>"
        for check, reason in zip(audit.skipped["check"], audit.skipped["reason"], strict=True)
    )
    return f"<h3>Checks that could not look</h3><ul>{skipped}</ul>" if skipped else ""
