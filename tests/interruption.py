"""Ctrl-C at the moment that a test is about."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def ctrl_c_when(is_so: Callable[[], bool]) -> Iterator[None]:
    """Press Ctrl-C in this process as soon as something is so, unless the block ends before."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.005):
            if is_so():
                os.kill(os.getpid(), signal.SIGINT)
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
