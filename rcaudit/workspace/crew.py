"""Many questions asked at once, until all are answered or one error stops the run."""

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, wait
from typing import TYPE_CHECKING

from rcaudit.errors import RcauditError, StoppedError, UnreachableError
from rcaudit.workspace.pool import DaemonPool
from rcaudit.workspace.progress import Progress

if TYPE_CHECKING:
    from concurrent.futures import Future

_MOST_FAILURES_IN_A_ROW = 16


class Crew:
    """The threads of a run, working through questions of one route.

    The first error that concerns the whole run stops it: a token that is no longer accepted, a
    full disk, a server that fails for many questions in a row.

    Args:
        route: What is asked, for messages.
        pool: The threads.
        stopped: Set by the error that stops the run; ends all waiting.
        progress: Told of each question that is answered.
    """

    def __init__(
        self, route: str, pool: DaemonPool, stopped: threading.Event, progress: Progress
    ) -> None:
        self.progress = progress
        self._route = route
        self._pool = pool
        self._stopped = stopped
        self._lock = threading.Lock()
        self._failures_in_a_row = 0
        self._fatal: RcauditError | None = None
        self._futures: list[Future[None]] = []

    def submit(self, ask: Callable[[], bool]) -> None:
        """Have a question asked, by a function that says whether it was answered.

        Raises:
            StoppedError: The run was stopped; `finish` tells by what.
        """
        if self._stopped.is_set():
            raise StoppedError("The run was stopped.")
        self._futures.append(self._pool.submit(self._run, ask))

    def finish(self) -> None:
        """Wait until all is asked, or until something stops the run.

        Raises:
            RcauditError: What stopped the run.
        """
        done, _ = wait(self._futures, return_when=FIRST_EXCEPTION)
        for future in done:
            if error := future.exception():
                raise self._fatal or error

    def _run(self, ask: Callable[[], bool]) -> None:
        try:
            self._count(is_answered=ask())
        except StoppedError:
            raise
        except RcauditError as error:
            with self._lock:
                self._fatal = self._fatal or error
            self._stopped.set()
            raise
        self.progress.advance()

    def _count(self, *, is_answered: bool) -> None:
        with self._lock:
            self._failures_in_a_row = 0 if is_answered else self._failures_in_a_row + 1
            if self._failures_in_a_row >= _MOST_FAILURES_IN_A_ROW:
                raise UnreachableError(
                    f"{self._route} failed {_MOST_FAILURES_IN_A_ROW} times in a row, so the run "
                    "was given up. What came before is kept: run again to go on from there."
                )
