"""`rcaudit export`: a workspace or a snapshot in, one file a table out."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from rcaudit.cli.options import (
    chosen_snapshot,
    log_to_stderr,
    quiet_option,
    snapshot_options,
    tell_gaps,
)
from rcaudit.cli.status import DONE, INCOMPLETE

if TYPE_CHECKING:
    import pandas as pd


def tell_what_is_there(integrations: "pd.DataFrame") -> None:
    """Say on stderr, in a line, what was exported."""
    directions = integrations["direction"].value_counts()
    click.echo(
        f"{len(integrations)} integrations: {directions.get('incoming', 0)} incoming, "
        f"{directions.get('outgoing', 0)} outgoing, {integrations['is_enabled'].sum()} enabled, "
        f"{integrations['is_script_enabled'].sum()} with a script switched on.",
        err=True,
    )


@click.command()
@snapshot_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("exports"),
    show_default=True,
    help="Folder that gets one folder for each export, and the link `latest`.",
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["csv", "jsonl", "parquet", "xlsx"]),
    default="csv",
    show_default=True,
    help="Format of the tables.",
)
@click.option("--raw", is_flag=True, help="Leave texts that look like formulas as they are.")
@quiet_option
def export(
    *,
    out: Path,
    file_format: Literal["csv", "jsonl", "parquet", "xlsx"],
    raw: bool,
    quiet: bool,
    **choice: Any,
) -> int:
    """Write every table of a workspace, or of a saved snapshot, and print the new folder.

    The folder appears whole or not at all. Without --from the workspace is fetched first, and
    the snapshot is kept in the history.
    """
    from rcaudit.output.export import export_snapshot  # noqa: PLC0415 - `--help` must stay quick

    log_to_stderr(quiet=quiet)
    with chosen_snapshot(quiet=quiet, **choice) as snapshot:
        folder = export_snapshot(snapshot, out, format=file_format, raw=raw)
        click.echo(folder)
        if not quiet:
            tell_what_is_there(snapshot.frames.integrations)
        tell_gaps(snapshot.manifest)
        return DONE if snapshot.manifest.is_complete else INCOMPLETE
