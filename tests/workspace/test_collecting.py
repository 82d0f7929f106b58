"""Rows that are asked for apart from the integrations, one question a key."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rcaudit.errors import AuthenticationError, ForbiddenError
from rcaudit.snapshot.journal import Journal
from rcaudit.workspace.collecting import Collected, Row, collect
from rcaudit.workspace.crew import Crew
from rcaudit.workspace.pool import DaemonPool
from rcaudit.workspace.progress import NoProgress

Gather = Callable[[Callable[[str], list[Row] | None]], Collected]


@pytest.fixture
def gather(tmp_path: Path) -> Iterator[Gather]:
    """Ask for `a` and `b` in one thread; what came is in a journal."""
    pool = DaemonPool(1)

    def gather(ask: Callable[[str], list[Row] | None]) -> Collected:
        with Journal(tmp_path / "journal", {}) as journal:
            crew = Crew("some.route", pool, threading.Event(), NoProgress())
            return collect(["b", "a"], ask, crew, journal)

    yield gather
    pool.close()


def never(key: str) -> list[Row]:
    """Fail the test: nothing more is to be asked for."""
    raise AssertionError(key)


def test_what_is_refused_is_not_asked_for_again(gather):
    """It is an answer: the next run has it from the journal."""
    first = gather(lambda key: None if key == "a" else [{"n": 1}, {"n": 2}])
    assert first == Collected([{"n": 1}, {"n": 2}], ["a"])
    assert gather(never) == first


def test_what_failed_is_asked_for_again(gather):
    """The next run may have more luck."""

    def refuse_b(key: str) -> list[Row]:
        if key == "b":
            raise ForbiddenError(key)
        return [{"key": key}]

    assert gather(refuse_b) == Collected([{"key": "a"}], ["b"])
    asked: list[str] = []
    assert gather(lambda key: asked.append(key) or []) == Collected([{"key": "a"}], [])
    assert asked == ["b"]


def test_a_token_that_is_no_longer_accepted_ends_it(gather):
    """Nothing more would come."""

    def fail(key: str) -> list[Row]:
        raise AuthenticationError(key)

    with pytest.raises(AuthenticationError):
        gather(fail)


def test_lines_are_in_an_order_of_their_own():
    """Which thread was quicker does not show."""
    rows = [{"b": 1, "a": 2}, {"a": 1}]
    assert (
        Collected(rows).lines() == Collected(rows[::-1]).lines() == ['{"a": 1}', '{"a": 2, "b": 1}']
    )
