from typing import Any

import pytest
from demo_calls import ask
from demo_documents import incoming, outgoing, workspace

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer

SIGNED_OUT = "You must be logged in to do this."
NOT_PERMITTED = "User does not have the permissions required for this action"
MISSING = "must have required property 'integrationId' [invalid-params]"


@pytest.mark.parametrize(
    ("switches", "call", "status", "body"),
    [
        pytest.param(
            {},
            ("me", None, {}),
            401,
            {"status": "error", "message": SIGNED_OUT, "success": False, "error": SIGNED_OUT},
            id="not signed in",
        ),
        pytest.param(
            {"old_errors": True},
            ("me", None, {}),
            401,
            {"status": "error", "message": SIGNED_OUT},
            id="not signed in to an older server",
        ),
        pytest.param(
            {},
            ("integrations.list", "nobody", {}),
            403,
            {"success": False, "error": f"{NOT_PERMITTED} [error-unauthorized]"},
            id="list without any permission",
        ),
        pytest.param(
            {"old_errors": True},
            ("integrations.list", "nobody", {}),
            403,
            {"success": False, "error": "unauthorized"},
            id="list without any permission on an older server",
        ),
        pytest.param(
            {"strict": True},
            ("integrations.list", "nobody", {}),
            403,
            {
                "success": False,
                "error": f"{NOT_PERMITTED} [error-forbidden]",
                "errorType": "error-forbidden",
            },
            id="list without any permission on 9.0",
        ),
        pytest.param(
            {},
            ("integrations.get", "auditor", {"integrationId": "gone"}),
            400,
            {"success": False, "error": "The integration does not exists."},
            id="gone",
        ),
        pytest.param(
            {},
            ("integrations.get", "incoming", {"integrationId": "out"}),
            400,
            {"success": False, "error": "not-authorized"},
            id="not the caller's to manage",
        ),
        pytest.param(
            {"strict": True},
            ("integrations.get", "incoming", {"integrationId": "out"}),
            403,
            {
                "success": False,
                "error": "not-authorized [error-forbidden]",
                "errorType": "error-forbidden",
            },
            id="not the caller's to manage on 9.0",
        ),
        pytest.param(
            {},
            ("integrations.get", "auditor", {}),
            400,
            {"success": False, "error": MISSING, "errorType": "invalid-params"},
            id="a parameter missing",
        ),
        pytest.param(
            {},
            ("integrations.lsit", "auditor", {}),
            404,
            {"success": False, "error": "API endpoint not found"},
            id="no such method",
        ),
    ],
)
def test_errors_are_worded_as_the_server_words_them(
    switches: dict[str, Any],
    call: tuple[str, str | None, dict[str, str]],
    status: int,
    body: dict[str, object],
) -> None:
    """Status and body of each failure are those of the server's version."""
    route, account, params = call
    with DemoServer(workspace(outgoing("out")), Behaviour(**switches)) as server:
        reply = ask(server, route, account, **params)
    assert (reply.status_code, reply.json()) == (status, body)
    assert reply.headers["Content-Type"] == "application/json"


def test_text_goes_out_as_utf_8_whatever_it_holds() -> None:
    """All alphabets, and half a surrogate pair, arrive as they are stored."""
    name = "Größe 🚀 \ud83d \u2028"
    with DemoServer(workspace(incoming("a", alias=name))) as server:
        reply = ask(server, "integrations.get", integrationId="a")
    assert "Größe 🚀".encode() in reply.content
    assert reply.json() == {"integration": incoming("a", alias=name), "success": True}
