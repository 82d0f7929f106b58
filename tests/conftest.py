"""What holds for every test."""

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

if "PYTEST_XDIST_WORKER" in os.environ:
    # Coverage is that of the processes that run the tests: those that tests start would be slower,
    # and write files where none is expected.
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)

# The clock is no judge of an example: coverage and a busy machine make any of them slow. What has
# to be quick has a test of its own.
settings.register_profile("rcaudit", deadline=None)
settings.load_profile("rcaudit")


@pytest.fixture(autouse=True, scope="session")
def _ctrl_c() -> Iterator[None]:
    """Let Ctrl-C be heard: a shell that starts the tests in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
