"""The workspace behind the demo server, as a value and as one JSON file."""

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rcaudit.errors import ConfigError

Document = dict[str, Any]
"""A document as the server sends it: field names and values are the server's."""


def default_permissions() -> list[Document]:
    """Return the permissions of a newly installed server that an audit has to do with.

    The roles are those of `apps/meteor/app/authorization/server/constant/permissions.ts`
    in the server's sources.
    """
    holders = {
        "access-permissions": ["admin"],
        "api-bypass-rate-limit": ["admin", "bot", "app"],
        "create-personal-access-tokens": ["admin", "user"],
        "manage-incoming-integrations": ["admin"],
        "manage-outgoing-integrations": ["admin"],
        "manage-own-incoming-integrations": ["admin"],
        "manage-own-outgoing-integrations": ["admin"],
        "view-c-room": ["admin", "user", "bot", "app", "anonymous"],
        "view-d-room": ["admin", "user", "bot", "app", "guest"],
        "view-full-other-user-info": ["admin"],
        "view-statistics": ["admin"],
    }
    return [{"_id": permission, "roles": list(roles)} for permission, roles in holders.items()]


@dataclass(frozen=True)
class DemoWorkspace:
    """Everything that a demo server knows about its workspace, in the server's own documents.

    Attributes:
        version: The server's version, `major.minor.patch`.
        users: Accounts: `_id`, `username`, `name`, `active`, `roles`, `type`.
        permissions: Who may do what: `_id` is the permission, `roles` its holders.
        integrations: Whole integration documents, secrets included.
        history: Past deliveries, by the id of their outgoing integration.
    """

    version: str = "8.4.0"
    users: list[Document] = field(default_factory=list)
    permissions: list[Document] = field(default_factory=default_permissions)
    integrations: list[Document] = field(default_factory=list)
    history: dict[str, list[Document]] = field(default_factory=dict)


def save_workspace(workspace: DemoWorkspace, path: Path | str) -> None:
    """Write a workspace as JSON: the same workspace always gives the same bytes."""
    content = {
        "version": workspace.version,
        "users": _by_id(workspace.users),
        "permissions": _by_id(workspace.permissions),
        "integrations": _by_id(workspace.integrations),
        "history": {name: _by_id(entries) for name, entries in workspace.history.items()},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    # Half a surrogate pair is legal in JSON but not in UTF-8: its escape is the same in both.
    Path(path).write_bytes(text.encode("utf-8", errors="backslashreplace"))


def load_workspace(path: Path | str) -> DemoWorkspace:
    """Read a workspace that `save_workspace` wrote.

    Raises:
        ConfigError: The file is missing, unreadable, no JSON, or of another shape.
    """
    try:
        content = json.loads(Path(path).read_bytes())
    except OSError as error:
        raise ConfigError(
            f"cannot read the demo workspace {path}: {error.strerror}; name a file that exists"
        ) from error
    except ValueError as error:
        raise ConfigError(
            f"the demo workspace {path} is not valid JSON; generate it again"
        ) from error
    complaint = _misfit(content)
    if complaint:
        raise ConfigError(f"the demo workspace {path} {complaint}; generate it again")
    return DemoWorkspace(**content)


def _by_id(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda document: str(document["_id"]))


def _misfit(content: object) -> str | None:
    """Say how a file's content differs from a workspace, or nothing where it does not."""
    if not isinstance(content, dict):
        return "is not a JSON object"
    kinds = {"version": str, "history": dict}
    names = [entry.name for entry in dataclasses.fields(DemoWorkspace)]
    if sorted(content) != sorted(names):
        return f"does not have exactly the fields {', '.join(names)}"
    for name in names:
        if not isinstance(content[name], kinds.get(name, list)):
            return f"has a field {name!r} of the wrong type"
    tables = {name: content[name] for name in ("users", "permissions", "integrations")}
    tables |= {f"history of {name}": entries for name, entries in content["history"].items()}
    faults = (_fault(name, rows) for name, rows in tables.items())
    return next((f"has {fault}" for fault in faults if fault), None)


def _fault(name: str, rows: object) -> str | None:
    """Say what is wrong with a list of documents, if anything: each needs an id of its own."""
    if not isinstance(rows, list):
        return f"a {name} that is no list"
    seen = set()
    for row in rows:
        key = row.get("_id") if isinstance(row, dict) else None
        if not isinstance(key, str):
            return f"an entry without an _id in {name}"
        if key in seen:
            return f"the _id {key!r} twice in {name}"
        seen.add(key)
    return None
