"""Findings as people read them: on a terminal, and as Markdown."""

from collections.abc import Iterator
from typing import Any

from rcaudit.checks.audit import Audit
from rcaudit.checks.finding import Check
from rcaudit.checks.severity import Severity
from rcaudit.output.plain import count_of, escape_markdown, name_of, one_line

Row = dict[str, Any]
Group = tuple[Check, list[Row]]


def render_table(audit: Audit) -> str:
    """Return the findings for a terminal: by severity, by check, one line each."""
    lines = [_headline(audit)]
    for severity in Severity:
        groups = list(_groups(audit, severity))
        if groups:
            count = sum(len(rows) for _, rows in groups)
            lines += ["", f"{severity.value.upper()} ({count_of(count, 'finding')})"]
        for check, rows in groups:
            lines += [f"  {check.slug}: {check.title} ({len(rows)})"]
            lines += [f"    {_describe(row)}" for row in rows]
    lines += _notes(audit)
    return "\n".join(lines) + "\n"


def render_markdown(audit: Audit) -> str:
    """Return the findings as a Markdown page (GitHub's flavour), with how to fix them."""
    lines = ["# Findings", "", escape_markdown(_headline(audit))]
    for severity in Severity:
        groups = list(_groups(audit, severity))
        if groups:
            lines += ["", f"## {severity.value.capitalize()}"]
        for check, rows in groups:
            lines += [
                "",
                f"### {check.slug}",
                "",
                f"{escape_markdown(check.title)}. {escape_markdown(check.why)}",
            ]
            lines += ["", f"**How to fix it:** {escape_markdown(check.fix)}", ""]
            lines += ["| Integration | What is wrong | Where |", "| --- | --- | --- |"]
            lines += [_table_row(row) for row in rows]
    notes = _notes(audit)
    lines += [_as_heading(line) for line in notes]
    return "\n".join(lines) + "\n"


def render_notes(audit: Audit) -> str:
    """Return where nobody looked, and which mutes cover nothing; for formats without a place."""
    return "".join(f"{line}\n" for line in _notes(audit)[1:])


def _headline(audit: Audit) -> str:
    return f"{one_line(audit.workspace)}, {audit.taken_at:%Y-%m-%d %H:%M} UTC: {audit.summary}"


def _groups(audit: Audit, severity: Severity) -> Iterator[Group]:
    findings = audit.findings
    rows = findings[findings["severity"] == severity.value].to_dict("records")
    by_slug: dict[str, list[Row]] = {}
    for row in rows:
        by_slug.setdefault(row["check"], []).append({str(name): row[name] for name in row})
    checks = {check.slug: check for check in audit.checks}
    return ((checks[slug], rows) for slug, rows in by_slug.items())


def _describe(row: Row) -> str:
    mute = f" [muted: {one_line(row['mute_reason'])}]" if row["is_muted"] else ""
    name = name_of(row["integration_name"], row["integration_id"])
    place = _place(row)
    return f"{name}: {one_line(row['message'])}{f' ({place})' if place else ''}{mute}"


def _place(row: Row) -> str:
    line, column = str(row["line"]), str(row["column"])
    if not line.isdigit():
        return ""
    return f"line {line}, column {column}" if column.isdigit() else f"line {line}"


def _table_row(row: Row) -> str:
    mute = f" *(muted: {escape_markdown(one_line(row['mute_reason']))})*" if row["is_muted"] else ""
    name = escape_markdown(name_of(row["integration_name"], row["integration_id"]))
    where = escape_markdown(_place(row) or one_line(row["resource"]))
    return f"| {name} | {escape_markdown(one_line(row['message']))}{mute} | {where} |"


def _notes(audit: Audit) -> list[str]:
    """Say where nobody looked, and which mutes need a hand; empty lines and headings too."""
    skipped = [
        f"  {row['check']}: {row['reason']} ({row['option']} would fill the gap)"
        for row in audit.skipped.to_dict("records")
    ]
    idle = audit.mutes[audit.mutes["state"] != "used"]
    mutes = [
        f"  {row['position']}. {one_line(row['check'])} for {one_line(row['integration'])}: "
        f"{row['state']}{' on ' + row['expires'] if row['state'] == 'expired' else ''}"
        for row in idle.to_dict("records")
    ]
    lines = ["", "NOT LOOKED AT, OR IN PART", *skipped] if skipped else []
    return lines + (["", "MUTES THAT COVER NOTHING", *mutes] if mutes else [])


def _as_heading(note: str) -> str:
    if note.isupper() and not note.startswith(" "):
        return f"## {note.capitalize()}\n"
    return f"- {escape_markdown(note.strip())}" if note else note
