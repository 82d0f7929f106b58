"""`rcaudit scripts export`: the scripts of a workspace or a snapshot as files for git."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from rcaudit.cli.options import (
    chosen_snapshot,
    detail_option,
    log_to_stderr,
    quiet_option,
    source_option,
    tell_gaps,
    workspace_options,
)
from rcaudit.cli.status import DONE, INCOMPLETE

if TYPE_CHECKING:
    from rcaudit.output.script_files import ScriptFiles


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@source_option
@workspace_options
@detail_option
@quiet_option
def export(
    *,
    folder: Path,
    source: Path | None,
    profile_name: str | None,
    demo: bool,
    history: Path | None,
    detail: Literal["changed", "always", "never"],
    quiet: bool,
) -> int:
    """Write one .js file for each integration that has a script into DIR, to be kept in git.

    Files are named by the integration's id; a comment before the first line says id, name and
    direction. Credentials are taken out, and lines have the numbers that findings give. What did
    not change is not touched; a file whose integration is gone is removed where rcaudit wrote it.
    Prints each file that it writes or removes.
    """
    from rcaudit.output.script_files import write_scripts  # noqa: PLC0415 - `--help` is quick

    log_to_stderr(quiet=quiet)
    with chosen_snapshot(
        source=source,
        profile_name=profile_name,
        demo=demo,
        history=history,
        detail=detail,
        no_scripts=False,
        accounts=False,
        activity=False,
        quiet=quiet,
    ) as snapshot:
        files = write_scripts(snapshot.frames, folder)
        _tell(files, quiet=quiet)
        tell_gaps(snapshot.manifest)
        return DONE if snapshot.manifest.is_complete else INCOMPLETE


def _tell(files: "ScriptFiles", *, quiet: bool) -> None:
    from rcaudit.output.plain import one_line  # noqa: PLC0415 - `--help` must stay quick

    for word in ("new", "changed", "removed", "kept"):
        for file, name in sorted(getattr(files, word).items()):
            click.echo(f"{word:<8} {file}  {one_line(name)}")
    if not quiet:
        click.echo(
            f"{len(files.new)} new, {len(files.changed)} changed, {len(files.unchanged)} "
            f"unchanged, {len(files.removed)} removed.",
            err=True,
        )
    if files.kept:
        click.echo("Kept what this snapshot does not show, since it is incomplete.", err=True)
