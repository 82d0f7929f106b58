"""The server's rate limit, a route at a time: spend each window, then wait for its end."""

import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from rcaudit.errors import RateLimitError, StoppedError
from rcaudit.workspace.clock import ServerClock
from rcaudit.workspace.reply import TOO_MANY_REQUESTS, Reply

_MARGIN = 0.02
"""Seconds added to a window's end, for timers that wake early."""
_JITTER = 0.1
"""Seconds by which two replies of one window may differ in its end: the server adds what is left
of the window to the clock's time, read at another moment (`enforceRateLimit` in its sources)."""
_NAP = 0.5
"""Seconds between looks at whether the run was stopped."""
_SECONDS_IN_MESSAGE = re.compile(r"wait (\d{1,9}) seconds", re.ASCII)
_SECONDS_WITHOUT_A_WORD = 60.0


@dataclass(frozen=True)
class Budget:
    """A route's rate limit.

    Attributes:
        limit: Calls a window.
        remaining: Calls left in the present window.
        seconds_left: Seconds to its end.
        window: Seconds that a window lasts; None where no window was seen from its beginning.
    """

    limit: int
    remaining: int
    seconds_left: float
    window: float | None = None


class _Said(NamedTuple):
    """What the headers of a reply say; `reset` is in seconds by the server's clock."""

    limit: int
    remaining: int
    reset: float


@dataclass
class _Window:
    """What is known of one route's window.

    While nothing is (`is_known`), one call at a time may go, the probe, and its reply tells.
    `not_before` is a monotonic time; until it no call may go, whatever else is known.
    """

    is_known: bool = False
    prober: int | None = None
    limit: int | None = None
    remaining: int = 0
    reset: float = float("-inf")
    length: float | None = None
    told_at: float = float("-inf")
    not_before: float = 0.0
    in_flight: int = 0
    is_announced: bool = False


class Limiter:
    """Lets calls pass as the server's headers allow: none is refused that could be foreseen.

    The first call of a window goes alone: its reply says how many more may, since other callers
    at the same address use up the same budget. Threads that must wait sleep until the window has
    ended, by the latest reading of the server's clock.

    Args:
        longest_wait: Seconds beyond which waiting for a window is given up.
        on_wait: Called with the route and the seconds when a wait for a window begins.
        stopped: Ends every wait when set.
    """

    def __init__(
        self,
        longest_wait: float = 900.0,
        on_wait: Callable[[str, float], None] | None = None,
        stopped: threading.Event | None = None,
    ) -> None:
        self._longest_wait = longest_wait
        self._on_wait = on_wait
        self._stopped = stopped or threading.Event()
        self._changed = threading.Condition()
        self._windows: dict[str, _Window] = defaultdict(_Window)
        self._clock = ServerClock()

    def budget(self, route: str) -> Budget | None:
        """Return what is left of a route's window; None where no limit is known."""
        with self._changed:
            window = self._windows[route]
            if window.limit is None:
                return None
            seconds = self._end_of(window) - time.monotonic()
            if seconds <= 0:
                return Budget(window.limit, window.limit, 0.0, window.length)
            return Budget(window.limit, max(window.remaining, 0), seconds, window.length)

    def acquire(self, route: str) -> None:
        """Wait until a call on the route may go; `release` must follow it, in the same thread.

        Raises:
            RateLimitError: The window's end is further off than `longest_wait`.
            StoppedError: The run was stopped.
        """
        with self._changed:
            window = self._windows[route]
            while self._stopped.is_set() or not self._may_go(window):
                if self._stopped.is_set():
                    raise StoppedError("The run was stopped.")
                seconds = self._seconds_left(window)
                if seconds > 0:
                    self._begin_wait(route, window, seconds)
                self._changed.wait(min(seconds, _NAP) if seconds > 0 else _NAP)
            window.in_flight += 1
            window.is_announced = False

    def release(self, route: str, reply: Reply | None) -> None:
        """Take in what came of a call that `acquire` let pass; None where nothing came back."""
        with self._changed:
            window = self._windows[route]
            window.in_flight -= 1
            is_probe = window.prober == threading.get_ident()
            if is_probe:
                window.prober = None
            said = _read_headers(reply) if reply else None
            if reply and said:
                self._learn(window, reply, said, is_probe=is_probe)
            elif reply and _is_of_the_api(reply):
                if reply.sent >= window.told_at:
                    window.is_known, window.limit = True, None
            else:
                # It may have been counted all the same.
                window.remaining -= 1
            if reply and reply.status == TOO_MANY_REQUESTS:
                self._heed_refusal(window, reply)
            self._changed.notify_all()

    def _may_go(self, window: _Window) -> bool:
        now = time.monotonic()
        if window.not_before > now:
            return False
        if window.is_known and window.limit is not None and self._end_of(window) <= now:
            window.is_known = False
        if not window.is_known:
            is_free = window.prober is None
            if is_free:
                window.prober = threading.get_ident()
            return is_free
        return window.limit is None or window.remaining > window.in_flight

    def _end_of(self, window: _Window) -> float:
        return self._clock.latest_local(window.reset) + _MARGIN

    def _seconds_left(self, window: _Window) -> float:
        """Return the seconds to the window's end, or none where a reply under way may help."""
        end = window.not_before
        if window.is_known and window.remaining <= 0:
            end = max(end, self._end_of(window))
        return max(end - time.monotonic(), 0.0)

    def _begin_wait(self, route: str, window: _Window, seconds: float) -> None:
        if seconds > self._longest_wait:
            raise RateLimitError(
                f"{route}: the rate limit would make this wait {seconds:.0f} seconds, more than "
                f"longest_wait ({self._longest_wait:.0f}). Try later, raise it in the profile, or "
                "give the account the permission api-bypass-rate-limit."
            )
        if not window.is_announced:
            window.is_announced = True
            if self._on_wait:
                self._on_wait(route, seconds)

    def _learn(self, window: _Window, reply: Reply, said: _Said, *, is_probe: bool) -> None:
        if date := reply.headers.get("Date"):
            self._clock.observe(date, reply.sent, reply.received)
        window.told_at = max(window.told_at, reply.received)
        window.limit = said.limit
        is_news = is_probe and not window.is_known
        if is_news or said.reset > window.reset + _JITTER:
            window.is_known = True
            window.remaining, window.reset = said.remaining, said.reset
            if said.remaining == said.limit - 1:
                window.length = max(self._end_of(window) - reply.received, 0.0)
        elif said.reset >= window.reset - _JITTER:
            window.remaining = min(window.remaining, said.remaining)
            window.reset = max(window.reset, said.reset)

    def _heed_refusal(self, window: _Window, reply: Reply) -> None:
        """Wait as long as a refusal says: it is surer than the headers, whatever the clocks say."""
        seconds = _seconds_of_refusal(reply)
        if seconds is None:
            if window.is_known and self._end_of(window) > time.monotonic():
                return
            seconds = _SECONDS_WITHOUT_A_WORD
        window.is_known = False
        window.not_before = max(window.not_before, reply.received + seconds + _MARGIN)


def _read_headers(reply: Reply) -> _Said | None:
    try:
        said = _Said(
            int(reply.headers["X-RateLimit-Limit"]),
            int(reply.headers["X-RateLimit-Remaining"]),
            int(reply.headers["X-RateLimit-Reset"]) / 1000,
        )
    except (KeyError, ValueError, OverflowError):
        return None
    return said if said.limit > 0 else None


def _is_of_the_api(reply: Reply) -> bool:
    """Say whether the application answered, and not something before it that knows no limits."""
    is_answer = reply.status < 500 and reply.status != TOO_MANY_REQUESTS  # noqa: PLR2004 - HTTP's own number
    return is_answer and reply.content[:1] == b"{"


def _seconds_of_refusal(reply: Reply) -> float | None:
    retry_after = reply.headers.get("Retry-After", "").strip()
    if retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 10:  # noqa: PLR2004 - 30 years
        return float(retry_after)
    found = _SECONDS_IN_MESSAGE.search(reply.text[:1000])
    return float(found.group(1)) if found else None
