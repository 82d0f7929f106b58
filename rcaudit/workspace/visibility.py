"""What this account can see, and what it can't."""

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rcaudit.errors import AuthenticationError, RateLimitError, WorkspaceError
from rcaudit.snapshot.manifest import Gap, Reach, Visibility
from rcaudit.workspace.client import Client

FULL = {
    "incoming": "manage-incoming-integrations",
    "outgoing": "manage-outgoing-integrations",
}
OWN = {
    "incoming": "manage-own-incoming-integrations",
    "outgoing": "manage-own-outgoing-integrations",
}
_VERSION = re.compile(r"[\w.+-]{1,40}", re.ASCII)
_UNKNOWN_VIEW = (
    "the server did not say which permissions this account has, so integrations may be missing: "
    "give it manage-incoming-integrations and manage-outgoing-integrations"
)


@dataclass(frozen=True)
class Account:
    """The account that asks: its id, name and roles."""

    id: str
    username: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True)
class CountedIntegrations:
    """How many integrations the server counts, as its `statistics` say."""

    total: int
    incoming: int | None
    outgoing: int | None


def ask_account(client: Client) -> Account:
    """Ask who the caller is; needs no permission.

    Raises:
        WorkspaceError: As `Client.get`.
    """
    me = client.get("me", expect={"_id": str})
    roles = me.get("roles")
    username = me.get("username")
    return Account(
        me["_id"],
        username if isinstance(username, str) else None,
        tuple(role for role in roles if isinstance(role, str)) if isinstance(roles, list) else (),
    )


def ask_permissions(client: Client, roles: Iterable[str]) -> frozenset[str] | None:
    """Ask which permissions these roles have; None where the server does not say.

    Raises:
        AuthenticationError: The token is not accepted.
        RateLimitError: The wait is too long.
    """
    body = _ask_if_allowed(client, "permissions.listAll", {"update": list})
    if body is None:
        return None
    own = set(roles)
    return frozenset(
        permission["_id"]
        for permission in body["update"]
        if isinstance(permission, dict)
        and isinstance(permission.get("_id"), str)
        and isinstance(permission.get("roles"), list)
        and own & {role for role in permission["roles"] if isinstance(role, str)}
    )


def ask_counts(client: Client, *, refresh: bool = False) -> CountedIntegrations | None:
    """Ask how many integrations the server counts; needs `view-statistics`, None without it.

    Args:
        client: Whom to ask through.
        refresh: Count anew; the stored count is an hour old by default.

    Raises:
        AuthenticationError: The token is not accepted.
        RateLimitError: The wait is too long.
    """
    params: dict[str, str | int] = {"refresh": "true"} if refresh else {}
    body = _ask_if_allowed(client, "statistics", {"integrations": dict}, params)
    if body is None:
        return None
    counts = body["integrations"]
    if not isinstance(counts.get("totalIntegrations"), int):
        return None
    return CountedIntegrations(
        counts["totalIntegrations"],
        _number(counts, "totalIncoming"),
        _number(counts, "totalOutgoing"),
    )


def ask_version(client: Client) -> str | None:
    """Ask for the server's version, `8.4` or `8.4.1`; None where the server does not say.

    Raises:
        WorkspaceError: As `Client.get`.
    """
    body = client.get("/api/info")
    info = body.get("info")
    version = info.get("version") if isinstance(info, dict) else None
    version = version or body.get("version")
    return version if isinstance(version, str) and _VERSION.fullmatch(version) else None


def ask_view(client: Client) -> tuple[Account | None, Visibility]:
    """Ask who the caller is and what it sees, as far as the server tells.

    Raises:
        AuthenticationError: The token is not accepted.
        RateLimitError: The wait is too long.
    """
    try:
        account = ask_account(client)
    except (AuthenticationError, RateLimitError):
        raise
    except WorkspaceError:
        return None, Visibility()
    visibility = see(ask_permissions(client, account.roles))
    return account, with_counts(visibility, ask_counts(client))


def see(permissions: frozenset[str] | None) -> Visibility:
    """Work out what an account with these permissions sees, as the server does.

    Both full permissions show everything; else both own ones show only what the account created,
    even beside a full one; else each counts by itself.
    """
    if permissions is None:
        return Visibility()
    missing = tuple(name for name in FULL.values() if name not in permissions)
    if missing and permissions.issuperset(OWN.values()):
        return Visibility(incoming_reach="own", outgoing_reach="own", missing_permissions=missing)
    return Visibility(
        incoming_reach=_reach(permissions, "incoming"),
        outgoing_reach=_reach(permissions, "outgoing"),
        missing_permissions=missing,
    )


def with_counts(visibility: Visibility, counts: CountedIntegrations | None) -> Visibility:
    """Return the visibility with the server's own counts, where it gave them."""
    return dataclasses.replace(visibility, **dataclasses.asdict(counts)) if counts else visibility


def find_view_gaps(visibility: Visibility, listed: int) -> list[Gap]:
    """Say in sentences what the account could not see."""
    if "unknown" in {visibility.incoming_reach, visibility.outgoing_reach}:
        return [Gap(code="visibility_unknown", message=_UNKNOWN_VIEW)]
    total = visibility.total
    if not visibility.is_whole:
        of = "" if total is None else f" of {total}"
        lacks = " and ".join(visibility.missing_permissions)
        return [
            Gap(
                code="visibility",
                message=f"you see {listed}{of} integrations: this account lacks {lacks}",
            )
        ]
    if total is not None and total > listed:
        message = f"you see {listed} of the {total} integrations that the server's statistics count"
        return [Gap(code="count_differs", message=message)]
    return []


def count_anew(client: Client, visibility: Visibility, listed: int) -> Visibility:
    """Return the visibility with fresh counts, where the stored one is not what was listed.

    Raises:
        AuthenticationError: The token is not accepted.
        RateLimitError: The wait is too long.
    """
    # The stored count is an hour old by default: only a difference is worth counting anew for.
    if visibility.total is None or visibility.total == listed:
        return visibility
    return with_counts(visibility, ask_counts(client, refresh=True))


def _reach(permissions: frozenset[str], direction: str) -> Reach:
    if FULL[direction] in permissions:
        return "all"
    return "own" if OWN[direction] in permissions else "none"


def _ask_if_allowed(
    client: Client,
    route: str,
    expect: dict[str, type],
    params: dict[str, str | int] | None = None,
) -> dict[str, Any] | None:
    try:
        return client.get(route, params or {}, expect=expect)
    except (AuthenticationError, RateLimitError):
        raise
    except WorkspaceError:
        return None


def _number(counts: dict[str, Any], name: str) -> int | None:
    value = counts.get(name)
    return value if isinstance(value, int) else None
