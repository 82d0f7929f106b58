"""Calls to a demo server."""

from typing import Any

import requests

from rcaudit.demo.server import DemoServer


def get(server: DemoServer, path: str, headers: dict[str, str], **params: Any) -> requests.Response:
    """Send a GET to the server, past any proxy, and follow no redirect."""
    with requests.Session() as session:
        session.trust_env = False
        return session.get(
            server.url + path, params=params, headers=headers, timeout=10, allow_redirects=False
        )


def ask(
    server: DemoServer, route: str, account: str | None = "auditor", **params: Any
) -> requests.Response:
    """Call a method as one of the workspace's accounts, or without signing in."""
    headers = {}
    if account:
        headers["X-User-Id"], headers["X-Auth-Token"] = server.credentials(account)
    return get(server, "/api/info" if route == "info" else f"/api/v1/{route}", headers, **params)


def listed(server: DemoServer, account: str = "auditor", **params: Any) -> list[str]:
    """Return the ids that `integrations.list` gives to an account."""
    reply = ask(server, "integrations.list", account, **params)
    return [document["_id"] for document in reply.json()["integrations"]]
