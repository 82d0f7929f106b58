"""Ctrl-C at the moment that a test is about."""

import gc
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

UNCLOSED = "ignore:unclosed:ResourceWarning"
"""Ctrl-C may come after a socket or a file is opened, and before it has an owner to close it."""


@contextmanager
def ctrl_c_when(is_so: Callable[[], bool]) -> Iterator[None]:
    """Press Ctrl-C in this process as soon as something is so, unless the block ends before.

    No garbage is collected meanwhile: Hypothesis has a callback of its own called after it, and
    Python drops whatever such a callback raises, a Ctrl-C that came in between too.
    """
    ended, main = threading.Event(), threading.main_thread().ident or 0

    def watch() -> None:
        while not ended.wait(0.005):
            if is_so():
                # To the thread that waits: a process's other threads may take its signals, too.
                signal.pthread_kill(main, signal.SIGINT)
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        ended.set()
        watcher.join()
