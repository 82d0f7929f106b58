"""The limiter over real sockets, and on its own with replies that no demo server gives."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from email.utils import formatdate
from typing import Any

import pytest
from demo_calls import ask
from demo_documents import workspace
from profiles import profile, profile_of
from raw_server import RawServer, reply

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer
from rcaudit.errors import RateLimitError, StoppedError, UnreachableError
from rcaudit.workspace.client import Client
from rcaudit.workspace.limiter import Limiter
from rcaudit.workspace.reply import Reply

ROUTE = "me"
AN_HOUR = 3600.0


@contextmanager
def limited(**switches: Any) -> Iterator[DemoServer]:
    """Run a demo server with a limit of 3 calls in 0.4 seconds, unless told otherwise."""
    with DemoServer(workspace(), Behaviour(**{"limit": 3, "window": 0.4, **switches})) as server:
        yield server


def call(server: DemoServer, calls: int, workers: int = 8, **settings: Any) -> list[str]:
    """Make so many calls at once; return what the waits were said to be for."""
    waits: list[str] = []
    with (
        Client(
            profile_of(server, "limited", **settings), on_wait=lambda route, _: waits.append(route)
        ) as client,
        ThreadPoolExecutor(workers) as pool,
    ):
        list(pool.map(lambda _: client.get(ROUTE), range(calls)))
    return waits


def statuses(server: DemoServer, route: str = ROUTE) -> list[int]:
    """Return the status of each call of a route, in their order."""
    return [call.status for call in server.calls.of(route)]


class TestOverSockets:
    """Against a server that counts as the real one does."""

    @pytest.mark.parametrize(
        ("switches", "calls", "workers"),
        [
            pytest.param({}, 8, 8, id="fixed windows"),
            pytest.param({}, 4, 1, id="one worker"),
            pytest.param({"limit": 1, "window": 0.3}, 3, 8, id="one call a window"),
            pytest.param({"limit": 20}, 22, 4, id="a limit larger than the workers"),
            pytest.param({"latency": 0.2, "window": 0.7}, 6, 8, id="calls under way at its end"),
            pytest.param({"clock_skew": AN_HOUR}, 5, 8, id="the server's clock is ahead"),
            pytest.param({"clock_skew": -AN_HOUR}, 5, 8, id="the server's clock is behind"),
            pytest.param({"clock_skew": 0.5}, 5, 8, id="half a second ahead"),
        ],
    )
    def test_no_call_is_refused_that_the_headers_foretold(self, switches, calls, workers):
        """Each window is spent, and the next one begins after its end."""
        with limited(**switches) as server:
            began = time.monotonic()
            call(server, calls, workers)
            took = time.monotonic() - began
            assert statuses(server) == [200] * calls
        windows = (calls - 1) // server.behaviour.limit
        assert took >= windows * server.behaviour.window
        # The server's clock is known to a second, and no worse.
        assert took <= windows * (server.behaviour.window + 1.2) + 1

    def test_each_route_has_its_own_budget(self):
        """A route whose window is spent holds up no other."""
        with limited(limit=2, window=30) as server, Client(profile_of(server, "limited")) as client:
            began = time.monotonic()
            for route in ("me", "permissions.listAll") * 2:
                client.get(route)
            assert time.monotonic() - began < 15
            assert client.limiter.budget("me").remaining == 0
            assert client.limiter.budget("never asked") is None

    def test_what_other_callers_at_the_address_spend_is_seen(self):
        """The headers show fewer calls left than the limit says, window after window."""
        with limited(limit=4) as server:
            for _ in range(3):
                ask(server, ROUTE, "limited")
            call(server, 3)
            ask(server, ROUTE, "limited")
            assert statuses(server) == [200] * 7

    def test_waits_are_told_once_each(self):
        """However many threads wait for the same window."""
        with limited(limit=2, window=0.8) as server:
            assert call(server, 6) == [ROUTE] * 2

    @pytest.mark.parametrize("limit", [1, 4])
    def test_a_limit_that_appears_later_is_kept(self, limit):
        """Calls under way when it is switched on can be refused: those were not foretold."""
        with limited(limit=None) as server, Client(profile_of(server, "limited")) as client:
            client.get(ROUTE)
            assert client.limiter.budget(ROUTE) is None
            server.change(limit=limit)
            for _ in range(limit + 1):
                client.get(ROUTE)
            assert set(statuses(server)) == {200}
            assert client.limiter.budget(ROUTE).limit == limit

    def test_a_limit_that_is_switched_off_later_is_forgotten(self):
        """The first reply without its headers says so."""
        with limited(limit=2, window=0.5) as server:
            call(server, 1)
            with Client(profile_of(server, "limited")) as client:
                client.get(ROUTE)
                server.change(limit=None)
                for _ in range(5):
                    client.get(ROUTE)
                assert client.limiter.budget(ROUTE) is None

    def test_a_call_that_fails_in_a_new_window_holds_up_none_after_it(self):
        """Nobody knows whether it was counted: the next one asks."""
        with limited(limit=1, window=0.3) as server:
            with Client(profile_of(server, "limited", retries=0)) as client:
                client.get(ROUTE)
                server.change(reset_rate=1.0)
                with pytest.raises(UnreachableError):
                    client.get(ROUTE)
                server.change(reset_rate=0.0)
                client.get(ROUTE)
            assert statuses(server) == [200, 0, 200]

    def test_a_proxy_that_answers_does_not_switch_the_limit_off(self):
        """Its error page has no headers of the limit, which holds all the same."""
        with limited() as server:
            with Client(profile_of(server, "limited", retries=0)) as client:
                client.get(ROUTE)
                server.change(fail_rate=1.0)
                with pytest.raises(UnreachableError):
                    client.get(ROUTE)
                server.change(fail_rate=0.0)
                with ThreadPoolExecutor(8) as pool:
                    list(pool.map(lambda _: client.get(ROUTE), range(6)))
            assert statuses(server) == [200, 503, *[200] * 6]

    def test_a_wait_that_is_too_long_is_refused_at_once(self):
        """The message says how long it would be, and what to do."""
        with limited(limit=1, window=60) as server:
            began = time.monotonic()
            with pytest.raises(RateLimitError, match=r"wait (60|61) seconds.*longest_wait \(5\)"):
                call(server, 2, longest_wait=5)
            assert time.monotonic() - began < 30
            assert statuses(server) == [200]

    def test_a_stop_ends_every_wait(self):
        """And no call goes out after it."""
        stopped = threading.Event()
        with limited(limit=1, window=60) as server:
            with Client(profile_of(server, "limited"), stopped=stopped) as client:
                client.get(ROUTE)
                threading.Timer(0.2, stopped.set).start()
                began = time.monotonic()
                with pytest.raises(StoppedError):
                    client.get(ROUTE)
                assert time.monotonic() - began < 30
                with pytest.raises(StoppedError):
                    client.get("permissions.listAll")
            assert len(server.calls) == 1

    def test_a_budget_says_what_is_left_and_how_long_a_window_is(self):
        """After the window's end it is whole again."""
        with limited(limit=5, window=1) as server, Client(profile_of(server, "limited")) as client:
            client.get(ROUTE)
            client.get(ROUTE)
            budget = client.limiter.budget(ROUTE)
            assert (budget.limit, budget.remaining) == (5, 3)
            assert 0.5 < budget.seconds_left <= 2.1
            assert 1 <= budget.window <= 2.1
            time.sleep(budget.seconds_left + 0.1)
            assert client.limiter.budget(ROUTE).remaining == 5
            assert client.limiter.budget(ROUTE).seconds_left == 0


OK = reply(b'{"success":true}')


class TestRefusals:
    """Refused calls wait as long as the refusal says, and go again."""

    @pytest.mark.parametrize(
        ("refusal", "least", "most"),
        [
            pytest.param(
                reply(b'{"error":"You must wait 1 seconds"}', status="429 Too Many Requests"),
                1,
                30,
                id="the message says how long",
            ),
            pytest.param(
                reply(b"<html>", "Retry-After: 1", status="429 Slow down"), 1, 30, id="Retry-After"
            ),
            pytest.param(
                reply(b"{}", "Retry-After: 0", status="429 Slow down"), 0, 30, id="no time at all"
            ),
            pytest.param(
                # The clock of the header is wrong by an hour: the message is right.
                reply(
                    b'{"error":"You must wait 1 seconds before"}',
                    "X-RateLimit-Limit: 10",
                    "X-RateLimit-Remaining: 0",
                    f"X-RateLimit-Reset: {int((time.time() + AN_HOUR) * 1000)}",
                    status="429 Too Many Requests",
                ),
                1,
                30,
                id="the message against the header",
            ),
        ],
    )
    def test_are_tried_again_after_the_time_that_they_name(self, refusal, least, most):
        """The call then goes well."""
        with RawServer(OK, refusal, OK) as server, Client(profile_for(server)) as client:
            client.get(ROUTE)
            began = time.monotonic()
            assert client.get(ROUTE) == {"success": True}
            assert least <= time.monotonic() - began < most
            assert len(server.requests) == 3

    def test_wait_by_the_header_where_there_is_no_message(self):
        """The header's time is by the server's clock."""
        ends = time.time() - AN_HOUR + 0.5
        refusal = reply(
            b"{}",
            f"Date: {formatdate(time.time() - AN_HOUR, usegmt=True)}",
            "X-RateLimit-Limit: 10",
            "X-RateLimit-Remaining: 0",
            f"X-RateLimit-Reset: {int(ends * 1000)}",
            status="429 Too Many Requests",
        )
        with RawServer(refusal, OK) as server, Client(profile_for(server)) as client:
            began = time.monotonic()
            client.get(ROUTE)
            assert 0.5 <= time.monotonic() - began < 30

    @pytest.mark.parametrize(
        "headers",
        [
            pytest.param((), id="no word of it"),
            pytest.param(("Retry-After: soon",), id="no number"),
            pytest.param(("Retry-After: \xb2",), id="no digit of ours"),
            pytest.param(("Retry-After: 99999999999999999999",), id="a number beyond reason"),
            pytest.param(
                (
                    "X-RateLimit-Limit: 10",
                    "X-RateLimit-Remaining: 0",
                    "X-RateLimit-Reset: 1000",
                ),
                id="a window that is long over",
            ),
        ],
    )
    def test_without_a_word_on_the_time_mean_a_minute(self, headers):
        """That is the server's usual window."""
        refusal = reply(b"{}", *headers, status="429 Too Many Requests")
        with (
            RawServer(refusal, OK) as server,
            Client(profile_for(server, longest_wait=30)) as client,
            pytest.raises(RateLimitError, match="wait 60 seconds"),
        ):
            client.get(ROUTE)

    def test_without_an_end_are_given_up(self):
        """Somebody else must be using up the limit."""
        refusal = reply(b"{}", "Retry-After: 0", status="429 Too Many Requests")
        with (
            RawServer(refusal) as server,
            Client(profile_for(server)) as client,
            pytest.raises(RateLimitError, match="refused 10 times in a row"),
        ):
            client.get(ROUTE)
        assert len(server.requests) == 10


def profile_for(server: RawServer, **settings: Any) -> Any:
    """Return a profile of a raw server."""
    return profile(server.url, **settings)


def answer(
    sent: float,
    remaining: int | None,
    reset: float = 0.0,
    *,
    limit: int = 5,
    status: int = 200,
    content: bytes = b"{}",
) -> Reply:
    """Return a reply that came at once; without `remaining`, as one of no limit."""
    headers = {"Date": formatdate(time.time(), usegmt=True)}
    if remaining is not None:
        headers |= {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": str(int(reset * 1000)),
        }
    return Reply("", status, headers, content, sent, sent + 0.001)


class TestWithMadeUpReplies:
    """What takes a very slow network, or an unlucky moment, to happen."""

    def test_replies_that_overtake_each_other_give_nothing_back(self):
        """A reply from before says more calls are left than there are."""
        limiter, reset = Limiter(), time.time() + 60
        limiter.acquire(ROUTE)
        limiter.release(ROUTE, answer(time.monotonic(), 4, reset))
        for _ in range(4):
            limiter.acquire(ROUTE)
        for remaining in (0, 3, 1, 2):
            limiter.release(ROUTE, answer(time.monotonic(), remaining, reset))
        assert limiter.budget(ROUTE).remaining == 0

    def test_the_end_of_a_window_may_jitter(self):
        """The real server works it out for each reply: a millisecond makes no new window."""
        limiter, reset = Limiter(), time.time() + 60
        limiter.acquire(ROUTE)
        limiter.release(ROUTE, answer(time.monotonic(), 4, reset))
        limiter.acquire(ROUTE)
        limiter.acquire(ROUTE)
        limiter.release(ROUTE, answer(time.monotonic(), 2, reset - 0.004))
        limiter.release(ROUTE, answer(time.monotonic(), 3, reset + 0.007))
        assert limiter.budget(ROUTE).remaining == 2

    def test_a_reply_of_the_window_before_says_nothing_about_this_one(self):
        """It was under way for longer than its window lasted."""
        limiter, reset = Limiter(), time.time() + 60
        limiter.acquire(ROUTE)
        limiter.acquire("other")
        limiter.release(ROUTE, answer(time.monotonic(), 4, reset))
        limiter.acquire(ROUTE)
        limiter.release(ROUTE, answer(time.monotonic(), 0, reset - 60))
        assert limiter.budget(ROUTE).remaining == 4

    def test_a_call_that_arrives_in_the_next_window_counts_there(self):
        """Its reply has the next window's end."""
        limiter, reset = Limiter(), time.time() + 1
        limiter.acquire(ROUTE)
        limiter.release(ROUTE, answer(time.monotonic(), 4, reset))
        limiter.acquire(ROUTE)
        limiter.acquire(ROUTE)
        limiter.release(ROUTE, answer(time.monotonic(), 3, reset + 60))
        assert limiter.budget(ROUTE).remaining == 3
        limiter.release(ROUTE, answer(time.monotonic(), 3, reset))
        assert limiter.budget(ROUTE).remaining == 3

    def test_a_reply_from_before_the_limit_does_not_switch_it_off(self):
        """It was sent when there was none, and came when there was one."""
        limiter, early = Limiter(), time.monotonic()
        limiter.acquire(ROUTE)
        limiter.release(ROUTE, answer(early, None))
        limiter.acquire(ROUTE)
        limiter.acquire(ROUTE)
        limiter.release(ROUTE, answer(time.monotonic(), 4, time.time() + 60))
        limiter.release(ROUTE, answer(early, None))
        assert limiter.budget(ROUTE).remaining == 4

    @pytest.mark.parametrize(
        "headers",
        [
            pytest.param({"X-RateLimit-Limit": "many"}, id="no number"),
            pytest.param({"X-RateLimit-Limit": "0"}, id="no calls at all"),
            pytest.param({"X-RateLimit-Reset": "1" + "0" * 400}, id="no time that there is"),
        ],
    )
    def test_headers_that_make_no_sense_are_no_limit(self, headers):
        """They are as good as absent."""
        limiter = Limiter()
        limiter.acquire(ROUTE)
        good = {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "0"}
        limiter.release(ROUTE, Reply("", 200, good | headers, b"{}", 0, 0))
        assert limiter.budget(ROUTE) is None

    def test_only_one_call_at_a_time_goes_while_nothing_is_known(self):
        """The second one waits for what the first one tells."""
        limiter, gone = Limiter(), threading.Event()
        limiter.acquire(ROUTE)

        def go() -> None:
            limiter.acquire(ROUTE)
            gone.set()

        threading.Thread(target=go, daemon=True).start()
        assert not gone.wait(0.1)
        limiter.release(ROUTE, None)
        assert gone.wait(2)
