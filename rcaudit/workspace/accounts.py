"""The accounts that integrations name: whether they are active, and what they may do."""

import math
from collections.abc import Iterable
from typing import Any

from rcaudit.errors import (
    AuthenticationError,
    ForbiddenError,
    RateLimitError,
    RequestRejectedError,
    WorkspaceError,
)
from rcaudit.snapshot.redaction import Document
from rcaudit.workspace.client import Client
from rcaudit.workspace.collecting import Row

LIST_ROUTE, INFO_ROUTE = "users.list", "users.info"

Key = tuple[str | None, str | None]
"""An account's id and username, as integrations name it."""


def find_accounts(documents: Iterable[Document]) -> list[Key]:
    """Return the accounts that created these integrations or that they post as, once each."""
    named: dict[str, Key] = {}
    for document in documents:
        creator = document.get("_createdBy")
        creator = creator if isinstance(creator, dict) else {}
        for account_id, username in (
            (creator.get("_id"), creator.get("username")),
            (document.get("userId"), document.get("username")),
        ):
            key = _text(account_id), _text(username)
            if key != (None, None):
                named.setdefault(key[0] or f"@{key[1]}", key)
    return [named[name] for name in sorted(named)]


def list_accounts(client: Client, keys: list[Key]) -> dict[Key, Row]:
    """Look for the accounts in `users.list`, where that takes fewer calls than asking for each.

    Needs `view-d-room`; without it nothing is found.

    Raises:
        AuthenticationError: The token is not accepted.
        RateLimitError: The wait is too long.
    """
    found: dict[Key, Row] = {}
    by_name = {name: key for key in keys for name in (key[0] or f"@{key[1]}",)}
    try:
        for page in client.paginate(LIST_ROUTE, "users"):
            found |= {
                by_name[name]: account_row(user)
                for user in page.items
                if isinstance(user, dict)
                for name in (user.get("_id"), f"@{user.get('username')}")
                if name in by_name
            }
            pages_left = math.ceil(page.total / max(len(page.items), 1)) - 1
            if pages_left >= len(keys) - len(found):
                break
    except (AuthenticationError, RateLimitError):
        raise
    except WorkspaceError:
        return found
    return found


def ask_for_account(client: Client, key: Key) -> list[Row] | None:
    """Ask for one account: its row, none where the workspace does not know it, None if refused.

    Raises:
        WorkspaceError: As `Client.get`.
    """
    account_id, username = key
    params: dict[str, str | int] = (
        {"userId": account_id} if account_id else {"username": username or ""}
    )
    try:
        body = client.get(INFO_ROUTE, params, expect={"user": dict})
    except ForbiddenError:
        return None
    except RequestRejectedError:
        return []
    return [account_row(body["user"])]


def unknown_account(key: Key) -> Row:
    """Return the row of an account of which no more than its name is known."""
    return {"account_id": key[0], "account_username": key[1]}


def account_row(user: dict[str, Any]) -> Row:
    """Return what is kept of a user as the server has it."""
    # Names, e-mail addresses, settings and what else comes along are not kept.
    roles = user.get("roles")
    return {
        "account_id": _text(user.get("_id")),
        "account_username": _text(user.get("username")),
        "is_active": user.get("active") if isinstance(user.get("active"), bool) else None,
        "roles": [role for role in roles if isinstance(role, str)]
        if isinstance(roles, list)
        else None,
        "account_type": _text(user.get("type")),
    }


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
