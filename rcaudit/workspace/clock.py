"""The server's clock, as its replies tell it: whole seconds only."""

import time
from datetime import UTC
from email.utils import parsedate_to_datetime

_DRIFT = 1e-3
"""Seconds that two clocks may part in a second: NTP slews each by 500 ppm at most (adjtime(3))."""


class ServerClock:
    """How far the server's clock is ahead of this machine's monotonic one.

    Each reply's `Date` bounds the difference from both sides: it was written after the call was
    sent and before the reply came, and it leaves out less than a second. The bounds of many
    replies leave little between them. A `Date` that a busy server wrote too early only loosens
    the lower bound, which is the one that waits go by.
    """

    def __init__(self) -> None:
        self._least = float("-inf")
        self._most = float("inf")
        self._at = float("-inf")

    def observe(self, date: str, sent: float, received: float) -> None:
        """Take in a reply's `Date` header, and when its call was sent and it came back."""
        second = _read_date(date)
        if second is None:
            return
        at = max(self._at, received)
        aged = _DRIFT * (at - self._at) if self._at > float("-inf") else 0.0
        late = _DRIFT * (at - received)
        least, most = second - received - late, second + 1 - sent + _DRIFT * (at - sent)
        known_least, known_most = self._least - aged, self._most + aged
        if least <= known_most and known_least <= most:
            least, most = max(least, known_least), min(most, known_most)
        # Else one of the clocks was set, or this machine slept: what was known is worth nothing.
        self._least, self._most, self._at = least, most, at

    def latest_local(self, server_time: float) -> float:
        """Return the latest monotonic time that the server's time can be, in seconds.

        Until a reply had a `Date`, the server's clock is taken to agree with this machine's.
        """
        if self._least == float("-inf"):
            return server_time - time.time() + time.monotonic()
        local = server_time - self._least
        return local + _DRIFT / (1 - _DRIFT) * max(local - self._at, 0.0)


def _read_date(date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
        # HTTP knows no other zone; without one the module would take this machine's.
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, TypeError, IndexError):
        # The last two are how the module's parser fails on some texts that are no dates.
        return None
