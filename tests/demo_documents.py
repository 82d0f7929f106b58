"""Integrations and workspaces with harmless defaults, in the server's own fields."""

from typing import Any

from rcaudit.demo.model import DemoWorkspace


def incoming(key: str, **fields: Any) -> dict[str, Any]:
    """Return an incoming integration; its id is also its name, unless it is given one."""
    return {"_id": key, "type": "webhook-incoming", "name": key, "enabled": True, **fields}


def outgoing(key: str, **fields: Any) -> dict[str, Any]:
    """Return an outgoing integration; its id is also its name, unless it is given one."""
    return incoming(key, type="webhook-outgoing", **fields)


def numbered(count: int) -> list[dict[str, Any]]:
    """Return so many integrations, in the order of their ids."""
    return [incoming(f"id{number:04}") for number in range(count)]


def workspace(*integrations: dict[str, Any], **fields: Any) -> DemoWorkspace:
    """Return a workspace that has these integrations."""
    return DemoWorkspace(integrations=list(integrations), **fields)
