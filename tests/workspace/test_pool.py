import threading
import time

import pytest

from rcaudit.workspace.pool import DaemonPool


def any_workers(before: set[threading.Thread]) -> bool:
    """Say whether threads of a pool are there that were not before."""
    return any(thread.name.startswith("rcaudit-") for thread in set(threading.enumerate()) - before)


def test_does_what_it_is_given():
    """Results and errors come by the futures."""
    pool = DaemonPool(2)
    assert pool.submit(divmod, 7, 2).result(1) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        pool.submit(divmod, 7, 0).result(1)
    pool.close()


def test_closing_drops_what_was_not_begun_and_ends_the_threads():
    """What is under way is left to end."""
    before = set(threading.enumerate())
    pool, begun, go = DaemonPool(2), threading.Barrier(3), threading.Event()

    def work() -> str:
        begun.wait(1)
        go.wait(1)
        return "done"

    running = [pool.submit(work) for _ in range(2)]
    begun.wait(1)
    waiting = [pool.submit(work) for _ in range(50)]
    pool.close()
    go.set()
    assert [future.result(1) for future in running] == ["done"] * 2
    assert not any(future.done() for future in waiting)
    deadline = time.monotonic() + 2
    while any_workers(before) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any_workers(before)


def test_closing_never_waits_for_jobs_that_others_take():
    """Threads empty the queue at the same time."""
    for _ in range(300):
        pool = DaemonPool(4)
        for _ in range(8):
            pool.submit(int)
        closing = threading.Thread(target=pool.close, daemon=True)
        closing.start()
        closing.join(2)
        assert not closing.is_alive()


def test_its_threads_keep_no_process_alive():
    """They are daemons."""
    names = {thread.name for thread in threading.enumerate() if not thread.daemon}
    pool = DaemonPool(1)
    assert {thread.name for thread in threading.enumerate() if not thread.daemon} == names
    pool.close()
