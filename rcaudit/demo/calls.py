"""A record of the calls that a demo server received."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """One call, refused or not.

    Attributes:
        verb: The HTTP verb.
        route: The method under `/api/v1/`, `info` for `/api/info`, else the path.
        params: The query's parameters.
        status: The reply's HTTP status; 0 where the connection was closed without a reply.
        at: When the call arrived, in seconds of `time.monotonic()`.
    """

    verb: str
    route: str
    params: Mapping[str, str]
    status: int
    at: float


class CallLog:
    """The calls so far, in the order in which they were answered; safe to read meanwhile."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: list[Call] = []

    def __len__(self) -> int:
        return len(self._calls)

    def __iter__(self) -> Iterator[Call]:
        with self._lock:
            return iter(self._calls.copy())

    def of(self, route: str) -> list[Call]:
        """Return the calls of one route."""
        return [call for call in self if call.route == route]

    def add(self, call: Call) -> None:
        """Append a call."""
        with self._lock:
            self._calls.append(call)

    def clear(self) -> None:
        """Forget all calls."""
        with self._lock:
            self._calls.clear()
