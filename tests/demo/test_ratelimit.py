import itertools
import time

from demo_calls import ask
from demo_documents import incoming, workspace
from hypothesis import given, settings
from hypothesis import strategies as st

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.ratelimit import RateLimiter
from rcaudit.demo.server import DemoServer

gaps = st.lists(st.floats(0, 20, allow_subnormal=False), min_size=1, max_size=60)


@given(gaps=gaps, limit=st.integers(1, 5), window=st.floats(0.5, 30))
@settings(deadline=None)  # other work on the machine is no failure
def test_windows_begin_with_the_first_call_after_the_last_end(
    gaps: list[float], limit: int, window: float
) -> None:
    """Whatever the calls' times, each window allows its first calls and ends when it should."""
    limiter = RateLimiter()
    started, calls = -1000.0, 0
    for now in itertools.accumulate(gaps):
        if now >= started + window:
            started, calls = now, 0
        calls += 1
        turn = limiter.take("route", "address", now, limit, window)
        assert turn.ends_at == started + window
        assert turn.is_refused == (calls > limit)
        assert turn.remaining == max(0, limit - calls)
        assert turn.wait - 1 < turn.ends_at - now <= turn.wait


@given(gaps=gaps, limit=st.integers(1, 5))
@settings(deadline=None)  # other work on the machine is no failure
def test_no_span_of_a_window_begins_more_than_two_budgets(gaps: list[float], limit: int) -> None:
    """Within any ten seconds, at most the budgets of two windows of ten seconds are spent."""
    limiter = RateLimiter()
    times = [
        now
        for now in itertools.accumulate(gaps)
        if not limiter.take("route", "address", now, limit, 10).is_refused
    ]
    assert all(sum(start <= now < start + 10 for now in times) <= 2 * limit for start in times)


def test_routes_and_addresses_have_budgets_of_their_own() -> None:
    """A call counts for its route and its caller's address only."""
    limiter = RateLimiter()
    pairs = [("get", "::1"), ("get", "10.0.0.1"), ("list", "::1")]
    first = [limiter.take(*pair, 0, 1, 60).is_refused for pair in pairs]
    second = [limiter.take(*pair, 0, 1, 60).is_refused for pair in pairs]
    assert (first, second) == ([False] * 3, [True] * 3)


def test_a_limited_account_is_told_its_budget_and_then_refused() -> None:
    """Every limited reply has the three headers; the refusal names the wait in its text."""
    with DemoServer(workspace(), Behaviour(limit=2, window=60)) as server:
        before = time.time()
        replies = [ask(server, "me", "limited") for _ in range(4)]
        other = ask(server, "permissions.listAll", "limited")
    assert [reply.status_code for reply in replies] == [200, 200, 429, 429]
    assert [reply.headers["X-RateLimit-Remaining"] for reply in replies] == ["1", "0", "0", "0"]
    assert {reply.headers["X-RateLimit-Limit"] for reply in replies} == {"2"}
    ends = [int(reply.headers["X-RateLimit-Reset"]) for reply in replies]
    assert len(set(ends)) == 1
    assert before + 60 <= ends[0] / 1000 + 0.001 <= time.time() + 60.001
    assert replies[3].json() == {
        "success": False,
        "error": "Error, too many requests. Please slow down. You must wait 60 seconds before "
        "trying this endpoint again. [error-too-many-requests]",
    }
    assert "Retry-After" not in replies[3].headers
    assert other.headers["X-RateLimit-Remaining"] == "1"


def test_a_refused_call_does_not_lengthen_the_window() -> None:
    """The budget is back when the window ends, however often the server was asked meanwhile."""
    with DemoServer(workspace(), Behaviour(limit=1, window=0.3)) as server:
        first = ask(server, "me", "limited")
        refused = ask(server, "me", "limited")
        time.sleep(int(first.headers["X-RateLimit-Reset"]) / 1000 - time.time() + 0.01)
        again = ask(server, "me", "limited")
    assert [reply.status_code for reply in (first, refused, again)] == [200, 429, 200]
    assert first.headers["X-RateLimit-Reset"] < again.headers["X-RateLimit-Reset"]


def test_who_may_skip_the_limit_is_not_counted() -> None:
    """Holders of the permission are never refused and see no headers."""
    with DemoServer(workspace(), Behaviour(limit=1)) as server:
        replies = [ask(server, "me") for _ in range(3)]
        public = [ask(server, "info", None).status_code for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200] * 3
    assert not any(name.startswith("X-RateLimit") for name in replies[0].headers)
    assert public == [200, 429]


def test_the_limit_can_hold_for_everyone() -> None:
    """With that switch the permission to skip the limit has no effect."""
    with DemoServer(workspace(), Behaviour(limit=1, limit_everyone=True)) as server:
        assert [ask(server, "me").status_code for _ in range(2)] == [200, 429]


def test_without_a_limit_the_headers_are_absent() -> None:
    """A server whose limit is off says nothing of it."""
    with DemoServer(workspace()) as server:
        headers = ask(server, "me", "limited").headers
    assert not any(name.startswith("X-RateLimit") for name in headers)


def test_failed_calls_count_as_well() -> None:
    """A call that the server answers with an error has cost its part of the budget."""
    with DemoServer(workspace(incoming("a")), Behaviour(limit=2)) as server:
        replies = [
            ask(server, "integrations.get", "limited", **params)
            for params in ({}, {"integrationId": "gone"}, {"integrationId": "a"})
        ]
    assert [reply.status_code for reply in replies] == [400, 400, 429]
    assert [reply.headers["X-RateLimit-Remaining"] for reply in replies] == ["1", "0", "0"]
