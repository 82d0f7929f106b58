"""A folder of snapshots: one folder a workspace, one in it for each snapshot."""

import hashlib
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from rcaudit.errors import SnapshotError
from rcaudit.snapshot.files import locked, make_folder
from rcaudit.snapshot.journal import Journal
from rcaudit.snapshot.secret import FingerprintKey, load_fingerprint_key
from rcaudit.snapshot.snapshot import Snapshot, load_snapshot

KEY_NAME = "fingerprint.key"
JOURNAL_NAME = "journal.jsonl"
HISTORY_VARIABLE = "RCAUDIT_HISTORY"
_PRIVATE = 0o700
_SNAPSHOT_NAME = re.compile(r"[0-9]{8}T[0-9]{9}Z")
_PLAIN_WORKSPACE = re.compile(r"[a-z0-9][a-z0-9.-]{0,127}(:[0-9]{1,5})?")
_LONGEST_STEM = 128

logger = logging.getLogger(__name__)


def default_history() -> Path:
    """Return the history folder: `RCAUDIT_HISTORY`, else the platform's data folder."""
    configured = os.environ.get(HISTORY_VARIABLE)
    return Path(configured) if configured else user_data_path("rcaudit", appauthor=False)


def snapshot_name(taken_at: datetime) -> str:
    """Return the folder name of a snapshot: UTC with milliseconds, sorting as time does."""
    moment = taken_at.astimezone(UTC)
    return f"{moment:%Y%m%dT%H%M%S}{moment.microsecond // 1000:03d}Z"


def _folder_name(workspace: str) -> str:
    """Return a folder's name that no other workspace has, on any file system."""
    if _PLAIN_WORKSPACE.fullmatch(workspace):
        return workspace.replace(":", "_")
    # `a/b` and `a_b`, or names that differ in case only, must not share a folder.
    digest = hashlib.blake2b(workspace.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{re.sub(r'[^A-Za-z0-9.-]', '_', workspace)[:_LONGEST_STEM]}~{digest}"


class WorkspaceHistory:
    """The snapshots of one workspace, and the journal of a run that has not ended well.

    Args:
        history: The history folder, made (mode 0700) when first locked.
        workspace: The workspace's name, as in the tables.
    """

    def __init__(self, history: Path, workspace: str) -> None:
        self.history = history
        self.folder = history / _folder_name(workspace)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the workspace's lock.

        Raises:
            LockedError: Another run holds it.
            OutputError: The folder cannot be written to.
        """
        make_folder(self.history, _PRIVATE)
        make_folder(self.folder, _PRIVATE)
        with locked(self.folder):
            yield

    def fingerprint_key(self) -> FingerprintKey:
        """Load the history folder's fingerprint key, or make one.

        Raises:
            SnapshotError: The key file is damaged, or others may read it.
            OutputError: It cannot be made.
        """
        make_folder(self.history, _PRIVATE)
        return load_fingerprint_key(self.history / KEY_NAME)

    def snapshot_folders(self) -> list[Path]:
        """Return the folders of the workspace's snapshots, oldest first.

        Raises:
            SnapshotError: The workspace's folder cannot be listed.
        """
        try:
            return sorted(
                path for path in self.folder.iterdir() if _SNAPSHOT_NAME.fullmatch(path.name)
            )
        except FileNotFoundError:
            return []
        except OSError as error:
            raise SnapshotError(
                f"Cannot list the snapshots in {self.folder}: {error.strerror}. Make it a folder "
                "that you may read, or choose another one with --history or RCAUDIT_HISTORY."
            ) from error

    def newest_first(self) -> Iterator[Snapshot]:
        """Load the snapshots that can be read, one by one; others are logged and passed over.

        Raises:
            SnapshotError: The workspace's folder cannot be listed.
        """
        for folder in reversed(self.snapshot_folders()):
            try:
                snapshot = load_snapshot(folder)
            except SnapshotError as error:
                logger.warning("Passing over a snapshot: %s", error)
            else:
                yield snapshot

    def latest(self) -> Snapshot | None:
        """Load the newest snapshot that can be read; a damaged one is logged and passed over.

        Raises:
            SnapshotError: The workspace's folder cannot be listed.
        """
        return next(self.newest_first(), None)

    def new_folder(self, taken_at: datetime) -> Path:
        """Return where a snapshot taken at that moment belongs: a folder that is not there yet.

        Where the moment's own is taken, it is that of the next free millisecond.
        """
        while (folder := self.folder / snapshot_name(taken_at)).exists():
            taken_at += timedelta(milliseconds=1)
        return folder

    def journal(self, terms: dict[str, Any], name: str = JOURNAL_NAME) -> Journal:
        """Open a journal of the workspace: the one left behind under these terms, or a new one."""
        return Journal(self.folder / name, terms)
