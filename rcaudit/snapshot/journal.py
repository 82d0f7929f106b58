"""The journal of a run: what is there already, should the run be cut short."""

import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Self

from rcaudit.errors import OutputError
from rcaudit.snapshot.snapshot import Record

_SECONDS_BETWEEN_SYNCS = 1.0


class Entry(NamedTuple):
    """Where a record stands in a journal, and the version of the document that it holds."""

    offset: int
    updated_at: str | None
    detail: str


class Journal:
    """Records in the order of their arrival, on disk as soon as they are there.

    A journal begins with a line that names the terms under which its records were made (whose
    key, which rules). One that was left behind under the same terms is continued; any other is
    begun anew. A last line that was cut off is dropped. Several threads may add.

    Raises:
        OutputError: The file cannot be written, now or when a record is added.
    """

    def __init__(self, path: Path, terms: dict[str, Any]) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._entries: dict[str, Entry] = {}
        self._head = json.dumps({"journal": terms}, sort_keys=True).encode() + b"\n"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise self._cannot_write(error) from error
        self._file: BinaryIO = os.fdopen(descriptor, "r+b")
        self._synced_at = time.monotonic()
        self._continue_or_begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._lock:
            self._file.close()

    @property
    def entries(self) -> dict[str, Entry]:
        """What is there, by integration id. The last record of an id counts."""
        return self._entries

    def add(self, record: Record) -> None:
        """Append a record and hand it to the system; a power cut loses a second at most."""
        line = record.to_line().encode() + b"\n"
        document = record.document
        with self._lock:
            try:
                offset = self._file.seek(0, os.SEEK_END)
                self._file.write(line)
                self._file.flush()
                if time.monotonic() - self._synced_at > _SECONDS_BETWEEN_SYNCS:
                    os.fsync(self._file.fileno())
                    self._synced_at = time.monotonic()
            except OSError as error:
                raise self._cannot_write(error) from error
            self._entries[document["_id"]] = _entry(offset, document, record.detail)

    def lines(self, ids: list[str]) -> Iterator[tuple[str, bytes]]:
        """Give the id and the line of each record asked for, in that order."""
        with self._lock:
            for integration_id in ids:
                self._file.seek(self._entries[integration_id].offset)
                yield integration_id, self._file.readline().rstrip(b"\n")

    def remove(self) -> None:
        """Delete the file: what it held is in a snapshot."""
        self.path.unlink(missing_ok=True)

    def _continue_or_begin(self) -> None:
        if self._file.readline() != self._head:
            self._file.seek(0)
            self._file.truncate()
            self._write_head()
            return
        offset = len(self._head)
        for line in self._file:
            try:
                fields = json.loads(line)
                entry = _entry(offset, fields["document"], fields["detail"])
                self._entries[fields["id"]] = entry
            except (ValueError, KeyError, TypeError):
                break
            if not line.endswith(b"\n"):
                del self._entries[fields["id"]]
                break
            offset += len(line)
        self._file.truncate(offset)

    def _write_head(self) -> None:
        try:
            self._file.write(self._head)
            self._file.flush()
        except OSError as error:
            raise self._cannot_write(error) from error

    def _cannot_write(self, error: OSError) -> OutputError:
        return OutputError(
            f"Cannot write the journal {self.path}: {error.strerror}. "
            "What it holds so far is kept: make room, and run again to go on."
        )


def _entry(offset: int, document: dict[str, Any], detail: str) -> Entry:
    return Entry(offset, document.get("_updatedAt"), detail)
