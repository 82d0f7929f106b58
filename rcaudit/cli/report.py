"""`rcaudit report`: one HTML page about a workspace or a snapshot."""

from pathlib import Path
from typing import Any

import click

from rcaudit.cli.extras import need_lab
from rcaudit.cli.options import (
    chosen_snapshot,
    log_to_stderr,
    quiet_option,
    snapshot_options,
    tell_gaps,
)
from rcaudit.cli.status import DONE, INCOMPLETE


@click.command()
@snapshot_options
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
def report(*, out: Path, pdf: bool, quiet: bool, **choice: Any) -> int:
    """Write a report as one HTML page, and print its path.

    The page has what the checks found and the notebooks' tables and figures, for people who have
    no Python. It loads nothing and runs nothing. Without --from the workspace is fetched first.
    Needs the extra `lab`: pip install 'rcaudit[lab]'.
    """
    need_lab("report", "matplotlib")
    import matplotlib as mpl  # noqa: PLC0415 - `--help` must stay quick

    from rcaudit.checks.catalogue import run_checks  # noqa: PLC0415 - `--help` likewise
    from rcaudit.output.pdf import find_chromium, pdf_beside  # noqa: PLC0415 - `--help` likewise
    from rcaudit.output.report import write_report  # noqa: PLC0415 - `--help` likewise

    log_to_stderr(quiet=quiet)
    # No window, whatever the machine has.
    mpl.use("agg")
    # Said before a fetch that may take an hour.
    pdf_beside(out)
    if pdf:
        find_chromium()

    with chosen_snapshot(quiet=quiet, **choice) as snapshot:
        for path in write_report(snapshot, out, audit=run_checks(snapshot.frames), pdf=pdf):
            click.echo(path)
        tell_gaps(snapshot.manifest)
        return DONE if snapshot.manifest.is_complete else INCOMPLETE
