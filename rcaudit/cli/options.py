"""Options that several commands share, and what they choose."""

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

if TYPE_CHECKING:
    from rcaudit.snapshot.manifest import Manifest
    from rcaudit.snapshot.snapshot import Snapshot
    from rcaudit.workspace.profile import Profile

F = TypeVar("F", bound=Callable[..., Any])


profile_option = click.option(
    "--profile", "profile_name", metavar="NAME", help="Profile of the configuration file."
)
demo_option = click.option(
    "--demo", is_flag=True, help="Ask a demo workspace, run on this machine for this command."
)
history_option = click.option(
    "--history",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of snapshots [default: RCAUDIT_HISTORY, else the platform's data folder].",
)


def workspace_options(function: F) -> F:
    """Add the options that say which workspace is asked."""
    return profile_option(demo_option(history_option(function)))


def fetch_options(function: F) -> F:
    """Add the options that say how a workspace is fetched."""
    function = click.option(
        "--activity",
        is_flag=True,
        help="Ask for the last calls of each outgoing integration: when, and whether they failed.",
    )(function)
    function = click.option(
        "--accounts",
        is_flag=True,
        help="Ask for the accounts that integrations name: whether active, and their roles.",
    )(function)
    function = click.option(
        "--no-scripts", is_flag=True, help="Leave the texts of scripts out of what is kept."
    )(function)
    return detail_option(function)


detail_option = click.option(
    "--detail",
    type=click.Choice(["changed", "always", "never"]),
    default="changed",
    show_default=True,
    help="Ask by itself for each integration that changed, for each, or for none.",
)
source_option = click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="SNAPSHOT",
    help="Folder of a saved snapshot; nothing is asked of any workspace.",
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
json_option = click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")


@contextmanager
def chosen_workspace(
    profile_name: str | None, history: Path | None, *, demo: bool, keep: bool
) -> Iterator[tuple["Profile", Path | None]]:
    """Give the profile to ask and the history folder; a demo workspace runs for as long.

    Args:
        profile_name: The option `--profile`.
        history: The option `--history`.
        demo: The option `--demo`.
        keep: Whether a snapshot of the demo workspace is to outlive the command.
    """
    from rcaudit.workspace.config import load_profile  # noqa: PLC0415 - `--help` must stay quick

    if not demo:
        yield load_profile(profile_name), history
        return
    if profile_name is not None:
        raise click.UsageError("--demo and --profile exclude each other.")
    from rcaudit.demo.sample import load_sample_workspace  # noqa: PLC0415 - `--help` likewise
    from rcaudit.demo.server import DemoServer  # noqa: PLC0415 - `--help` likewise
    from rcaudit.snapshot.secret import Secret  # noqa: PLC0415 - `--help` likewise
    from rcaudit.workspace.profile import Profile  # noqa: PLC0415 - `--help` likewise

    with (
        tempfile.TemporaryDirectory(prefix="rcaudit-demo-") as scratch,
        DemoServer(load_sample_workspace()) as server,
    ):
        user_id, token = server.credentials()
        profile = Profile(url=server.url, user_id=user_id, token=Secret(token))
        yield profile, history if history or keep else Path(scratch)


def snapshot_options(function: F) -> F:
    """Add the options that choose a snapshot: a saved one, or a workspace to fetch."""
    return source_option(fetch_options(workspace_options(function)))


@contextmanager
def chosen_snapshot(
    *,
    source: Path | None,
    profile_name: str | None,
    demo: bool,
    history: Path | None,
    detail: Literal["changed", "always", "never"],
    no_scripts: bool,
    accounts: bool,
    activity: bool,
    quiet: bool,
) -> Iterator["Snapshot"]:
    """Give the snapshot that the options of `snapshot_options` choose, fetching it if need be."""
    if source is not None:
        if demo or profile_name is not None:
            raise click.UsageError("--from excludes --demo and --profile.")
        from rcaudit.snapshot.snapshot import load_snapshot  # noqa: PLC0415 - `--help` likewise

        yield load_snapshot(source)
        return
    from rcaudit.workspace.fetch import fetch_snapshot  # noqa: PLC0415 - `--help` likewise

    with chosen_workspace(profile_name, history, demo=demo, keep=False) as (profile, folder):
        yield fetch_snapshot(
            profile,
            detail=detail,
            history=folder,
            keep_scripts=not no_scripts,
            accounts=accounts,
            activity=activity,
            progress=not quiet,
        )


def log_to_stderr(*, quiet: bool) -> None:
    """Show what the library logs, on stderr, as plain lines; warnings only when quiet."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("rcaudit")
    logger.handlers = [handler]
    logger.setLevel(logging.WARNING if quiet else logging.INFO)


def tell_gaps(manifest: "Manifest", whose: str = "Incomplete") -> None:
    """Say on stderr, a line each, what a snapshot does not show."""
    for gap in manifest.gaps:
        click.echo(f"{whose}: {gap.message}.", err=True)
