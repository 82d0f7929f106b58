"""`rcaudit check`: what is wrong, how bad, how to fix it."""

import dataclasses
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rcaudit.cli.checks import checks_file_option, known_checks, refuse_unknown
from rcaudit.cli.options import (
    chosen_snapshot,
    log_to_stderr,
    quiet_option,
    snapshot_options,
    tell_gaps,
)
from rcaudit.cli.status import DONE, FINDINGS, INCOMPLETE

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from rcaudit.checks.audit import Audit
    from rcaudit.checks.finding import Check
    from rcaudit.frames.frames import Frames

_SEVERITIES = ["critical", "high", "medium", "low", "info"]
_FORMATS = ["table", "json", "csv", "sarif", "markdown", "github"]


@click.command()
@snapshot_options
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.option("--only", multiple=True, metavar="CHECK", help="Run this check; can be repeated.")
@click.option("--skip", multiple=True, metavar="CHECK", help="Leave it out; can be repeated.")
@click.option(
    "--severity", type=click.Choice(_SEVERITIES), help="Show findings of at least this severity."
)
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    help="Exit with 3 where a finding that is not muted is at least this severe.",
)
@click.option("--mute-file", type=click.Path(path_type=Path), help="Findings that are accepted.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="SNAPSHOT|CSV",
    help="Show only what is new since this snapshot or findings.csv.",
)
@checks_file_option
@quiet_option
def check(
    *,
    form: str,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    severity: str | None,
    fail_on: str | None,
    mute_file: Path | None,
    baseline: Path | None,
    checks_file: Path | None,
    quiet: bool,
    **choice: Any,
) -> int:
    """Judge the integrations of a workspace, or of a saved snapshot.

    Prints the findings, grouped by severity. A check that could not look says so, with the option
    that would help. `rcaudit checks show CHECK` says what a check does and how to fix what it
    finds. The exit status is 0 whatever is found, unless --fail-on says otherwise.
    """
    from rcaudit.checks.catalogue import run_checks  # noqa: PLC0415 - `--help` must stay quick
    from rcaudit.checks.mutes import load_mutes  # noqa: PLC0415 - `--help` likewise
    from rcaudit.checks.thresholds import read_thresholds  # noqa: PLC0415 - `--help` likewise
    from rcaudit.workspace.config import read_config  # noqa: PLC0415 - `--help` likewise

    log_to_stderr(quiet=quiet)
    known = known_checks(checks_file)
    checks = _choose(known, only, skip)
    mutes = load_mutes(mute_file, known) if mute_file else ()
    thresholds = read_thresholds(read_config().get("checks", {}))
    judge = partial(run_checks, checks=checks, thresholds=thresholds)
    with chosen_snapshot(quiet=quiet, **choice) as snapshot:
        audit = judge(snapshot.frames, mutes=mutes)
        if baseline is not None:
            audit = _keep_new(audit, baseline, judge)
        shown = audit
        if severity is not None:
            shown = _keep_severe(audit, severity)
        click.echo(_render(shown, form), nl=False)
        _tell_notes(shown, form)
        tell_gaps(snapshot.manifest)
        if fail_on is not None and _has(audit.findings, fail_on):
            return FINDINGS
        return DONE if snapshot.manifest.is_complete else INCOMPLETE


def _choose(
    known: dict[str, "Check"], only: tuple[str, ...], skip: tuple[str, ...]
) -> tuple["Check", ...]:
    for slug in (*only, *skip):
        refuse_unknown(slug, known)
    chosen = set(only or known) - set(skip)
    if not chosen:
        raise click.UsageError("--only and --skip leave no check to run.")
    return tuple(item for slug, item in known.items() if slug in chosen)


def _keep_new(audit: "Audit", baseline: Path, judge: "Callable[[Frames], Audit]") -> "Audit":
    from rcaudit.checks.baseline import compare_findings, read_findings  # noqa: PLC0415 - `--help`
    from rcaudit.snapshot.snapshot import load_snapshot  # noqa: PLC0415 - `--help` likewise

    if baseline.is_dir():
        before = judge(load_snapshot(baseline).frames).findings
    else:
        before = read_findings(baseline)
    new, resolved = compare_findings(audit.findings, before, audit.judged)
    click.echo(f"Since {baseline}: {len(new)} findings are new, {resolved} are resolved.", err=True)
    return dataclasses.replace(audit, findings=new)


def _keep_severe(audit: "Audit", severity: str) -> "Audit":
    is_severe = audit.findings["severity"] >= severity
    hidden = int((~is_severe).sum())
    if hidden:
        click.echo(f"Findings below {severity} that are not shown: {hidden}.", err=True)
    return dataclasses.replace(audit, findings=audit.findings[is_severe])


def _tell_notes(audit: "Audit", form: str) -> None:
    from rcaudit.output.findings_text import render_notes  # noqa: PLC0415 - `--help`
    from rcaudit.output.sarif import MOST_RESULTS  # noqa: PLC0415 - `--help` must stay quick

    if form in {"csv", "github", "sarif"}:
        click.echo(render_notes(audit), nl=False, err=True)
    if form == "sarif" and len(audit.findings) > MOST_RESULTS:
        click.echo(
            f"GitHub takes {MOST_RESULTS:,} results at most, and these are "
            f"{len(audit.findings):,}: choose some with --severity, --only or --skip.",
            err=True,
        )


def _has(findings: "pd.DataFrame", severity: str) -> bool:
    return bool((~findings["is_muted"] & (findings["severity"] >= severity)).any())


def _render(audit: "Audit", form: str) -> str:
    from rcaudit.output import findings_data, findings_text, sarif  # noqa: PLC0415 - `--help`

    renderers: dict[str, Callable[[Audit], str]] = {
        "table": findings_text.render_table,
        "markdown": findings_text.render_markdown,
        "json": findings_data.render_json,
        "csv": findings_data.render_csv,
        "github": findings_data.render_github,
        "sarif": sarif.render_sarif,
    }
    return renderers[form](audit)
