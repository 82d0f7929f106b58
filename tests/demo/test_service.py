import time
from email.utils import parsedate_to_datetime

import pytest
import requests
from demo_calls import ask, get
from demo_documents import incoming, workspace

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer


@pytest.mark.parametrize("verb", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "BREW"])
def test_only_get_is_served(verb: str) -> None:
    """Every other verb is a 405, changes nothing, and is on record."""
    with DemoServer(workspace(incoming("a"))) as server, requests.Session() as session:
        session.trust_env = False
        url = f"{server.url}/api/v1/integrations.remove"
        reply = session.request(verb, url, json={"integrationId": "a"}, timeout=10)
        (call,) = server.calls
        assert len(server.documents) == 1
    assert (reply.status_code, call.verb, call.status) == (405, verb, 405)
    assert bool(reply.content) == (verb != "HEAD")


@pytest.mark.parametrize(
    "path", ["/", "/api/v1/", "/api/v1/info", "/chat/api/v1/me", "/api/v2/me", "//api/info"]
)
def test_any_other_path_is_not_found(path: str) -> None:
    """What is no method of the API is a 404, signed in or not, and costs no budget."""
    with DemoServer(workspace(), Behaviour(limit=1)) as server:
        replies = [get(server, path, {}) for _ in range(2)]
        assert [call.route for call in server.calls] == [path, path]
    assert [reply.status_code for reply in replies] == [404, 404]
    assert replies[0].json() == {"success": False, "error": "API endpoint not found"}


def test_things_are_checked_in_the_servers_order() -> None:
    """Sign-in comes before the limit, the limit before parameters, these before permissions."""
    with DemoServer(workspace(), Behaviour(limit=2)) as server:
        replies = [
            ask(server, "integrations.list", None, fields="{}"),
            ask(server, "integrations.list", "nobody", fields="{}"),
            ask(server, "integrations.list", "nobody"),
            ask(server, "integrations.list", "nobody", fields="{}"),
        ]
    assert [reply.status_code for reply in replies] == [401, 400, 403, 429]


@pytest.mark.parametrize("skew", [-3600, 0, 3600])
def test_the_servers_clock_tells_both_the_date_and_the_windows_end(skew: int) -> None:
    """A clock that is off shifts the Date header and the end of the window alike."""
    with DemoServer(workspace(), Behaviour(limit=5, clock_skew=skew)) as server:
        reply = ask(server, "me", "limited")
    date = parsedate_to_datetime(reply.headers["Date"]).timestamp()
    ends = int(reply.headers["X-RateLimit-Reset"]) / 1000
    assert abs(date - time.time() - skew) < 3
    assert 59 < ends - date <= 61


def test_parameters_are_read_as_sent() -> None:
    """Escapes, spaces and empty values arrive; of a name given twice the last counts."""
    with DemoServer(workspace(incoming("a b&c"))) as server:
        reply = ask(server, "integrations.get", integrationId=["x", "a b&c"], createdBy="")
        (call,) = server.calls
    assert reply.ok
    assert call.params == {"integrationId": "a b&c", "createdBy": ""}
