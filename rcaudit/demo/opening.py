"""The snapshot that a notebook is about: a saved one, one of a live workspace, or the sample."""

from pathlib import Path

from rcaudit.demo.sample import sample_folder
from rcaudit.errors import ConfigError
from rcaudit.snapshot.snapshot import Snapshot, load_snapshot
from rcaudit.workspace.fetch import fetch_snapshot


def open_snapshot(snapshot: str | Path | None = None, profile: str | None = None) -> Snapshot:
    """Load a saved snapshot or fetch a workspace; with neither named, load the sample.

    Fetching needs the permissions that `fetch_snapshot` names.

    Args:
        snapshot: The folder of a saved snapshot, as `rcaudit fetch` prints it.
        profile: A profile of the configuration file, whose workspace is fetched now.

    Raises:
        ConfigError: Both are named, or there is no such profile.
        SnapshotError: The folder holds no snapshot, or a damaged one.
        WorkspaceError: The workspace did not give what was asked.
    """
    if snapshot is not None and profile is not None:
        raise ConfigError("Name a snapshot or a profile, not both.")
    if profile is not None:
        return fetch_snapshot(profile)
    return load_snapshot(sample_folder() if snapshot is None else Path(snapshot).expanduser())
