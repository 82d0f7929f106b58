"""`rcaudit fetch`: a workspace over HTTP in, a snapshot out."""

import json
from pathlib import Path
from typing import Literal

import click

from rcaudit.cli.options import (
    chosen_workspace,
    fetch_options,
    json_option,
    log_to_stderr,
    quiet_option,
    tell_gaps,
    workspace_options,
)
from rcaudit.cli.status import DONE, INCOMPLETE


@click.command()
@workspace_options
@fetch_options
@json_option
@quiet_option
def fetch(
    *,
    profile_name: str | None,
    demo: bool,
    history: Path | None,
    detail: Literal["changed", "always", "never"],
    no_scripts: bool,
    accounts: bool,
    activity: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Fetch a snapshot into the history, and print its folder.

    Tokens and other secrets are taken out before anything is written. A run that was cut short
    goes on where it was when it is started again. Needs the permissions
    manage-incoming-integrations and manage-outgoing-integrations for the whole view.
    """
    from rcaudit.workspace.fetch import fetch_snapshot  # noqa: PLC0415 - `--help` must stay quick

    log_to_stderr(quiet=quiet)
    with chosen_workspace(profile_name, history, demo=demo, keep=True) as (profile, folder):
        snapshot = fetch_snapshot(
            profile,
            detail=detail,
            history=folder,
            keep_scripts=not no_scripts,
            accounts=accounts,
            activity=activity,
            progress=not quiet,
        )
    if as_json:
        manifest = json.loads(snapshot.manifest.to_json())
        click.echo(json.dumps({"path": str(snapshot.path)} | manifest, indent=2))
    else:
        click.echo(snapshot.path)
    if not quiet:
        counts = snapshot.manifest.counts
        click.echo(
            f"{len(snapshot)} integrations of {snapshot.manifest.workspace}: {counts.fetched} "
            f"asked for, {counts.reused} unchanged since the last snapshot.",
            err=True,
        )
    tell_gaps(snapshot.manifest)
    return DONE if snapshot.manifest.is_complete else INCOMPLETE
