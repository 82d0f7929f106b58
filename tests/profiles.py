"""Profiles of demo workspaces, with little patience so that tests are quick."""

from typing import Any

from rcaudit.demo.server import DemoServer
from rcaudit.snapshot.secret import Secret
from rcaudit.workspace.profile import Profile

TOKEN = "tok-EXAMPLE0000aB3dE5fG7hJ9kQ2wR4tY6uI8oP1sD3"
USER_ID = "auditorDemo000000"


def profile(url: str = "http://127.0.0.1:9", **settings: Any) -> Profile:
    """Return a profile with these settings, and made-up credentials."""
    usual = {"user_id": USER_ID, "token": Secret(TOKEN), "retries": 2, "backoff": 0.001}
    return Profile(url=url, **{**usual, **settings})


def profile_of(server: DemoServer, account: str = "auditor", **settings: Any) -> Profile:
    """Return the profile of an account of a demo server."""
    user_id, token = server.credentials(account)
    return profile(server.url, **{"user_id": user_id, "token": Secret(token), **settings})
