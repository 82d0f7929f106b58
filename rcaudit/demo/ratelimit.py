"""The server's rate limit: fixed windows, one for each route and address."""

import math
import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """What the limit says to one call."""

    is_refused: bool
    limit: int
    remaining: int
    ends_at: float
    """When the window ends, in seconds by the clock that the limiter was asked with."""
    wait: int
    """Whole seconds to the end of the window, as the server's refusal names them."""


@dataclass
class _Window:
    ends_at: float
    calls: int = 0


class RateLimiter:
    """The windows of a server; a window begins with the first call after the last one's end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[tuple[str, str], _Window] = {}

    def take(self, route: str, address: str, now: float, limit: int, window: float) -> Turn:
        """Count one call; `now` is the server's clock, in seconds as `window` is.

        A refused call counts as well, but does not make the window longer.
        """
        with self._lock:
            current = self._windows.get((route, address))
            if current is None or now >= current.ends_at:
                current = self._windows[route, address] = _Window(now + window)
            current.calls += 1
            calls, ends_at = current.calls, current.ends_at
        wait = math.ceil(ends_at - now)
        return Turn(calls > limit, limit, max(0, limit - calls), ends_at, wait)
