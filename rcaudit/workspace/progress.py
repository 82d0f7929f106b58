"""How a fetch tells how far it is: a bar on a terminal, a line now and then elsewhere."""

import logging
import sys
import threading
import time
from typing import Protocol

logger = logging.getLogger(__name__)


class Progress(Protocol):
    """What a fetch calls as it goes on; several threads may call it."""

    def expect(self, total: int) -> None:
        """There are so many integrations."""

    def advance(self) -> None:
        """One integration more is done."""

    def wait(self, route: str, seconds: float) -> None:
        """A wait for the rate limit begins."""

    def close(self) -> None:
        """The fetch has ended, well or not."""


class NoProgress:
    """Says nothing."""

    def expect(self, total: int) -> None:
        """Do nothing."""

    def advance(self) -> None:
        """Do nothing."""

    def wait(self, route: str, seconds: float) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class BarProgress:
    """A tqdm bar on stderr."""

    def __init__(self) -> None:
        # Not tqdm.auto: in a notebook it wants ipywidgets, and warns where they are missing.
        from tqdm import tqdm  # noqa: PLC0415 - 40 ms that only a bar is worth

        self._lock = threading.Lock()
        self._bar = tqdm(desc="integrations", unit="", total=0, leave=False, dynamic_ncols=True)

    def expect(self, total: int) -> None:
        """Set the bar's length."""
        self._bar.total = total
        self._bar.refresh()

    def advance(self) -> None:
        """Move the bar."""
        with self._lock:
            self._bar.update()

    def wait(self, route: str, seconds: float) -> None:
        """Say beside the bar until when it stands still."""
        until = time.strftime("%H:%M:%S", time.localtime(time.time() + seconds))
        self._bar.set_postfix_str(f"rate limit of {route}: waiting until {until}")

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()


class LogProgress:
    """A log line when a wait begins, and now and then.

    Args:
        pause: Seconds between two lines, at least.
    """

    def __init__(self, pause: float = 30.0) -> None:
        self._pause = pause
        self._lock = threading.Lock()
        self._total = 0
        self._done = 0
        self._said_at = time.monotonic()

    def expect(self, total: int) -> None:
        """Remember how many there are."""
        self._total = total

    def advance(self) -> None:
        """Count, and say so now and then."""
        with self._lock:
            self._done += 1
            if time.monotonic() - self._said_at >= self._pause:
                self._said_at = time.monotonic()
                logger.info("%d of %d integrations", self._done, self._total)

    def wait(self, route: str, seconds: float) -> None:
        """Say how long the rate limit makes the fetch wait."""
        logger.info(
            "%s: the rate limit is spent, waiting %.0f seconds (%d of %d integrations done)",
            route,
            seconds,
            self._done,
            self._total,
        )

    def close(self) -> None:
        """Do nothing."""


def choose_progress() -> Progress:
    """Return a bar for a person at a terminal or in a notebook, log lines for anyone else."""
    is_notebook = "ipykernel" in sys.modules
    return BarProgress() if is_notebook or sys.stderr.isatty() else LogProgress()
