"""Rows that are asked for apart from the integrations, one question a key."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from rcaudit.errors import AuthenticationError, RateLimitError, TLSError, WorkspaceError
from rcaudit.snapshot.journal import Journal
from rcaudit.snapshot.snapshot import Record
from rcaudit.workspace.crew import Crew

Row = dict[str, Any]


@dataclass
class Collected:
    """The rows that came, and the keys for which none could be had."""

    rows: list[Row] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return the rows as lines of JSON, in an order that does not depend on the threads."""
        return sorted(json.dumps(row, sort_keys=True) for row in self.rows)


def collect(
    keys: Iterable[str], ask: Callable[[str], list[Row] | None], crew: Crew, journal: Journal
) -> Collected:
    """Ask for each key, journaling each answer; what the journal has is not asked for again.

    Args:
        keys: What to ask for.
        ask: Returns the rows of a key, None where they are refused.
        crew: The threads.
        journal: Where answers are kept until all are there.

    Raises:
        RcauditError: What stopped the run.
    """
    keys = sorted(set(keys))
    collected = Collected()

    def keep(key: str) -> bool:
        try:
            rows = ask(key)
        except (AuthenticationError, RateLimitError, TLSError):
            raise
        except WorkspaceError:
            # Not journaled: the next run may have more luck.
            collected.refused.append(key)
            return False
        journal.add(Record({"_id": key, "rows": rows}, "get", []))
        return True

    for key in keys:
        if key not in journal.entries:
            crew.submit(partial(keep, key))
    crew.finish()
    answered = [key for key in keys if key in journal.entries]
    for key, line in journal.lines(answered):
        rows = Record.from_line(line).document["rows"]
        if rows is None:
            collected.refused.append(key)
        else:
            collected.rows += rows
    collected.refused.sort()
    return collected
