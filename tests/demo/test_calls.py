import time
from concurrent.futures import ThreadPoolExecutor

from demo_calls import ask
from demo_documents import incoming, workspace

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer


def test_each_call_is_on_record_refused_ones_too() -> None:
    """The record has route, parameters, status and time of every call, in their order."""
    with DemoServer(workspace(incoming("a")), Behaviour(limit=1)) as server:
        before = time.monotonic()
        for _ in range(2):
            ask(server, "integrations.get", "limited", integrationId="a")
        ask(server, "me", None)
        ask(server, "info", None)
        calls = list(server.calls)
    assert [(call.route, dict(call.params), call.status) for call in calls] == [
        ("integrations.get", {"integrationId": "a"}, 200),
        ("integrations.get", {"integrationId": "a"}, 429),
        ("me", {}, 401),
        ("info", {}, 200),
    ]
    times = [before, *(call.at for call in calls), time.monotonic()]
    assert times == sorted(times)


def test_the_record_can_be_narrowed_and_cleared() -> None:
    """Tests count the calls of one route, and begin anew."""
    with DemoServer(workspace()) as server:
        for route in ("me", "statistics", "me"):
            ask(server, route)
        assert [call.route for call in server.calls.of("me")] == ["me", "me"]
        assert len(server.calls) == 3
        server.calls.clear()
        assert (len(server.calls), list(server.calls)) == (0, [])


def test_no_call_is_lost_between_threads() -> None:
    """Callers at the same time are all counted, by the record and by the limit."""
    with DemoServer(workspace(), Behaviour(limit=30)) as server, ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: ask(server, "me", "limited").status_code, range(50)))
        assert sorted(call.status for call in server.calls) == [200] * 30 + [429] * 20
    assert sorted(replies) == [200] * 30 + [429] * 20
