"""One HTML page for people who have no Python: the notebooks' answers, and the findings."""

from pathlib import Path

from rcaudit.checks.audit import Audit
from rcaudit.output.chapters import CHAPTERS, Chapter, Section
from rcaudit.output.figure_svg import render_svg
from rcaudit.output.html_table import escape_text, render_prose, render_table
from rcaudit.output.pdf import find_chromium, pdf_beside, print_pdf
from rcaudit.output.report_findings import render_findings, render_tiles
from rcaudit.output.report_style import STYLE, UNBROKEN_ROWS, WHOLE, footer_style
from rcaudit.output.summaries import count_creators, count_integrations
from rcaudit.output.tally import NONE
from rcaudit.output.whole_file import write_whole
from rcaudit.snapshot.manifest import Manifest, tool_version
from rcaudit.snapshot.snapshot import Snapshot

_ROWS = 25


def write_report(
    snapshot: Snapshot, out: str | Path, *, audit: Audit | None = None, pdf: bool = False
) -> list[Path]:
    """Write a snapshot's report as one HTML file, and as a PDF beside it where asked.

    Args:
        snapshot: What the report is about.
        out: The HTML file; the PDF has the same name and ends in .pdf.
        audit: What the checks found; without it the report has no findings.
        pdf: Whether to print the page with an installed Chromium.

    Returns:
        The files written.

    Raises:
        ConfigError: A PDF is wanted, and there is no Chromium; or the page's name ends in .pdf.
        OutputError: A file cannot be written.
        SnapshotError: The snapshot's file is damaged.
    """
    out = Path(out)
    printed = pdf_beside(out)
    browser = find_chromium() if pdf else None
    write_whole(out, render_report(snapshot, audit))
    if browser is None:
        return [out]
    return [out, print_pdf(browser, out, printed)]


def render_report(snapshot: Snapshot, audit: Audit | None = None) -> str:
    """Return the report as the text of one HTML page: no scripts, no outside references.

    Raises:
        SnapshotError: The snapshot's file is damaged.
    """
    manifest = snapshot.manifest
    title = escape_text(f"Integrations of {manifest.workspace}")
    footer = f"Integrations of {manifest.workspace}, {manifest.taken_at:%Y-%m-%d}"
    links = [("findings", "Findings")] if audit is not None else []
    links += [(chapter.notebook, chapter.question) for chapter in CHAPTERS]
    contents = "".join(f'<li><a href="#{key}">{escape_text(text)}</a></li>' for key, text in links)
    parts = [
        f"<header><h1>{title}</h1>{_about(manifest)}</header>",
        _gaps(manifest),
        _size(snapshot),
        f'<nav aria-label="Contents"><ul>{contents}</ul></nav>',
        render_findings(audit) if audit is not None else "",
        *(_chapter(chapter, snapshot) for chapter in CHAPTERS),
        f"<footer>Made by rcaudit {escape_text(tool_version())}. Times are UTC.</footer>",
    ]
    body = "\n".join(part for part in parts if part)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        # Whatever a text of the workspace may be: nothing runs, and nothing is loaded.
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title.replace('<wbr>', '')}</title>\n"
        f"<style>{STYLE}{footer_style(footer)}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _about(manifest: Manifest) -> str:
    facts = [
        f"{manifest.taken_at:%Y-%m-%d %H:%M} UTC",
        f"asked by {manifest.account_username or 'an unknown account'}",
        f"Rocket.Chat {manifest.server_version or 'of an unknown version'}",
    ]
    return f"<p>{escape_text(' · '.join(facts))}</p>"


def _gaps(manifest: Manifest) -> str:
    if manifest.is_complete:
        return ""
    gaps = "".join(f"<li>{escape_text(gap.message, 1000)}</li>" for gap in manifest.gaps)
    return (
        '<section class="gaps"><h2>This report is incomplete</h2>'
        f"<p>All counts are too low by what is missing:</p><ul>{gaps}</ul></section>"
    )


def _size(snapshot: Snapshot) -> str:
    counts = count_integrations(snapshot.frames)
    creators = count_creators(snapshot.frames).drop(index=NONE, errors="ignore")
    in_all, by_direction = counts.loc["all"].to_dict(), counts["total"].to_dict()
    return render_tiles(
        {
            "integrations": in_all["total"],
            "enabled": in_all["enabled"],
            "incoming": by_direction["incoming"],
            "outgoing": by_direction["outgoing"],
            "active scripts": in_all["with_active_script"],
            "creators": len(creators),
        }
    )


def _chapter(chapter: Chapter, snapshot: Snapshot) -> str:
    sections = "\n".join(
        _section(section, snapshot, f"{chapter.notebook}-{number}")
        for number, section in enumerate(chapter.sections)
    )
    return (
        f'<section class="chapter" id="{chapter.notebook}">'
        f"<h2>{render_prose(chapter.question)}</h2>\n"
        f'<p class="lead">{render_prose(chapter.lead)}</p>\n{sections}</section>'
    )


def _section(section: Section, snapshot: Snapshot, key: str) -> str:
    shown, is_whole = "", section.figure is not None
    if section.figure is not None:
        shown += f"<figure>{render_svg(section.figure(snapshot.frames), key)}</figure>"
    if section.table is not None:
        table = section.table(snapshot.frames)
        is_whole = len(table) <= UNBROKEN_ROWS
        shown += f'<div class="table">{render_table(table, longest=_ROWS, is_plain=True)}</div>'
    return (
        f"<article{WHOLE if is_whole else ''}><h3>{render_prose(section.heading)}</h3>\n{shown}\n"
        f"<p>{render_prose(section.sentence)}</p></article>"
    )
