"""The journal of a run: what is there already, should the run be cut short."""

import io
import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from rcaudit.errors import OutputError, StoppedError
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
    begun anew. From the first line on that is damaged or cut off, nothing is trusted. Several
    threads may add.

    Raises:
        OutputError: The file cannot be written, now or when a record is added.
    """

    def __init__(self, path: Path, terms: dict[str, Any]) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._entries: dict[str, Entry] = {}
        self._head = json.dumps({"journal": terms}, sort_keys=True).encode() + b"\n"
        self._end = 0
        self._synced_at = time.monotonic()
        self._file = self._open()
        try:
            self._continue_or_begin()
        except OSError as error:
            self._file.close()
            raise self._cannot_write(error) from error

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
        """Append a record and hand it to the system, which writes it through every second.

        Raises:
            OutputError: It cannot be written; the records before it are kept.
            StoppedError: The journal is closed, because the run has ended.
        """
        line = record.to_line().encode() + b"\n"
        with self._lock:
            if self._file.closed:
                raise StoppedError(f"The journal {self.path} is closed.")
            offset = self._end
            try:
                self._write(line)
            except OSError as error:
                raise self._cannot_write(error) from error
            self._note(offset, record)

    def lines(self, ids: list[str]) -> Iterator[tuple[str, bytes]]:
        """Give the id and the line of each record asked for, in that order."""
        with self.path.open("rb") as file:
            for integration_id in ids:
                file.seek(self._entries[integration_id].offset)
                yield integration_id, file.readline().rstrip(b"\n")

    def remove(self) -> None:
        """Delete the file: what it held is in a snapshot.

        Raises:
            OutputError: It cannot be deleted.
        """
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(
                f"Cannot delete the journal {self.path}: {error.strerror}. Delete it yourself."
            ) from error

    def _open(self) -> io.FileIO:
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise self._cannot_write(error) from error
        # A buffer would keep what a full disk refused, and try to write it again on closing.
        return os.fdopen(descriptor, "r+b", buffering=0)

    def _continue_or_begin(self) -> None:
        self._continue()
        self._file.truncate(self._end)
        self._file.seek(self._end)
        if not self._end:
            self._write(self._head)

    def _continue(self) -> None:
        with self.path.open("rb") as file:
            if file.read(len(self._head)) != self._head:
                return
            self._end = len(self._head)
            for line in file:
                record = _read_whole(line)
                if record is None:
                    return
                self._note(self._end, record)
                self._end += len(line)

    def _write(self, line: bytes) -> None:
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
            if time.monotonic() - self._synced_at > _SECONDS_BETWEEN_SYNCS:
                os.fsync(self._file.fileno())
                self._synced_at = time.monotonic()
        except OSError:
            # Back to the end of the last whole line: what a failed write left is written over.
            self._file.seek(self._end)
            raise
        self._end += len(line)

    def _note(self, offset: int, record: Record) -> None:
        document = record.document
        self._entries[document["_id"]] = Entry(offset, document.get("_updatedAt"), record.detail)

    def _cannot_write(self, error: OSError) -> OutputError:
        return OutputError(
            f"Cannot write the journal {self.path}: {error.strerror}. "
            "What it holds so far is kept: make room, and run again to go on."
        )


def _read_whole(line: bytes) -> Record | None:
    if not line.endswith(b"\n"):
        return None
    try:
        return Record.from_line(line)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
