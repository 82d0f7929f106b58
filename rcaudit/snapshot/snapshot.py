"""A snapshot: the redacted documents of one workspace at one moment, with their manifest."""

import gzip
import hashlib
import html
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, Literal, NamedTuple, Self, TypeVar

from rcaudit.errors import SnapshotError
from rcaudit.snapshot.files import whole_folder
from rcaudit.snapshot.manifest import Counts, Manifest, Visibility
from rcaudit.snapshot.redaction import Document, Removed
from rcaudit.snapshot.sharing import share_texts

if TYPE_CHECKING:
    from rcaudit.frames.frames import Frames

MANIFEST_NAME = "manifest.json"
DOCUMENTS_NAME = "documents.jsonl.gz"
ACCOUNTS_NAME = "users.jsonl.gz"
ACTIVITY_NAME = "activity.jsonl.gz"

T = TypeVar("T")
_DETAILS = ("get", "list")
_LONGEST_SHOWN = 200
_DAMAGE = (EOFError, zlib.error, ValueError, KeyError, TypeError, RecursionError)


class Record(NamedTuple):
    """One integration as it is kept: its redacted document, where it is from, what it lost."""

    document: Document
    detail: Literal["get", "list"]
    removed: list[Removed]

    def to_line(self) -> str:
        """Return the record as one line of JSON, without its line end."""
        return json.dumps(
            {
                "id": self.document["_id"],
                "detail": self.detail,
                "document": self.document,
                "removed": self.removed,
            },
            separators=(",", ":"),
        )

    @classmethod
    def from_line(cls, line: str | bytes) -> Self:
        """Read a line that `to_line` wrote; ValueError, KeyError or TypeError for any other."""
        fields = json.loads(line)
        document, detail = fields["document"], fields["detail"]
        if not isinstance(document["_id"], str) or detail not in _DETAILS:
            raise ValueError("no record")
        removed = [Removed(*values) for values in fields["removed"]]
        share_texts(document)
        return cls(document, detail, removed)


class Snapshot:
    """The integrations of one workspace at one moment.

    Documents are read from disk when they are asked for, a few at a time.

    Attributes:
        manifest: Where the documents are from and how complete they are.
        path: The folder that holds them; None for a snapshot made in memory.
    """

    def __init__(
        self,
        manifest: Manifest,
        read: Callable[[], Iterator[Record]],
        path: Path | None = None,
    ) -> None:
        self.manifest = manifest
        self.path = path
        self._read = read

    @classmethod
    def from_documents(
        cls,
        documents: Iterable[Document],
        *,
        workspace: str = "localhost",
        taken_at: datetime | None = None,
        server_version: str | None = None,
    ) -> Self:
        """Make a snapshot of documents in memory, as they are: neither redacted nor sorted."""
        records = [Record(document, "get", []) for document in documents]
        count = len(records)
        manifest = Manifest(
            workspace=workspace,
            workspace_url=f"https://{workspace}",
            taken_at=taken_at or datetime.now(UTC),
            server_version=server_version,
            visibility=Visibility(incoming_reach="all", outgoing_reach="all"),
            counts=Counts(reported=count, listed=count, fetched=count),
        )
        return cls(manifest, lambda: iter(records))

    def records(self) -> Iterator[Record]:
        """Go through the records, sorted by id.

        Raises:
            SnapshotError: The file is damaged.
        """
        return self._read()

    def documents(self) -> Iterator[Document]:
        """Go through the redacted documents, sorted by id.

        Raises:
            SnapshotError: The file is damaged.
        """
        return (record.document for record in self._read())

    @cached_property
    def frames(self) -> "Frames":
        """The snapshot's tables."""
        from rcaudit.frames.frames import Frames  # noqa: PLC0415 - pandas loads when first needed

        return Frames(self)

    def accounts(self) -> Iterator[dict[str, Any]] | None:
        """Go through the rows of `accounts`; None where they were not asked for.

        Raises:
            SnapshotError: The file is damaged.
        """
        return self._rows(ACCOUNTS_NAME)

    def activity(self) -> Iterator[dict[str, Any]] | None:
        """Go through the rows of `activity`; None where they were not asked for.

        Raises:
            SnapshotError: The file is damaged.
        """
        return self._rows(ACTIVITY_NAME)

    def _rows(self, name: str) -> Iterator[dict[str, Any]] | None:
        if self.path is None or name not in self.manifest.files:
            return None
        return _read_lines(self.path / name, _read_row)

    def __len__(self) -> int:
        return self.manifest.counts.kept

    def __repr__(self) -> str:
        manifest = self.manifest
        gaps = len(manifest.gaps)
        state = "complete" if manifest.is_complete else f"{gaps} gap{'s' if gaps > 1 else ''}"
        version = f", Rocket.Chat {manifest.server_version}" if manifest.server_version else ""
        return (
            f"<Snapshot of {shown(manifest.workspace)} at {manifest.taken_at:%Y-%m-%d %H:%M} UTC: "
            f"{len(self)} integrations, {state}{shown(version)}>"
        )

    def _repr_html_(self) -> str:
        manifest = self.manifest
        rows = {
            "Workspace": manifest.workspace,
            "Taken at": f"{manifest.taken_at:%Y-%m-%d %H:%M} UTC",
            "Asked by": manifest.account_username or "unknown",
            "Rocket.Chat": manifest.server_version or "unknown",
            "Integrations": str(len(self)),
            "Complete": "yes" if manifest.is_complete else "no",
        }
        rows |= {f"Gap: {gap.code}": gap.message for gap in manifest.gaps}
        cells = "".join(
            f"<tr><th style='text-align:left'>{html.escape(shown(name))}</th>"
            f"<td style='text-align:left'>{html.escape(shown(value))}</td></tr>"
            for name, value in rows.items()
        )
        return f"<table>{cells}</table>"


def shown(text: str, longest: int = _LONGEST_SHOWN) -> str:
    """Return a text as it may be shown: a server's may be long, or move a terminal's cursor."""
    kept = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return kept if len(kept) <= longest else f"{kept[:longest]}…"


def save_snapshot(
    folder: Path,
    manifest: Manifest,
    lines: Iterable[str | bytes],
    others: Mapping[str, Iterable[str | bytes]] = MappingProxyType({}),
) -> Snapshot:
    """Write a snapshot's folder, whole or not at all, from lines of records sorted by id.

    Args:
        folder: Where it is to be.
        manifest: What is known of it; its `files` are filled in.
        lines: The records, sorted by id.
        others: Rows of what was asked for apart, as JSON: `ACCOUNTS_NAME`, `ACTIVITY_NAME`.

    Raises:
        OutputError: It cannot be written.
    """
    with whole_folder(folder, mode=0o700) as draft:
        files = {DOCUMENTS_NAME: lines, **others}
        for name, content in files.items():
            with (draft / name).open("wb") as raw:
                _write_lines(raw, content)
        manifest = replace(manifest, files={name: _sha256(draft / name) for name in files})
        (draft / MANIFEST_NAME).write_text(manifest.to_json(), encoding="utf-8")
        for path in draft.iterdir():
            path.chmod(0o600)
    return Snapshot(manifest, lambda: _read_records(folder / DOCUMENTS_NAME), folder)


def load_snapshot(folder: str | Path) -> Snapshot:
    """Load a saved snapshot, and check that its files are what was written.

    Raises:
        SnapshotError: A file is missing, damaged, or written by a newer version.
    """
    folder = Path(folder)
    manifest = Manifest.from_json(_read_manifest(folder), str(folder / MANIFEST_NAME))
    if DOCUMENTS_NAME not in manifest.files:
        raise SnapshotError(
            f"{folder / MANIFEST_NAME} names no {DOCUMENTS_NAME}: "
            "restore it from a backup, or fetch again."
        )
    for name, sha256 in manifest.files.items():
        try:
            found = _sha256(folder / name)
        except OSError as error:
            raise SnapshotError(
                f"Cannot read {folder / name}: {error.strerror}. "
                "Restore it from a backup, or fetch again."
            ) from error
        if found != sha256:
            raise SnapshotError(
                f"{folder / name} is damaged: it is not what its manifest says. "
                "Restore it from a backup, or fetch again."
            )
    return Snapshot(manifest, lambda: _read_records(folder / DOCUMENTS_NAME), folder)


def _read_manifest(folder: Path) -> str:
    try:
        return (folder / MANIFEST_NAME).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SnapshotError(
            f"There is no snapshot in {folder}: it has no {MANIFEST_NAME}. "
            "Name the folder that `rcaudit fetch` printed."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8"
        raise SnapshotError(
            f"Cannot read {folder / MANIFEST_NAME}: {reason}. "
            "Restore it from a backup, or fetch again."
        ) from error


def _write_lines(raw: IO[bytes], lines: Iterable[str | bytes]) -> None:
    # No name and no time in the gzip header: the same documents give the same bytes.
    with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=6) as file:
        for line in lines:
            file.write((line if isinstance(line, bytes) else line.encode()) + b"\n")


def _read_records(path: Path) -> Iterator[Record]:
    return _read_lines(path, Record.from_line)


def _read_lines(path: Path, parse: Callable[[bytes], T]) -> Iterator[T]:
    number = 0
    try:
        with gzip.open(path, "rb") as file:
            for line in file:
                yield parse(line)
                number += 1
    except (OSError, *_DAMAGE) as error:
        raise SnapshotError(
            f"{path} is damaged after line {number} ({type(error).__name__}): "
            "restore it from a backup, or fetch again."
        ) from error


def _read_row(line: bytes) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise TypeError(type(row))
    return row


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
