"""A small pool of threads that never keep a process alive."""

import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class DaemonPool:
    """Threads that do what is submitted.

    Unlike those of `concurrent.futures` they are daemons: Ctrl-C ends the process at once, and
    not when the last reply that is waited for has come.
    """

    def __init__(self, workers: int) -> None:
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._workers = workers
        for number in range(workers):
            name = f"rcaudit-{number}"
            threading.Thread(target=self._work, name=name, daemon=True).start()

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a thread call `work`; the future has what it returned or raised."""
        future: Future[T] = Future()

        def job() -> None:
            try:
                result = work(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - the future's owner gets it
                future.set_exception(error)
            else:
                future.set_result(result)

        self._jobs.put(job)
        return future

    def close(self) -> None:
        """Let each thread end after its present job; jobs not begun are dropped."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._jobs.get_nowait()
        for _ in range(self._workers):
            self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
