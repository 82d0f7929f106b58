"""`rcaudit diff`: what changed between two snapshots of a workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rcaudit.cli.options import log_to_stderr, tell_gaps, workspace_options
from rcaudit.cli.status import DONE, INCOMPLETE

if TYPE_CHECKING:
    from collections.abc import Callable

    from rcaudit.frames.diff import Diff
    from rcaudit.snapshot.snapshot import Snapshot

_FORMATS = ["table", "json", "csv", "markdown"]


@click.command()
@click.argument("old", type=click.Path(path_type=Path), required=False)
@click.argument("new", type=click.Path(path_type=Path), required=False)
@workspace_options
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)
def diff(
    *,
    old: Path | None,
    new: Path | None,
    profile_name: str | None,
    demo: bool,
    history: Path | None,
    form: str,
) -> int:
    """Say what changed between two snapshots of a workspace, field by field.

    OLD and NEW are folders of saved snapshots. Without NEW, it is the newest snapshot in the
    history; without OLD too, the two newest are compared. Nothing is asked of any workspace; with
    --demo, it is a night of the demo workspace. The exit status is 6 where a snapshot is
    incomplete: what it may have missed is not told as added or removed.
    """
    from rcaudit.frames.changes import diff_snapshots  # noqa: PLC0415 - `--help` must stay quick

    log_to_stderr(quiet=True)
    with _chosen(old, new, profile_name, history, demo=demo) as (older, newer):
        compared = diff_snapshots(older, newer)
    click.echo(_render(compared, form), nl=False)
    tell_gaps(compared.old, "The older snapshot is incomplete")
    tell_gaps(compared.new, "The newer snapshot is incomplete")
    return DONE if compared.is_complete else INCOMPLETE


@contextmanager
def _chosen(
    old: Path | None,
    new: Path | None,
    profile_name: str | None,
    history: Path | None,
    *,
    demo: bool,
) -> Iterator[tuple["Snapshot", "Snapshot"]]:
    if sum((old is not None, profile_name is not None, demo)) > 1:
        raise click.UsageError("OLD, --profile and --demo exclude each other.")
    if demo:
        from rcaudit.demo.overnight import fetched_twice  # noqa: PLC0415 - `--help` must stay quick

        with fetched_twice() as snapshots:
            yield snapshots
    else:
        yield _load(old, new, profile_name, history)


def _load(
    old: Path | None, new: Path | None, profile_name: str | None, history: Path | None
) -> tuple["Snapshot", "Snapshot"]:
    from rcaudit.snapshot.snapshot import load_snapshot  # noqa: PLC0415 - `--help` must stay quick
    from rcaudit.workspace.config import load_profile  # noqa: PLC0415 - `--help` likewise

    if old is None:
        newer, older = _newest(load_profile(profile_name).workspace, history, 2)
        return older, newer
    older = load_snapshot(old)
    if new is not None:
        return older, load_snapshot(new)
    [newer] = _newest(older.manifest.workspace, history, 1)
    if newer.manifest == older.manifest:
        raise click.UsageError(f"{old} is the newest snapshot: name an older one, or two.")
    return older, newer


def _newest(workspace: str, history: Path | None, count: int) -> list["Snapshot"]:
    from rcaudit.errors import SnapshotError  # noqa: PLC0415 - `--help` must stay quick
    from rcaudit.snapshot.history import (  # noqa: PLC0415 - `--help` likewise
        WorkspaceHistory,
        default_history,
    )

    store = WorkspaceHistory(history or default_history(), workspace)
    snapshots = list(islice(store.newest_first(), count))
    if len(snapshots) < count:
        raise SnapshotError(
            f"{store.folder} has too few snapshots that can be read ({len(snapshots)} of {count}): "
            "run `rcaudit fetch`, or name the folders of two."
        )
    return snapshots


def _render(compared: "Diff", form: str) -> str:
    from rcaudit.output import changes_data, changes_text  # noqa: PLC0415 - `--help` must stay quick

    renderers: dict[str, Callable[[Diff], str]] = {
        "table": changes_text.render_table,
        "markdown": changes_text.render_markdown,
        "json": changes_data.render_json,
        "csv": changes_data.render_csv,
    }
    return renderers[form](compared)
