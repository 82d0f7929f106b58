"""`rcaudit doctor`: what an audit of a workspace will meet."""

import dataclasses
import json
from pathlib import Path

import click

from rcaudit.cli.options import chosen_workspace, json_option, log_to_stderr, workspace_options
from rcaudit.cli.status import DONE, INCOMPLETE, status_of

_COLOURS = {"ok": "green", "warning": "yellow", "error": "red", "not looked at": "bright_black"}


@click.command()
@workspace_options
@json_option
def doctor(*, profile_name: str | None, demo: bool, history: Path | None, as_json: bool) -> int:
    """Look at all that an audit depends on: reach, TLS, sign-in, view, rate limit, duration.

    Asks a few questions and changes nothing. The exit status is that of the first thing that
    failed, or 6 where the account does not see everything.
    """
    from rcaudit.workspace.diagnosis import diagnose  # noqa: PLC0415 - `--help` must stay quick

    log_to_stderr(quiet=False)
    with chosen_workspace(profile_name, history, demo=demo, keep=False) as (profile, folder):
        found = []
        for diagnosis in diagnose(profile, history=folder):
            found.append(diagnosis)
            if not as_json:
                state = click.style(f"{diagnosis.state:<13}", fg=_COLOURS[diagnosis.state])
                click.echo(f"{state} {diagnosis.name:<12} {diagnosis.message}")
    if as_json:
        fields = [
            {name: value for name, value in dataclasses.asdict(item).items() if name != "error"}
            for item in found
        ]
        click.echo(json.dumps(fields, indent=2))
    for diagnosis in found:
        if diagnosis.error is not None:
            return status_of(diagnosis.error)
    is_partial = any(item.name == "view" and item.state == "warning" for item in found)
    return INCOMPLETE if is_partial else DONE
