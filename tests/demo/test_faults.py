import pytest
import requests
from demo_calls import ask, listed
from demo_documents import incoming, numbered, workspace

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer


def statuses(switches: Behaviour, calls: int) -> list[int]:
    """Call the same method again and again; 0 where the connection was closed."""
    with DemoServer(workspace(), switches) as server:
        for _ in range(calls):
            try:
                ask(server, "me", "limited")
            except requests.ConnectionError:
                assert list(server.calls)[-1].status == 0
        return [call.status for call in server.calls]


def test_a_share_of_the_calls_fails_the_same_way_each_time() -> None:
    """The seed decides which calls fail, and the rate how many."""
    first = statuses(Behaviour(fail_rate=0.5, fail_status=502, seed=1), 40)
    again = statuses(Behaviour(fail_rate=0.5, fail_status=502, seed=1), 40)
    other = statuses(Behaviour(fail_rate=0.5, fail_status=502, seed=2), 40)
    assert first == again
    assert first != other
    assert set(first) == {200, 502}
    assert 10 < first.count(502) < 30


def test_a_share_of_the_connections_is_closed_without_a_reply() -> None:
    """The caller sees a broken connection, and the record says so with status 0."""
    seen = statuses(Behaviour(reset_rate=0.5, seed=1), 40)
    assert set(seen) == {0, 200}
    assert 10 < seen.count(0) < 30


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_the_first_calls_can_fail(status: int) -> None:
    """As many calls as said fail, with a proxy's page, and then all is well."""
    assert statuses(Behaviour(fail_first=2, fail_status=status), 4) == [status, status, 200, 200]


def test_what_a_proxy_answers_costs_no_budget() -> None:
    """A call that did not reach the server is not counted by its limit."""
    assert statuses(Behaviour(fail_first=2, limit=2), 5) == [503, 503, 200, 200, 429]


def test_a_failed_call_gets_a_page_of_html() -> None:
    """The body of a proxy's error is no JSON and does not say that it is."""
    with DemoServer(workspace(incoming("a")), Behaviour(fail_ids={"a"})) as server:
        reply = ask(server, "integrations.get", integrationId="a")
        assert listed(server) == ["a"]
    assert (reply.status_code, reply.reason) == (503, "Service Unavailable")
    assert reply.headers["Content-Type"].startswith("text/html")
    assert "<title>503 Service Unavailable</title>" in reply.text


def test_some_replies_can_be_garbage() -> None:
    """For those integrations a 200 that calls itself JSON is none."""
    with DemoServer(workspace(*numbered(2)), Behaviour(garbage_ids={"id0001"})) as server:
        good = ask(server, "integrations.get", integrationId="id0000")
        bad = ask(server, "integrations.get", integrationId="id0001")
    assert good.ok
    assert good.json()["success"]
    assert (bad.status_code, bad.headers["Content-Type"]) == (200, "application/json")
    with pytest.raises(requests.JSONDecodeError):
        bad.json()


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([], id="a list"),
        pytest.param(None, id="null"),
        pytest.param({"success": True, "integrations": {}, "total": "3"}, id="wrong types"),
    ],
)
def test_a_route_can_send_json_of_another_shape(value: object) -> None:
    """That route's good replies hold the value given; errors stay as they are."""
    with DemoServer(workspace(), Behaviour(misshapen={"integrations.list": value})) as server:
        replies = [ask(server, "integrations.list", account) for account in ("auditor", "nobody")]
        other = ask(server, "me").json()
    assert (replies[0].status_code, replies[0].json()) == (200, value)
    assert replies[1].status_code == 403
    assert other["username"] == "auditor"


@pytest.mark.parametrize("status", [200, 404])
@pytest.mark.parametrize("route", ["info", "me", "integrations.list"])
def test_another_server_answers_everything_with_a_web_page(status: int, route: str) -> None:
    """Where there is no Rocket.Chat, every path gives HTML."""
    with DemoServer(workspace(), Behaviour(html=status)) as server:
        reply = ask(server, route)
    assert reply.status_code == status
    assert reply.headers["Content-Type"].startswith("text/html")
    assert reply.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_every_call_can_be_redirected(status: int) -> None:
    """The reply names the target and carries nothing else."""
    target = "https://chat.example.org/api/v1/me"
    switches = Behaviour(redirect_to=target, redirect_status=status)
    with DemoServer(workspace(), switches) as server:
        reply = ask(server, "me")
    assert (reply.status_code, reply.headers["Location"]) == (status, target)
