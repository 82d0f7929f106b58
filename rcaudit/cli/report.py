"""`rcaudit report`: one HTML page about a workspace or a snapshot."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from rcaudit.cli.extras import need_lab
from rcaudit.cli.options import (
    chosen_workspace,
    fetch_options,
    log_to_stderr,
    quiet_option,
    tell_gaps,
    workspace_options,
)
from rcaudit.cli.status import DONE, INCOMPLETE

if TYPE_CHECKING:
    from rcaudit.snapshot.snapshot import Snapshot


@click.command()
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="SNAPSHOT",
    help="Folder of a saved snapshot; nothing is asked of any workspace.",
)
@workspace_options
@fetch_options
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("report.html"),
    show_default=True,
    metavar="FILE",
    help="HTML page to write.",
)
@click.option("--pdf", is_flag=True, help="Print it to a PDF beside it; needs Chromium or Chrome.")
@quiet_option
def report(
    *,
    source: Path | None,
    profile_name: str | None,
    demo: bool,
    history: Path | None,
    detail: Literal["changed", "always", "never"],
    no_scripts: bool,
    out: Path,
    pdf: bool,
    quiet: bool,
) -> int:
    """Write a report as one HTML page, and print its path.

    The page has what the checks found and the notebooks' tables and figures, for people who have
    no Python. It loads nothing and runs nothing. Without --from the workspace is fetched first.
    Needs the extra `lab`: pip install 'rcaudit[lab]'.
    """
    need_lab("report", "matplotlib")
    if source is not None and (demo or profile_name is not None):
        raise click.UsageError("--from excludes --demo and --profile.")
    import matplotlib as mpl  # noqa: PLC0415 - `--help` must stay quick

    from rcaudit.checks.catalogue import run_checks  # noqa: PLC0415 - `--help` likewise
    from rcaudit.output.pdf import find_chromium  # noqa: PLC0415 - `--help` likewise
    from rcaudit.output.report import write_report  # noqa: PLC0415 - `--help` likewise
    from rcaudit.snapshot.snapshot import load_snapshot  # noqa: PLC0415 - `--help` likewise

    log_to_stderr(quiet=quiet)
    # No window, whatever the machine has.
    mpl.use("agg")
    if pdf:
        # Said before a fetch that may take an hour.
        find_chromium()

    def write(snapshot: "Snapshot") -> int:
        for path in write_report(snapshot, out, audit=run_checks(snapshot.frames), pdf=pdf):
            click.echo(path)
        tell_gaps(snapshot.manifest)
        return DONE if snapshot.manifest.is_complete else INCOMPLETE

    if source is not None:
        return write(load_snapshot(source))
    from rcaudit.workspace.fetch import fetch_snapshot  # noqa: PLC0415 - `--help` likewise

    with chosen_workspace(profile_name, history, demo=demo, keep=False) as (profile, folder):
        return write(
            fetch_snapshot(
                profile,
                detail=detail,
                history=folder,
                keep_scripts=not no_scripts,
                progress=not quiet,
            )
        )
