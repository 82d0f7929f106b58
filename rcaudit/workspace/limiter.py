"""The server's rate limit, a route at a time: spend each window, then wait for its end."""

import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from rcaudit.errors import RateLimitError, StoppedError
from rcaudit.workspace.reply import TOO_MANY_REQUESTS, Reply

_MARGIN = 0.02
"""Seconds added to a window's end, for timers that wake early."""
_DRIFT = 1e-4
"""How much a clock may gain or lose: what the bounds widen by, a second."""
_NAP = 0.5
"""Seconds between looks at whether the run was stopped."""
_SECONDS_IN_MESSAGE = re.compile(r"wait (\d+) seconds")
_SECONDS_WITHOUT_A_WORD = 60.0


class ServerClock:
    """How far the server's clock is ahead of this machine's monotonic one.

    Replies say the server's time in whole seconds only (`Date`). Each reply bounds the difference
    from both sides, and the bounds of many replies leave little between them.
    """

    def __init__(self) -> None:
        self._least = float("-inf")
        self._most = float("inf")
        self._seen = 0.0

    def observe(self, date: str, sent: float, received: float) -> None:
        """Take in a reply's `Date` header, and when its call was sent and it came back."""
        try:
            second = parsedate_to_datetime(date).timestamp()
        except ValueError:
            return
        slack = _DRIFT * max(received - self._seen, 0)
        self._seen = received
        least, most = second - received, second + 1 - sent
        if least > self._most + slack or most < self._least - slack:
            # The server's clock was set, or this machine slept: what was known is worth nothing.
            self._least, self._most = least, most
        else:
            self._least = max(self._least - slack, least)
            self._most = min(self._most + slack, most)

    def latest_local(self, server_time: float) -> float:
        """Return the latest monotonic time that the server's time can be, in seconds."""
        if self._least == float("-inf"):
            return server_time - time.time() + time.monotonic()
        return server_time - self._least


@dataclass(frozen=True)
class Budget:
    """A route's rate limit: calls a window, calls left in this one, and seconds to its end."""

    limit: int
    remaining: int
    seconds_left: float


@dataclass
class _Window:
    """What is known of one route's window.

    `reset` is the window's end by the server's clock, None when no window is known to run.
    `not_before` is a monotonic time; until it no call may go, whatever the headers say.
    """

    is_probed: bool = False
    limit: int | None = None
    remaining: int = 0
    reset: float | None = None
    last_reset: float = 0.0
    not_before: float = 0.0
    in_flight: int = 0


class Limiter:
    """Lets calls pass as the server's headers allow: none is refused that could be foreseen.

    The first call of a route goes alone: its reply says whether there is a limit. Threads that
    must wait sleep until the window has ended, by the latest reading of the server's clock.

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
        self._announced: dict[str, float] = {}
        self._clock = ServerClock()

    def budget(self, route: str) -> Budget | None:
        """Return what is left of a route's window; None where no limit is known."""
        with self._changed:
            window = self._windows[route]
            if window.limit is None:
                return None
            seconds = max(self._end_of(window) - time.monotonic(), 0.0)
            return Budget(window.limit, window.remaining, seconds)

    def acquire(self, route: str) -> None:
        """Wait until a call on the route may go; `release` must follow it.

        Raises:
            RateLimitError: The window's end is further off than `longest_wait`.
            StoppedError: The run was stopped.
        """
        with self._changed:
            window = self._windows[route]
            while not self._may_go(window):
                seconds = self._seconds_left(window)
                if seconds > 0:
                    self._begin_wait(route, seconds)
                if self._stopped.is_set():
                    raise StoppedError("The run was stopped.")
                self._changed.wait(min(seconds, _NAP) if seconds > 0 else _NAP)
            window.in_flight += 1

    def release(self, route: str, reply: Reply | None) -> None:
        """Take in what came of a call that `acquire` let pass; None where nothing came back."""
        with self._changed:
            window = self._windows[route]
            window.in_flight -= 1
            if reply is None:
                # It may have been counted all the same.
                window.remaining -= 1
            else:
                self._learn(window, reply)
            self._changed.notify_all()

    def _may_go(self, window: _Window) -> bool:
        now = time.monotonic()
        if window.not_before > now:
            return False
        if not window.is_probed:
            return window.in_flight == 0
        if window.limit is None:
            return True
        if window.reset is not None and self._end_of(window) <= now:
            # A new window, which begins with the next call: all calls again.
            window.remaining, window.reset = window.limit, None
        return window.remaining > window.in_flight

    def _end_of(self, window: _Window) -> float:
        return 0.0 if window.reset is None else self._clock.latest_local(window.reset) + _MARGIN

    def _seconds_left(self, window: _Window) -> float:
        """Return the seconds to the window's end, or none where a reply under way may help."""
        is_spent = window.limit is not None and window.remaining <= 0
        end = max(window.not_before, self._end_of(window) if is_spent else 0.0)
        return max(end - time.monotonic(), 0.0)

    def _begin_wait(self, route: str, seconds: float) -> None:
        if seconds > self._longest_wait:
            raise RateLimitError(
                f"{route}: the rate limit would make this wait {seconds:.0f} seconds, more than "
                f"longest_wait ({self._longest_wait:.0f}). Try later, raise it in the profile, or "
                "give the account the permission api-bypass-rate-limit."
            )
        now = time.monotonic()
        if self._announced.get(route, 0.0) < now:
            self._announced[route] = now + seconds
            if self._on_wait:
                self._on_wait(route, seconds)

    def _learn(self, window: _Window, reply: Reply) -> None:
        window.is_probed = True
        if date := reply.headers.get("Date"):
            self._clock.observe(date, reply.sent, reply.received)
        try:
            limit = int(reply.headers["X-RateLimit-Limit"])
            remaining = int(reply.headers["X-RateLimit-Remaining"])
            reset = int(reply.headers["X-RateLimit-Reset"]) / 1000
        except (KeyError, ValueError):
            limit, remaining, reset = 0, 0, 0.0
        if limit > 0:
            self._learn_window(window, limit, remaining, reset)
        elif reply.status != TOO_MANY_REQUESTS:
            window.limit = None
        if reply.status == TOO_MANY_REQUESTS and self._end_of(window) <= time.monotonic():
            # Refused although the window should be over, or without the headers: the message says.
            window.not_before = time.monotonic() + _seconds_of_refusal(reply)

    def _learn_window(self, window: _Window, limit: int, remaining: int, reset: float) -> None:
        is_late = window.reset is None and reset <= window.last_reset
        window.limit = limit
        if is_late:
            return
        is_same = window.reset is not None and reset <= window.last_reset
        window.remaining = min(window.remaining, remaining) if is_same else remaining
        window.reset = window.last_reset = max(reset, window.last_reset)


def _seconds_of_refusal(reply: Reply) -> float:
    retry_after = reply.headers.get("Retry-After", "")
    if retry_after.isdigit():
        return float(retry_after)
    found = _SECONDS_IN_MESSAGE.search(reply.text[:1000])
    return float(found.group(1)) if found else _SECONDS_WITHOUT_A_WORD
