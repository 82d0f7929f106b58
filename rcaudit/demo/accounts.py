"""The accounts that every demo workspace has, from all-seeing to blind."""

import dataclasses
from collections.abc import Iterable

from rcaudit.demo.model import DemoWorkspace, Document

ACCOUNT_PERMISSIONS = {
    "auditor": None,
    "limited": ("manage-incoming-integrations", "manage-outgoing-integrations", "view-d-room"),
    "own": ("manage-own-incoming-integrations", "manage-own-outgoing-integrations", "view-d-room"),
    "incoming": ("manage-incoming-integrations", "view-d-room"),
    "nobody": (),
}
"""What each built-in account may do; None stands for the role admin, which may do everything."""


def account_id(username: str) -> str:
    """Return the made-up user id of a built-in account: 17 letters and digits."""
    return f"{username}Demo".ljust(17, "0")


def account_token(user_id: str) -> str:
    """Return the made-up personal access token of any user of a demo workspace."""
    return f"demo-token-of-{user_id}-".ljust(43, "0")


def with_accounts(workspace: DemoWorkspace) -> DemoWorkspace:
    """Return a workspace that has the built-in accounts, with what they may do."""
    users = {user["username"]: user for user in workspace.users}
    roles = {entry["_id"]: list(entry["roles"]) for entry in workspace.permissions}
    for username, permissions in ACCOUNT_PERMISSIONS.items():
        role = "admin" if permissions is None else f"demo-{username}"
        user = users.get(username, _account(username))
        users[username] = {**user, "roles": _union(user.get("roles", []), [role])}
        for permission in permissions if permissions is not None else list(roles):
            roles[permission] = _union(roles.get(permission, []), [role])
    return dataclasses.replace(
        workspace,
        users=list(users.values()),
        permissions=[{"_id": name, "roles": holders} for name, holders in roles.items()],
    )


def _account(username: str) -> Document:
    return {
        "_id": account_id(username),
        "username": username,
        "name": f"Demo account {username}",
        "active": True,
        "roles": [],
        "type": "user",
    }


def _union(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))
