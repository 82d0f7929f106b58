"""What an earlier snapshot or an unfinished run has already, so that it need not be asked for."""

from collections.abc import Collection, Iterator
from heapq import merge

from rcaudit.snapshot.journal import Journal
from rcaudit.snapshot.snapshot import Snapshot


class Reusable:
    """The records that need not be asked for again, each while its `_updatedAt` is the same.

    Args:
        journal: What this run, or an unfinished one before it, has got so far.
        previous: An earlier snapshot; None for none.
    """

    def __init__(self, journal: Journal, previous: Snapshot | None) -> None:
        self._journal = journal
        self._previous = previous
        self._versions = {
            record.document["_id"]: record.document.get("_updatedAt")
            for record in (previous.records() if previous is not None else ())
            if record.detail == "get"
        }

    def has(self, integration_id: str, updated_at: object) -> bool:
        """Say whether the record of that version of the document is there."""
        if not isinstance(updated_at, str):
            return False
        entry = self._journal.entries.get(integration_id)
        if entry is not None and entry.detail == "get":
            return entry.updated_at == updated_at
        return self._versions.get(integration_id) == updated_at

    def lines(self, ids: Collection[str]) -> Iterator[bytes]:
        """Give the lines of these records, sorted by id; the journal's go before the snapshot's."""
        wanted = set(ids)
        written = wanted & self._journal.entries.keys()
        unwritten = wanted - written
        older = (
            (record.document["_id"], record.to_line().encode())
            for record in (self._previous.records() if self._previous is not None else ())
            if record.document["_id"] in unwritten
        )
        for _, line in merge(self._journal.lines(sorted(written)), older):
            yield line
